"""People whom a team brings in: their account is theirs alone, whoever else typed their address before."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.invited import AccountIsClosed, account_for, never_came
from accounts.models import User
from accounts.tidying import forget_unconfirmed
from tests.accounts.conftest import PASSWORD, MakePerson, newest_code

CODE, CONFIRM = "/account/login/code/", "/account/login/code/confirm/"


def come_in_by_code(email: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(CODE, {"email": email})
    answer = client.post(CONFIRM, {"code": newest_code()}, follow=True)
    assert answer.status_code == 200
    return client


def test_somebody_without_an_account_gets_one_that_nobody_can_sign_in_to_with_a_password(now: datetime) -> None:
    user = account_for(" Kim@Example.org ", name=" Kim  Lee ", now=now)
    assert (user.email, user.name, user.has_usable_password()) == ("kim@example.org", "Kim Lee", False)
    assert account_for("kim@example.ORG", name="Kim Lee", now=now) == user
    assert list(never_came()) == [user]


def test_one_code_is_enough_to_come_in_and_confirms_the_address(now: datetime) -> None:
    user = account_for("kim@example.org", name="Kim Lee", now=now)
    client = come_in_by_code(user.email)
    assert len(mail.outbox) == 1
    assert client.get("/me/").status_code == 200
    assert EmailAddress.objects.get(user=user).verified
    assert not never_came().exists()


def test_a_wrong_code_confirms_nothing(now: datetime) -> None:
    user = account_for("kim@example.org", name="Kim Lee", now=now)
    client = Client()
    client.post(CODE, {"email": user.email})
    client.post(CONFIRM, {"code": "XXXX-XXXX"})
    assert client.get("/me/").status_code == 302
    assert not EmailAddress.objects.exists()


def test_a_password_of_somebody_who_typed_the_address_before_never_opens_the_account(now: datetime) -> None:
    stranger = Client()
    stranger.post("/account/signup/", {"name": "Mallory", "email": "kim@example.org", "password1": PASSWORD})
    user = account_for("kim@example.org", name="Kim Lee", now=now)
    assert (user.name, user.has_usable_password()) == ("Kim Lee", False)
    come_in_by_code(user.email)
    for browser in (stranger, Client()):
        browser.post("/account/login/", {"login": "kim@example.org", "password": PASSWORD})
        assert browser.get("/me/").status_code == 302


def test_whoever_signs_up_after_the_invitation_gets_no_hold_on_the_account(now: datetime) -> None:
    user = account_for("kim@example.org", name="Kim Lee", now=now)
    stranger = Client()
    stranger.post("/account/signup/", {"name": "Mallory", "email": "kim@example.org", "password1": PASSWORD})
    come_in_by_code(user.email)
    user.refresh_from_db()
    assert (user.name, user.has_usable_password()) == ("Kim Lee", False)
    stranger.post("/account/login/", {"login": "kim@example.org", "password": PASSWORD})
    assert stranger.get("/me/").status_code == 302


def test_an_address_that_somebody_added_but_never_confirmed_is_not_theirs(ada: User, now: datetime) -> None:
    EmailAddress.objects.create(user=ada, email="kim@example.org", verified=False)
    user = account_for("kim@example.org", name="Kim Lee", now=now)
    assert user != ada
    come_in_by_code(user.email)
    assert EmailAddress.objects.get(email="kim@example.org", verified=True).user == user


def test_a_second_address_that_was_confirmed_leads_to_its_owner_who_stays_as_they_are(ada: User, now: datetime) -> None:
    EmailAddress.objects.create(user=ada, email="ada@example.net", verified=True)
    assert account_for("ada@example.net", name="A. Okafor", now=now) == ada
    ada.refresh_from_db()
    assert ada.name == "Ada Okafor"
    assert ada.check_password(PASSWORD)


def test_a_closed_account_is_not_brought_in(make_person: MakePerson, now: datetime) -> None:
    make_person("gone@example.org", is_active=False)
    with pytest.raises(AccountIsClosed):
        account_for("gone@example.org", name="Gone", now=now)


def test_an_invitation_outlives_the_tidying_of_sign_ups_that_nobody_confirmed(
    make_person: MakePerson, now: datetime
) -> None:
    make_person("half@example.org", confirmed=False, joined_at=now - timedelta(days=40))
    account_for("half@example.org", name="", now=now)
    account_for("kim@example.org", name="", now=now - timedelta(days=40))
    assert forget_unconfirmed(now=now) == 0
    assert User.objects.count() == 2
