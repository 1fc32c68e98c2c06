"""Starts an application, with what is known already, and gives it a reference that can be said on the telephone."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Profile, User
from fellowship.applying.answering import ABOUT_YOU, CallNotOpen
from fellowship.calls.deadlines import CODE_LETTERS, Stand, closes_for, stand_of, use_late_code
from fellowship.calls.eligibility import said_about_you
from fellowship.models import Answer, Application, Call
from notifications.outbox import queue_email

OFFER_TRIES = 5
REMIND_BEFORE = (timedelta(days=3), timedelta(days=1))


def application_of(call: Call, user: User) -> Application | None:
    """The application of a person that is not withdrawn, if there is one."""
    found: Application | None = (
        Application.objects.filter(call=call, user=user).exclude(state=Application.State.WITHDRAWN).first()
    )
    return found


def start(
    call: Call, user: User, *, eligibility: Mapping[str, str], via: str = "", late_code: str = "", now: datetime
) -> Application:
    """The person's application to a call, started if there is none. Raises CallNotOpen.

    What they said in the check before the form comes along, and is newer than what their profile says. What they wrote
    in an earlier year is at hand as ``previous``; answers to questions that are word for word the same are copied, so
    that they can be changed and need not be typed again.
    """
    use_late_code(call, user, late_code, now=now)
    found = application_of(call, user)
    if found is not None:
        return found
    if stand_of(call, closes_for(call, user), now) != Stand.OPEN:
        raise CallNotOpen
    for _ in range(OFFER_TRIES):
        try:
            with transaction.atomic():
                return _start(call, user, eligibility, via, now)
        except IntegrityError:
            found = application_of(call, user)  # two clicks at once
            if found is not None:
                return found
    raise IntegrityError("No free reference was found.")


def _start(call: Call, user: User, eligibility: Mapping[str, str], via: str, now: datetime) -> Application:
    version = call.versions.first()
    profile = Profile.objects.filter(user=user).select_related("organisation").first()
    previous = _previous(call, user)
    known = {"name": user.name, **_known(profile)}
    if previous is not None and previous.call_id == call.pk:
        known = {name: getattr(previous, name) for name in (*ABOUT_YOU, "organisation")}
    application: Application = Application.objects.create(
        call=call, user=user, reference=_reference(), version=version.number if version else 1, via=via,
        eligibility=dict(eligibility), started_at=now, saved_at=now, previous=previous,
        **known | said_about_you(call, eligibility),
    )  # fmt: skip
    if previous is not None:
        _copy_answers(previous, application)
    _remind(application, now)
    return application


def _previous(call: Call, user: User) -> Application | None:
    """What they handed in to this programme before, or withdrew from this call: the newest."""
    found: Application | None = (
        Application.objects.filter(Q(submitted_at__isnull=False) | Q(call=call), user=user)
        .filter(call__cohort__programme=call.cohort.programme_id)
        .order_by("-started_at", "-pk")
        .first()
    )
    return found


def _remind(application: Application, now: datetime) -> None:
    """Before the call closes for this person, as far as is known now; the letter looks again when it leaves."""
    call = application.call
    closes_at = closes_for(call, application.user)
    for number, before in enumerate(REMIND_BEFORE):
        if closes_at - before > now + before:
            queue_email(
                letter="fellowship.draft_waits", about_id=application.pk, due_at=closes_at - before, now=now,
                key=f"fellowship.draft:{application.pk}:{number}", scope=call.cohort.programme.scope,
            )  # fmt: skip


def _known(profile: Profile | None) -> dict[str, object]:
    if profile is None:
        return {}
    return {
        "job_title": profile.job_title, "organisation": profile.organisation, "organisation_name": profile.works_for,
        "band": profile.band, "profession": profile.profession, "background": profile.background,
        "region": profile.region,
    }  # fmt: skip


def _copy_answers(previous: Application, application: Application) -> None:
    same = {
        (question.kind, question.text): question
        for section in application.call.sections.prefetch_related("questions")
        for question in section.questions.all()
        if not question.is_retired
    }
    copies = []
    for answer in previous.answers.select_related("question").defer("file"):
        question = same.get((answer.question.kind, answer.question.text))
        if question is not None and answer.text and question.kind != question.Kind.FILE:
            copies.append(Answer(application=application, question=question, text=answer.text))
    Answer.objects.bulk_create(copies)


def _reference() -> str:
    """Like "DHP-7K3M-Q2"; nothing in it is mistaken for something else when it is said aloud."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(6))
    return f"DHP-{letters[:4]}-{letters[4:]}"
