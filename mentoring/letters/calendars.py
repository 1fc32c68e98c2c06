"""Meetings as calendar files (RFC 5545, RFC 5546): one UID for ever, a higher SEQUENCE for each change.

A file names only the person who gets it: calendars must not hand on addresses that the portal keeps to itself.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Literal
from uuid import UUID

import icalendar
from django.conf import settings
from django.urls import reverse
from icalendar import vText

from accounts.models import User
from events.calendars import calendar_address, calendar_file
from mentoring.models import GoneMeeting, Meeting
from notifications.letters import Calendar
from notifications.writing import one_line, tidy

NAME = "mentoring-meeting.ics"


def letter_part(meeting: Meeting, person: User, method: Literal["REQUEST", "CANCEL"], now: datetime) -> Calendar:
    """Puts the meeting into a person's calendar, brings it up to date there, or takes it out."""
    return Calendar(content=_file(meeting, person, method, now), method=method, name=NAME)


def meeting_file(meeting: Meeting, person: User, now: datetime) -> bytes:
    """A file to add an agreed meeting by hand."""
    return _file(meeting, person, "PUBLISH", now)


def gone_part(gone: GoneMeeting, now: datetime) -> Calendar:
    """Takes a meeting out of the calendar of the one who stays, when the other has deleted their account."""
    entry = _entry(gone.uid, gone.sequence, gone.starts_at, gone.ends_at, now)
    entry.add("summary", "Mentoring: called off")
    entry.add("status", "CANCELLED")
    _add_attendee(entry, gone.user)
    return Calendar(content=calendar_file("CANCEL", [entry]), method="CANCEL", name=NAME)


def _file(meeting: Meeting, person: User, method: Literal["PUBLISH", "REQUEST", "CANCEL"], now: datetime) -> bytes:
    assert meeting.starts_at is not None and meeting.ends_at is not None
    address = f"{settings.SITE_URL}{reverse('mentoring:meeting_detail', args=[meeting.uuid])}"
    entry = _entry(meeting.uuid, meeting.sequence, meeting.starts_at, meeting.ends_at, now)
    entry.add("summary", one_line(f"Mentoring: {meeting.other(person).name or 'meeting'}"))
    entry.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    entry.add("url", address)
    entry.add("location", one_line(", ".join(part for part in (meeting.where, meeting.link) if part)))
    entry.add("description", tidy("\n".join(part for part in (meeting.agenda, meeting.link, address) if part)).strip())
    if method != "PUBLISH":
        _add_attendee(entry, person)
    if method == "CANCEL":
        entry["STATUS"] = vText("CANCELLED")
    return calendar_file(method, [entry])


def _entry(uid: UUID, sequence: int, starts_at: datetime, ends_at: datetime, now: datetime) -> icalendar.Event:
    """What an entry has in every file: which one it is, as it stands after so many changes, and when."""
    entry = icalendar.Event()
    entry.add("uid", str(uid))
    entry.add("sequence", sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", starts_at.astimezone(UTC))
    entry.add("dtend", ends_at.astimezone(UTC))
    entry.add("organizer", calendar_address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    return entry


def _add_attendee(entry: icalendar.Event, person: User) -> None:
    attendee = calendar_address(person.name, person.email)
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    entry.add("attendee", attendee, encode=False)
