"""The score of our headers by the rules of the HTTP Observatory of Mozilla, now MDN, worked out without asking it."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Protocol

import pytest
from django.http.response import ResponseHeaders
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db

ENOUGH = 115
BROAD = {"http:", "https:", "ftp:", "*"}
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15_768_000  # seconds, as it counts them

production = override_settings(
    SECURE_SSL_REDIRECT=True,
    SECURE_HSTS_SECONDS=63_072_000,
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
)


class Answer(Protocol):
    """What the client of tests answers, as far as it counts here."""

    headers: ResponseHeaders
    cookies: SimpleCookie

    @property
    def content(self) -> bytes: ...


def score(answer: Answer, plain: Answer) -> int:
    """Points of a page: 100, less for each weakness; bonuses count only from 90 on. ``plain``: the answer over http."""
    changes = [*of_policy(answer), *of_cookies(answer), *of_other_headers(answer), *of_scripts(answer)]
    if not plain.headers.get("Location", "").startswith("https://"):
        changes.append(-20)
    points = 100 + sum(change for change in changes if change < 0)
    return points + sum(change for change in changes if change > 0) if points >= 90 else max(points, 0)


def policy_of(answer: Answer) -> dict[str, set[str]]:
    """Directive → sources."""
    directives = (part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";"))
    return {words[0]: set(words[1:]) for words in directives if words}


def of_policy(answer: Answer) -> Iterator[int]:
    policy = policy_of(answer)
    if not policy:
        yield -25
        return
    anything = policy.get("default-src", {"*"})
    scripts, objects, styles = (policy.get(f"{name}-src", anything) for name in ("script", "object", "style"))
    if scripts & {"'unsafe-inline'", "data:", *BROAD} or objects & BROAD:
        yield -20
    elif "'unsafe-eval'" in scripts:
        yield -10
    elif not styles & {"'unsafe-inline'", "data:", *BROAD}:
        yield 10 if anything == {"'none'"} else 5


def of_cookies(answer: Answer) -> Iterator[int]:
    cookies = list(answer.cookies.values())
    if any(not cookie["secure"] for cookie in cookies):
        yield -20
    elif any(not cookie["httponly"] for cookie in cookies):
        yield -30
    elif cookies and all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies):
        yield 5


def of_other_headers(answer: Answer) -> Iterator[int]:
    headers = answer.headers
    max_age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if max_age is None:
        yield -20
    elif int(max_age[1]) < SIX_MONTHS:
        yield -10
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield -5
    if policy_of(answer).get("frame-ancestors", BROAD) & BROAD == set():
        yield 5
    elif headers.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN"):
        yield -20
    if headers.get("Referrer-Policy") in PRIVATE_REFERRERS:
        yield 5
    elif "Referrer-Policy" in headers:
        yield -5
    if headers.get("Access-Control-Allow-Origin") == "*":
        yield -50


def of_scripts(answer: Answer) -> Iterator[int]:
    for script in re.findall(r"<script\b[^>]*>", answer.content.decode()):
        source = re.search(r'\bsrc="([^"]*)"', script)
        if source and not re.match("/(?!/)", source[1]) and "integrity=" not in script:
            yield -5


@production
@pytest.mark.parametrize("address", ["/", "/careers/roles/", "/events/", "/account/login/", "/not-here/"])
def test_pages_score_well(client: Client, address: str) -> None:
    assert score(client.get(address, secure=True), client.get(address)) >= ENOUGH


@production
@pytest.mark.parametrize(
    "header", ["Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy"]
)
def test_every_header_counts(client: Client, header: str) -> None:
    answer, plain = client.get("/", secure=True), client.get("/")
    before = score(answer, plain)
    del answer.headers[header]
    assert score(answer, plain) < before


@production
def test_a_careless_policy_or_cookie_counts(client: Client) -> None:
    plain = client.get("/account/login/")
    answer = client.get("/account/login/", secure=True)
    assert answer.cookies
    best = score(answer, plain)
    for cookie in answer.cookies.values():
        cookie["secure"] = ""
    assert score(answer, plain) < best
    answer = client.get("/", secure=True)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self' 'unsafe-inline'"
    assert score(answer, plain) < ENOUGH
    assert score(client.get("/", secure=True), client.get("/", secure=True)) < ENOUGH  # nobody is sent to https
