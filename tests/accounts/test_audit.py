"""The audit trail: nothing in it changes, and site administrators find what they look for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.audited import show, things_in
from accounts.models import AuditEntry, Organisation, Programme, ProgrammeRole, User
from notifications.outbox import queue_email

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
    for typed in (str(number), f"Erased account {number}"):
        rows = signed_in(root).get(AUDIT, {"person": typed}).context["list"].rows
        assert [row.action for row in rows] == ["accounts.role_given"]
    assert not signed_in(root).get(AUDIT, {"person": "9" * 30}).context["list"].rows
    assert f"Erased account {number}" in signed_in(root).get(AUDIT).content.decode()


def test_things_are_called_by_their_names_of_today_and_lead_to_their_pages(
    entry: AuditEntry, root: User, owner: User, programme: Programme, now: datetime, signed_in: Callable[[User], Client]
) -> None:
    role, trust = owner.programme_roles.get(), Organisation.objects.create(name="Moorland Hospitals", kind="TRUST")
    letter = queue_email(letter="accounts.role_given", about_id=role.pk, key="k", now=now)
    for about in (role, trust, f"notifications.message:{letter}"):
        audit.record(actor=owner, action="accounts.something_done", about=about, now=now)
    Programme.objects.update(name="Digital leaders")
    client = signed_in(root)
    page = client.get(AUDIT).content.decode()
    for link in (
        '<a href="/staff/programmes/digital-fellowship/team/">Digital leaders</a>',
        '<a href="/staff/programmes/digital-fellowship/team/">Olu Owner: Owner of Digital leaders</a>',
        f'<a href="/staff/organisations/{trust.pk}/">Moorland Hospitals</a>',
        f'<a href="/staff/outbox/{letter}/">You were given a role in a programme</a>',
        f'href="/staff/audit/?about=accounts.programme%3A{programme.pk}">Programme {programme.pk}<',
    ):
        assert link in page
    assert "Olu Owner<br>" in page
    role.delete()
    programme.delete()
    page = client.get(AUDIT).content.decode()
    assert "Digital leaders" not in page
    assert f">Programme {entry.about.rpartition(':')[2]}<" in page


def test_what_nobody_has_said_how_to_show_has_its_number_alone(ada: User, now: datetime) -> None:
    rows = [
        AuditEntry(about=about)
        for about in ("accounts.profile:1", "gone.model:1", "accounts.programme:x", f"accounts.programme:{9**30}", "")
    ]
    assert things_in(rows) == {}


@pytest.mark.parametrize("typed", ["Programme {}", " programme  {}", "accounts.programme:{}", "Accounts.Programme:{}"])
def test_entries_about_one_thing_are_found(
    entry: AuditEntry, root: User, programme: Programme, now: datetime, signed_in: Callable[[User], Client], typed: str
) -> None:
    audit.record(actor=root, action="accounts.role_taken", about=f"accounts.programme:{programme.pk}7", now=now)
    answer = signed_in(root).get(AUDIT, {"about": typed.format(programme.pk)})
    assert [row.action for row in answer.context["list"].rows] == ["accounts.role_given"]
    assert [chosen.value for chosen in answer.context["list"].chosen] == [f"Programme {programme.pk}"]


@pytest.mark.parametrize("typed", ["Digital fellowship", "Programme", "7", ":", "a:", "Programme -1", "Unicorn 7"])
def test_a_thing_we_cannot_tell_is_said_and_left_out(
    entry: AuditEntry, root: User, signed_in: Callable[[User], Client], typed: str
) -> None:
    page = signed_in(root).get(AUDIT, {"about": typed}).content.decode()
    assert "Write what it is about as the list does" in page
    assert "Role given" in page


def test_each_kind_of_thing_is_looked_up_once(
    root: User, owner: User, now: datetime, signed_in: Callable[[User], Client]
) -> None:
    client, counted = signed_in(root), []
    for number in range(30):
        one = Programme.objects.create(name=f"Programme of {number}", slug=f"p{number}")
        role = ProgrammeRole.objects.create(programme=one, user=owner, role="OWNER")
        trust = Organisation.objects.create(name=f"Trust {number}", kind="TRUST")
        for about in (one, role, trust):
            audit.record(actor=owner, action="accounts.something_done", about=about, subject=root, now=now)
        if number in (0, 29):
            client.get(AUDIT)
            with CaptureQueriesContext(connection) as queries:
                client.get(AUDIT)
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_how_a_kind_is_shown_is_said_once() -> None:
    with pytest.raises(ValueError, match=r"accounts\.programme was said already"):
        show(Programme, address=str)


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
    # The day in London: late in the evening of a summer's day it is the next one already.
    day = timezone.localtime(now - timedelta(days=40))
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
