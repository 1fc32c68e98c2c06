"""Times that a mentor offers for single conversations, several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from events.local_time import moment_of
from mentoring.meetings.arranging import FARTHEST, TimeIsOver, TimeTooFar
from mentoring.models import Conversation, Mentor, Slot

MOST_SLOTS = 60  # still to come, of one mentor
MOST_WEEKS = 8


class NotAMentor(Refused):
    """First say what you offer as a mentor. Then you can offer times."""


class TooManySlots(Refused):
    """You offer sixty times already. Take some back first."""


class NoRoomInWindow(Refused):
    """One conversation does not fit between these two times. Choose a later end or a shorter conversation."""


class Overlaps(Refused):
    """You offer a time then already. Look at your list below."""


class SlotIsTaken(Refused):
    """Somebody was quicker: this time is taken. Choose another one."""


@dataclass(frozen=True)
class Window:
    """From when to when on a day, cut into conversations of so many minutes; the same on so many weeks."""

    day: date
    begins: time
    ends: time
    minutes: int
    weeks: int
    zone: str

    def starts(self) -> list[datetime]:
        """When conversations begin, on the clocks of the zone. Raises TimeDoesNotExist, NoRoomInWindow."""
        step = timedelta(minutes=self.minutes)
        found = []
        for week in range(self.weeks):
            day = self.day + timedelta(weeks=week)
            at, end = datetime.combine(day, self.begins), datetime.combine(day, self.ends)
            while at + step <= end:
                found.append(moment_of(at, self.zone).at)
                at += step
        if not found:
            raise NoRoomInWindow
        return found


@transaction.atomic
def offer_slots(user: User, window: Window, *, now: datetime) -> int:
    """Offer the times of a window. Returns how many that were.

    Raises NotAMentor, TimeDoesNotExist, NoRoomInWindow, TimeIsOver, TimeTooFar, Overlaps, TooManySlots.
    """
    # The lock makes two clicks at once count one after the other.
    if Mentor.objects.select_for_update(no_key=True).filter(user=user).first() is None:
        raise NotAMentor
    starts = window.starts()
    if starts[0] <= now:
        raise TimeIsOver
    if starts[-1] > now + FARTHEST:
        raise TimeTooFar
    there = list(Slot.objects.filter(mentor=user, starts_at__gt=now - timedelta(hours=3)))
    if _any_overlap(starts, timedelta(minutes=window.minutes), there):
        raise Overlaps
    if len(there) + len(starts) > MOST_SLOTS:
        raise TooManySlots
    Slot.objects.bulk_create(Slot(mentor=user, starts_at=at, minutes=window.minutes, zone=window.zone) for at in starts)
    return len(starts)


@transaction.atomic
def take_back(slot_id: UUID, *, by: User, now: datetime) -> None:
    """Offer a time no longer. Raises SlotIsTaken if somebody holds or has it, Slot.DoesNotExist."""
    slot = Slot.objects.select_for_update().get(uuid=slot_id, mentor=by)
    if Conversation.objects.filter(slot=slot).taking(now).exists():
        raise SlotIsTaken("Somebody has booked this time. Answer them first, or call it off with them.")
    slot.delete()


def _any_overlap(starts: Sequence[datetime], length: timedelta, there: Sequence[Slot]) -> bool:
    return any(at < slot.ends_at and slot.starts_at < at + length for at in starts for slot in there)
