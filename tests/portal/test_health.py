"""Tests of the health pages."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notifications.heartbeat import beat
from notifications.models import Message
from portal.pages import health


@pytest.fixture
def hanging_broker() -> Iterator[str]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_the_process_is_healthy_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_names_every_part(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    parts = {"database": "ok", "broker": "ok"} if settings.REDIS_URL else {"database": "ok"}
    idle = {"outbox": "ok", "outbox_age_seconds": 0, "beat": "late", "beat_age_seconds": None}
    assert answer.json() == parts | idle
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", None])
def test_not_ready_when_the_broker_is_dead_or_hangs(
    client: Client, settings: Settings, hanging_broker: str, address: str | None
) -> None:
    settings.REDIS_URL = address or hanging_broker
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert {"database": "ok", "broker": "failed"}.items() <= answer.json().items()


def test_not_ready_when_the_database_fails_and_the_reason_stays_inside(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError("could not connect to db-7.internal")

    settings.REDIS_URL = ""
    monkeypatch.setattr(health, "ask_database", fail)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "failed"}
    assert b"internal" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "word"), [(0, "ok"), (200, "ok"), (301, "late")])
def test_ready_shows_how_old_the_outbox_and_the_last_beat_are(client: Client, seconds: int, word: str) -> None:
    then = timezone.now() - timedelta(seconds=seconds)
    beat(now=then)
    Message.objects.create(letter="x", about_id=1, key="k", due_at=then)
    Message.objects.create(letter="x", about_id=1, key="later", due_at=timezone.now() + timedelta(days=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200, "pages answer although mail is late"
    assert (answer.json()["outbox"], answer.json()["beat"]) == (word, word)
    assert seconds <= answer.json()["outbox_age_seconds"] <= seconds + 60
    assert seconds <= answer.json()["beat_age_seconds"] <= seconds + 60


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_health_answers_in_plain_http_where_pages_are_redirected(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/careers/").status_code == 301
