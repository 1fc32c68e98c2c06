"""Sixteen requests of one person at the same moment, on real connections: three of them are made."""

import pytest
from django.db import connection
from pytest_django import Settings

from mentoring.asking import MOST_OPEN, ask, open_requests
from mentoring.models import Match
from tests.events.test_races import PEOPLE, crowd
from tests.mentoring.world import NOW, mentee, mentor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ROUNDS = 10


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


def test_nobody_has_more_than_three_open_requests_however_fast_they_ask() -> None:
    sam = mentee(wanted=3).user
    mentors = [mentor() for _ in range(PEOPLE)]
    counts = []
    with crowd(lambda number, _: ask(sam, mentors[number], message="Please", now=NOW)) as racers:
        for number in range(ROUNDS):
            racers.rush(number)
            counts.append(open_requests(sam))
            Match.objects.all().delete()
    assert counts == [MOST_OPEN] * ROUNDS
