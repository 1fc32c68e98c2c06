"""Letters to and about sponsors: whether an employer supports an application."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import SupportLetter
from fellowship.models.applications import support_token
from fellowship.models.moves import OVER_WITHOUT_A_PLACE
from notifications.letters import Drop, Mail, letter


@letter("fellowship.support_asked", title="Will you support an application?", essential=True)
def support_asked(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the sponsor."""
    return _to_sponsor(letter_id, "support_asked")


@letter("fellowship.support_waits", title="An application still needs your answer", essential=True)
def support_waits(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the sponsor."""
    return _to_sponsor(letter_id, "support_waits")


@letter("fellowship.support_answered", title="Whom you asked for support has answered", essential=True)
def support_answered(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the applicant."""
    found = _support(letter_id)
    if found is None or not found.application.user.is_active:
        return Drop("The person has left.")
    address = reverse("fellowship:application", args=[found.application.uuid])
    return _about_support(found, "support_answered", found.application.user.email, str(found.application.user), address)


def _to_sponsor(letter_id: int, name: str) -> Mail | Drop:
    found = _support(letter_id)
    if found is None or found.state != SupportLetter.State.ASKED:
        return Drop("It was answered, or somebody else was asked instead.")
    if found.application.state in OVER_WITHOUT_A_PLACE:
        return Drop("The application has ended.")
    token = support_token(found.application.uuid, found.email, found.asked_at)
    return _about_support(found, name, found.email, found.name, reverse("fellowship:support", args=[token]))


def _about_support(found: SupportLetter, name: str, to: str, to_name: str, address: str) -> Mail:
    cohort = found.application.call.cohort
    return Mail(
        to=to,
        template=f"fellowship/{name}",
        context={
            "to_name": to_name,
            "letter": found,
            "applicant": found.application.name or str(found.application.user),
            "cohort": cohort,
            "programme": cohort.programme,
            "address": f"{settings.SITE_URL}{address}",
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
    )


def _support(letter_id: int) -> SupportLetter | None:
    with_all = SupportLetter.objects.select_related("application__user", "application__call__cohort__programme")
    return with_all.filter(pk=letter_id).first()
