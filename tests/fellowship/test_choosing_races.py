"""Sixteen connections at the last place, the same interview time, the same release, on a real PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.deciding import offers, outcomes
from fellowship.interviewing import booking
from fellowship.models import Application, ApplicationMove, Call, Interview, InterviewSlot, Offer, Panel
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.models import Message
from tests.events.test_races import PEOPLE, crowd
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
S = ApplicationState
ROUNDS = 20


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


@pytest.fixture
def programme() -> object:
    return world.programme()


@pytest.fixture
def admin(programme: object) -> User:
    return world.in_team(programme, ProgrammeRole.Role.ADMIN)  # type: ignore[arg-type]


def a_call(programme: object, places: int) -> Call:
    return world.call(world.cohort(programme, places=places))  # type: ignore[arg-type]


def held(call: Call) -> int:
    return Application.objects.filter(call=call).holding_a_place().count()


def test_sixteen_offers_at_the_last_places_are_never_more_than_there_are(programme: object, admin: User) -> None:
    """Half of them release a prepared decision, half offer to somebody on the reserve list."""
    rounds: dict[int, tuple[Call, list[Application]]] = {}

    def act(number: int, about: int) -> None:
        call, people = rounds[about]
        one = people[number]
        if number % 2:
            move(one.pk, S.OFFERED, actor=admin, now=NOW)
        else:
            outcomes.release(call, {one.decision.pk: one.decision.made_at}, actor=admin, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            places = 1 + number % 3
            call = a_call(programme, places)
            people = [world.application(call, state=S.RESERVE if n % 2 else S.INTERVIEWED) for n in range(PEOPLE)]
            for one in people[::2]:
                outcomes.decide(one.pk, S.OFFERED, actor=admin, now=NOW)
                one.refresh_from_db()
            rounds[number] = (call, people)
            racers.rush(number)
            assert held(call) == places, f"round {number}"
            assert Offer.objects.filter(application__call=call).count() == places
    assert Message.objects.filter(letter="fellowship.offered").count() == Offer.objects.count()


def test_a_place_that_falls_goes_to_one_of_those_who_are_offered_it(programme: object, admin: User) -> None:
    """One declines, one accepts too late or in time, the clock expires offers, and the others are offered the place."""
    rounds: dict[int, tuple[Call, list[Application]]] = {}
    late = NOW + timedelta(days=8)

    def act(number: int, about: int) -> None:
        _, people = rounds[about]
        if number == 0:
            offers.answer_offer(people[0].pk, S.DECLINED, actor=people[0].user, now=NOW)
        elif number == 1:
            offers.answer_offer(people[1].pk, S.ACCEPTED, actor=people[1].user, now=late)
        elif number == 2:
            offers.expire_offers(now=late)
        else:
            move(people[number].pk, S.OFFERED, actor=admin, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            call = a_call(programme, 2)
            people = [world.application(call, state=S.RESERVE) for _ in range(PEOPLE)]
            for one in people[:2]:
                move(one.pk, S.OFFERED, actor=admin, now=NOW)
            rounds[number] = (call, people)
            racers.rush(number)
            assert held(call) <= 2, f"round {number}"
            open_offers = Offer.objects.filter(application__call=call, answered_at=None, ended_at=None)
            assert open_offers.count() == Application.objects.filter(call=call, state=S.OFFERED).count()
            people[1].refresh_from_db()
            assert people[1].state == S.EXPIRED


def test_sixteen_answers_to_one_offer_are_one_answer(programme: object, admin: User) -> None:
    rounds: dict[int, Application] = {}

    def act(number: int, about: int) -> None:
        one = rounds[about]
        match number % 4:
            case 0:
                offers.answer_offer(one.pk, S.ACCEPTED, actor=one.user, now=NOW)
            case 1:
                offers.answer_offer(one.pk, S.DECLINED, actor=one.user, now=NOW)
            case 2:
                move(one.pk, S.OFFER_WITHDRAWN, actor=admin, now=NOW)
            case _:
                offers.expire_offers(now=NOW + timedelta(days=8))

    with crowd(act) as racers:
        for number in range(ROUNDS):
            one = world.application(a_call(programme, 1), state=S.INTERVIEWED)
            move(one.pk, S.OFFERED, actor=admin, now=NOW)
            rounds[number] = one
            racers.rush(number)
            one.refresh_from_db()
            assert ApplicationMove.objects.filter(application=one, before=S.OFFERED).count() == 1
            told = Message.objects.filter(about_id__in=one.moves.values("pk"), letter__startswith="fellowship.")
            others = ("fellowship.offered", "fellowship.offer_waits", "fellowship.place_free")
            assert told.exclude(letter__in=others).count() == 1


def test_one_release_asked_for_sixteen_times_is_one(programme: object, admin: User) -> None:
    rounds: dict[int, tuple[Call, dict[int, object]]] = {}

    def act(_: int, about: int) -> None:
        call, chosen = rounds[about]
        outcomes.release(call, chosen, actor=admin, now=NOW)  # type: ignore[arg-type]

    with crowd(act) as racers:
        for number in range(ROUNDS):
            call = a_call(programme, 2)
            chosen: dict[int, object] = {}
            for outcome in (S.OFFERED, S.OFFERED, S.RESERVE, S.RESERVE):
                one = world.application(call, state=S.INTERVIEWED)
                decision = outcomes.decide(one.pk, outcome, actor=admin, now=NOW)
                chosen[decision.pk] = decision.made_at
            rounds[number] = (call, chosen)
            racers.rush(number)
            assert ApplicationMove.objects.filter(application__call=call).count() == 4
            ranks = Application.objects.filter(call=call, state=S.RESERVE).values_list("reserve_rank", flat=True)
            assert sorted(ranks) == [1, 2]
    told = Message.objects.filter(letter__in=("fellowship.offered", "fellowship.reserve"))
    assert told.count() == 4 * ROUNDS


def test_one_time_is_one_candidates_and_sixteen_clicks_are_one_booking(programme: object, admin: User) -> None:
    """Sixteen want the same time; in the next round one candidate wants sixteen times."""
    rounds: dict[int, tuple[list[Application], list[InterviewSlot]]] = {}

    def act(number: int, about: int) -> None:
        people, slots = rounds[about]
        one = people[number % len(people)]
        booking.book(one.pk, slots[number % len(slots)].pk, actor=one.user, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            call = a_call(programme, 1)
            panel = Panel.objects.create(call=call, name="A")
            many = PEOPLE if number % 2 else 1
            people = [world.application(call, state=S.INTERVIEW_INVITED) for _ in range(PEOPLE if many == 1 else 1)]
            begins = [NOW + timedelta(days=3, hours=hour) for hour in range(many)]
            slots = [
                InterviewSlot.objects.create(panel=panel, starts_at=at, ends_at=at + timedelta(minutes=30))
                for at in begins
            ]
            rounds[number] = (people, slots)
            racers.rush(number)
            booked = Interview.objects.filter(application__call=call, slot__isnull=False)
            assert booked.count() == 1, f"round {number}"
            assert Application.objects.filter(call=call, state=S.INTERVIEW_BOOKED).count() == 1
            moves = ApplicationMove.objects.filter(application__call=call, after=S.INTERVIEW_BOOKED)
            assert moves.count() == 1
