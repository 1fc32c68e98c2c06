"""Signing in, by password and by code, and what keeps others out."""

import time
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from tests.accounts.conftest import PASSWORD, MakePerson, newest_code, words

SIGN_IN = "/account/login/"
ASK = "/account/login/code/"
TYPE = "/account/login/code/confirm/"


def test_a_password_opens_the_page_first_wanted(ada: User) -> None:
    client = Client()
    wanted = client.get("/me/profile/").url
    assert wanted == "/account/login/?next=/me/profile/"
    page = client.get(wanted).content.decode()
    assert '<input type="hidden" name="next" value="/me/profile/">' in page
    answer = client.post(SIGN_IN, {"login": "ADA@example.org ", "password": PASSWORD, "next": "/me/profile/"})
    assert answer.url == "/me/profile/"


def test_a_code_opens_the_page_first_wanted(ada: User) -> None:
    client = Client()
    assert f"{ASK}?next=%2Fme%2Fprofile%2F" in client.get("/account/login/?next=/me/profile/").content.decode()
    answer = client.post(ASK, {"email": "ada@example.org", "next": "/me/profile/"})
    assert answer.url == f"{TYPE}?next=%2Fme%2Fprofile%2F"
    assert 'name="next" value="/me/profile/"' in client.get(answer.url).content.decode()
    assert client.post(TYPE, {"code": newest_code(), "next": "/me/profile/"}).url == "/me/profile/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "http:evil", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(ada: User, elsewhere: str) -> None:
    client = Client()
    answer = client.post(SIGN_IN, {"login": "ada@example.org", "password": PASSWORD, "next": elsewhere})
    assert answer.url == "/me/"
    client = Client()
    client.post(ASK, {"email": "ada@example.org", "next": elsewhere})
    assert client.post(f"{TYPE}?next={elsewhere}", {"code": newest_code(), "next": elsewhere}).url == "/me/"
    assert client.post("/account/logout/", {"next": elsewhere}).url == "/"


def test_the_answers_are_the_same_whether_an_account_exists(ada: User, make_person: MakePerson) -> None:
    make_person("gone@example.org", is_active=False)
    seen = set()
    for email in ("ada@example.org", "nobody@example.org", "gone@example.org"):
        client = Client()
        pages = [
            client.post(SIGN_IN, {"login": email, "password": "wrong but long enough"}),
            client.post("/account/password/reset/", {"email": email}),
            client.get("/account/password/reset/done/"),
            client.post(ASK, {"email": email}),
            client.get(TYPE),
            client.post(TYPE, {"code": "BBBB-BBBB"}),
        ]
        seen.add(tuple((page.status_code, words(page.content).replace(email, "E")) for page in pages))
    assert len(seen) == 1
    subjects = {one.to[0]: set() for one in mail.outbox}  # type: ignore[var-annotated]
    for one in mail.outbox:
        subjects[one.to[0]].add(one.subject)
    assert subjects["nobody@example.org"] == subjects["gone@example.org"] == {"There is no account with this address"}
    assert len(subjects["ada@example.org"]) == 2


