"""Whether the background work is alive."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from notifications.heartbeat import beat, beat_age, outbox_age
from notifications.models import Heartbeat, Message
from tests.notifications.conftest import NOW, queue

pytestmark = pytest.mark.django_db


def test_the_clock_has_never_ticked_until_it_has() -> None:
    assert beat_age(now=NOW) is None
    beat(now=NOW)
    beat(now=NOW + timedelta(minutes=1))
    assert beat_age(now=NOW + timedelta(minutes=3)) == timedelta(minutes=2)
    assert Heartbeat.objects.count() == 1


def test_the_outbox_is_as_old_as_what_has_waited_longest(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert outbox_age(now=NOW) == timedelta()
    queue(1, due_at=NOW - timedelta(minutes=5))
    queue(2, due_at=NOW - timedelta(minutes=9))
    queue(3, due_at=NOW + timedelta(days=9))
    queue(4, due_at=NOW - timedelta(days=9))
    Message.objects.filter(about_id=4).update(state=Message.State.SENT)
    with django_assert_num_queries(1):
        assert outbox_age(now=NOW) == timedelta(minutes=9)
