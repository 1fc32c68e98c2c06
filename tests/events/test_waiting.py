"""The waiting list: in order, with time to confirm, to the last hour."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import places
from events.booking import cancel_booking
from events.models import Booking, Event
from events.organising import DETAILS, cancel_event, save_details
from events.waiting import OfferIsOver, advance_waiting_lists, confirm_place
from tests.events.world import DAY, HOUR, NOW, booked, drop_reason, event, letters, person, render, states, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.main_journey]
State = Booking.State


def full(capacity: int = 1, wait: int = 3) -> tuple[Event, list[Booking], list[Booking]]:
    on = event(capacity=capacity)
    return on, [booked(on) for _ in range(capacity)], [waiting(on) for _ in range(wait)]


def test_a_place_that_becomes_free_is_offered_to_who_has_waited_longest() -> None:
    on, (holder,), (first, second, third) = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    assert states(on) == ["CANCELLED", "OFFERED", "WAITING", "WAITING"]
    first.refresh_from_db()
    assert first.offer_ends_at == NOW + timedelta(hours=48)
    assert [letter.about_id for letter in letters("events.place_offered")] == [first.pk]
    assert second.person != third.person


def test_who_confirms_has_the_place() -> None:
    on, (holder,), (first, *_) = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    booking = confirm_place(on.pk, first.person, now=NOW + 47 * HOUR)
    assert booking.is_booked
    assert confirm_place(on.pk, first.person, now=NOW + 47 * HOUR) == booking, "twice is the same as once"
    assert drop_reason(letters("events.place_offered")[0]) == "The place is no longer kept for this person."


def test_who_does_not_answer_makes_room_for_the_next() -> None:
    on, (holder,), (first, second, _) = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    late = NOW + 48 * HOUR
    assert advance_waiting_lists(now=late - timedelta(seconds=1)) == 0
    assert advance_waiting_lists(now=late) == 1
    assert states(on) == ["CANCELLED", "LAPSED", "OFFERED", "WAITING"]
    with pytest.raises(OfferIsOver):
        confirm_place(on.pk, first.person, now=late)
    assert [letter.about_id for letter in letters("events.offer_lapsed")] == [first.pk]
    assert "went to the next person" in _text(letters("events.offer_lapsed")[0], late)
    assert [letter.about_id for letter in letters("events.place_offered")] == [first.pk, second.pk]
    assert advance_waiting_lists(now=late) == 0, "twice is the same as once"


def test_an_offer_that_ran_out_gives_nothing_even_before_the_clock_has_come_round() -> None:
    on, (holder,), (first, second, _) = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    with pytest.raises(OfferIsOver):
        confirm_place(on.pk, first.person, now=NOW + 48 * HOUR)
    # Booking again is possible, and goes to the end of the list.
    again = booked(on, first.person, NOW + 48 * HOUR, or_wait=True)
    assert again.is_waiting
    assert again.pk > second.pk
    second.refresh_from_db()
    assert second.is_offered


def test_who_declines_makes_room_at_once() -> None:
    on, (holder,), (first, second, _) = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    cancel_booking(on.pk, first.person, now=NOW)
    second.refresh_from_db()
    assert second.is_offered
    assert len(letters("events.booking_cancelled")) == 1, "only who had a place has one to take out of a calendar"


def test_offers_of_an_event_that_was_cancelled_are_left_alone_until_it_would_have_begun() -> None:
    on, (holder,), _ = full()
    cancel_booking(on.pk, holder.person, now=NOW)
    cancel_event(on.pk, reason="Ill", actor=person(), now=NOW)
    assert advance_waiting_lists(now=NOW + 48 * HOUR) == 0
    assert advance_waiting_lists(now=on.starts_at) == 1
    assert states(on) == ["CANCELLED", "LAPSED", "LAPSED", "LAPSED"]
    assert not letters("events.offer_lapsed")


def test_more_places_go_to_those_who_wait() -> None:
    on, _, _ = full()
    details = {name: getattr(on, name) for name in DETAILS} | {"capacity": 3}
    assert on.organiser
    save_details(on.pk, details=details, families=[], skills=[], actor=on.organiser, now=NOW)
    assert states(on) == ["BOOKED", "OFFERED", "OFFERED", "WAITING"]


@pytest.mark.parametrize(
    ("left", "hold"),
    [
        (timedelta(days=10), timedelta(hours=48)),
        (timedelta(hours=97), timedelta(hours=48)),
        (timedelta(hours=25), timedelta(hours=12)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(minutes=100), timedelta(minutes=30)),
        (timedelta(minutes=80), timedelta(minutes=20)),
    ],
)
def test_close_to_the_start_the_hold_shrinks(left: timedelta, hold: timedelta) -> None:
    on = event()
    now = on.starts_at - left
    assert places.hold_until(on, now) - now == hold


@given(minutes=st.integers(61, 60 * 24 * 30))
@settings(max_examples=50, deadline=None)
def test_no_hold_reaches_into_the_last_hour(minutes: int) -> None:
    on = Event(starts_at=NOW, ends_at=NOW + HOUR)
    now = NOW - timedelta(minutes=minutes)
    until = places.hold_until(on, now)
    assert now < until <= NOW - HOUR
    assert until - now <= timedelta(hours=48)


def test_when_it_begins_nobody_waits_any_more_and_no_letter_says_so() -> None:
    on, _, _ = full()
    before = len(letters())
    assert advance_waiting_lists(now=on.starts_at) == 1
    assert states(on) == ["BOOKED", "LAPSED", "LAPSED", "LAPSED"]
    assert len(letters()) == before


def test_offers_end_before_the_last_hour_and_then_places_are_free_for_all() -> None:
    on, (holder,), (first, second, third) = full()
    now = on.starts_at - 2 * HOUR
    cancel_booking(on.pk, holder.person, now=now)
    first.refresh_from_db()
    assert first.offer_ends_at == now + timedelta(minutes=30)
    advance_waiting_lists(now=on.starts_at - 59 * timedelta(minutes=1))
    assert states(on) == ["CANCELLED", "LAPSED", "WAITING", "WAITING"]
    assert {letter.about_id for letter in letters("events.place_free")} == {second.pk, third.pk}
    assert booked(on, third.person, on.starts_at - 30 * timedelta(minutes=1)).is_booked


actions = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "confirm", "wait", "sweep"]), st.integers(0, 9)), max_size=30
)


@given(capacity=st.integers(1, 3), steps=actions)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_people_do_the_order_is_kept_and_no_place_is_given_twice(
    capacity: int, steps: list[tuple[str, int]]
) -> None:
    on, people, now = event(capacity=capacity), [person() for _ in range(10)], NOW
    for action, number in steps:
        now = _do(on, action, number, people, now)
        rows = list(Booking.objects.filter(event=on).order_by("pk"))
        taken = sum(row.state in Booking.HOLDING for row in rows)
        queue = [row for row in rows if row.is_waiting]
        assert taken <= capacity
        # Nobody was asked while somebody who came earlier still waits.
        for row in rows:
            if row.offered_at is not None:
                assert all(waits.pk > row.pk for waits in queue)
        # No place stands empty while somebody waits, once the offers that ran out are cleared away.
        if action != "wait":
            assert not queue or taken == capacity
        # One live row for each person.
        live = [row.person_id for row in rows if row.state in Booking.LIVE]
        assert len(live) == len(set(live))


def _do(on: Event, action: str, number: int, people: list, now: datetime) -> datetime:
    who = people[number]
    mine = Booking.objects.live().filter(event=on, person=who).first()
    match action:
        case "join":
            booked(on, who, now, or_wait=True)
        case "leave" if mine:
            cancel_booking(on.pk, who, now=now)
        case "confirm" if mine and mine.offer_is_open(now):
            confirm_place(on.pk, who, now=now)
        case "wait":
            now = min(now + timedelta(hours=7 * number), on.starts_at - 2 * DAY)
        case "sweep":
            advance_waiting_lists(now=now)
    return now


def _text(message: object, now: datetime) -> str:
    from notifications.writing import write

    return write(render(message, now)).text  # type: ignore[arg-type]
