"""A team writes to exactly the fellows of a list: as many held letters, which they look at and release."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.letters.announcements import LETTER
from fellowship.models import Announcement, AnnouncementTo, Cohort, Fellow
from notifications.outbox import hold_emails

MOST = 2_000


class NobodyTicked(Refused):
    """Nobody was ticked, so this goes to nobody. Go back and tick some, or write to all in the list."""


class ListHasChanged(Refused):
    """The list has changed since you looked, so it would go to other people. Look at the number again, then send."""


class TooMany(Refused):
    """That is more than 2,000 people. Narrow the list, and write to one part after the other."""


def check_chosen(fellows: Collection[Fellow], expected: int) -> None:
    """Raises NobodyTicked, ListHasChanged, TooMany. ``expected``: how many the team was told it would go to."""
    if not fellows:
        raise NobodyTicked
    if len(fellows) != expected:
        raise ListHasChanged
    if len(fellows) > MOST:
        raise TooMany


@transaction.atomic
def announce(
    cohort: Cohort, fellows: Collection[Fellow], *, expected: int, subject: str, text: str, by: User, now: datetime
) -> int:
    """Hold a letter for each of these fellows. Returns how many letters that made; who wants none has none.

    ``expected``: how many fellows the team was told it would go to. Raises NobodyTicked, ListHasChanged, TooMany.
    """
    check_chosen(fellows, expected)
    written = Announcement.objects.create(cohort=cohort, subject=subject, text=text, written_by=by, written_at=now)
    rows = AnnouncementTo.objects.bulk_create(
        AnnouncementTo(announcement=written, user_id=user) for user in sorted({one.user_id for one in fellows})
    )
    scope = cohort.programme.scope
    held = hold_emails(letter=LETTER, keys={row.pk: f"{LETTER}:{row.pk}" for row in rows}, scope=scope, now=now)
    audit.record(
        actor=by, action="fellowship.announced", about=written, scope=scope, detail={"people": len(rows)}, now=now
    )
    return held
