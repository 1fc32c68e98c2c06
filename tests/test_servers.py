"""Tests of choosing and starting the servers that tests need."""

import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis

from tests import servers


@pytest.mark.parametrize(("choice", "expected"), [("system", "here"), ("bundled", "wheel"), ("", "here")])
def test_the_variable_forces_a_way_of_finding_a_server(
    monkeypatch: pytest.MonkeyPatch, choice: str, expected: str
) -> None:
    monkeypatch.setenv("TEST_REDIS", choice)
    assert servers._choose("TEST_REDIS", lambda: Path("here"), lambda: Path("wheel")) == Path(expected)


def test_without_a_server_on_the_machine_the_bundled_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_REDIS", raising=False)
    assert servers._choose("TEST_REDIS", lambda: None, lambda: Path("wheel")) == Path("wheel")


def test_a_word_that_means_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES", "docker")
    with pytest.raises(servers.ServerMissing, match="it may be system, bundled or empty"):
        servers._choose("TEST_POSTGRES", lambda: None, lambda: None)


def test_a_missing_redis_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEST_REDIS", "system")
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(servers.ServerMissing, match="install redis-server or valkey-server"),
        servers.redis_server(tmp_path),
    ):
        pass


def test_a_private_postgresql_starts_and_is_gone_afterwards() -> None:
    # Sockets have short names, and the account PostgreSQL runs as must be able to pass: not below pytest's own folder.
    with tempfile.TemporaryDirectory() as name:
        with servers.postgresql(Path(name)) as url:
            folder = url.removeprefix("postgres://portal@/").removesuffix("/portal")
            asked = {"host": folder, "user": "portal", "dbname": "postgres"}
            connection = psycopg2.connect(**asked)
            with connection.cursor() as cursor:
                cursor.execute("SHOW listen_addresses")
                assert cursor.fetchone() == ("",)
            connection.close()
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(**asked)


def test_a_private_redis_starts_and_is_gone_afterwards(tmp_path: Path) -> None:
    with servers.redis_server(tmp_path) as url, redis.Redis.from_url(url) as client:
        assert client.ping()
    with pytest.raises(redis.ConnectionError), redis.Redis.from_url(url) as client:
        client.ping()


def test_outcomes_are_counted_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="3" /></testsuites>')
    assert servers.outcomes(report) == {"passed": 4, "failed": 2, "skipped": 3}
    assert servers.outcomes(tmp_path / "none.xml") == {}
