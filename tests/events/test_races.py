"""Sixteen people at the same place at the same moment, on real connections to a real PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from accounts.models import User
from common.refusals import Refused
from events import booking
from events.booking import book, cancel_booking
from events.models import Booking, Event
from events.telling import tell
from events.waiting import advance_waiting_lists, confirm_place
from notifications.models import Message
from tests.events.world import DAY, HOUR, NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
PEOPLE = 16
ROUNDS = 200
LATE = NOW + 49 * HOUR
Act = Callable[[int, int], object]


class Crowd:
    """Sixteen threads with a connection each, let loose together once a round."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.barrier = threading.Barrier(PEOPLE + 1, timeout=60)
        self.round: int | None = None
        self.unexpected: list[BaseException] = []
        self.threads = [threading.Thread(target=self._live, args=(number,)) for number in range(PEOPLE)]

    def rush(self, about: int) -> None:
        """Everybody acts at once; returns when all are done."""
        self.round = about
        self.barrier.wait()
        self.barrier.wait()
        if self.unexpected:
            raise self.unexpected[0]

    def _live(self, number: int) -> None:
        try:
            while True:
                self.barrier.wait()
                if self.round is None:
                    return
                try:
                    self.act(number, self.round)
                except Refused:
                    pass
                except Exception as problem:  # noqa: BLE001 - shown by the main thread
                    self.unexpected.append(problem)
                self.barrier.wait()
        except threading.BrokenBarrierError:
            return
        finally:
            connections.close_all()


@contextmanager
def crowd(act: Act) -> Iterator[Crowd]:
    made = Crowd(act)
    for thread in made.threads:
        thread.start()
    try:
        yield made
        made.round = None
        made.barrier.wait()
    except BaseException:
        made.barrier.abort()
        raise
    finally:
        for thread in made.threads:
            thread.join()


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


@pytest.fixture
def people() -> list[User]:
    return User.objects.bulk_create(User(email=f"racer{number}@example.org") for number in range(PEOPLE * 2))


def an_event(number: int, capacity: int = 1) -> Event:
    starts_at = NOW + 10 * DAY
    return Event.objects.create(
        slug=f"race-{number}", title="Race", summary="For a place", kind="WEBINAR", mode="ONLINE", state="PUBLISHED",
        starts_at=starts_at, ends_at=starts_at + HOUR, capacity=capacity,
    )  # fmt: skip


def holding(event: Event) -> int:
    return Booking.objects.filter(event=event).holding_a_place().count()


def test_the_last_place_is_booked_exactly_once_in_every_round(people: list[User]) -> None:
    with crowd(lambda number, event_id: book(event_id, people[number], now=NOW)) as racers:
        for number in range(ROUNDS):
            event = an_event(number)
            racers.rush(event.pk)
            assert holding(event) == 1, f"round {number}"
    assert Message.objects.filter(letter="events.booking_confirmed").count() == ROUNDS


def test_sixteen_times_the_same_person_is_one_booking_and_one_letter(people: list[User]) -> None:
    with crowd(lambda _, event_id: book(event_id, people[0], now=NOW)) as racers:
        for number in range(20):
            event = an_event(number, capacity=5)
            racers.rush(event.pk)
            assert Booking.objects.filter(event=event).count() == 1
    assert Message.objects.count() == 20


def test_a_place_that_becomes_free_is_offered_exactly_once_to_the_next(people: list[User]) -> None:
    """The first in line has let the offer run out, and everybody comes at once: sweeps, newcomers, the one who is too
    late, and those who wait.
    """

    def act(number: int, event_id: int) -> None:
        match number % 4:
            case 0:
                advance_waiting_lists(now=LATE)
            case 1:
                book(event_id, people[PEOPLE + number], now=LATE)
            case 2:
                confirm_place(event_id, people[1], now=LATE)
            case _:
                book(event_id, people[number], or_wait=True, now=LATE)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            event, (first, second, _) = with_a_line(number, people)
            Booking.objects.filter(pk=first.pk).update(state="OFFERED", offer_ends_at=LATE)
            racers.rush(event.pk)
            rows = {row.pk: row.state for row in Booking.objects.filter(event=event)}
            assert holding(event) == 1, f"round {number}: {rows}"
            assert (rows[first.pk], rows[second.pk]) == ("LAPSED", "OFFERED"), f"round {number}: {rows}"
            assert offered(event) == [second.pk]


def newcomers(people: list[User]) -> Act:
    return lambda number, event_id: book(event_id, people[PEOPLE + number], or_wait=True, now=NOW)


def goes_wrong(number: int, racers: Crowd, people: list[User]) -> bool:
    """A place has been added, three wait, and sixteen newcomers come: whether not just the first was offered it."""
    event, (first, *_) = with_a_line(number, people)
    racers.rush(event.pk)
    return holding(event) != 1 or offered(event) != [first.pk]


def test_a_place_that_is_added_is_offered_exactly_once(people: list[User]) -> None:
    with crowd(newcomers(people)) as racers:
        assert not any(goes_wrong(number, racers, people) for number in range(20))


def test_this_test_can_fail_too_without_the_lock_the_place_is_promised_twice(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "lock_event", lambda event_id: Event.objects.get(pk=event_id))
    with crowd(newcomers(people)) as racers:
        first = next((number for number in range(ROUNDS) if goes_wrong(number, racers, people)), None)
    assert first is not None, "the race is not close enough to prove anything"
    print(f"without the lock round {first + 1} was the first to go wrong")  # noqa: T201


def with_a_line(number: int, people: list[User]) -> tuple[Event, list[Booking]]:
    """An event with one place that nobody holds, and three who wait."""
    event = an_event(number)
    return event, Booking.objects.bulk_create(Booking(event=event, person=one, state="WAITING") for one in people[1:4])


def offered(event: Event) -> list[int]:
    """The bookings that were offered a place by letter."""
    mine = Booking.objects.filter(event=event).values("pk")
    found = Message.objects.filter(letter="events.place_offered", about_id__in=mine)
    return list(found.values_list("about_id", flat=True))


def test_several_places_that_become_free_at_once_go_to_as_many(people: list[User]) -> None:
    with crowd(lambda number, event_id: cancel_booking(event_id, people[number], now=NOW)) as racers:
        for number in range(20):
            event = an_event(number, capacity=PEOPLE)
            Booking.objects.bulk_create(
                Booking(event=event, person=person, state=state, booked_at=NOW)
                for state, some in (("BOOKED", people[:PEOPLE]), ("WAITING", people[PEOPLE:]))
                for person in some
            )
            racers.rush(event.pk)
            assert holding(event) == PEOPLE
            assert Booking.objects.filter(event=event, state="OFFERED").count() == PEOPLE


def book_naively(event_id: int, person: User) -> None:
    """The same without the lock: what the rule would be if nobody else were there."""
    with transaction.atomic():
        event = Event.objects.get(pk=event_id)
        if event.capacity is not None and holding(event) >= event.capacity:
            raise Refused("Full")
        booking = Booking.objects.create(event=event, person=person, state="BOOKED", booked_at=NOW)
        tell(booking, "booking_confirmed", now=NOW)


def test_this_test_can_fail_without_the_lock_the_place_is_given_twice(people: list[User]) -> None:
    overbooked = 0
    with crowd(lambda number, event_id: book_naively(event_id, people[number])) as racers:
        for number in range(20):
            event = an_event(number)
            racers.rush(event.pk)
            overbooked += holding(event) > 1
    assert overbooked > 0, "the race is not close enough to prove anything"
    print(f"without the lock {overbooked} of 20 rounds were overbooked")  # noqa: T201
