"""Passwords, addresses and sessions: what a person changes about how they sign in."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from accounts.models import AuditEntry, DeletionRequest, User
from notifications.delivery import deliver_due
from tests.accounts.conftest import PASSWORD, MakePerson, newest_code

SignIn = Callable[[User], Client]
NEW = "four loud yellow ducks"


def link() -> str:
    """The path of the link in the newest e-mail."""
    body = str(mail.outbox[-1].body)
    return next(line for line in body.splitlines() if "/password/reset/key/" in line).removeprefix(
        "http://localhost:8000"
    )


# --- A new password ---------------------------------------------------------------------------


@pytest.fixture
def asked(ada: User) -> str:
    answer = Client().post("/account/password/reset/", {"email": "ada@example.org"})
    assert answer.url == "/account/password/reset/done/"
    return link()


def test_the_link_opens_a_page_and_only_sending_it_changes_anything(ada: User, asked: str) -> None:
    client = Client()
    answer = client.get(asked)
    assert asked.rpartition("-")[2] not in answer.url, "the secret is not left in the address"
    page = client.get(answer.url)
    assert "Choose a new password" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)
    assert client.post(answer.url, {"password1": NEW}).url == "/account/password/reset/key/done/"
    assert User.objects.get(pk=ada.pk).check_password(NEW)
    assert client.get("/me/").status_code == 302, "it does not sign in by itself"


def test_a_filter_that_opens_the_link_first_does_no_harm(ada: User, asked: str) -> None:
    for _ in range(3):
        Client().get(asked, follow=True)
    client = Client()
    client.post(client.get(asked).url, {"password1": NEW})
    assert User.objects.get(pk=ada.pk).check_password(NEW)


def test_a_used_link_says_so(ada: User, asked: str) -> None:
    client = Client()
    client.post(client.get(asked).url, {"password1": NEW})
    page = Client().get(asked)
    assert page.status_code == 200
    assert "This link was used already" in page.content.decode()


def test_an_old_link_says_so(ada: User, asked: str) -> None:
    import time_machine

    with time_machine.travel(datetime.now().astimezone() + timedelta(minutes=61)):
        page = Client().get(asked).content.decode()
    assert "This link is too old" in page
    assert "works for 60 minutes" in page


@pytest.mark.parametrize(
    "broken",
    [
        "/account/password/reset/key/zz-x/",
        "/account/password/reset/key/1-abc-/",
        "/account/password/reset/key/1-set-password/",
    ],
)
def test_a_broken_link_says_so(db: None, broken: str) -> None:
    page = Client().get(broken)
    assert page.status_code == 200
    assert "Nothing was changed" in page.content.decode()
    assert "Ask for a new link" in page.content.decode()


def test_a_new_password_signs_everybody_out_and_is_told(ada: User, signed_in: SignIn, now: datetime) -> None:
    elsewhere = signed_in(ada)
    Client().post("/account/password/reset/", {"email": "ada@example.org"})
    client = Client()
    client.post(client.get(link()).url, {"password1": NEW})
    assert elsewhere.get("/me/").status_code == 302
    deliver_due(clock=lambda: now + timedelta(minutes=1))
    assert "Your password was replaced" in str(mail.outbox[-1].body)
    assert AuditEntry.objects.get(action="accounts.password_reset").subject == ada


def test_the_link_is_on_the_address_from_the_settings(ada: User, settings: object) -> None:
    settings.SITE_URL = "https://portal.example.org"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    Client().post("/account/password/reset/", {"email": "ada@example.org"}, headers={"host": "evil.example"})
    assert "https://portal.example.org/account/password/reset/key/" in str(mail.outbox[-1].body)
    assert "evil" not in str(mail.outbox[-1].body)


def test_a_weak_new_password_is_refused(ada: User, asked: str) -> None:
    client = Client()
    page = client.post(client.get(asked).url, {"password1": "short"})
    assert "at least 12 characters" in page.content.decode()


def test_changing_the_password_asks_for_the_old_one(ada: User, signed_in: SignIn, now: datetime) -> None:
    client, elsewhere = signed_in(ada), signed_in(ada)
    answer = client.post("/account/password/change/", {"oldpassword": "wrong wrong wrong", "password1": NEW})
    assert "That is not your password now" in answer.content.decode()
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    deliver_due(clock=lambda: now + timedelta(minutes=1))
    assert "Your password was changed." in str(mail.outbox[-1].body)


# --- Addresses --------------------------------------------------------------------------------


def add_address(client: Client, email: str) -> None:
    """Adds an address, showing the password on the way, and confirms it."""
    answer = client.post("/account/email/", {"action_add": "", "email": email})
    if "/reauthenticate/" in answer.url:
        answer = client.post(answer.url, {"password": PASSWORD})
    assert answer.url == "/account/confirm-email/"
    answer = client.post("/account/confirm-email/", {"code": newest_code()})
    assert answer.url == "/account/email/"


def test_a_second_address_is_confirmed_by_a_code_and_then_signs_in_too(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    add_address(client, "ada@example.net")
    assert mail.outbox[-1].to == ["ada@example.net"]
    assert "ada@example.net is confirmed." in client.get("/account/email/").content.decode()
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    answer = Client().post("/account/login/", {"login": "ada@example.net", "password": PASSWORD})
    assert answer.url == "/me/"
    page = client.get("/account/email/").content.decode()
    assert "You can have two addresses" in page


def test_changing_addresses_asks_for_the_password(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    for action in ({"action_add": "", "email": "ada@example.net"}, {"action_remove": "", "email": "ada@example.org"}):
        assert client.post("/account/email/", action).url.startswith("/account/reauthenticate/")
    assert mail.outbox == []


def test_an_address_that_was_not_confirmed_is_not_kept(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    answer = client.post("/account/email/", {"action_add": "", "email": "ada@example.net"})
    client.post(answer.url, {"password": PASSWORD})
    page = client.post("/account/confirm-email/", {"code": "BBBB-BBBB"}).content.decode()
    assert "That code is not right" in page
    assert [one.email for one in EmailAddress.objects.filter(user=ada)] == ["ada@example.org"]


def test_somebody_elses_address_is_asked_for_the_same_and_never_given_away(
    ada: User, make_person: MakePerson, signed_in: SignIn
) -> None:
    make_person("ben@example.org")
    client = signed_in(ada)
    answer = client.post("/account/email/", {"action_add": "", "email": "ben@example.org"})
    answer = client.post(answer.url, {"password": PASSWORD})
    assert answer.url == "/account/confirm-email/"
    answer = client.post("/account/confirm-email/", {"code": newest_code()})
    assert "This address cannot be used" in answer.content.decode()
    assert EmailAddress.objects.get(email="ben@example.org").user != ada


def test_the_main_address_changes_and_both_sides_hear_of_it(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    add_address(client, "ada@example.net")
    client.post("/account/email/", {"action_primary": "", "email": "ada@example.net"})
    assert User.objects.get(pk=ada.pk).email == "ada@example.net"
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert "was changed to another one" in str(mail.outbox[-1].body)
    client.post("/account/email/", {"action_remove": "", "email": "ada@example.org"})
    assert [one.email for one in EmailAddress.objects.filter(user=ada)] == ["ada@example.net"]


def test_the_main_address_cannot_be_removed(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    add_address(client, "ada@example.net")
    client.post("/account/email/", {"action_remove": "", "email": "ada@example.org"})
    assert EmailAddress.objects.filter(user=ada).count() == 2
    assert "Make another address your main one first" in client.get("/account/email/").content.decode()


def test_others_addresses_cannot_be_touched(ada: User, make_person: MakePerson, signed_in: SignIn) -> None:
    ben = make_person("ben@example.org")
    client = signed_in(ada)
    add_address(client, "ada@example.net")
    for action in ("action_remove", "action_primary", "action_send"):
        client.post("/account/email/", {action: "", "email": "ben@example.org"})
    assert EmailAddress.objects.get(user=ben).verified
    assert len(mail.outbox) == 1


def test_the_proof_of_who_one_is_holds_for_fifteen_minutes(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(ada)
    client.post(client.get("/account/2fa/totp/activate/").url, {"password": PASSWORD})
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/account/2fa/totp/activate/").status_code == 302


@pytest.fixture
def without_password(ada: User) -> Client:
    """The browser of somebody who has no password and no second step, signed in by a code just now."""
    ada.set_unusable_password()
    ada.save()
    client = Client()
    sign_in_by_code(client, ada)
    return client


def sign_in_by_code(client: Client, user: User, next_page: str = "/me/") -> None:
    client.post("/account/login/code/", {"email": user.email, "next": next_page})
    assert client.post("/account/login/code/confirm/", {"code": newest_code(), "next": next_page}).url == next_page


MATTERS = (
    ("/account/password/set/", {"password1": NEW}),
    ("/account/email/", {"action_add": "", "email": "ada@example.net"}),
    ("/me/data/", {}),
    ("/me/delete/", {}),
)


@pytest.mark.parametrize(("address", "data"), MATTERS)
def test_who_has_no_password_signs_in_again_before_what_matters(
    ada: User, without_password: Client, monkeypatch: pytest.MonkeyPatch, address: str, data: dict[str, str]
) -> None:
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    answer = without_password.post(address, data)
    assert answer.url == f"/account/login/code/?{urlencode({'next': address})}"
    assert "please sign in again" in without_password.get(answer.url).content.decode()
    assert without_password.get("/me/").status_code == 302, "signed out"
    assert not User.objects.get(pk=ada.pk).has_usable_password()
    assert not DeletionRequest.objects.exists()
    sign_in_by_code(without_password, ada, next_page=address)
    assert without_password.get(address).status_code == 200
    assert not without_password.post(address, data).headers.get("Location", "").startswith("/account/login/")


def test_who_signed_in_by_a_code_just_now_goes_on(ada: User, without_password: Client) -> None:
    without_password.post("/account/password/set/", {"password1": NEW})
    assert User.objects.get(pk=ada.pk).check_password(NEW)


# --- Where one is signed in -------------------------------------------------------------------


def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere(ada: User, make_person: MakePerson) -> None:
    browsers = [
        Client(headers={"user-agent": f"Mozilla/5.0 ({system}) Firefox/140.0"}) for system in ("Windows", "iPad")
    ]
    for browser in browsers:
        browser.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    make_person("ben@example.org")
    Client(headers={"user-agent": "Ben/1.0"}).post(
        "/account/login/", {"login": "ben@example.org", "password": PASSWORD}
    )
    page = browsers[0].get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "Firefox on iPad" in page
    assert "Ben" not in page
    browsers[0].post("/account/sessions/")
    assert browsers[0].get("/me/").status_code == 200
    assert browsers[1].get("/me/").status_code == 302


def test_one_device_alone_is_signed_out_and_only_ones_own(ada: User, make_person: MakePerson) -> None:
    browsers = [Client(headers={"user-agent": f"Browser {number}"}) for number in range(3)]
    for browser in browsers:
        browser.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    make_person("ben@example.org")
    stranger = Client()
    stranger.post("/account/login/", {"login": "ben@example.org", "password": PASSWORD})
    addresses = re.findall(r'action="(/me/sessions/\d+/end/)"', browsers[0].get("/account/sessions/").content.decode())
    assert len(addresses) == 2, "one's own has a link to sign out"
    for address in addresses:
        assert stranger.post(address).status_code == 404
        assert browsers[0].get(address).status_code == 405
    second = UserSession.objects.get(user=ada, user_agent="Browser 1")
    answer = browsers[0].post(f"/me/sessions/{second.pk}/end/", follow=True)
    assert "You are signed out there." in answer.content.decode()
    assert [browser.get("/me/").status_code for browser in browsers] == [200, 302, 200]
    assert AuditEntry.objects.filter(action="accounts.session_ended", actor=ada).count() == 1
    own = UserSession.objects.get(user=ada, user_agent="Browser 0")
    assert browsers[0].post(f"/me/sessions/{own.pk}/end/").headers["Location"] == "/account/logout/"
    assert browsers[0].get("/me/").status_code == 200


def test_a_browser_cannot_put_markup_into_the_list(ada: User) -> None:
    client = Client(headers={"user-agent": "<script>alert(1)</script>" + "x" * 400})
    client.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert "<script>alert(1)" not in client.get("/account/sessions/").content.decode()
