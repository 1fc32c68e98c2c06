"""Meetings as calendar files (RFC 5545, RFC 5546): one UID for ever, a higher SEQUENCE for each change.

A file names only the person who gets it: calendars must not hand on addresses that the portal keeps to itself.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Literal

import icalendar
from django.conf import settings
from django.urls import reverse
from icalendar import vText

from accounts.models import User
from events.calendars import calendar_address, calendar_file
from mentoring.models import Meeting
from notifications.letters import Calendar
from notifications.writing import one_line, tidy

NAME = "mentoring-meeting.ics"


def letter_part(meeting: Meeting, person: User, method: Literal["REQUEST", "CANCEL"], now: datetime) -> Calendar:
    """Puts the meeting into a person's calendar, brings it up to date there, or takes it out."""
    return Calendar(content=_file(meeting, person, method, now), method=method, name=NAME)


def meeting_file(meeting: Meeting, person: User, now: datetime) -> bytes:
    """A file to add an agreed meeting by hand."""
    return _file(meeting, person, "PUBLISH", now)


def _file(meeting: Meeting, person: User, method: Literal["PUBLISH", "REQUEST", "CANCEL"], now: datetime) -> bytes:
    assert meeting.starts_at is not None and meeting.ends_at is not None
    address = f"{settings.SITE_URL}{reverse('mentoring:meeting_detail', args=[meeting.uuid])}"
    entry = icalendar.Event()
    entry.add("uid", str(meeting.uuid))
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", meeting.starts_at.astimezone(UTC))
    entry.add("dtend", meeting.ends_at.astimezone(UTC))
    entry.add("summary", one_line(f"Mentoring: {meeting.other(person).name or 'meeting'}"))
    entry.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    entry.add("url", address)
    entry.add("location", one_line(", ".join(part for part in (meeting.where, meeting.link) if part)))
    entry.add("description", tidy("\n".join(part for part in (meeting.agenda, meeting.link, address) if part)).strip())
    entry.add("organizer", calendar_address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    if method != "PUBLISH":
        attendee = calendar_address(person.name, person.email)
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        entry.add("attendee", attendee, encode=False)
    if method == "CANCEL":
        entry["STATUS"] = vText("CANCELLED")
    return calendar_file(method, [entry])
