"""A team writes to exactly the people of a list: as many held letters, which they look at and release."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import Programme, User
from common.refusals import Refused
from mentoring.letters.team import LETTER
from mentoring.models import Match
from mentoring.models.team_letters import TeamLetter, TeamLetterTo
from notifications.outbox import hold_email

MENTORS, MENTEES, BOTH = "MENTORS", "MENTEES", "BOTH"
MOST = 2_000


class NobodyTicked(Refused):
    """No pair was ticked, so this goes to nobody. Go back and tick some, or write to all in the list."""


class ListHasChanged(Refused):
    """The list has changed since you looked, so it would go to other people. Look at the number again, then send."""


class TooMany(Refused):
    """That is more than 2,000 people. Narrow the list, and write to one part after the other."""


def people_in(pairs: "QuerySet[Match]", audience: str) -> list[User]:
    """Mentors, mentees or both of these pairs, each once, without closed accounts. One query."""
    sides = {MENTORS: ("mentor",), MENTEES: ("mentee",)}.get(audience, ("mentor", "mentee"))
    ids: set[int] = set()
    for side in sides:
        ids |= set(pairs.order_by().values_list(side, flat=True))
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


@transaction.atomic
def write_to(
    people: Collection[User], *, expected: int, programme: Programme, subject: str, text: str, by: User, now: datetime
) -> int:
    """Hold a letter for each of these people. Returns how many letters that made; who wants none has none.

    ``expected``: how many people the team was told it would go to. Raises NobodyTicked, ListHasChanged, TooMany.
    """
    if not people:
        raise NobodyTicked
    if len(people) != expected:
        raise ListHasChanged
    if len(people) > MOST:
        raise TooMany
    written = TeamLetter.objects.create(programme=programme, subject=subject, text=text, written_by=by, written_at=now)
    rows = TeamLetterTo.objects.bulk_create(TeamLetterTo(letter=written, user=user) for user in people)
    held = [
        hold_email(letter=LETTER, about_id=row.pk, key=f"{LETTER}:{row.pk}", scope=programme.scope, now=now)
        for row in rows
    ]
    audit.record(
        actor=by, action="mentoring.team_letter_written", about=written, scope=programme.scope,
        detail={"people": len(rows)}, now=now,
    )  # fmt: skip
    return sum(one is not None for one in held)
