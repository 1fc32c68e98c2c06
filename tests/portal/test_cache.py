"""Tests of the cache when Redis is there, is dead, and hangs."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from portal.cache import RedisElseTable

PASSWORD = "correct horse battery"
TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisElseTable, "quiet_until", 0)


@pytest.fixture(params=["dead", "hanging"])
def broken(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """A Redis that is not there, or one that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = 1 if request.param == "dead" else silent.getsockname()[1]
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        settings.CACHES = {
            "default": {"BACKEND": "portal.cache.RedisElseTable", "LOCATION": settings.REDIS_URL},
            "table": TABLE,
        }
        yield request.param


@pytest.mark.django_db
def test_a_broken_redis_is_asked_once_and_the_table_answers(broken: str) -> None:
    started = time.monotonic()
    cache.set("colour", "green", 60)
    first = time.monotonic() - started
    assert cache.get("colour") == caches["table"].get("colour") == "green"
    assert cache.add("colour", "blue") is False
    assert cache.get_many(["colour", "size"]) == {"colour": "green"}
    cache.set_many({"size": 1})
    assert cache.incr("size") == 2
    assert cache.touch("size", 60)
    assert cache.has_key("size")
    cache.delete_many(["size"])
    assert cache.delete("colour")
    assert cache.get("colour") is None
    assert first < 0.5
    assert broken == "dead" or first > 0.25, "it was really asked"
    assert time.monotonic() - started < 1


@pytest.mark.django_db
def test_people_sign_in_without_redis_within_a_second_and_stay_signed_in(broken: str, client: Client) -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    client.get("/account/login/")  # what a process does once is not measured
    assert RedisElseTable.quiet_until == 0, "nobody has asked Redis yet"
    started = time.monotonic()
    answer = client.post("/account/login/", {"login": "root@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert time.monotonic() - started < 1
    assert RedisElseTable.quiet_until, "it was asked"
    assert client.get("/me/").status_code in (200, 302)
    assert client.session["_auth_user_id"]


@pytest.mark.django_db
def test_limits_on_tries_hold_without_redis(broken: str) -> None:
    User.objects.create_superuser("root@example.org", PASSWORD)
    wrong = {"login": "root@example.org", "password": "a guess, and another"}
    for _ in range(5):
        assert Client().post("/account/login/", wrong).status_code == 200
    right = Client().post("/account/login/", {"login": "root@example.org", "password": PASSWORD})
    assert right.status_code != 302, "after five wrong tries even the right one is refused for a while"


@pytest.mark.skipif(not django_settings.REDIS_URL, reason="there is no Redis")
@pytest.mark.django_db
def test_redis_is_used_again_when_it_answers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisElseTable, "quiet_until", time.monotonic() + 60)
    cache.set("where", "table", 60)
    monkeypatch.setattr(RedisElseTable, "quiet_until", 0)
    assert cache.get("where") is None
    cache.set("where", "redis", 60)
    assert (cache.get("where"), caches["table"].get("where")) == ("redis", "table")
    cache.delete("where")


def test_a_fault_of_ours_is_no_fault_of_redis() -> None:
    if not django_settings.REDIS_URL:
        pytest.skip("there is no Redis")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-set")
    assert RedisElseTable.quiet_until == 0
