"""Sixteen connections at one person who gets ready: everybody waits in the same order, and nobody in a ring."""

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.models import User
from fellowship.deciding.deferring import defer
from fellowship.enrolling import enrol, ready
from fellowship.models import Application, Call, Fellow, OnboardingItem
from fellowship.models.moves import ApplicationState
from tests.events.test_races import crowd
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ROUNDS = 5


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    settings.REDIS_URL = ""


def all_ready(call: Call, admin: User) -> Application:
    one = ready.begin(world.application(call, state=ApplicationState.ACCEPTED).pk, actor=admin, now=NOW)
    OnboardingItem.objects.filter(application=one).update(done_at=NOW)
    return one


def test_enrolling_and_beginning_to_get_ready_at_once_end_with_one_fellow() -> None:
    programme = world.programme()
    admin = world.in_team(programme)
    rounds: dict[int, Application] = {}

    def act(number: int, about: int) -> None:
        (enrol.enrol if number % 2 else ready.begin)(rounds[about].pk, actor=admin, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            rounds[number] = one = all_ready(world.call(world.cohort(programme, places=1)), admin)
            racers.rush(number)
            assert Fellow.objects.filter(application=one).count() == 1


def test_enrolling_and_putting_a_place_off_at_once_end_in_one_of_the_two() -> None:
    programme = world.programme()
    admin = world.in_team(programme)
    rounds: dict[int, Application] = {}

    def act(number: int, about: int) -> None:
        if number % 2:
            enrol.enrol(rounds[about].pk, actor=admin, now=NOW)
        else:
            defer(rounds[about].pk, None, reason="A year abroad", actor=admin, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            rounds[number] = one = all_ready(world.call(world.cohort(programme, places=1)), admin)
            racers.rush(number)
            one.refresh_from_db()
            assert one.state == ApplicationState.DEFERRED
