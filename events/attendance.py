"""Who came: noted by the organiser, shown to each person, proved by a certificate."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from events.models import Booking, Event

# People arrive before it begins.
OPENS_BEFORE = timedelta(hours=1)


class TooEarlyForAttendance(Refused):
    """Attendance can be noted from one hour before the event begins."""


class NotOnTheList(Refused):
    """Somebody on this sheet has no place on the event any more. Load the page again."""


def is_open(event: Event, now: datetime) -> bool:
    """Whether attendance can be noted."""
    return event.is_published and now >= event.starts_at - OPENS_BEFORE


@transaction.atomic
def record_attendance(event: Event, marks: Mapping[uuid.UUID, str], *, actor: User, now: datetime) -> int:
    """Note who came: for bookings, by their public id, a value of ``Booking.Attendance`` or nothing to take it back.

    Returns how many changed. Raises TooEarlyForAttendance, NotOnTheList if one is not booked on this event.
    """
    if not is_open(event, now):
        raise TooEarlyForAttendance
    booked = Booking.objects.filter(event=event, state=Booking.State.BOOKED, uuid__in=marks).select_for_update()
    found = {booking.uuid: booking for booking in booked}
    if len(found) != len(marks):
        raise NotOnTheList
    changed = [booking for key, booking in found.items() if booking.attendance != marks[key]]
    for booking in changed:
        booking.attendance = marks[booking.uuid]
        booking.updated_at = now
    Booking.objects.bulk_update(changed, ["attendance", "updated_at"])
    if changed:
        audit.record(
            actor=actor, action="events.attendance_noted", about=event, scope=event.scope,
            detail={"people": len(changed)}, now=now,
        )  # fmt: skip
    return len(changed)


def has_certificate(booking: Booking, now: datetime) -> bool:
    """Whether the person can have a certificate: they came, and it is over."""
    return booking.is_booked and booking.came and booking.event.is_over(now) and not booking.event.is_cancelled


def hours_of(event: Event) -> str:
    """How long it took, for a record of professional development: "1 hour 30 minutes"."""
    minutes = int((event.ends_at - event.starts_at).total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
    return " ".join(part for part in parts if part)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
