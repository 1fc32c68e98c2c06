"""What letters say, and when they are dropped."""

from datetime import timedelta

import pytest

from accounts.preferences import stop_letter
from events.booking import cancel_booking
from events.invitations import invite_people
from events.organising import When, Where, cancel_event, change_place, reschedule
from events.waiting import advance_waiting_lists
from notifications.writing import write
from tests.events.world import (
    DAY,
    HOUR,
    NOW,
    booked,
    drop_reason,
    event,
    letters,
    organiser,
    person,
    programme,
    render,
    waiting,
)

pytestmark = pytest.mark.django_db


def text(name: str, now: object = NOW, number: int = -1) -> str:
    return write(render(letters(f"events.{name}")[number], now)).text  # type: ignore[arg-type]


def test_a_confirmation_says_when_where_and_how_to_give_the_place_up() -> None:
    on = event(
        title="Learning from data", mode="BOTH", town="Leeds", place="Quarry House", programme=programme("Pioneers")
    )
    booked(on, person("Kim"))
    said = text("booking_confirmed")
    assert "Hello Kim" in said
    assert on.when in said
    assert "Quarry House, Leeds" in said
    assert on.online_link in said
    assert f"/events/{on.slug}/" in said


def test_answers_go_to_the_programme() -> None:
    of = programme()
    of.reply_to = "team@example.org"
    of.save()
    booked(event(programme=of))
    assert render(letters("events.booking_confirmed")[0]).reply_to == ("team@example.org",)
    assert letters("events.booking_confirmed")[0].scope == of.scope


def test_a_confirmation_is_dropped_once_the_place_is_given_up() -> None:
    on, kim = event(), person()
    booked(on, kim)
    cancel_booking(on.pk, kim, now=NOW)
    assert drop_reason(letters("events.booking_confirmed")[0]) == "The booking was cancelled."
    booked(on, kim)
    assert drop_reason(letters("events.booking_cancelled")[0]) == "The person booked again."


def test_nobody_hears_anything_after_they_have_left() -> None:
    on, kim = event(), person()
    booked(on, kim)
    kim.is_active = False
    kim.save()
    assert drop_reason(letters("events.booking_confirmed")[0]) == "The person has left."


def test_a_moved_event_tells_everybody_once_with_both_times() -> None:
    on = event(capacity=1)
    booked(on)
    waits = waiting(on)
    told = reschedule(on.pk, When(on.starts_at + DAY, on.ends_at + DAY, on.zone), actor=organiser(), now=NOW)
    assert told == 2
    assert "Before: Thursday 21 January 2027" in text("event_moved")
    of_waiting = next(letter for letter in letters("events.event_moved") if letter.about_id == waits.pk)
    assert render(of_waiting).calendar is None
    assert "still on the waiting list" in write(render(of_waiting)).text
    same = reschedule(on.pk, When(on.starts_at + DAY, on.ends_at + DAY, on.zone), actor=organiser(), now=NOW)
    assert same == 0
    assert len(letters("events.event_moved")) == 2


def test_moved_twice_in_a_row_tells_each_person_only_the_last_time() -> None:
    on = event()
    booked(on)
    for days in (1, 2):
        reschedule(on.pk, When(on.starts_at + days * DAY, on.ends_at + days * DAY, on.zone), actor=organiser(), now=NOW)
    first, last = letters("events.event_moved")
    assert (first.state, last.state) == ("CANCELLED", "WAITING")
    assert "Saturday 23 January 2027" in text("event_moved")


def test_a_new_link_alone_tells_those_booked() -> None:
    on = event(capacity=1)
    booked(on)
    waiting(on)
    link = "https://teams.example.com/new"
    assert change_place(on.pk, Where("ONLINE", online_link=link), actor=organiser(), now=NOW) == 1
    assert f"Join online: {link}" in text("place_changed")
    assert change_place(on.pk, Where("ONLINE", online_link=link), actor=organiser(), now=NOW) == 0


def test_a_cancelled_event_says_why_and_silences_what_has_not_left() -> None:
    on = event()
    booked(on)
    assert cancel_event(on.pk, reason="The speaker is ill.", actor=organiser(), now=NOW) == 1
    assert "The speaker is ill." in text("event_cancelled")
    assert "another letter says so" in drop_reason(letters("events.booking_confirmed")[0])


def test_an_offer_says_until_when() -> None:
    on, kim = event(capacity=1), person()
    booked(on, kim)
    waiting(on)
    cancel_booking(on.pk, kim, now=NOW)
    assert "until Wednesday 13 January 2027, 09:00 (UK time)" in text("place_offered")
    late = NOW + 48 * HOUR
    assert "no longer kept" in drop_reason(letters("events.place_offered")[0], late)
    advance_waiting_lists(now=late)
    assert "Wednesday 13 January 2027, 09:00" in text("offer_lapsed", late)


def test_nothing_is_said_of_an_event_that_is_over() -> None:
    on = event()
    booked(on)
    assert drop_reason(letters("events.booking_confirmed")[0], on.ends_at) == "The event is over."


def test_nobodys_words_add_headers_or_links() -> None:
    on = event(title="Win\r\nBcc: evil@example.com at evil.example.com", summary="x")
    booked(on, person("http://evil.example.com/"))
    written = write(render(letters("events.booking_confirmed")[0]))
    assert "\n" not in written.subject
    assert "://evil.example.com" not in written.text
    assert "evil.example.com" not in written.text, "mail programs would make a link of it"


def test_a_link_that_the_organiser_gave_stays_a_link() -> None:
    on = event(online_link="https://teams.example.com/l/meetup-join/19%3ameeting/0?context=%7b%7d&x=1")
    booked(on)
    assert on.online_link in text("booking_confirmed")


@pytest.mark.parametrize("minutes", [1, 59])
def test_in_the_last_hour_those_who_wait_hear_of_a_free_place(minutes: int) -> None:
    on, kim = event(capacity=1), person()
    booked(on, kim)
    waiting(on)
    now = on.starts_at - timedelta(minutes=minutes)
    cancel_booking(on.pk, kim, now=now)
    assert "keep it for nobody" in text("place_free", now)
    booked(on, now=now)
    assert drop_reason(letters("events.place_free")[0], now) == "Somebody else took the place."


def test_invitations_can_be_stopped() -> None:
    on, kim = event(audience="INVITED"), person()
    invite_people(on, [kim], actor=None, now=NOW)
    mail = render(letters("events.invited")[0])
    assert "/letters/stop/" in mail.unsubscribe_url
    stop_letter(kim, "events.invited", now=NOW)
    assert drop_reason(letters("events.invited")[0]) == "The person does not want this letter."
