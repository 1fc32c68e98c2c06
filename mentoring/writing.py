"""A team writes to exactly the people of a list of pairs."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts import written_letters
from accounts.models import Programme, User
from mentoring.letters.team import LETTER
from mentoring.models import Match
from mentoring.models.team_letters import TeamLetter

MENTORS, MENTEES, BOTH = "MENTORS", "MENTEES", "BOTH"


def people_in(pairs: "QuerySet[Match]", audience: str) -> list[int]:
    """Ids of the mentors, mentees or both of these pairs, each once, without closed accounts."""
    sides = {MENTORS: ("mentor",), MENTEES: ("mentee",)}.get(audience, ("mentor", "mentee"))
    ids: set[int] = set()
    for side in sides:
        ids |= set(pairs.order_by().values_list(side, flat=True))
    return list(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))


def write_to(
    people: Collection[int], *, expected: int, programme: Programme, subject: str, text: str, by: User, now: datetime
) -> int:
    """Hold a letter for each of these people (ids). Returns how many letters that made; who wants none has none.

    ``expected``: how many people the team was told it would go to. Raises NobodyTicked, ListHasChanged, TooMany.
    """
    written = TeamLetter(programme=programme, subject=subject, text=text, written_by=by, written_at=now)
    return written_letters.write_to(
        people, written, letter=LETTER, expected=expected, action="mentoring.team_letter_written", now=now
    )
