"""The waiting list: offers places that become free, in order, and takes them back when nobody answers.

The rule is in ``places.py``. Whatever frees a place calls ``offer_free_places`` in the same transaction; once a minute
``advance_waiting_lists`` does it for offers that nobody answered.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Value

from accounts.models import User
from events import places
from events.models import Booking, Event, NotLegal
from events.states import lock_event, move_booking
from events.telling import moment, rows, tell
from notifications.outbox import queue_selected

State = Booking.State
EVENTS_AT_ONCE = 500


class OfferIsOver(NotLegal):
    """The time to confirm has passed, so the place went to the next person. You can book again if a place is free."""


@transaction.atomic
def confirm_place(event_id: int, person: User, *, now: datetime) -> Booking:
    """Take the place that is kept for this person. Twice is the same as once. Raises OfferIsOver, BookingIsClosed."""
    event = lock_event(event_id)
    booking = Booking.objects.live().filter(event=event, person=person).first()
    if booking is not None and booking.is_booked:
        return booking
    if booking is None or not booking.offer_is_open(now):
        raise OfferIsOver
    places.check_is_open(event, now, has_waited=True)
    move_booking(booking, State.BOOKED, now=now)
    tell(booking, "booking_confirmed", now=now)
    return booking


def offer_free_places(event: Event, *, now: datetime) -> None:
    """Let offers lapse that nobody answered in time, and offer what is free to who has waited longest.

    Under the event's lock. In the last hour those who wait are told that places are free for whoever is first.
    """
    if not event.is_published or event.has_started(now):
        return
    for unanswered in Booking.objects.run_out(now).filter(event=event).order_by("pk"):
        move_booking(unanswered, State.LAPSED, now=now)
        tell(unanswered, "offer_lapsed", now=now)
    waiting = Booking.objects.filter(event=event).waiting_in_order()
    if not waiting.exists():
        return
    free = places.free(event)
    if places.is_last_hour(event, now):
        if free != 0:
            letter = "events.place_free"
            queue_selected(letter=letter, rows=rows(waiting, letter, Value(""), moment(now)), now=now)
        return
    for next_one in waiting[:free]:
        next_one.offered_at, next_one.offer_ends_at = now, places.hold_until(event, now)
        move_booking(next_one, State.OFFERED, now=now)
        tell(next_one, "place_offered", now=now)


def advance_waiting_lists(*, now: datetime) -> int:
    """Move every waiting list on whose offers ran out, and close those of events that have begun. Returns how many.

    Each event in a transaction of its own, found through partial indexes: it costs what there is to do.
    """
    unanswered = Booking.objects.run_out(now).filter(event__state=Event.State.PUBLISHED).values_list("event", flat=True)
    open_lists = Booking.objects.filter(state__in=(State.WAITING, State.OFFERED))
    begun = open_lists.filter(event__starts_at__lte=now).values_list("event", flat=True)
    # In order of their ids, so that two who do this at once cannot wait for each other.
    event_ids = sorted({*unanswered[:EVENTS_AT_ONCE], *begun[:EVENTS_AT_ONCE]})
    for event_id in event_ids:
        with transaction.atomic():
            event = lock_event(event_id)
            if event.has_started(now):
                _close(event, now)
            else:
                offer_free_places(event, now=now)
    return len(event_ids)


def _close(event: Event, now: datetime) -> None:
    """Nobody waits for an event that has begun. They see that on its page; no letter says it."""
    for booking in Booking.objects.filter(event=event, state__in=(State.WAITING, State.OFFERED)):
        move_booking(booking, State.LAPSED, now=now)
