"""Signing up: an account that works once its address is confirmed, and no word about who has one."""

import re
import smtplib
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications.conversation import Conversation, LetterRefused, ServerAway
from tests.accounts.conftest import PASSWORD, newest_code, words

SIGN_UP = "/account/signup/"
CONFIRM = "/account/confirm-email/"
NEW = {"name": "Ben Abara", "email": "ben@example.org", "password1": PASSWORD}


@pytest.fixture
def client(db: None) -> Client:
    return Client(enforce_csrf_checks=False)


def test_somebody_signs_up_confirms_the_address_and_lands_on_the_page_first_wanted(client: Client) -> None:
    answer = client.post(SIGN_UP, {**NEW, "next": "/careers/roles/"})
    assert (answer.status_code, answer.url) == (302, CONFIRM)
    user = User.objects.get(email="ben@example.org")
    assert user.name == "Ben Abara"
    assert not EmailAddress.objects.get(user=user).verified
    answer = client.post(CONFIRM, {"code": newest_code().lower().replace("-", " ")})
    assert (answer.status_code, answer.url) == (302, "/careers/roles/")
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/me/").status_code == 200


def test_the_letter_has_the_code_in_both_forms_and_no_link_that_does_anything(client: Client) -> None:
    client.post(SIGN_UP, NEW)
    letter = mail.outbox[-1]
    assert newest_code() in letter.subject
    html = letter.alternatives[0][0]
    assert newest_code() in html
    assert re.findall(r"https?://\S+", str(letter.body))[0].endswith("/account/login/")


def test_without_confirming_nobody_gets_in(client: Client) -> None:
    client.post(SIGN_UP, NEW)
    other = Client()
    answer = other.post("/account/login/", {"login": NEW["email"], "password": PASSWORD})
    assert answer.url == CONFIRM
    assert "Confirm your e-mail address" in other.get(CONFIRM).content.decode()
    assert other.get("/me/").url == "/account/login/?next=/me/"
    other.post(CONFIRM, {"code": newest_code()})
    assert other.get("/me/").status_code == 200


def test_a_wrong_code_says_so_and_too_many_end_it(client: Client) -> None:
    client.post(SIGN_UP, NEW)
    code = newest_code()
    answer = client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert answer.status_code == 200
    assert "That code is not right" in answer.content.decode()
    for _ in range(4):
        answer = client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert answer.status_code == 302
    assert "That was tried too often" in client.get(answer.url).content.decode()
    assert client.post(CONFIRM, {"code": code}).url == "/account/login/"
    assert not EmailAddress.objects.get(email=NEW["email"]).verified


def test_a_code_that_is_too_old_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(SIGN_UP, NEW)
    code, later = newest_code(), time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    answer = client.post(CONFIRM, {"code": code})
    assert answer.url == "/account/login/"
    assert "That code is no longer valid" in client.get(answer.url).content.decode()


def test_the_answer_is_the_same_whether_an_account_exists(ada: User) -> None:
    known, unknown = Client(), Client()
    pages = []
    for browser, email in ((known, "ada@example.org"), (unknown, "new@example.org")):
        first = browser.post(SIGN_UP, {**NEW, "email": email})
        page = browser.get(CONFIRM)
        wrong = browser.post(CONFIRM, {"code": "BBBB-BBBB"})
        pages.append([first.status_code, first.url, *(words(one.content).replace(email, "E") for one in (page, wrong))])
    assert pages[0] == pages[1]
    assert User.objects.count() == 2
    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["new@example.org"]]
    assert "You have an account already" in mail.outbox[0].subject
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_it_takes_as_long_whether_an_account_exists(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append(password))
    for email in ("ada@example.org", "new@example.org"):
        Client().post(SIGN_UP, {**NEW, "email": email})
    assert len(hashed) == 2, "hashing a password is what takes time"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter full name"),
        ("email", "ben", "Enter an e-mail address like"),
        ("password1", "short", "at least 12 characters"),
        ("password1", "password1234", "too common"),
        ("password1", "ben@example.org", "too similar"),
        ("name", "\u202e\u200b", "Enter full name"),
        ("name", "x" * 151, "must be 150 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(client: Client, field: str, value: str, sentence: str) -> None:
    answer = client.post(SIGN_UP, {**NEW, field: value})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not User.objects.exists()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in (SIGN_UP, "/account/login/", "/account/login/code/", "/account/password/reset/"):
        answer = strict.post(address, NEW)
        assert answer.status_code == 403, address
    assert not User.objects.exists()


def test_somebody_who_mistyped_the_address_starts_again(client: Client) -> None:
    client.post(SIGN_UP, {**NEW, "email": "bem@example.org"})
    assert client.get(SIGN_UP).url == CONFIRM
    assert client.post("/account/logout/", {"next": SIGN_UP}).url == SIGN_UP
    assert client.post(SIGN_UP, NEW).status_code == 302
    client.post(CONFIRM, {"code": newest_code()})
    assert [one.email for one in EmailAddress.objects.filter(verified=True)] == ["ben@example.org"]


def test_nobody_can_lie_in_wait_with_somebody_elses_address(client: Client) -> None:
    client.post(SIGN_UP, NEW)
    owner = Client()
    owner.post("/account/login/code/", {"email": NEW["email"]})
    assert owner.post("/account/login/code/confirm/", {"code": newest_code()}).url == "/me/"
    page = owner.get("/me/").content.decode()
    assert "the password no longer works" in page.replace("\n", " ")
    answer = Client().post("/account/login/", {"login": NEW["email"], "password": PASSWORD})
    assert "The e-mail address or the password is not right" in answer.content.decode()
    assert client.get("/me/").status_code == 302, "who waited with the first code stays out too"
    assert owner.get("/account/password/change/").url == "/account/password/set/"
    owner.post("/account/password/set/", {"password1": "four loud yellow ducks"})
    answer = Client().post("/account/login/", {"login": NEW["email"], "password": "four loud yellow ducks"})
    assert answer.url == "/me/"


def test_a_confirmed_person_keeps_the_password_when_signing_in_by_code(ada: User) -> None:
    client = Client()
    client.post("/account/login/code/", {"email": ada.email})
    client.post("/account/login/code/confirm/", {"code": newest_code()})
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_the_same_form_twice_at_once_makes_one_account(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    flows = "allauth.account.internal.flows.manage_email.email_already_exists"
    monkeypatch.setattr(flows, lambda email, **_: (email, False))
    answer = Client().post(SIGN_UP, {**NEW, "email": ada.email})
    assert answer.url == CONFIRM
    assert User.objects.count() == 1
    assert "You have an account already" in mail.outbox[-1].subject


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (ServerAway("no route"), "That is our fault"),
        (LetterRefused("550"), "check it for a slip"),
        (smtplib.SMTPDataError(451, b"later"), "That is our fault"),
    ],
)
def test_without_a_mail_server_there_is_a_page_that_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: Exception, sentence: str
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(Conversation, "send", fail)
    answer = client.post(SIGN_UP, NEW)
    assert answer.status_code == 503
    assert sentence in answer.content.decode()
    monkeypatch.undo()
    assert client.post("/account/login/", {"login": NEW["email"], "password": PASSWORD}).url == CONFIRM
    assert len(mail.outbox) == 1


def test_signing_up_too_often_from_one_address_gets_a_page_that_says_so(
    client: Client, settings: object, make_person: Callable[..., User]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}  # type: ignore[attr-defined]
    answers = [client.post(SIGN_UP, {**NEW, "email": "not an address"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    page = client.post(SIGN_UP, NEW)
    assert "That was a lot at once" in page.content.decode()
