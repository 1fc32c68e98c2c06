"""Only public machines are asked, over https, and only for so long and so much."""

import socket
from collections.abc import Callable
from http.client import HTTPSConnection
from time import monotonic
from typing import Any

import pytest

from planning.horizon.fetching import CannotFetch, check_address, fetch, public_address_of


def resolving(monkeypatch: pytest.MonkeyPatch, **names: str) -> None:
    def getaddrinfo(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        if host not in names and host.partition(".")[0] not in names:
            raise OSError
        found = names.get(host) or names[host.partition(".")[0]]
        return [(0, 0, 0, "", (address, 443)) for address in found.split()]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


class Answer:
    """What a connection answers: a status, perhaps a place to go to, and pieces of content."""

    def __init__(self, status: int, pieces: list[bytes], location: str = "", before: Callable[[], None] | None = None):
        self.status, self.pieces, self.headers = status, list(pieces), {"Location": location}
        self.before = before

    def read1(self, size: int) -> bytes:
        if self.before:
            self.before()
        return self.pieces.pop(0) if self.pieces else b""


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> list[tuple[str, str]]:
    """Connections answer these in turn. Returns (host, network address) of each that was made."""
    left, made = list(answers), []

    def request(self: Any, *args: Any, **kwargs: Any) -> None:
        made.append((self.host, self._address))

    monkeypatch.setattr(HTTPSConnection, "request", request)
    monkeypatch.setattr(HTTPSConnection, "getresponse", lambda self: left.pop(0))
    return made


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/feed", "ftp://example.org", "file:///etc/passwd", "//example.org", "example.org", "",
        "https://", "https://example.org:8443/", "https://user:word@example.org/", "https://user@example.org/",
        "https://example.org/a b", "https://example.org/\r\nHost: other", "https://exämple.org/", "https://[::1",
        "https://example.org:99999/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(CannotFetch):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "93.184.216.34 127.0.0.1",
        "2002:7f00:1::", "64:ff9b::10.0.0.1", "::7f00:1", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_also_if_only_in_part(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, inside=address)
    with pytest.raises(CannotFetch, match="public internet"):
        public_address_of("inside.example")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, news="93.184.216.34")
    made = answering(monkeypatch, Answer(200, [b"one ", b"two"]))
    assert fetch("https://news.example/feed?a=b", stopwatch=monotonic) == b"one two"
    assert made == [("news.example", "93.184.216.34")]


@pytest.mark.parametrize("to", ["https://inside.example/", "http://news.example/", "https://169.254.169.254/latest"])
def test_each_redirect_is_looked_at_again(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, news="93.184.216.34", inside="10.0.0.1", **{"169": "169.254.169.254"})
    made = answering(monkeypatch, Answer(302, [], to), Answer(200, [b"secret"]))
    with pytest.raises(CannotFetch):
        fetch("https://news.example/", stopwatch=monotonic)
    assert len(made) == 1


def test_a_feed_that_moved_is_followed_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, news="93.184.216.34")
    answering(monkeypatch, Answer(301, [], "/new"), Answer(200, [b"there"]))
    assert fetch("https://news.example/old", stopwatch=monotonic) == b"there"
    answering(monkeypatch, *[Answer(301, [], "/again")] * 9)
    with pytest.raises(CannotFetch, match="too often"):
        fetch("https://news.example/", stopwatch=monotonic)


def test_what_is_too_large_too_slow_or_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, news="93.184.216.34")
    answering(monkeypatch, Answer(200, [b"x" * 16_000] * 100))
    with pytest.raises(CannotFetch, match="larger than 1 MB"):
        fetch("https://news.example/", stopwatch=monotonic)
    answering(monkeypatch, Answer(404, []))
    with pytest.raises(CannotFetch, match="answered 404"):
        fetch("https://news.example/", stopwatch=monotonic)
    with pytest.raises(CannotFetch, match="No machine"):
        fetch("https://nowhere.example/", stopwatch=monotonic)

    clock = [0.0]

    def later() -> None:
        clock[0] += 4

    answering(monkeypatch, Answer(200, [b"x"] * 9, before=later))
    with pytest.raises(CannotFetch, match="longer than 10 seconds"):
        fetch("https://news.example/", stopwatch=lambda: clock[0])
