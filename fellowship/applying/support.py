"""Letters of support: asked of a sponsor by a link that works once, given or refused by a POST."""

from datetime import datetime, timedelta

from django.db import transaction

from common.refusals import Refused
from fellowship.models import Application, SupportLetter
from fellowship.models.applications import support_digest, support_token
from fellowship.models.moves import OVER_WITHOUT_A_PLACE
from notifications.outbox import queue_email

LIFETIME = timedelta(days=60)
REMIND_AFTER = (timedelta(days=5), timedelta(days=12))
State = SupportLetter.State


MOST_PEOPLE = 6
ONCE_MORE_AFTER = timedelta(days=1)


class TooManyPeople(Refused):
    """You have asked six people already. Write to the programme’s team, so that we find who can agree."""


class NoSponsorNeeded(Refused):
    """This application needs nobody’s support now."""


class OwnSponsor(Refused):
    """You cannot support your own application. Name somebody who can agree to your time."""


class LinkOpensNothing(Refused):
    """This link opens nothing any more: it was answered, or somebody else was asked instead."""


def may_be_asked(application: Application) -> bool:
    """Whether an employer's support is wanted and could still matter."""
    return application.call.wants_sponsor and application.state not in OVER_WITHOUT_A_PLACE


@transaction.atomic
def ask_sponsor(application_id: int, *, name: str, email: str, now: datetime) -> SupportLetter:
    """Ask somebody for the employer's support; who was asked before is asked no longer.

    Asking the same person again changes nothing within a day, and later sends the letter again, with a new link. Raises
    OwnSponsor, TooManyPeople, NoSponsorNeeded.
    """
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "call__cohort__programme")
        .get(pk=application_id)
    )
    if not may_be_asked(application):
        raise NoSponsorNeeded
    email = email.strip().lower()
    if application.user.has_address(email):
        raise OwnSponsor
    letters = list(application.support_letters.all())
    for one in letters:
        if one.email == email and one.state == State.ASKED and one.asked_at + ONCE_MORE_AFTER > now:
            return one
    if len({one.email for one in letters} | {email}) > MOST_PEOPLE:
        raise TooManyPeople
    application.support_letters.filter(state=State.ASKED).update(state=State.REPLACED, answered_at=now)
    token = support_token(application.uuid, email, now)
    letter = SupportLetter.objects.create(
        application=application, name=name, email=email, token_hash=support_digest(token), asked_at=now
    )
    for number, wait in enumerate((timedelta(0), *REMIND_AFTER)):
        queue_email(
            letter="fellowship.support_asked" if number == 0 else "fellowship.support_waits",
            about_id=letter.pk, key=f"fellowship.support:{letter.pk}:{number}", due_at=now + wait, now=now,
            scope=application.call.cohort.programme.scope,
        )  # fmt: skip
    return letter


def letter_of(token: str, *, now: datetime) -> SupportLetter:
    """The request that a link opens. Raises LinkOpensNothing. Looking changes nothing."""
    found = (
        SupportLetter.objects.filter(token_hash=support_digest(token), asked_at__gt=now - LIFETIME)
        .select_related("application__user", "application__call__cohort__programme")
        .first()
    )
    if found is None or found.state != State.ASKED or found.application.state in OVER_WITHOUT_A_PLACE:
        raise LinkOpensNothing
    return found


@transaction.atomic
def answer(
    token: str, state: str, *, job_title: str = "", protected_time: bool | None = None, text: str = "", now: datetime
) -> SupportLetter:
    """Confirm, refuse, or say that one is not the right person. Raises LinkOpensNothing, also the second time."""
    found = letter_of(token, now=now)
    letter: SupportLetter = SupportLetter.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if letter.state != State.ASKED:
        raise LinkOpensNothing
    letter.state, letter.answered_at = state, now
    letter.job_title, letter.protected_time, letter.text = job_title, protected_time, text
    letter.save()
    queue_email(
        letter="fellowship.support_answered", about_id=letter.pk, key=f"fellowship.support_answered:{letter.pk}",
        scope=found.application.call.cohort.programme.scope, now=now,
    )  # fmt: skip
    return letter
