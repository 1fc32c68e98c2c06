"""Booking and giving up again and again: limited, and without a letter each time."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from events.booking import TIME_TO_THINK_AGAIN, cancel_booking
from events.models import Booking, Event
from events.organising import Where, change_place
from notifications.delivery import deliver_due
from tests.events.conftest import at_now, signed_in
from tests.events.world import HOUR, NOW, booked, event, letters, person, states, waiting

__all__ = ["at_now"]
pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def deliver(at: object) -> list[str]:
    """The subjects of what leaves."""
    before = len(mail.outbox)
    deliver_due(clock=lambda: at)  # type: ignore[arg-type,return-value]
    return [str(letter.subject) for letter in mail.outbox[before:]]


@pytest.mark.main_journey
def test_who_gives_up_a_place_and_takes_it_again_at_once_gets_one_letter() -> None:
    on, who = event(), person()
    booked(on, who)
    assert len(deliver(NOW)) == 1
    at = NOW
    for _ in range(3):
        at += MINUTE
        cancel_booking(on.pk, who, now=at)
        assert deliver(at) == []
        booked(on, who, at + SECOND)
        assert deliver(at + SECOND) == []
    assert deliver(NOW + HOUR) == []
    assert states(on) == ["CANCELLED"] * 3 + ["BOOKED"]
    dropped = {letter.reason for letter in letters() if letter.state == "DROPPED"}
    assert dropped == {
        "The person booked again.",
        "The person gave the place up and took it again at once. They have the letter from before.",
    }


def test_who_stays_away_hears_after_some_minutes_and_once() -> None:
    on, who = event(), person()
    booked(on, who)
    deliver(NOW)
    cancel_booking(on.pk, who, now=NOW)
    booked(on, who, NOW + MINUTE)
    cancel_booking(on.pk, who, now=NOW + 2 * MINUTE)
    assert deliver(NOW + TIME_TO_THINK_AGAIN) == []
    assert len(deliver(NOW + 2 * MINUTE + TIME_TO_THINK_AGAIN)) == 1
    assert "you no longer have a place" in str(mail.outbox[-1].body)
    assert deliver(NOW + HOUR) == []


def test_who_takes_a_place_again_after_the_letter_about_giving_up_is_told() -> None:
    on, who = event(), person()
    booked(on, who)
    deliver(NOW)
    cancel_booking(on.pk, who, now=NOW)
    deliver(NOW + TIME_TO_THINK_AGAIN)
    booked(on, who, NOW + HOUR)
    assert len(deliver(NOW + HOUR)) == 1
    assert len(mail.outbox) == 3


def test_who_was_away_while_the_event_changed_gets_the_letter_as_it_is_now() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        on, who = event(), person()
        booked(on, who)
        deliver(NOW)
        cancel_booking(on.pk, who, now=NOW + MINUTE)
        clock.shift(2 * MINUTE)
        assert on.organiser
        where = Where("ONLINE", online_link="https://teams.example.com/new")
        change_place(on.pk, where, actor=on.organiser, now=NOW + 2 * MINUTE)
        booked(on, who, NOW + 3 * MINUTE)
        assert len(deliver(NOW + 3 * MINUTE)) == 1
        assert "https://teams.example.com/new" in str(mail.outbox[-1].body)


def test_a_place_can_be_changed_six_times_in_ten_minutes_and_nothing_typed_is_lost(
    at_now: time_machine.Traveller,
) -> None:
    on, who = event(), person()
    client = signed_in(who)
    book, give_up = (f"/events/{on.slug}/{page}/" for page in ("book", "give-up"))
    for _ in range(3):
        assert client.post(book).status_code == 302
        assert client.post(give_up).status_code == 302
    refused = client.post(book, {"adjustments": "DIET", "note": "No nuts please"})
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "You booked and gave up places very often just now" in page
    assert "No nuts please" in page
    assert states(on) == ["CANCELLED"] * 3
    at_now.shift(10 * MINUTE + SECOND)
    assert client.post(book).status_code == 302
    assert Booking.objects.live().get(event=on).is_booked


def test_giving_up_is_limited_too_and_other_events_and_people_are_not(at_now: time_machine.Traveller) -> None:
    on, other, who = event(), event(), person()
    client = signed_in(who)
    book, give_up = (f"/events/{on.slug}/{page}/" for page in ("book", "give-up"))
    client.post(book)  # and twice is the same as once
    for _ in range(5):
        client.post(book)
    refused = client.post(give_up)
    assert refused.status_code == 429
    assert "Wait ten minutes, then try again" in refused.content.decode()
    assert states(on) == ["BOOKED"]
    assert client.post(f"/events/{other.slug}/book/").status_code == 302
    assert booked(on).is_booked


def test_a_waiting_list_is_joined_and_left_without_a_letter() -> None:
    on: Event = event(capacity=1)
    booked(on)
    who = waiting(on).person
    cancel_booking(on.pk, who, now=NOW)
    waiting(on, who)
    assert letters("events.booking_cancelled") == []
    assert len(letters()) == 1
