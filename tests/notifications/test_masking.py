"""Secrets in letters: staff do not see them, and those who get the letters do."""

from typing import Any

import pytest
from django.urls import get_resolver
from pytest_django import Settings

from accounts.preferences import read_stop_token, stop_url
from notifications.masking import SECRETS, masked, unmasked
from tests.access.matrix import named_patterns

SITE = "https://portal.example.org"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE


def test_an_address_that_opens_something_is_masked_and_others_stay() -> None:
    stop, feed = stop_url(5, "events.invited"), f"{SITE}/events/feed/abc:def.ics"
    report, code = f"{SITE}/shared/se-cret:1/", f"{SITE}/assessment/return/?a=b&code=AB12-CD34"
    text = f"Stop: {stop}. Feed ({feed}), report {report}\nCode {code}\n{SITE}/events/abc-def/ and {SITE}/events/"
    assert masked(text) == (
        f"Stop: {SITE}/letters/stop/hidden-1/. Feed ({SITE}/events/feed/hidden-2.ics), report {SITE}/shared/hidden-3/\n"
        f"Code {SITE}/assessment/return/?a=b&code=hidden-4\n{SITE}/events/abc-def/ and {SITE}/events/"
    )
    token = stop.rstrip("/").rpartition("/")[2]
    assert read_stop_token(token)
    assert token not in masked(text)


def test_the_same_secret_has_the_same_mask() -> None:
    one, two = (f"{SITE}/shared/{secret}/" for secret in ("aa:bb", "cc:dd"))
    assert masked(f"{one} {two} {one}") == f"{SITE}/shared/hidden-1/ {SITE}/shared/hidden-2/ {SITE}/shared/hidden-1/"


def test_what_was_masked_comes_back_wherever_a_person_moved_it() -> None:
    original = f"First {SITE}/shared/aa:bb/ then {stop_url(5, 'events.invited')}\n"
    assert unmasked(masked(original), original) == original
    changed = f"Stop here: {SITE}/letters/stop/hidden-2/ New words, hidden-1 and {SITE}/shared/hidden-9/"
    assert unmasked(changed, original) == (
        f"Stop here: {stop_url(5, 'events.invited')} New words, hidden-1 and {SITE}/shared/hidden-9/"
    )


def test_every_address_that_a_secret_opens_calls_it_so() -> None:
    """Who is signed out may open it by a text of any kind: then it is a secret, and has a name that is masked."""
    plain = {"SlugConverter", "UUIDConverter", "IntConverter"}
    found = set()
    for name, pattern in named_patterns(get_resolver()):
        captured: Any = pattern.pattern
        if name.startswith("admin:") or getattr(pattern.callback, "login_required", True):
            continue
        for argument in captured.regex.groupindex:
            if type(captured.converters.get(argument)).__name__ not in plain and argument != "uidb36":
                found.add(name)
                assert argument in SECRETS, f"{name} has a secret called {argument}"
    assert {"accounts:letter_stop", "events:feed", "shared_report", "account_reset_password_from_key"} <= found
