"""How many places are free, how long one is kept for a person who was asked, and when booking is open.

The rule for the waiting list (docs/events.md): a place that becomes free is offered to whoever has waited longest. They
have 48 hours to confirm, or, nearer to the event, half of the time that is left until one hour before it begins, but no
less than half an hour. In the last hour nothing is kept for anybody: first come, first served.
"""

from datetime import datetime, timedelta

from common.refusals import Refused
from events.local_time import moment_words
from events.models import Booking, Event

LONGEST_HOLD = timedelta(hours=48)
SHORTEST_HOLD = timedelta(minutes=30)
LAST_HOUR = timedelta(hours=1)


class BookingIsClosed(Refused):
    """This event cannot be booked. The message says why."""


def hold_until(event: Event, now: datetime) -> datetime:
    """Until when a place that is offered now is kept. Before the last hour only."""
    last_hour = event.starts_at - LAST_HOUR
    return min(now + LONGEST_HOLD, max(now + (last_hour - now) / 2, now + SHORTEST_HOLD), last_hour)


def is_last_hour(event: Event, now: datetime) -> bool:
    return now >= event.starts_at - LAST_HOUR


def taken(event: Event) -> int:
    """Places that are booked or kept. One query; only under the event's lock does it stay true."""
    return Booking.objects.filter(event=event).holding_a_place().count()


def free(event: Event) -> int | None:
    """Places that are neither booked nor kept; None where there is no limit. One query at most."""
    return None if event.capacity is None else max(0, event.capacity - taken(event))


def check_is_open(event: Event, now: datetime, *, has_waited: bool = False) -> None:
    """Raises BookingIsClosed with the reason. Who has waited may take a place after booking has closed for others."""
    if event.is_external:
        raise BookingIsClosed("Others run this event. Book it on their own page.")
    if event.is_cancelled:
        raise BookingIsClosed("This event was cancelled.")
    if not event.is_published:
        raise BookingIsClosed("This event is not published yet.")
    if event.has_started(now):
        raise BookingIsClosed("This event has begun, so it can no longer be booked.")
    if has_waited:
        return
    if event.booking_opens_at and now < event.booking_opens_at:
        raise BookingIsClosed(f"Booking opens on {moment_words(event.booking_opens_at, event.zone)}.")
    if event.booking_closes_at and now >= event.booking_closes_at:
        raise BookingIsClosed("Booking has closed.")


def in_words(event: Event, taken: int, waiting: int, now: datetime) -> str:
    """What a person should know about places now: "3 places left", "Full: join the waiting list"."""
    if event.is_external:
        return "Run by others"
    if event.has_started(now):
        return "Has begun"
    if event.booking_opens_at and now < event.booking_opens_at:
        return f"Booking opens on {moment_words(event.booking_opens_at, event.zone)}"
    if event.booking_closes_at and now >= event.booking_closes_at:
        return "Booking has closed"
    if event.capacity is None:
        return "Places free"
    left = event.capacity - taken
    if left <= 0 or (waiting and not is_last_hour(event, now)):
        return "Full: you can join the waiting list"
    return "1 place left" if left == 1 else f"{left} places left"
