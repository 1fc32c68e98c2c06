"""Real workers on a real Redis, killed while they send: nothing is lost, and next to nothing comes twice.

``python -m benchmarks.outbox`` does the same at full size.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from accounts.models import User
from notifications.models import Message
from portal import celery_app
from tests.notifications.conftest import forget_connections
from tests.notifications.rig import Rig, rig, wait_until
from tests.notifications.runs import Run, as_tasks, queue_at_once
from tests.servers import redis_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not django_settings.REDIS_URL, reason="needs PostgreSQL and Redis"
    ),
]


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Rig]:
    """A Redis of our own, since it is wiped, and the database of this test."""
    database_url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    with redis_server(tmp_path) as redis_url, rig(tmp_path, database_url=database_url, redis_url=redis_url) as made:
        yield made


def test_one_kill_and_a_broker_that_forgets_lose_nothing_and_nothing_waits_for_a_lease(sending: Rig) -> None:
    sending.environment["OUTBOX_LEASE_SECONDS"] = "600"
    tally = Run(sending, total=600).killed_once()
    assert tally.lost == 0
    assert tally.repeated <= 1, "what was in flight in the worker that was killed"


def test_the_same_without_an_outbox_loses_letters(sending: Rig) -> None:
    """So that the test above is known to be able to fail."""
    before, celery_app.conf.broker_url = celery_app.conf.broker_url, sending.environment["REDIS_URL"]
    forget_connections()
    try:
        assert Run(sending, total=300).killed_once(as_tasks).lost > 0
    finally:
        celery_app.conf.broker_url = before
        forget_connections()


def test_killed_again_and_again_a_worker_loses_nothing_and_repeats_at_most_one_letter_a_kill(sending: Rig) -> None:
    kills = 3
    tally = Run(sending, total=300).killed_often(kills)
    assert tally.lost == 0
    assert tally.repeated <= kills


def test_a_mail_server_that_behaves_badly_holds_up_nobody_else(sending: Rig) -> None:
    queue_at_once(60)
    for word, user in zip(("later", "never", "full", "drop", "slow"), User.objects.order_by("pk")[:5], strict=True):
        User.objects.filter(pk=user.pk).update(email=f"{word}@example.org")
    sending.clock()
    sending.worker()
    done = ("SENT", "ABANDONED")
    assert wait_until(lambda: Message.objects.filter(state__in=done).count() == 58, seconds=60)
    assert wait_until(lambda: Message.objects.filter(state="WAITING", tries=1).count() == 2, seconds=20)
    assert len(set(sending.accepted())) == len(sending.accepted()) == 56
    reasons = set(Message.objects.exclude(reason="").values_list("state", "reason"))
    assert reasons == {
        ("WAITING", "451 4.7.1 Try again later"),
        ("WAITING", "SMTPServerDisconnected: Connection unexpectedly closed"),
        ("ABANDONED", "550 5.1.1 <(address)>: there is nobody here of that name"),
        ("ABANDONED", "552 5.2.2 The mailbox is full"),
    }
