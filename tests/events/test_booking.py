"""Booking places and giving them up."""

from datetime import timedelta

import pytest

from events.booking import Adjustments, EventIsFull, NothingToCancel, NotInvited, book, cancel_booking
from events.models import Booking, Event, Invitation, NotLegal
from events.organising import cancel_event
from events.places import BookingIsClosed
from events.states import move_booking
from tests.events.world import DAY, HOUR, NOW, booked, draft, event, letters, organiser, person, states, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.main_journey]


def test_a_booking_is_confirmed_by_one_letter() -> None:
    booking = booked(event())
    assert booking.is_booked
    assert booking.booked_at == NOW
    assert [letter.about_id for letter in letters("events.booking_confirmed")] == [booking.pk]


def test_booking_twice_is_the_same_as_once() -> None:
    on, kim = event(capacity=1), person()
    assert booked(on, kim) == booked(on, kim, NOW + HOUR)
    assert len(letters("events.booking_confirmed")) == 1


def test_the_last_place_is_given_once() -> None:
    on = event(capacity=2)
    booked(on), booked(on)
    with pytest.raises(EventIsFull, match="You can join the waiting list"):
        booked(on)
    assert states(on) == ["BOOKED", "BOOKED"]


def test_who_wants_to_wait_waits_only_if_there_is_no_place() -> None:
    on = event(capacity=1)
    assert waiting(on).is_booked
    assert waiting(on).is_waiting


def test_nobody_jumps_the_queue() -> None:
    on, first = event(capacity=1), person()
    booked(on, first)
    waits = waiting(on)
    cancel_booking(on.pk, first, now=NOW)
    waits.refresh_from_db()
    assert waits.is_offered
    with pytest.raises(EventIsFull):
        booked(on)


def test_without_a_limit_everybody_gets_a_place() -> None:
    on = event(capacity=None)
    for _ in range(5):
        booked(on)
    assert states(on) == ["BOOKED"] * 5


def test_a_place_given_up_can_be_booked_again() -> None:
    on, kim = event(capacity=1), person()
    first = booked(on, kim)
    cancel_booking(on.pk, kim, now=NOW)
    second = booked(on, kim)
    assert second.pk != first.pk
    assert states(on) == ["CANCELLED", "BOOKED"]
    assert len(letters("events.booking_confirmed")) == 2
    assert len(letters("events.booking_cancelled")) == 1


def test_who_has_no_place_has_nothing_to_give_up() -> None:
    on, kim = event(), person()
    with pytest.raises(NothingToCancel):
        cancel_booking(on.pk, kim, now=NOW)
    booked(on, kim)
    with pytest.raises(NothingToCancel):
        cancel_booking(on.pk, kim, now=on.starts_at)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"booking_opens_at": NOW + DAY}, "opens on Tuesday 12 January"),
        ({"booking_closes_at": NOW + timedelta(minutes=1)}, "has closed"),
        ({"external_link": "https://example.org/"}, "Others run"),
    ],
)
def test_what_is_closed_says_why(fields: dict[str, object], sentence: str) -> None:
    on = event(**fields)
    with pytest.raises(BookingIsClosed, match=sentence):
        booked(on, now=NOW + timedelta(minutes=2))


def test_drafts_cancelled_events_and_those_that_have_begun_cannot_be_booked() -> None:
    with pytest.raises(BookingIsClosed, match="not published"):
        booked(draft())
    on = event()
    with pytest.raises(BookingIsClosed, match="has begun"):
        booked(on, now=on.starts_at)
    cancel_event(on.pk, reason="Ill", actor=organiser(), now=NOW)
    with pytest.raises(BookingIsClosed, match="was cancelled"):
        booked(on)


def test_an_event_by_invitation_is_for_those_invited() -> None:
    on, kim = event(audience="INVITED"), person()
    with pytest.raises(NotInvited):
        booked(on, kim)
    Invitation.objects.create(event=on, user=kim)
    assert booked(on, kim).is_booked


def test_what_a_person_needs_is_kept_and_forgotten_with_the_booking() -> None:
    on, kim = event(), person()
    booking = booked(on, kim, adjustments=Adjustments(("BSL", "DIET"), "No nuts"))
    assert Booking.objects.get(pk=booking.pk).adjustment_words == (
        "British Sign Language interpreter; Dietary needs; No nuts"
    )
    cancel_booking(on.pk, kim, now=NOW)
    booking.refresh_from_db()
    assert (booking.adjustments, booking.adjustments_note) == ((), "")


def test_only_the_moves_of_the_table_are_possible() -> None:
    on = event()
    for start in Booking.State:
        for end in Booking.State:
            booking = Booking(event=on, person=person(), state=start, offer_ends_at=NOW, calendar_steps=0)
            if end in Booking.MOVES[start]:
                move_booking(booking, end, now=NOW)
                assert booking.state == end
            else:
                with pytest.raises(NotLegal):
                    move_booking(booking, end, now=NOW)
    assert Event.MOVES[Event.State.CANCELLED] == frozenset()


def test_the_second_place_of_one_person_is_refused_by_the_database(django_db_blocker: object) -> None:
    from django.db import IntegrityError, transaction

    on, kim = event(), person()
    booked(on, kim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(event=on, person=kim, state="WAITING")


def test_in_the_last_hour_a_free_place_goes_to_whoever_is_first() -> None:
    on, first = event(capacity=1), person()
    booked(on, first)
    early, late = waiting(on), waiting(on)
    last_hour = on.starts_at - timedelta(minutes=59)
    cancel_booking(on.pk, first, now=last_hour)
    early.refresh_from_db()
    assert early.is_waiting, "nothing is kept any more"
    assert {letter.about_id for letter in letters("events.place_free")} == {early.pk, late.pk}
    assert book(on.pk, late.person, now=last_hour).is_booked
    assert book(on.pk, early.person, now=last_hour).is_waiting, "who waits goes on waiting"
