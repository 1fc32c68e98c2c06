"""Books places and gives them up. A capacity is never exceeded: lock the event, count, write, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from events import places
from events.models import Booking, Event, Invitation
from events.states import lock_event, move_booking
from events.telling import tell
from events.waiting import offer_free_places

State = Booking.State
# The letter about giving up a place waits so long: who takes it again at once hears nothing of either.
TIME_TO_THINK_AGAIN = timedelta(minutes=5)


class EventIsFull(Refused):
    """The last place has gone. You can join the waiting list."""


class NotInvited(Refused):
    """This event is by invitation."""


class NothingToCancel(Refused):
    """You have no place on this event, and you are not waiting for one."""


@dataclass(frozen=True)
class Adjustments:
    """What a person needs to take part: choices of ``Booking.Adjustment``, and words of their own."""

    chosen: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def book(
    event_id: int, person: User, *, adjustments: Adjustments | None = None, or_wait: bool = False, now: datetime
) -> Booking:
    """Give the person a place, or with ``or_wait`` put them on the waiting list if there is none.

    Doing it twice is the same as once. Who was asked to confirm confirms by this; who waits goes on waiting if somebody
    was quicker. Raises BookingIsClosed, NotInvited, EventIsFull.
    """
    event = lock_event(event_id)
    mine = Booking.objects.live().filter(event=event, person=person).first()
    places.check_is_open(event, now, has_waited=mine is not None)
    _check_is_invited(event, person, mine)
    if mine is not None and mine.is_booked:
        return mine
    offer_free_places(event, now=now)
    if mine is not None:
        mine.refresh_from_db()  # the turn may just have come, or the time to confirm have passed
    if mine is None or mine.state == State.LAPSED:
        mine, waits_already = _new_booking(event, person), False
    else:
        waits_already = mine.is_waiting
    if adjustments is not None:
        mine.needs(adjustments.chosen, adjustments.note)
    if mine.is_offered or _is_free_for_all(event, now):
        return _take_a_place(mine, now)
    if not or_wait and not waits_already:
        raise EventIsFull
    mine.save()
    return mine


@transaction.atomic
def cancel_booking(event_id: int, person: User, *, now: datetime) -> Booking:
    """Give up a place, an offer or a turn on the waiting list, and offer what is free to the next.

    Raises NothingToCancel, also after the event has begun.
    """
    event = lock_event(event_id)
    mine = Booking.objects.live().filter(event=event, person=person).first()
    if mine is None or event.has_started(now):
        raise NothingToCancel
    was_booked = mine.is_booked
    move_booking(mine, State.CANCELLED, now=now)
    if was_booked:
        tell(mine, "booking_cancelled", due_at=now + TIME_TO_THINK_AGAIN, now=now)
    offer_free_places(event, now=now)
    return mine


def set_adjustments(booking: Booking, *, chosen: Iterable[str], note: str, now: datetime) -> None:
    """Change what a person needs to take part, as long as the event is not over and they have a place or wait."""
    Booking.objects.live().filter(pk=booking.pk, event__ends_at__gt=now).update(
        adjustments=tuple(chosen), adjustments_note=note, updated_at=now
    )


def _check_is_invited(event: Event, person: User, mine: Booking | None) -> None:
    if event.audience == Event.Audience.OPEN or mine is not None:
        return
    if not Invitation.objects.filter(event=event, user=person).exists():
        raise NotInvited


def _is_free_for_all(event: Event, now: datetime) -> bool:
    """Whether the next person may take a place at once: one is free, and it is nobody else's turn."""
    if places.free(event) == 0:
        return False
    return places.is_last_hour(event, now) or not Booking.objects.filter(event=event).waiting_in_order().exists()


def _new_booking(event: Event, person: User) -> Booking:
    """Not yet stored. Earlier bookings that were withdrawn have moved the sequence in the person's calendar."""
    withdrawn = Booking.objects.filter(event=event, person=person, state=State.CANCELLED, booked_at__isnull=False)
    return Booking(event=event, person=person, state=State.WAITING, calendar_steps=2 * withdrawn.count())


def _take_a_place(mine: Booking, now: datetime) -> Booking:
    move_booking(mine, State.BOOKED, now=now)
    tell(mine, "booking_confirmed", now=now)
    return mine
