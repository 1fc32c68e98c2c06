"""A team writes to exactly the fellows of a list."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.written_letters import write_to
from fellowship.letters.announcements import LETTER
from fellowship.models import Announcement, Cohort, Fellow


def announce(
    cohort: Cohort, fellows: Collection[Fellow], *, expected: int, subject: str, text: str, by: User, now: datetime
) -> int:
    """Hold a letter for each of these fellows. Returns how many letters that made; who wants none has none.

    ``expected``: how many fellows the team was told it would go to. Raises NobodyTicked, ListHasChanged, TooMany.
    """
    written = Announcement(cohort=cohort, subject=subject, text=text, written_by=by, written_at=now)
    people = {one.user_id for one in fellows}
    return write_to(people, written, letter=LETTER, expected=expected, action="fellowship.announced", now=now)
