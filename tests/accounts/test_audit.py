"""The audit trail: nothing in it changes, and site administrators find what they look for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.models import AuditEntry, Programme, User

AUDIT = "/staff/audit/"


@pytest.fixture
def entry(ada: User, owner: User, programme: Programme, now: datetime) -> AuditEntry:
    return audit.record(
        actor=owner, action="accounts.role_given", about=programme, subject=ada, scope=programme.scope,
        detail={"role": "ADVISER"}, now=now,
    )  # fmt: skip


def test_nobody_changes_or_deletes_an_entry_whatever_way_they_try(entry: AuditEntry) -> None:
    def by_hand(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    entry.action = "accounts.something_else"
    for attempt in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(detail={}),
        lambda: AuditEntry.objects.all().delete(),
        lambda: by_hand("UPDATE accounts_auditentry SET action = 'x'"),
        lambda: by_hand("DELETE FROM accounts_auditentry"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get().action == "accounts.role_given"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_nobody_empties_it(entry: AuditEntry) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_auditentry")


def test_an_entry_goes_with_what_it_tells(ada: User, now: datetime) -> None:
    with transaction.atomic():
        audit.record(actor=ada, action="accounts.role_given", now=now)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_site_administrators_read_it_in_words(
    entry: AuditEntry, root: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(root).get(AUDIT).content.decode()
    for words in (
        "owner@example.org",
        "Role given",
        "ada@example.org",
        f"Programme {entry.about.rpartition(':')[2]}",
        "ADVISER",
    ):
        assert words in page
    number = ada.pk
    ada.delete()
    assert f"Person {number}, deleted" in signed_in(root).get(AUDIT).content.decode()


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("accounts.programmerole:5", "Programme role 5"),
        ("accounts.something_gone:5", "accounts.something_gone:5"),
        ("events.invited", "events.invited"),
        ("", ""),
    ],
)
def test_what_an_entry_is_about_is_said_in_words(about: str, words: str) -> None:
    assert AuditEntry(about=about).about_words == words


def test_filters_find_who_what_where_and_when(
    entry: AuditEntry, root: User, ada: User, now: datetime, signed_in: Callable[[User], Client]
) -> None:
    audit.record(actor=None, action="accounts.account_erased", now=now - timedelta(days=40))
    client = signed_in(root)

    def found(query: str) -> list[str]:
        rows = client.get(f"{AUDIT}?{query}").context["list"].rows
        return [row.action for row in rows if row.action != "accounts.staff_signed_in"]

    assert found("") == ["accounts.account_erased", "accounts.role_given"]
    assert found("person=ADA@example.org") == found("person=owner@example.org") == ["accounts.role_given"]
    assert found("person=nobody@example.org") == []
    assert found("action=accounts.account_erased") == ["accounts.account_erased"]
    assert found(f"scope={entry.scope}") == ["accounts.role_given"]
    day = now - timedelta(days=40)
    dates = f"last_day_day={day.day}&last_day_month={day.month}&last_day_year={day.year}"
    assert found(dates) == ["accounts.account_erased"]
    assert found(dates.replace("last", "first")) == ["accounts.account_erased", "accounts.role_given"]
    assert found("last_day_day=31&last_day_month=12&last_day_year=9999") == found("")
    page = client.get(f"{AUDIT}?last_day_day=31&last_day_month=2&last_day_year=2027").content.decode()
    assert "that month has no such day" in page
    assert "No entry fits" in client.get(f"{AUDIT}?person=nobody@example.org").content.decode()


def test_every_kind_of_action_is_offered_once(ada: User, now: datetime) -> None:
    assert AuditEntry.objects.actions() == []
    for action in ("accounts.role_taken", "accounts.role_given", "accounts.role_taken", "events.event_cancelled"):
        audit.record(actor=ada, action=action, now=now)
    assert AuditEntry.objects.actions() == ["accounts.role_given", "accounts.role_taken", "events.event_cancelled"]


def test_the_page_costs_the_same_however_long_the_trail_is(
    ada: User,
    root: User,
    now: datetime,
    signed_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(60):
        audit.record(actor=ada, action="accounts.role_given", subject=root, now=now)
    client = signed_in(root)
    with django_assert_max_num_queries(9):
        assert client.get(AUDIT).status_code == 200
