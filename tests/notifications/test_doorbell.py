"""Doorbells: rung after the commit, silent without a broker, and never in a person's way."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django import Settings

from notifications import doorbell
from notifications.delivery import deliver_due
from notifications.doorbell import ring
from notifications.models import Message
from portal import celery_app
from tests.notifications.conftest import NOW, forget_connections, queue
from tests.smtp_sink import Sink

with_broker = pytest.mark.skipif(not django_settings.REDIS_URL, reason="there is no broker")


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[tuple[str, tuple[int, ...]]]:
    """What was rung, with a broker that takes everything."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    heard: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: heard.append((name, args)))
    return heard


@pytest.fixture
def broken_broker(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Points Celery at a broker that is not there, or at one that takes connections and never says a word."""
    before = celery_app.conf.broker_url

    with socket.create_server(("127.0.0.1", 0)) as silent:

        def use(kind: str) -> None:
            port = 1 if kind == "dead" else silent.getsockname()[1]
            settings.REDIS_URL = celery_app.conf.broker_url = f"redis://127.0.0.1:{port}/0"
            forget_connections()

        yield use
    celery_app.conf.broker_url = before
    forget_connections()


@pytest.mark.django_db(transaction=True)
def test_it_rings_when_the_transaction_commits_and_not_before(rung: list[object]) -> None:
    with transaction.atomic():
        message_id = queue()
        assert rung == []
    assert rung == [("notifications.deliver_message", (message_id,))]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nowhere(rung: list[object]) -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_nothing_is_rung(rung: list[object], settings: Settings) -> None:
    settings.REDIS_URL = ""
    ring("notifications.sweep")
    assert rung == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["dead", "hanging"])
def test_a_broken_broker_holds_up_nobody_and_the_messages_go_out_all_the_same(
    broken_broker: Callable[[str], None], kind: str, sink: Sink
) -> None:
    broken_broker(kind)
    started = time.monotonic()
    with transaction.atomic():
        for number in range(100, 120):
            queue(number)
    first = time.monotonic() - started
    started = time.monotonic()
    with transaction.atomic():
        queue(1)
    second = time.monotonic() - started
    assert first < 1
    assert kind == "dead" or first > 0.3, "it was really asked"
    assert second < 0.2, "the broker is left alone for a while"
    assert Message.objects.count() == 21
    assert deliver_due(clock=lambda: NOW) == 21


@pytest.mark.django_db(transaction=True)
def test_after_a_while_the_bell_is_tried_again(
    broken_broker: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_broker("dead")
    ring("notifications.sweep")
    assert doorbell.bell.quiet_until > time.monotonic() + 9
    doorbell.bell.quiet_until = 0
    heard = threading.Event()
    monkeypatch.setattr(current_app, "send_task", lambda *_, **__: heard.set())
    ring("notifications.sweep")
    assert heard.is_set()


@with_broker
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("task", "queue_name"),
    [
        ("notifications.deliver_message", "mail"),
        ("notifications.deliver_batch", "mail"),
        ("notifications.sweep", "mail"),
        ("notifications.beat", "default"),
        ("notifications.forget_bodies", "default"),
    ],
)
def test_each_ring_lands_in_the_queue_of_its_task(task: str, queue_name: str) -> None:
    import redis

    with redis.Redis.from_url(django_settings.REDIS_URL) as broker:
        broker.flushdb()
        ring(task)
        lengths = {name: broker.llen(name) for name in ("default", "mail", "matching")}
        broker.flushdb()
    assert lengths == {"default": 0, "mail": 0, "matching": 0} | {queue_name: 1}
