"""Who was not let in: kept in the audit trail, without what was typed, and no more than so many an hour."""

from allauth.account.adapter import get_adapter
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import AuditEntry, User
from tests.accounts.conftest import PASSWORD

WRONG = "wrong but long enough"


def tries(email: str, password: str = WRONG, network: str = "192.0.2.1") -> None:
    Client(REMOTE_ADDR=network).post("/account/login/", {"login": email, "password": password})


def failures() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="accounts.sign_in_failed").order_by("pk"))


def test_a_wrong_password_is_kept_with_whose_account_it_was_and_nothing_that_was_typed(ada: User) -> None:
    tries("Ada@Example.org")
    (kept,) = failures()
    assert (kept.subject, kept.actor, kept.about, kept.scope, kept.detail) == (ada, None, "", "", {})


def test_an_address_without_an_account_is_kept_too_as_nobodys(ada: User) -> None:
    tries("nobody@example.org")
    assert [one.subject_id for one in failures()] == [None]


def test_who_is_let_in_is_no_failure(ada: User) -> None:
    tries("ada@example.org", PASSWORD)
    assert failures() == []


def test_an_account_makes_no_difference_to_what_is_kept_or_looked_up(ada: User, rf: RequestFactory) -> None:
    asked = []
    for email in ("ada@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            get_adapter().authentication_failed(rf.post("/account/login/"), email=email, password=WRONG)
        asked.append([query["sql"].partition(" ")[0] for query in queries if "accounts_" in query["sql"]])
    assert asked[0] == asked[1]
    assert asked[0] == ["SELECT", "INSERT"]


def test_nobody_fills_the_trail_from_one_network_nor_from_many(settings: Settings) -> None:
    rates = {**settings.ACCOUNT_RATE_LIMITS, "failed_kept_of_network": "2/h/key", "failed_kept_of_all": "3/h/key"}
    settings.ACCOUNT_RATE_LIMITS = rates
    for number in range(4):
        tries(f"person{number}@example.org")
    assert len(failures()) == 2
    for number in range(4):
        tries(f"person{number}@example.com", network=f"198.51.100.{number + 1}")
    assert len(failures()) == 3
