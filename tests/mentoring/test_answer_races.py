"""Sixteen people at the last place of a mentor at the same moment, on real connections to a real PostgreSQL."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from accounts.models import User
from common.refusals import Refused
from mentoring import answering
from mentoring.answering import NoPlaceLeft, accept, decline, withdraw
from mentoring.models import Match, Mentee, Mentor
from mentoring.proposing import propose
from notifications.models import Message
from tests.events.test_races import PEOPLE, ROUNDS, crowd
from tests.mentoring.world import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
State, Origin = Match.State, Match.Origin


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


@pytest.fixture
def people() -> list[User]:
    return User.objects.bulk_create(User(email=f"racer{number}@example.org") for number in range(PEOPLE))


def a_mentor(number: int, places: int = 1) -> Mentor:
    made: Mentor = Mentor.objects.create(user=User.objects.create(email=f"mentor{number}@example.org"), places=places)
    return made


def asked(mentor: Mentor, people: list[User]) -> list[Match]:
    """Sixteen requests for the mentor, as people may make directly."""
    return Match.objects.bulk_create(
        Match(mentee=mentee, mentor=mentor.user, origin=Origin.ASKED, proposed_at=NOW, answer_by=NOW)
        for mentee in people
    )


def taken(mentor: Mentor) -> int:
    return int(Match.objects.filter(mentor=mentor.user).taken().count())


def test_the_last_place_is_given_exactly_once_in_every_round(people: list[User]) -> None:
    requests: dict[int, tuple[Mentor, list[Match]]] = {}

    def act(number: int, about: int) -> None:
        mentor, pairs = requests[about]
        accept(pairs[number].uuid, by=mentor.user, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            mentor = a_mentor(number)
            requests[number] = (mentor, asked(mentor, people))
            racers.rush(number)
            assert taken(mentor) == 1, f"round {number}"
            Match.objects.filter(mentor=mentor.user).delete()
    assert Message.objects.filter(letter="mentoring.accepted").count() == ROUNDS


def test_three_places_are_given_exactly_three_times(people: list[User]) -> None:
    requests: dict[int, tuple[Mentor, list[Match]]] = {}

    def act(number: int, about: int) -> None:
        mentor, pairs = requests[about]
        accept(pairs[number].uuid, by=mentor.user, now=NOW)

    with crowd(act) as racers:
        for number in range(20):
            mentor = a_mentor(number, places=3)
            requests[number] = (mentor, asked(mentor, people))
            racers.rush(number)
            assert taken(mentor) == 3, f"round {number}"


def test_a_copy_that_does_not_hold_the_mentor_overbooks(people: list[User]) -> None:
    """So that the rounds above are known to be able to fail."""
    requests: dict[int, tuple[Mentor, list[Match]]] = {}
    overbooked = 0

    def act(number: int, about: int) -> None:
        mentor, pairs = requests[about]
        naive_accept(pairs[number].uuid, mentor)

    with crowd(act) as racers:
        for number in range(20):
            mentor = a_mentor(number)
            requests[number] = (mentor, asked(mentor, people))
            racers.rush(number)
            overbooked += taken(mentor) > 1
    assert overbooked > 0


@transaction.atomic
def naive_accept(uuid: UUID, mentor: Mentor) -> None:
    pair = Match.objects.get(uuid=uuid)
    if Match.objects.filter(mentor=mentor.user).taken().count() >= mentor.places:
        raise NoPlaceLeft
    pair.move_to(State.ACCEPTED, now=NOW)
    pair.save()


def test_the_last_place_is_held_by_exactly_one_proposal_of_a_round(people: list[User]) -> None:
    mentors: dict[int, User] = {}

    def act(number: int, about: int) -> None:
        propose(people[number], mentors[about], programme=None, round=None, origin=Origin.ROUND, now=NOW)

    with crowd(act) as racers:
        for number in range(20):
            mentors[number] = a_mentor(number).user
            racers.rush(number)
            assert Match.objects.filter(mentor=mentors[number]).live().count() == 1, f"round {number}"
            Match.objects.all().delete()


def test_sixteen_clicks_on_one_proposal_are_one_answer_and_one_letter(people: list[User]) -> None:
    """Eight accept, some decline, some withdraw: one of them is right, and the others read a sentence."""
    pairs: dict[int, Match] = {}

    def act(number: int, about: int) -> None:
        pair = pairs[about]
        match number % 4:
            case 0 | 1:
                accept(pair.uuid, by=pair.mentor, now=NOW)
            case 2:
                decline(pair.uuid, reason="NO_TIME", by=pair.mentor, now=NOW)
            case _:
                withdraw(pair.uuid, by=pair.mentee, now=NOW)

    with crowd(act) as racers:
        for number in range(20):
            pairs[number] = asked(a_mentor(number), people[:1])[0]
            racers.rush(number)
            told = Message.objects.filter(about_id=pairs[number].pk).values_list("letter", flat=True)
            pairs[number].refresh_from_db()
            assert list(told) in (["mentoring.accepted"], ["mentoring.declined"], ["mentoring.withdrawn"])
            assert list(told) == [f"mentoring.{pairs[number].state.lower()}"]
            Match.objects.all().delete()


def test_a_mentee_who_wishes_for_one_mentor_gets_one_from_sixteen_who_accept_at_once(people: list[User]) -> None:
    """Each holds their own place; the mentee's row decides, and nobody waits for the other in a ring."""
    requests: dict[int, list[Match]] = {}

    def act(number: int, about: int) -> None:
        pair = requests[about][number]
        accept(pair.uuid, by=pair.mentor, now=NOW)

    mentors = [a_mentor(number) for number in range(PEOPLE)]
    with crowd(act) as racers:
        for number in range(15):
            mentee = User.objects.create(email=f"mentee{number}@example.org")
            Mentee.objects.create(user=mentee, wanted=1)
            requests[number] = Match.objects.bulk_create(
                Match(mentee=mentee, mentor=mentor.user, origin=Origin.ASKED, proposed_at=NOW, answer_by=NOW)
                for mentor in mentors
            )
            racers.rush(number)
            states = sorted(Match.objects.filter(mentee=mentee).values_list("state", flat=True))
            assert states == [State.ACCEPTED, *[State.WITHDRAWN] * (PEOPLE - 1)], f"round {number}"
            Match.objects.all().delete()


def test_what_the_crowd_is_refused_is_a_sentence() -> None:
    assert all(issubclass(one, Refused) for one in (NoPlaceLeft, answering.AnsweredAlready))
