"""Letters to applicants that remind: of a draft before the call closes, of what staff asked for."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.preferences import stop_url, wants
from fellowship.hearing import line_about
from fellowship.models import Application, InformationRequest
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter

DRAFT_WAITS = "fellowship.draft_waits"


@letter(DRAFT_WAITS, title="Your application is not handed in yet")
def draft_waits(application_id: int, now: datetime) -> Mail | Drop:
    """About an application, to the applicant."""
    found = _with_all(Application.objects.filter(pk=application_id))
    if found is None or found.state != ApplicationState.DRAFT:
        return Drop("It was handed in or withdrawn.")
    more = found.call.extensions.filter(user=found.user_id).values_list("until", flat=True).first()
    closes_at = max(end for end in (found.call.closes_at, found.call.extended_to, more) if end is not None)
    if closes_at <= now:
        return Drop("The call has closed.")
    if not wants(found.user_id, DRAFT_WAITS):
        return Drop("The person does not want this letter.")
    mail = _to_applicant(found, "draft_waits", "application", closes_at=closes_at)
    return replace(mail, unsubscribe_url=stop_url(found.user_id, DRAFT_WAITS))


@letter("fellowship.information_waits", title="Your application still waits for your answer", essential=True)
def information_waits(request_id: int, now: datetime) -> Mail | Drop:
    """About an information request, to the applicant."""
    asked = InformationRequest.objects.filter(pk=request_id, answered_at=None).first()
    found = _with_all(Application.objects.filter(pk=asked.application_id)) if asked else None
    if found is None or found.state != ApplicationState.INFO_REQUESTED:
        return Drop("It was answered, or is asked no longer.")
    return _to_applicant(found, "information_waits", "information_answer", information=asked)


@letter("fellowship.information_late", title="An applicant has not answered in time", essential=True)
def information_late(request_id: int, now: datetime) -> Mail | Drop:
    """About an information request whose time is over, to who asked or acts for them today."""
    asked = InformationRequest.objects.select_related("asked_by").filter(pk=request_id).first()
    found = _with_all(Application.objects.filter(pk=asked.application_id)) if asked else None
    if asked is None or found is None or found.state != ApplicationState.INFO_REQUESTED:
        return Drop("It was answered, or is asked no longer.")
    if asked.answered_at or found.information_requests.filter(asked_at__gt=asked.asked_at).exists():
        return Drop("It was answered, or something else was asked since.")
    line = line_about(found.call.cohort.programme, found.user, asked.asked_by, now=now)
    if not line:
        return Drop("Nobody runs the programme.")
    mail = _to_applicant(found, "information_late", "application_staff", information=asked)
    return replace(mail, to=line[0][0].email, context={**mail.context, "person": line[0][0]}, reply_to=())


def _with_all(rows: "QuerySet[Application]") -> Application | None:
    found: Application | None = rows.select_related("user", "call__cohort__programme").first()
    return found if found and found.user.is_active else None


def _to_applicant(application: Application, name: str, page: str, **more: object) -> Mail:
    cohort = application.call.cohort
    return Mail(
        to=application.user.email,
        template=f"fellowship/{name}",
        context={
            "person": application.user, "application": application, "cohort": cohort, "programme": cohort.programme,
            "address": f"{settings.SITE_URL}{reverse(f'fellowship:{page}', args=[application.uuid])}", **more,
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
    )  # fmt: skip
