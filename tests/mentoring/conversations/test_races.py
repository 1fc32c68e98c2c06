"""Sixteen at one time of a mentor at the same moment, on real connections to a real PostgreSQL."""

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from accounts.models import User
from mentoring.conversations.booking import book_slot
from mentoring.conversations.offering import SlotIsTaken
from mentoring.models import Conversation, Slot
from tests.events.test_races import PEOPLE, crowd
from tests.mentoring.world import DAY, NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ROUNDS = 40


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


@pytest.fixture
def people() -> list[User]:
    return User.objects.bulk_create(User(email=f"racer{number}@example.org") for number in range(PEOPLE))


def slots(number: int) -> list[Slot]:
    """Each of another mentor: nobody may hold more than two, or talk twice to one."""
    mentors = User.objects.bulk_create(User(email=f"mentor{one}@example.org") for one in range(number))
    return Slot.objects.bulk_create(Slot(mentor=one, starts_at=NOW + 9 * DAY) for one in mentors)


def test_one_of_sixteen_gets_the_time_in_every_round(people: list[User]) -> None:
    offered, winners = slots(ROUNDS), []

    def act(number: int, about: int) -> None:
        book_slot(offered[about].uuid, mentee=people[number], about="Hello", skills=[], now=NOW)

    with crowd(act) as racers:
        for about in range(ROUNDS):
            racers.rush(about)
            winners.append(Conversation.objects.filter(slot=offered[about]).count())
            Conversation.objects.all().delete()
    assert winners == [1] * ROUNDS


def test_one_person_with_sixteen_hands_holds_two_times(people: list[User]) -> None:
    offered = slots(PEOPLE)

    def act(number: int, _: int) -> None:
        book_slot(offered[number].uuid, mentee=people[0], about="Hello", skills=[], now=NOW)

    held = []
    with crowd(act) as racers:
        for _ in range(10):
            racers.rush(1)
            held.append(Conversation.objects.count())
            Conversation.objects.all().delete()
    assert held == [2] * 10


def test_without_the_lock_more_than_one_would_be_told_yes(people: list[User]) -> None:
    """Looking and then writing, as it is done without a lock: only the constraint of the table is left."""
    (offered,) = slots(1)
    seen_free = []

    def naive(number: int, _: int) -> None:
        with transaction.atomic():
            if Conversation.objects.filter(slot=offered).taking(NOW).exists():
                raise SlotIsTaken
            seen_free.append(number)
            Conversation.objects.bulk_create(
                [
                    Conversation(
                        slot=offered, mentor=offered.mentor, mentee=people[number], starts_at=offered.starts_at,
                        about="Hello", booked_at=NOW, held_until=NOW + 2 * DAY,
                    )
                ],
                ignore_conflicts=True,
            )  # fmt: skip

    with crowd(naive) as racers:
        for _ in range(20):
            racers.rush(0)
            Conversation.objects.all().delete()
    assert len(seen_free) > 20
