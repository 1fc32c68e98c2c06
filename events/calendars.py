"""Calendar files (RFC 5545) and what they tell mail programs to do (RFC 5546).

One event is one UID for ever. Every change raises its SEQUENCE, and calendars keep the highest. For one person a
withdrawn booking counts as a change too, so that a place booked again is not taken for old news (``calendar_steps``).
Times are in UTC: calendars show them in their owner's zone, and no zone's rules have to travel along.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Literal, NamedTuple

import icalendar
from django.conf import settings
from icalendar import vCalAddress
from icalendar.parser import Contentline

from accounts.models import User
from events.models import Booking, Event
from notifications.letters import Calendar
from notifications.writing import one_line, tidy

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
READ_AGAIN = timedelta(hours=1)


def invitation(booking: Booking, now: datetime) -> Calendar:
    """Puts the event into the calendar of the person booked, or brings it up to date there."""
    return _letter_part("REQUEST", _said(booking.event, booking, now), booking)


def withdrawal(booking: Booking, now: datetime) -> Calendar:
    """Takes the event out of the person's calendar."""
    said = _said(booking.event, booking, now)._replace(status="CANCELLED")
    return _letter_part("CANCEL", said, booking)


def event_file(event: Event, booking: Booking | None, now: datetime) -> bytes:
    """A file to add an event by hand; with place and link only for the person who has a place (``booking``)."""
    return calendar_file("PUBLISH", [_entry(_said(event, booking, now))])


def feed(bookings: Iterable[Booking], now: datetime) -> bytes:
    """What a person is booked on, for a calendar program that reads it again each hour."""
    calendar = _calendar("PUBLISH", [_entry(_said(booking.event, booking, now)) for booking in bookings])
    calendar.add("name", f"Events of {settings.SERVICE_NAME}")
    calendar.add("x-wr-calname", f"Events of {settings.SERVICE_NAME}")
    calendar.add("refresh-interval", READ_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(READ_AGAIN))
    return bytes(calendar.to_ical())


def sequence(event: Event, booking: Booking | None) -> int:
    """How often this was changed, as one person's calendar should count it.

    The first booking counts in step with the event, its withdrawal one more, and so on: it never falls.
    """
    if booking is None:
        return event.sequence
    withdrawn = booking.state == Booking.State.CANCELLED
    return event.sequence + booking.calendar_steps + (1 if withdrawn else 0)


def calendar_file(method: Method, entries: Iterable[icalendar.Event]) -> bytes:
    """Entries as one file, fit to be sent or downloaded."""
    return bytes(_calendar(method, entries).to_ical())


def calendar_address(name: str, address: str) -> vCalAddress:
    """Who arranges something or takes part in it."""
    who = vCalAddress(f"mailto:{address}")
    if name:
        who.params["CN"] = one_line(name)
    return who


class Said(NamedTuple):
    """What an entry says to everybody who may see as much."""

    uid: str
    sequence: int
    dtstamp: datetime
    dtstart: datetime
    dtend: datetime
    summary: str
    status: str
    url: str
    organiser: tuple[str, str]
    location: str
    description: str


def _said(event: Event, booking: Booking | None, now: datetime) -> Said:
    may_see = (booking is not None and booking.is_booked) or event.is_external
    return Said(
        uid=str(event.uuid),
        sequence=sequence(event, booking),
        dtstamp=now.astimezone(UTC).replace(microsecond=0),
        dtstart=event.starts_at.astimezone(UTC),
        dtend=event.ends_at.astimezone(UTC),
        summary=one_line(event.title),
        status="CANCELLED" if event.is_cancelled else "CONFIRMED",
        url=f"{settings.SITE_URL}{event.get_absolute_url()}",
        organiser=_organiser(event),
        location=_location(event) if may_see else one_line(event.where),
        description=_description(event, may_see=may_see),
    )


def _entry(said: Said) -> icalendar.Event:
    entry = icalendar.Event()
    for name, value in said._asdict().items():
        if name == "organiser":
            entry.add("organizer", calendar_address(*said.organiser))
        else:
            entry.add(name, value)
    return entry


def _location(event: Event) -> str:
    return one_line(", ".join(part for part in (event.place, event.town, event.online_link) if part)) or event.where


def _description(event: Event, *, may_see: bool) -> str:
    lines = [event.summary, f"{settings.SITE_URL}{event.get_absolute_url()}"]
    if may_see and event.online_link:
        lines.insert(1, f"Join online: {event.online_link}")
    if event.external_link:
        lines.insert(1, event.external_link)
    return tidy("\n".join(lines)).strip()


def _organiser(event: Event) -> tuple[str, str]:
    """The service or the programme, never the address of a person."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if event.programme:
        return event.programme.name, event.programme.reply_to or address
    return name or settings.SERVICE_NAME, address


def _attendee(person: User) -> vCalAddress:
    attendee = calendar_address(person.name, person.email)
    attendee.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return attendee


def _letter_part(method: Literal["REQUEST", "CANCEL"], said: Said, booking: Booking) -> Calendar:
    """The file for one person, who is its attendee (PUBLISH may name none)."""
    end = b"\r\nEND:VEVENT\r\n"  # no line of text can look like this: it would begin with a space
    attendee = _attendee(booking.person)
    line = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical()
    content = _file_for_all(method, said).replace(end, b"\r\n" + line + end)
    return Calendar(content=content, method=method, name=f"{booking.event.slug}.ics")


@lru_cache(maxsize=256)
def _file_for_all(method: Method, said: Said) -> bytes:
    """Kept, since letters about an event go to many people, and writing it costs as much as writing the letter."""
    return calendar_file(method, [_entry(said)])


def _calendar(method: Method, entries: Iterable[icalendar.Event]) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{one_line(settings.SERVICE_NAME)}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    return calendar