@pytest.mark.parametrize("address", [ASK, "/account/password/reset/"])
def test_the_database_is_asked_as_often_whether_an_account_exists(ada: User, address: str) -> None:
    counts = []
    for email in ("ada@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(address, {"email": email})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_wrong_password_takes_as_long_whether_an_account_exists(
    ada: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    ada.set_password(PASSWORD)
    ada.save()
    hashed: list[str] = []
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
    encode = PBKDF2PasswordHasher.encode

    def counting(self: PBKDF2PasswordHasher, password: str, *rest: object) -> str:
        hashed.append(password)
        return encode(self, password, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counting)
    counts = []
    for email in ("ada@example.org", "nobody@example.org"):
        hashed.clear()
        Client().post(SIGN_IN, {"login": email, "password": "wrong but long enough"})
        counts.append(len([one for one in hashed if one == "wrong but long enough"]))
    assert counts[0] >= 1
    assert counts[1] >= 1


def test_a_closed_account_is_told_so_only_to_who_knows_the_password(make_person: MakePerson) -> None:
    make_person("gone@example.org", is_active=False)
    client = Client()
    answer = client.post(SIGN_IN, {"login": "gone@example.org", "password": PASSWORD})
    assert "This account is closed" in client.get(answer.url).content.decode()
    assert client.get("/me/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_must_wait(ada: User) -> None:
    client = Client()
    for _ in range(5):
        client.post(SIGN_IN, {"login": "ada@example.org", "password": "wrong but long enough"})
    answer = client.post(SIGN_IN, {"login": "ada@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Wait 5 minutes and try again, or sign in another way" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.post(SIGN_IN, {"login": "ada@example.org", "password": PASSWORD}).status_code == 200
    client.post(ASK, {"email": "ada@example.org"})
    assert client.post(TYPE, {"code": newest_code()}).url == "/me/"


def test_who_is_locked_out_is_no_word_on_whether_there_is_an_account(ada: User) -> None:
    pages = []
    for email in ("ada@example.org", "nobody@example.org"):
        client = Client()
        for _ in range(6):
            answer = client.post(SIGN_IN, {"login": email, "password": "wrong but long enough"})
        pages.append(words(answer.content).replace(email, "E"))
    assert pages[0] == pages[1]


def test_codes_cannot_be_asked_for_without_end(ada: User) -> None:
    answers = [Client().post(ASK, {"email": "ada@example.org"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "That was tried too often" in answers[-1].content.decode()
    assert len(mail.outbox) == 3


def test_a_code_works_once_and_only_in_the_browser_that_asked(ada: User) -> None:
    client, other = Client(), Client()
    client.post(ASK, {"email": "ada@example.org"})
    code = newest_code()
    other.post(ASK, {"email": "ada@example.org"})
    assert "That code is not right" in other.post(TYPE, {"code": code}).content.decode()
    assert client.post(TYPE, {"code": code}).url == "/me/"
    client.post("/account/logout/")
    answer = client.post(TYPE, {"code": code})
    assert answer.url == ASK
    assert "That code is no longer valid" in client.get(ASK).content.decode()


def test_a_code_works_for_fifteen_minutes(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.time()
    for minutes, worked in ((14, True), (16, False)):
        client = Client()
        monkeypatch.setattr(time, "time", lambda: begun)
        client.post(ASK, {"email": "ada@example.org"})
        code, later = newest_code(), begun + 60 * minutes
        monkeypatch.setattr(time, "time", lambda later=later: later)
        answer = client.post(TYPE, {"code": code})
        assert (answer.url == "/me/") is worked, minutes


def test_too_many_wrong_codes_end_it(ada: User) -> None:
    client = Client()
    client.post(ASK, {"email": "ada@example.org"})
    code = newest_code()
    for _ in range(5):
        answer = client.post(TYPE, {"code": "BBBB-BBBB"})
    assert answer.url == ASK
    assert "That was tried too often" in client.get(ASK).content.decode()
    assert client.post(TYPE, {"code": code}).url == ASK


def test_a_second_code_can_be_asked_for(ada: User) -> None:
    client = Client()
    client.post(ASK, {"email": "ada@example.org"})
    first = newest_code()
    assert client.post(TYPE, {"action": "resend"}).url == TYPE
    assert newest_code() != first
    assert client.post(TYPE, {"code": newest_code()}).url == "/me/"


def test_a_sign_in_ends_with_the_browser_unless_asked_otherwise(ada: User) -> None:
    client = Client()
    client.post(SIGN_IN, {"login": "ada@example.org", "password": PASSWORD})
    assert not client.cookies["sessionid"]["max-age"]
    client = Client()
    client.post(SIGN_IN, {"login": "ada@example.org", "password": PASSWORD, "remember": "on"})
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600
    client = Client()
    client.post(ASK, {"email": "ada@example.org"})
    client.post(TYPE, {"code": newest_code()})
    assert not client.cookies["sessionid"]["max-age"]


def test_signing_in_changes_the_session_so_that_nobody_can_plant_one(ada: User) -> None:
    client = Client()
    client.post(ASK, {"email": "ada@example.org"})
    planted = client.cookies["sessionid"].value
    client.post(TYPE, {"code": newest_code()})
    assert client.cookies["sessionid"].value != planted


def test_signing_out_asks_first_and_needs_a_post(ada: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(ada)
    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert client.get("/me/").status_code == 200
    assert client.post("/account/logout/").url == "/"
    assert client.get("/me/").status_code == 302


def test_only_the_passkey_script_is_answered_in_json(ada: User) -> None:
    headers = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    page = Client().post(SIGN_IN, {"login": "x", "password": "y"}, headers=headers)
    assert page.headers["Content-Type"].startswith("text/html")
    options = Client().get("/account/2fa/webauthn/login/", headers=headers)
    assert "publicKey" in options.json()["request_options"]


def test_the_administration_pages_have_no_sign_in_page_of_their_own(root: User, ada: User) -> None:
    assert Client().get("/admin/login/?next=/admin/").url == "/account/login/?next=%2Fadmin%2F"
    client = Client()
    client.force_login(ada)
    assert client.get("/admin/login/").status_code == 403


def test_the_header_leads_to_signing_in_and_then_to_ones_account(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    page = Client().get("/careers/roles/").content.decode()
    assert 'href="/account/login/?next=%2Fcareers%2Froles%2F"' in page
    assert not Client().get("/careers/roles/").cookies
    page = signed_in(ada).get("/careers/roles/").content.decode()
    assert '<a class="nhsuk-header__account-link" href="/me/">My account</a>' in page
    assert "Sign in" not in page


def test_a_page_kept_by_the_browser_is_not_shown_to_who_has_signed_in_since(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    visitor = Client()
    etag = visitor.get("/careers/roles/").headers["ETag"]
    assert visitor.get("/careers/roles/", headers={"if-none-match": etag}).status_code == 304
    answer = signed_in(ada).get("/careers/roles/", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
