"""The one way by which an event or a booking changes its state. Call it under the event's lock."""

from datetime import datetime

from events.models import Booking, Event, NotLegal


def lock_event(event_id: int) -> Event:
    """The event as it is now, locked until the transaction ends: whoever books or changes it comes one by one.

    On SQLite every transaction that writes is alone anyway.
    """
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)


def move_event(event: Event, state: Event.State, *, now: datetime) -> None:
    """Change the state, as the table allows. Raises NotLegal."""
    if not event.may_become(state):
        raise NotLegal
    event.state = state
    if state == Event.State.PUBLISHED:
        event.published_at = now
    if state == Event.State.CANCELLED:
        event.cancelled_at = now


def move_booking(booking: Booking, state: Booking.State, *, now: datetime) -> None:
    """Change the state, as the table allows, and save. What ends forgets the adjustments asked for. Raises NotLegal."""
    if not booking.may_become(state):
        raise NotLegal
    booking.state = state
    if state == Booking.State.BOOKED:
        booking.booked_at = now
    if state in (Booking.State.CANCELLED, Booking.State.LAPSED):
        booking.ended_at = now
        booking.needs((), "")
    booking.save()
