"""Puts letters about meetings into the outbox, in the transaction of what they tell. Each is about one attendee."""

from datetime import datetime

from accounts.models import User
from mentoring.models import Attendee, Meeting
from notifications.outbox import queue_email


def tell(meeting: Meeting, user: User, name: str, *, ending: str = "", now: datetime) -> None:
    """Tell one of the two; once for each change of the meeting, or for each ``ending``."""
    _queue(Attendee.objects.get(meeting=meeting, user=user), meeting, name, ending, now)


def tell_both(meeting: Meeting, name: str, *, now: datetime) -> None:
    """Tell both of the two; once for each change of the meeting."""
    for attendee in Attendee.objects.filter(meeting=meeting):
        _queue(attendee, meeting, name, "", now)


def scope_of(meeting: Meeting) -> str:
    """The programme whose team sees the letters."""
    programme = meeting.match.programme if meeting.match is not None else None
    return programme.scope if programme else ""


def _queue(attendee: Attendee, meeting: Meeting, name: str, ending: str, now: datetime) -> None:
    letter = f"mentoring.{name}"
    key = f"{letter}:{attendee.pk}:{meeting.sequence}{ending}"
    queue_email(letter=letter, about_id=attendee.pk, key=key, scope=scope_of(meeting), now=now)
