"""The letter for tests, and a mail server on loopback."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kombu import pools
from pytest_django import Settings

from notifications import doorbell, letters
from notifications.doorbell import Bell
from notifications.outbox import queue_email
from portal import celery_app
from tests.notifications.letterbox import letters as letterbox
from tests.smtp_sink import Sink, smtp_sink

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HELLO = letters._REGISTRY.pop("letterbox.hello")
DEAR = letters._REGISTRY.pop("letterbox.dear")


@pytest.fixture(autouse=True)
def letter_for_tests(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers the letter and its templates; what a test changes about it is undone. Every test has a fresh bell."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(letterbox.__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.SITE_URL = "https://portal.example.org"
    for one in (HELLO, DEAR):
        monkeypatch.setitem(letters._REGISTRY, one.name, one)
    monkeypatch.setattr(letterbox, "ADDRESSES", {})
    monkeypatch.setattr(letterbox, "MORE", {})
    monkeypatch.setattr(doorbell, "bell", Bell())


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", one.port, 2
        yield one


def queue(number: int = 1, *, to: str = "", **more: object) -> int:
    """Put the letter with that number into the outbox, to the address given; returns the message's id."""
    if to:
        letterbox.ADDRESSES[number] = to
    key = f"letterbox.hello:{number}"
    return queue_email(letter=HELLO.name, about_id=number, key=key, **{"now": NOW, **more})  # type: ignore[arg-type]


def forget_connections() -> None:
    """So that Celery reads its settings again, as a process that starts does."""
    pools.reset()
    celery_app._pool = celery_app.amqp._producer_pool = None
