"""Sixteen people at the same place at the same moment, on real connections to a real PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from accounts.models import User
from common.refusals import Refused
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
            event = an_event(number)
            first, second, third = (Booking(event=event, person=person, state="WAITING") for person in people[1:4])
            first.state, first.offer_ends_at = "OFFERED", LATE
            Booking.objects.bulk_create([first, second, third])
            racers.rush(event.pk)
            rows = {row.pk: row.state for row in Booking.objects.filter(event=event)}
            assert holding(event) == 1, f"round {number}: {rows}"
            assert (rows[first.pk], rows[second.pk]) == ("LAPSED", "OFFERED"), f"round {number}: {rows}"
            offers = Message.objects.filter(letter="events.place_offered", about_id__in=rows)
            assert list(offers.values_list("about_id", flat=True)) == [second.pk]


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
