"""Letters to people who booked, wait or are invited. Each is written as things are when it leaves, or dropped."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.preferences import REMINDER_TIMES, ReminderTime, refused_topics_of, stop_url, wants
from events import places, reminder_times
from events.calendars import invitation, withdrawal
from events.local_time import local
from events.models import Booking, Event, Invitation
from notifications.letters import Calendar, Drop, Mail, Write, letter
from notifications.models import Message

WITH_ALL = ("event__programme", "person")
INVITED = "events.invited"


def bookings(booking_ids: Collection[int]) -> dict[int, Booking]:
    """Those of these bookings that exist, by id, with all that letters say of them."""
    return Booking.objects.select_related(*WITH_ALL).in_bulk(booking_ids)


@letter("events.booking_confirmed", title="You have a place on an event", essential=True, look_up=bookings)
def booking_confirmed(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking."""
    if reason := _why_not_booked(booking, now):
        return Drop(reason)
    assert booking is not None
    if _has_the_letter(booking):
        return Drop("The person gave the place up and took it again at once. They have the letter from before.")
    return _mail(booking, "booking_confirmed", now, invitation(booking, now))


@letter("events.booking_cancelled", title="You gave up your place on an event", essential=True, look_up=bookings)
def booking_cancelled(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking."""
    if booking is None or not booking.person.is_active:
        return Drop("The person has left.")
    if booking.event.is_cancelled:
        return Drop("The event was cancelled, and another letter says so.")
    if Booking.objects.after(booking).that_had_a_place().exists():
        return Drop("The person booked again.")
    return _mail(booking, "booking_cancelled", now, withdrawal(booking, now))


@letter("events.place_offered", title="A place has become free for you", essential=True, look_up=bookings)
def place_offered(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking."""
    if booking is None or not booking.offer_is_open(now):
        return Drop("The place is no longer kept for this person.")
    if reason := _why_not_on(booking, now):
        return Drop(reason)
    return _mail(booking, "place_offered", now)


@letter(
    "events.offer_lapsed", title="A place that was kept for you went to somebody else", essential=True, look_up=bookings
)
def offer_lapsed(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking."""
    if booking is None or booking.state != Booking.State.LAPSED:
        return Drop("The person has left.")
    if reason := _why_not_on(booking, now):
        return Drop(reason)
    if Booking.objects.filter(event=booking.event, person=booking.person).live().exists():
        return Drop("The person booked again.")
    return _mail(booking, "offer_lapsed", now)


@letter("events.place_free", title="A place is free in the last hour", essential=True, look_up=bookings)
def place_free(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking on the waiting list."""
    if booking is None or not booking.is_waiting:
        return Drop("The person no longer waits.")
    if reason := _why_not_on(booking, now):
        return Drop(reason)
    if places.free(booking.event) == 0:
        return Drop("Somebody else took the place.")
    return _mail(booking, "place_free", now)


@letter("events.event_moved", title="An event you booked has another date or time", essential=True, look_up=bookings)
def event_moved(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking, or a place on the waiting list."""
    if booking is None or booking.state not in Booking.LIVE:
        return Drop("The person has no place any more.")
    if reason := _why_not_on(booking, now):
        return Drop(reason)
    return _mail(booking, "event_moved", now, invitation(booking, now) if booking.is_booked else None)


@letter("events.place_changed", title="An event you booked has another place or link", essential=True, look_up=bookings)
def place_changed(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking."""
    if reason := _why_not_booked(booking, now):
        return Drop(reason)
    assert booking is not None
    return _mail(booking, "place_changed", now, invitation(booking, now))


@letter("events.event_cancelled", title="An event you booked was cancelled", essential=True, look_up=bookings)
def event_cancelled(booking: Booking | None, now: datetime) -> Mail | Drop:
    """About a booking, or a place on the waiting list."""
    if booking is None or booking.state not in Booking.LIVE or not booking.person.is_active:
        return Drop("The person has no place any more.")
    return _mail(booking, "event_cancelled", now, withdrawal(booking, now) if booking.is_booked else None)


@letter(INVITED, title="You are invited to an event")
def invited(invitation_id: int, now: datetime) -> Mail | Drop:
    """About an invitation."""
    found = Invitation.objects.select_related("event__programme", "user").filter(pk=invitation_id).first()
    if found is None or not found.user.is_active:
        return Drop("The invitation was withdrawn.")
    if not wants(found.user_id, INVITED):
        return Drop("The person does not want this letter.")
    if not found.event.is_published or found.event.has_started(now):
        return Drop("The event was cancelled or has begun.")
    if Booking.objects.filter(event=found.event, person=found.user).live().exists():
        return Drop("The person has booked already.")
    return Mail(
        to=found.user.email, template="events/invited", context=_context(found.event, found.user),
        reply_to=found.event.reply_to, unsubscribe_url=stop_url(found.user_id, INVITED),
    )  # fmt: skip


class Wanted(NamedTuple):
    """A booking, and the letters and reminder times that its person does not want."""

    booking: Booking
    refused: Collection[str]


def bookings_and_wishes(booking_ids: Collection[int]) -> dict[int, Wanted]:
    found = bookings(booking_ids)
    refused = refused_topics_of(booking.person_id for booking in found.values())
    return {pk: Wanted(booking, refused[booking.person_id]) for pk, booking in found.items()}


def _reminder(time: ReminderTime) -> Write:
    def write(found: Wanted | None, now: datetime) -> Mail | Drop:
        """About a booking. Looks at booking, event and wishes as they are when it leaves."""
        if found is None or not found.booking.person.is_active:
            return Drop("The person has left.")
        if reason := reminder_times.why_not(found.booking, time, found.refused, now):
            return Drop(reason)
        return _mail(found.booking, "reminder", now, invitation(found.booking, now), stop=time.topic)

    return write


# A person says for each time whether they want it, so each is a letter, called by the name of that choice.
for _time in REMINDER_TIMES:
    _title = f"Reminder {_time.words} an event you booked"
    letter(_time.topic, title=_title, look_up=bookings_and_wishes)(_reminder(_time))


def how_soon(event: Event, now: datetime) -> str:
    """How far off an event is when this is read: "Today", "Tomorrow", "In 7 days", by the days of the calendar."""
    days = (local(event.starts_at, event.zone).date() - local(now, event.zone).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")


def _has_the_letter(booking: Booking) -> bool:
    """Whether the last that left about earlier places of theirs said that they have one, and it still says how it is.

    A letter about giving up a place waits for some minutes (``booking.TIME_TO_THINK_AGAIN``), so this can be.
    """
    if not booking.calendar_steps:
        return False
    about = Booking.objects.filter(event=booking.event_id, person=booking.person_id, pk__lt=booking.pk).values("pk")
    letters = ("events.booking_confirmed", "events.booking_cancelled")
    sent = Message.objects.filter(letter__in=letters, about_id__in=about, state=Message.State.SENT)
    last = sent.order_by("-finished_at").values_list("letter", "finished_at").first()
    return last is not None and last[0] == letters[0] and last[1] is not None and last[1] > booking.event.updated_at


def _why_not_booked(booking: Booking | None, now: datetime) -> str:
    if booking is None or not booking.is_booked:
        return "The booking was cancelled."
    return _why_not_on(booking, now)


def _why_not_on(booking: Booking, now: datetime) -> str:
    """Why nothing more is said about an event that was to take place."""
    if not booking.person.is_active:
        return "The person has left."
    if booking.event.is_cancelled:
        return "The event was cancelled, and another letter says so."
    return "The event is over." if booking.event.is_over(now) else ""


def _mail(booking: Booking, name: str, now: datetime, calendar: Calendar | None = None, stop: str = "") -> Mail:
    """``stop`` is the topic of a letter that the person may stop."""
    event = booking.event
    links = (event.online_link,) if booking.is_booked and event.online_link else ()
    return Mail(
        to=booking.person.email,
        template=f"events/{name}",
        context={**_context(event, booking.person), "booking": booking, "how_soon": how_soon(event, now)},
        reply_to=event.reply_to,
        links=links,
        calendar=calendar,
        unsubscribe_url=stop_url(booking.person_id, stop) if stop else "",
    )


def _context(event: Event, person: User) -> dict[str, object]:
    return {
        "event": event,
        "person": person,
        "event_url": f"{settings.SITE_URL}{event.get_absolute_url()}",
        "events_url": f"{settings.SITE_URL}{reverse('events:event_list')}",
        "contact_url": f"{settings.SITE_URL}{reverse('contact_preferences')}",
    }
