"""When a person is reminded of an event, and whether a reminder still helps.

The rule for late reminders (docs/events.md): one that could not leave in time is sent as long as the event has not
begun and no later reminder that the person wants has come due. Otherwise it is dropped.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from accounts.preferences import REMINDER_TIMES, ReminderTime
from events.local_time import days_before
from events.models import Booking, Event

# Who booked within the hour before a reminder has just been told all it says.
JUST_TOLD = timedelta(hours=1)


def due_at(event: Event, time: ReminderTime) -> datetime:
    """Days are counted on the clock on the wall, so that a reminder comes at the hour of the event; hours are hours."""
    if time.before % timedelta(days=1):
        return event.starts_at - time.before
    return days_before(event.starts_at, time.before.days, event.zone)


def why_not(booking: Booking, time: ReminderTime, refused: Collection[str], now: datetime) -> str:
    """Why this reminder is not sent now, as a sentence for staff; empty if it is. ``refused``: topics not wanted."""
    event = booking.event
    if event.is_cancelled:
        return "The event was cancelled."
    if not booking.is_booked:
        return "The person has no place any more."
    if time.topic in refused:
        return "The person does not want this reminder."
    if event.has_started(now):
        return "Too late: the event has begun."
    due = due_at(event, time)
    if now < due:
        return "The event was moved, and this reminder comes later."
    if booking.booked_at and booking.booked_at > due - JUST_TOLD:
        return "The person booked after this reminder or within the hour before it."
    if any(now >= due_at(event, later) for later in _later(time) if later.topic not in refused):
        return "Too late: a later reminder says the same."
    return ""


def _later(time: ReminderTime) -> list[ReminderTime]:
    return [other for other in REMINDER_TIMES if other.before < time.before]
