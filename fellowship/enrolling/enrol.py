"""Enrolling: who is ready becomes a fellow, one or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.curriculum.inviting import invite_fellow
from fellowship.enrolling.ready import missing
from fellowship.models import Application, DeepDive, Fellow, NotLegal
from fellowship.models.moves import ApplicationState
from fellowship.moving import NotYours, locked, move

S = ApplicationState


class NotReady(Refused):
    """Something is not ready yet. Wait for it, or tick it by hand and say why."""


class NobodyChosen(Refused):
    """Nobody was chosen. Choose at least one person: choosing none never means all."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who became a fellow, and who not, with what is missing."""

    fellows: tuple[Fellow, ...]
    waiting: tuple[tuple[Application, str], ...]


@transaction.atomic
def enrol(application_id: int, *, actor: User, now: datetime) -> Fellow:
    """Make a fellow of somebody who is ready. Twice is once. Raises NotReady, NotLegal, NotYours.

    They are invited to the sessions that are published already. Who had the first conversation with them advises them.
    """
    application = locked(application_id, S.ENROLLED)
    # Locked too: a tick that is taken back in this moment comes before or after, and not in between.
    not_ready = missing(list(application.onboarding.select_for_update(of=("self",)).order_by("pk")))
    if application.state == S.ONBOARDING and not_ready:
        raise NotReady(f"Still missing: {_joined(not_ready)}. Wait for it, or tick it by hand and say why.")
    application = move(application_id, S.ENROLLED, actor=actor, now=now)
    cohort = application.call.cohort
    deep_dive = DeepDive.objects.filter(cohort=cohort, user=application.user).first()
    fellow, is_new = Fellow.objects.get_or_create(
        cohort=cohort, user=application.user,
        defaults={
            "application": application, "enrolled_at": now, "adviser": deep_dive.adviser if deep_dive else None,
        },
    )  # fmt: skip
    if is_new:
        invite_fellow(fellow, actor=actor, now=now)
    return fellow


def enrol_many(applications: Sequence[Application], *, actor: User, now: datetime) -> Enrolled:
    """Enrol those who are ready, each for themselves. Raises NobodyChosen."""
    if not applications:
        raise NobodyChosen
    fellows, waiting = [], []
    for application in applications:
        try:
            fellows.append(enrol(application.pk, actor=actor, now=now))
        except (NotReady, NotLegal, NotYours) as refusal:
            waiting.append((application, str(refusal)))
    return Enrolled(tuple(fellows), tuple(waiting))


def _joined(words: Sequence[str]) -> str:
    return "; ".join(word[0].lower() + word[1:] for word in words)
