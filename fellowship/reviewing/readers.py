"""Who reads for a call: chosen by its admins, asked what they are too close to, and what they told."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import ProgrammeRole, User
from common.refusals import Refused
from fellowship.models import Call, Reader
from fellowship.models.moves import CohortState
from notifications.outbox import queue_email


class NobodyTicked(Refused):
    """Nobody is ticked. Tick those you mean: ticking none never means everybody."""


def team_reviewers(call: Call) -> list[User]:
    """The reviewers in the programme's team whose accounts are open, by name."""
    roles = ProgrammeRole.objects.filter(programme=call.cohort.programme_id, role=ProgrammeRole.Role.REVIEWER)
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name", "pk"))


def reviewers_of(call: Call) -> list[User]:
    """Those of the team's reviewers who read for this call, by name."""
    out = set(Reader.objects.filter(call=call, reads=False).values_list("user", flat=True))
    return [one for one in team_reviewers(call) if one.pk not in out]


@transaction.atomic
def save_reader(call: Call, user: User, *, reads: bool, most: int | None, actor: User, now: datetime) -> Reader:
    """Say whether a reviewer reads for this call, and how much at most. Readings they have stay theirs."""
    reader, _ = Reader.objects.update_or_create(call=call, user=user, defaults={"reads": reads, "most": most})
    audit.record(
        actor=actor, action="fellowship.reader_changed", about=call, subject=user,
        scope=call.cohort.programme.scope, detail={"reads": reads, "most": most}, now=now,
    )  # fmt: skip
    return reader


@transaction.atomic
def declare(
    call: Call, user: User, *, employers: str, people: str, topics: Sequence[str], actor: User, now: datetime
) -> Reader:
    """Keep what a reviewer is too close to and which subjects they know. They may tell more at any time."""
    reader, _ = Reader.objects.update_or_create(
        call=call, user=user,
        defaults={"employers": employers, "people": people, "topics": list(topics), "declared_at": now},
    )  # fmt: skip
    audit.record(
        actor=actor, action="fellowship.conflicts_declared", about=call, subject=user,
        scope=call.cohort.programme.scope, now=now,
    )  # fmt: skip
    return reader


@transaction.atomic
def ask_to_declare(call: Call, users: Collection[User], *, actor: User, now: datetime) -> int:
    """Write to these reviewers and ask for their conflicts. Returns how many; once a day each. Raises NobodyTicked."""
    if not users:
        raise NobodyTicked
    asked = 0
    for user in users:
        reader, _ = Reader.objects.get_or_create(call=call, user=user)
        if reader.declared_at is not None:
            continue
        reader.asked_at = now
        reader.save(update_fields=["asked_at", "updated_at"])
        queue_email(
            letter="fellowship.conflicts_asked", about_id=reader.pk,
            key=f"fellowship.conflicts_asked:{reader.pk}:{now:%Y-%m-%d}", scope=call.cohort.programme.scope, now=now,
        )  # fmt: skip
        asked += 1
    audit.record(
        actor=actor, action="fellowship.conflicts_asked", about=call, scope=call.cohort.programme.scope,
        detail={"people": asked}, now=now,
    )  # fmt: skip
    return asked


def calls_to_declare(user: User) -> "QuerySet[Call]":
    """Calls that are read now or soon, for which this reviewer has told nothing yet."""
    roles = ProgrammeRole.objects.filter(user=user, role=ProgrammeRole.Role.REVIEWER)
    told = Reader.objects.filter(user=user).exclude(declared_at=None, reads=True)
    rows = Call.objects.filter(
        cohort__programme__in=roles.values("programme"), published_at__isnull=False,
        cohort__state__in=(CohortState.OPEN, CohortState.SELECTING),
    )  # fmt: skip
    return rows.exclude(pk__in=told.values("call")).select_related("cohort__programme")
