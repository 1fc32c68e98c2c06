"""Pages that are reached only half-way through signing in or changing something: what is typed there, and accounts that
are closed meanwhile."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.access.test_fuzz import NASTY
from tests.accounts.conftest import PASSWORD, newest_code
from tests.accounts.test_second_step import begin, set_up_app

SignIn = Callable[[User], Client]
EVIL = "<script>alert(1)</script>"


def new_password_page(user: User) -> tuple[Client, str]:
    """A browser that has opened the link for a new password, and where it was led."""
    Client().post("/account/password/reset/", {"email": user.email})
    link = next(line for line in str(mail.outbox[-1].body).splitlines() if "/password/reset/key/" in line)
    client = Client()
    return client, client.get(link.removeprefix("http://localhost:8000")).url


def ask_for_code(user: User, signed_in: SignIn) -> tuple[Client, str]:
    client = Client()
    return client, client.post("/account/login/code/", {"email": user.email}).url


def sign_up(user: User, signed_in: SignIn) -> tuple[Client, str]:
    client = Client()
    new = {"name": "Ben", "email": "ben@example.org", "password1": PASSWORD}
    return client, client.post("/account/signup/", new).url


def second_step(user: User, signed_in: SignIn) -> tuple[Client, str]:
    set_up_app(signed_in(user))
    return begin(user), "/account/2fa/authenticate/"


def new_password(user: User, signed_in: SignIn) -> tuple[Client, str]:
    return new_password_page(user)


def new_address(user: User, signed_in: SignIn) -> tuple[Client, str]:
    client = signed_in(user)
    answer = client.post("/account/email/", {"action_add": "", "email": "ada@example.net"})
    return client, client.post(answer.url, {"password": PASSWORD}).url


def rename_passkey(user: User, signed_in: SignIn) -> tuple[Client, str]:
    credential = {"clientExtensionResults": {}}
    data = {"name": "Laptop", "credential": credential}
    passkey = Authenticator.objects.create(user=user, type="webauthn", data=data)
    client = signed_in_past_the_second_step(user)
    return client, f"/account/2fa/webauthn/keys/{passkey.pk}/edit/"


def signed_in_past_the_second_step(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


HALF_WAY = {
    ask_for_code: ("code", "action"),
    sign_up: ("code", "action"),
    second_step: ("code", "credential"),
    new_password: ("password1",),
    new_address: ("code", "action"),
    rename_passkey: ("name",),
}


@pytest.mark.parametrize("reach", HALF_WAY)
def test_no_input_breaks_a_page_half_way(
    reach: Callable[[User, SignIn], tuple[Client, str]],
    ada: User,
    signed_in: SignIn,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, address = reach(ada, signed_in)
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 10_000
    assert client.get(address).status_code == 200, "this is the page with the form"
    for name in HALF_WAY[reach]:
        for text in (*NASTY, EVIL):
            typed = text.encode("utf-8", "replace").decode()
            answer = client.post(address, {name: typed})
            assert answer.status_code in (200, 302, 400), (name, text)
            assert EVIL not in answer.content.decode(), name


def test_a_link_for_a_new_password_opens_no_account_that_was_closed_meanwhile(ada: User) -> None:
    client, address = new_password_page(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    client.post(address, {"password1": "four loud yellow ducks"})
    assert client.get("/me/").status_code == 302
    answer = client.post("/account/login/", {"login": ada.email, "password": "four loud yellow ducks"})
    assert "This account is closed" in client.get(answer.url).content.decode()


def test_a_code_opens_no_account_that_was_closed_meanwhile(ada: User) -> None:
    client = Client()
    client.post("/account/login/code/", {"email": ada.email})
    User.objects.filter(pk=ada.pk).update(is_active=False)
    answer = client.post("/account/login/code/confirm/", {"code": newest_code()}, follow=True)
    assert "This account is closed" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_a_second_step_opens_no_account_that_was_closed_meanwhile(ada: User, signed_in: SignIn) -> None:
    set_up_app(signed_in(ada))
    client = begin(ada)
    code = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()[0]
    User.objects.filter(pk=ada.pk).update(is_active=False)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/me/").status_code == 302
    answer = client.post("/account/login/", {"login": ada.email, "password": PASSWORD}, follow=True)
    assert "This account is closed" in answer.content.decode()


def test_who_is_signed_in_when_the_account_is_closed_is_asked_to_sign_in(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get("/me/data/").url == "/account/login/?next=/me/data/"
