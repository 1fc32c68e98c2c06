"""Interviews as calendar files (RFC 5545, RFC 5546): one UID for ever, a higher SEQUENCE for each change.

A candidate's file names only the candidate; a panel's file names the candidates, and is for the panel alone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Literal

import icalendar
from django.conf import settings
from django.urls import reverse
from icalendar import vText

from accounts.models import User
from events.calendars import calendar_address, calendar_file
from fellowship.models import Interview
from notifications.letters import Calendar
from notifications.writing import one_line, tidy

NAME = "interview.ics"


def letter_part(interview: Interview, person: User, method: Literal["REQUEST", "CANCEL"], now: datetime) -> Calendar:
    """Puts the interview into the candidate's calendar, brings it up to date there, or takes it out."""
    return Calendar(content=_file(interview, person, method, now), method=method, name=NAME)


def interview_file(interview: Interview, person: User, now: datetime) -> bytes:
    """A file for the candidate, to add a booked interview by hand."""
    return _file(interview, person, "PUBLISH", now)


def panel_file(interviews: Iterable[Interview], now: datetime) -> bytes:
    """The booked interviews of a panel (with ``application__user`` and ``slot__panel``), for those who sit on it."""
    entries = []
    for interview in interviews:
        entry = _entry(interview, reverse("fellowship:interview_score", args=[interview.uuid]), now)
        entry["UID"] = vText(f"{interview.uuid}-panel")
        application = interview.application
        entry.add("summary", one_line(f"Interview: {application.name or application.user}"))
        entries.append(entry)
    return calendar_file("PUBLISH", entries)


def links_in(place: str) -> tuple[str, ...]:
    """The web addresses in what a team wrote about where a panel meets."""
    return tuple(word for word in place.split() if word.startswith("https://"))


def _file(interview: Interview, person: User, method: Literal["PUBLISH", "REQUEST", "CANCEL"], now: datetime) -> bytes:
    address = reverse("fellowship:interview_book", args=[interview.application.uuid])
    entry = _entry(interview, address, now)
    entry.add("summary", one_line(f"Interview: {interview.application.call.cohort.programme}"))
    if method != "PUBLISH":
        attendee = calendar_address(person.name, person.email)
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        entry.add("attendee", attendee, encode=False)
    if method == "CANCEL":
        entry["STATUS"] = vText("CANCELLED")
    return calendar_file(method, [entry])


def _entry(interview: Interview, page: str, now: datetime) -> icalendar.Event:
    """What every file says. A time that was given up is not in it: to cancel, UID and SEQUENCE are enough."""
    address = f"{settings.SITE_URL}{page}"
    entry = icalendar.Event()
    entry.add("uid", str(interview.uuid))
    entry.add("sequence", interview.sequence)
    entry.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    place = ""
    if interview.slot is not None:
        place = interview.slot.panel.place
        entry.add("dtstart", interview.slot.starts_at.astimezone(UTC))
        entry.add("dtend", interview.slot.ends_at.astimezone(UTC))
        entry.add("location", one_line(place))
    entry.add("status", "CONFIRMED")
    entry.add("url", address)
    entry.add("description", tidy("\n".join(part for part in (place, address) if part)).strip())
    entry.add("organizer", calendar_address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    return entry
