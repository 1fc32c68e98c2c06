"""How often something may be tried: by account, whoever tries, and by network address, whatever the account."""

from collections.abc import Callable, Mapping

import pytest
from allauth.account import app_settings
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.conftest import PASSWORD

SignIn = Callable[[User], Client]
WRONG = "wrong but long enough"
TOO_OFTEN = ("That was a lot at once", "That was tried too often", "You asked for that very often")


def is_refused(content: bytes) -> bool:
    return any(sentence in content.decode() for sentence in TOO_OFTEN)


def anywhere(number: int) -> Client:
    """A new browser on a network of its own."""
    return Client(REMOTE_ADDR=f"192.0.2.{number + 1}")


BY_ACCOUNT = [
    ("/account/login/", {"login": "{email}", "password": WRONG}, 5),
    ("/account/login/code/", {"email": "{email}"}, 3),
    ("/account/password/reset/", {"email": "{email}"}, 5),
    ("/account/signup/", {"name": "A B", "email": "{email}", "password1": PASSWORD}, 5),
]


@pytest.mark.parametrize(("address", "data", "limit"), BY_ACCOUNT)
@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_nobody_can_be_written_to_or_guessed_at_without_end_from_many_networks(
    ada: User, address: str, data: Mapping[str, str], limit: int, email: str
) -> None:
    typed = {name: value.format(email=email) for name, value in data.items()}
    pages = [anywhere(number).post(address, typed) for number in range(limit + 1)]
    assert [is_refused(page.content) for page in pages] == [False] * limit + [True]
    assert len(mail.outbox) <= limit


BY_NETWORK = {
    "signup": ("/account/signup/", lambda n: {"name": "A B", "email": f"p{n}@example.org", "password1": PASSWORD}),
    "login": ("/account/login/", lambda n: {"login": f"p{n}@example.org", "password": WRONG}),
    "login_failed": ("/account/login/", lambda n: {"login": f"p{n}@example.org", "password": WRONG}),
    "request_login_code": ("/account/login/code/", lambda n: {"email": f"p{n}@example.org"}),
    "reset_password": ("/account/password/reset/", lambda n: {"email": f"p{n}@example.org"}),
    "reset_password_from_key": ("/account/password/reset/key/1-abc-def/", lambda n: {"password1": f"{WRONG} {n}"}),
    "return_code": ("/assessment/return/", lambda n: {"code": f"AAAA-AAAA-{n}"}),
}


def test_every_limit_by_network_is_tried_here() -> None:
    limited = {action for action, limit in app_settings.RATE_LIMITS.items() if "/ip" in limit}
    elsewhere = {"verify_phone", "late_code"}  # there are no phone numbers; late codes are tried where calls are
    assert limited - elsewhere == set(BY_NETWORK)


@pytest.mark.parametrize("action", BY_NETWORK)
def test_one_network_cannot_try_account_after_account(ada: User, settings: Settings, action: str) -> None:
    limits = {name: limit for name, limit in settings.ACCOUNT_RATE_LIMITS.items() if name != action}
    settings.ACCOUNT_RATE_LIMITS = {**limits, action: "2/m/ip"}
    address, data = BY_NETWORK[action]
    pages = [Client().post(address, data(number)) for number in range(3)]
    assert [is_refused(page.content) for page in pages] == [False, False, True]
    assert not is_refused(anywhere(1).post(address, data(9)).content), "others go on"


def test_who_is_signed_in_is_limited_too(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    for address, data, limit in (
        ("/account/reauthenticate/", {"password": WRONG}, 5),
        ("/account/password/change/", {"oldpassword": WRONG, "password1": "four loud yellow ducks"}, 5),
    ):
        for _ in range(limit):
            assert not is_refused(client.post(address, data).content), address
        assert is_refused(client.post(address, data).content), address


def test_passkeys_are_limited_by_network(settings: Settings) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "2/m/ip"}
    statuses = [Client().post("/account/2fa/webauthn/login/", {"credential": "{}"}).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
