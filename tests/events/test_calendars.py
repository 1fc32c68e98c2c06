"""Calendar files as other programs read them."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import calendars
from events.booking import cancel_booking
from events.models import Booking, Event
from events.organising import When, Where, cancel_event, change_place, reschedule
from notifications.letters import Calendar
from tests.events.world import DAY, HOUR, NOW, booked, event, letters, organiser, person, render

pytestmark = pytest.mark.django_db


def only(content: bytes) -> icalendar.Event:
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return entry


def in_letter(name: str, number: int = -1, now: datetime = NOW) -> Calendar:
    calendar = render(letters(f"events.{name}")[number], now).calendar
    assert calendar
    return calendar


def test_an_invitation_has_what_mail_programs_ask_for() -> None:
    on = event(title="Learning from data", online_link="https://teams.example.com/join/1")
    booked(on, person("Zoë O’Hara"))
    calendar = in_letter("booking_confirmed")
    assert calendar.method == "REQUEST"
    file = icalendar.Calendar.from_ical(calendar.content)
    assert (file["METHOD"], file["VERSION"]) == ("REQUEST", "2.0")
    entry = only(calendar.content)
    assert entry["UID"] == str(on.uuid)
    assert entry["SEQUENCE"] == 0
    assert entry.decoded("DTSTART") == on.starts_at
    assert entry.decoded("DTEND") == on.ends_at
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["LOCATION"] == "https://teams.example.com/join/1"
    assert entry["ATTENDEE"].params["CN"] == "Zoë O’Hara"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["ORGANIZER"].startswith("mailto:")
    assert b"DTSTART:20270121T100000Z" in calendar.content


def test_every_change_raises_the_sequence_of_the_same_entry() -> None:
    on = event()
    booked(on)
    actor = organiser()
    reschedule(on.pk, When(on.starts_at + DAY, on.ends_at + DAY, on.zone), actor=actor, now=NOW)
    change_place(on.pk, Where("ONLINE", online_link="https://teams.example.com/join/2"), actor=actor, now=NOW)
    moved, elsewhere = in_letter("event_moved"), in_letter("place_changed")
    cancel_event(on.pk, reason="Ill", actor=actor, now=NOW)
    cancelled = in_letter("event_cancelled")
    assert [one.method for one in (moved, elsewhere, cancelled)] == ["REQUEST", "REQUEST", "CANCEL"]
    entries = [only(one.content) for one in (moved, elsewhere, cancelled)]
    assert {entry["UID"] for entry in entries} == {str(on.uuid)}
    assert [entry["SEQUENCE"] for entry in entries] == [2, 2, 3], "each is written as things are when it leaves"
    assert entries[0].decoded("DTSTART") == on.starts_at + DAY
    assert entries[2]["STATUS"] == "CANCELLED"
    assert icalendar.Calendar.from_ical(cancelled.content)["METHOD"] == "CANCEL"


def test_a_place_given_up_and_booked_again_is_news_each_time() -> None:
    on, kim = event(), person()
    seen = []
    for _ in range(3):
        booked(on, kim)
        seen.append(only(in_letter("booking_confirmed").content)["SEQUENCE"])
        cancel_booking(on.pk, kim, now=NOW)
        withdrawn = in_letter("booking_cancelled")
        assert withdrawn.method == "CANCEL"
        assert only(withdrawn.content)["STATUS"] == "CANCELLED"
        seen.append(only(withdrawn.content)["SEQUENCE"])
    assert seen == sorted(set(seen)), "it never falls and never stays"


def test_who_has_no_place_gets_a_file_without_place_and_link() -> None:
    on = event(
        mode="BOTH", town="Leeds", place="1 Quarry House, room 7", online_link="https://teams.example.com/join/3"
    )
    entry = only(calendars.event_file(on, None, NOW))
    assert entry["LOCATION"] == "Leeds and online"
    assert "Quarry" not in str(entry.to_ical())
    assert "teams.example.com" not in str(entry.to_ical())
    assert "ATTENDEE" not in entry, "a published file names no guest"
    mine = only(calendars.event_file(on, booked(on), NOW))
    assert "Quarry House" in mine["LOCATION"]


def test_an_external_event_is_whole_for_everybody() -> None:
    on = event(
        external_link="https://example.org/conference", online_link="", mode="IN_PERSON", town="Leeds", place="Hall 1"
    )
    file = calendars.event_file(on, None, NOW)
    assert only(file)["LOCATION"] == "Hall 1, Leeds"
    assert "https://example.org/conference" in only(file)["DESCRIPTION"]


NASTY = st.text(st.sampled_from("ab;,:\"\\\r\n\t\x0b\u2028\u202e🩺=^'"), max_size=60)


@given(title=NASTY, name=NASTY, place=NASTY)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_words_can_add_a_line_or_a_guest(title: str, name: str, place: str) -> None:
    on = Event(
        title=f"{title}\r\nATTENDEE:mailto:evil@example.com",
        summary=f"{title}\nBEGIN:VALARM", kind="WEBINAR", slug="x",
        mode="BOTH", town="Leeds", place=f"{place}\r\nX-EVIL:1", starts_at=NOW, ends_at=NOW + HOUR, state="PUBLISHED",
    )  # fmt: skip
    who = person()
    who.name = f"{name}\r\nATTENDEE:mailto:evil@example.com"
    booking = Booking(event=on, person=who, state="BOOKED", booked_at=NOW)
    content = calendars.invitation(booking, NOW).content
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith(b"ATTENDEE") for line in lines) == 1
    assert not any(line.startswith((b"X-EVIL", b"BEGIN:VALARM")) for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert only(content)["ATTENDEE"] == f"mailto:{who.email}"
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "long lines are folded"


def test_the_feed_holds_what_one_is_booked_on_and_marks_what_was_cancelled() -> None:
    from events.feeds import bookings_in_feed

    kim = person()
    ahead, gone, old = event(), event(), event()
    for on in (ahead, gone):
        booked(on, kim)
    booked(event())
    Booking.objects.create(event=old, person=kim, state="WAITING")
    cancel_event(gone.pk, reason="Ill", actor=organiser(), now=NOW)
    content = calendars.feed(bookings_in_feed(kim, now=NOW), NOW)
    file = icalendar.Calendar.from_ical(content)
    assert file["METHOD"] == "PUBLISH"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    found = {str(entry["UID"]): str(entry["STATUS"]) for entry in file.walk("VEVENT")}
    assert found == {str(ahead.uuid): "CONFIRMED", str(gone.uuid): "CANCELLED"}
    assert b"ATTENDEE" not in content
    assert kim.email.encode() not in content


def test_times_are_in_utc_whatever_the_zone() -> None:
    starts_at = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    on = Event(
        title="One", slug="x", mode="ONLINE", zone="America/New_York", starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90), state="PUBLISHED",
    )  # fmt: skip
    content = calendars.event_file(on, None, NOW)
    assert b"DTSTART:20270701T090000Z" in content
    assert b"VTIMEZONE" not in content
