"""Readers who finish, and admins who share out, at the same moment on real connections: nothing happens twice."""

import pytest
from django.db import connection
from pytest_django import Settings

from fellowship.models import Application, ApplicationMove, Review
from fellowship.models.moves import ApplicationState
from fellowship.reviewing import assigning, scoring
from tests.events.test_races import PEOPLE, crowd
from tests.fellowship.readings import handed_in, read_call, shared
from tests.fellowship.world import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


def test_an_application_goes_on_once_when_all_finish_at_the_same_moment() -> None:
    call, admin, _ = read_call(2)
    reviews = []
    for _ in range(PEOPLE // 2):
        handed_in(call)
    for review in shared(call, admin):
        for item in review.application.call.rubric.all():
            scoring.save_score(review.pk, item.pk, points=3, comment="", now=NOW)
        reviews.append(review.pk)
    with crowd(lambda number, _: scoring.finish(reviews[number], comment="", now=NOW)) as racers:
        racers.rush(0)
    assert Application.objects.filter(state=ApplicationState.SCORED, mean_score=6).count() == PEOPLE // 2
    assert ApplicationMove.objects.filter(after=ApplicationState.SCORED).count() == PEOPLE // 2


def test_readings_are_shared_out_once_however_many_ask() -> None:
    call, admin, _ = read_call(4)
    for _ in range(6):
        handed_in(call)
    with crowd(lambda number, _: assigning.share_out(call, actor=admin, now=NOW)) as racers:
        racers.rush(0)
    assert Review.objects.count() == 12
    assert {call.applications.filter(pk=one.pk, reviews__isnull=False).count() for one in call.applications.all()} == {
        2
    }
