"""Deleting an account: asked for, thought over, carried out, told."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client

from accounts import deletion
from accounts.deletion import OnlyOwner, OnlySiteAdmin, ask_for_deletion, erase_due_accounts, keep_account
from accounts.models import AuditEntry, DeletionRequest, ProgrammeRole, User
from notifications.delivery import deliver_due
from tests.accounts.conftest import PASSWORD, MakePerson

FORTNIGHT = timedelta(days=14)


def test_an_account_goes_after_fourteen_days_and_not_before(ada: User, now: datetime) -> None:
    ask_for_deletion(ada, now=now)
    assert erase_due_accounts(now=now + FORTNIGHT - timedelta(minutes=1)) == 0
    assert User.objects.filter(pk=ada.pk).exists()
    assert erase_due_accounts(now=now + FORTNIGHT) == 1
    assert not User.objects.filter(pk=ada.pk).exists()
    assert erase_due_accounts(now=now + FORTNIGHT) == 0


def test_the_person_is_told_when_they_ask_and_when_it_is_done(ada: User, now: datetime) -> None:
    ask_for_deletion(ada, now=now)
    deliver_due(clock=lambda: now)
    done_at = now + FORTNIGHT
    erase_due_accounts(now=done_at)
    deliver_due(clock=lambda: done_at)
    assert [(one.to, one.subject.partition(" on ")[0]) for one in mail.outbox] == [
        (["ada@example.org"], "Your account will be deleted"),
        (["ada@example.org"], "Your account was deleted"),
    ]


def test_asking_twice_is_asking_once(ada: User, now: datetime) -> None:
    first = ask_for_deletion(ada, now=now)
    assert ask_for_deletion(ada, now=now + timedelta(days=3)) == first
    with pytest.raises(IntegrityError):
        DeletionRequest.objects.create(user=ada, asked_at=now, due_at=now)


def test_who_changes_their_mind_keeps_everything_and_the_letter_that_waits_is_dropped(ada: User, now: datetime) -> None:
    ask_for_deletion(ada, now=now)
    keep_account(ada, now=now)
    deliver_due(clock=lambda: now)
    assert erase_due_accounts(now=now + FORTNIGHT) == 0
    assert mail.outbox == []
    keep_account(ada, now=now)
    again = ask_for_deletion(ada, now=now + timedelta(days=1))
    assert again.due_at == now + timedelta(days=15)


def test_the_only_owner_of_a_programme_must_hand_it_over_first(owner: User, ada: User, now: datetime) -> None:
    with pytest.raises(OnlyOwner, match="You are the only owner of Digital fellowship"):
        ask_for_deletion(owner, now=now)
    programme = owner.programme_roles.get().programme
    ProgrammeRole.objects.create(programme=programme, user=ada, role="OWNER")
    ask_for_deletion(owner, now=now)


def test_the_only_site_administrator_must_find_another_first(
    root: User, make_person: MakePerson, now: datetime
) -> None:
    with pytest.raises(OnlySiteAdmin):
        ask_for_deletion(root, now=now)
    make_person("second@example.org", is_superuser=True)
    ask_for_deletion(root, now=now)


def test_owners_and_administrators_cannot_all_leave_together(
    owner: User, ada: User, root: User, make_person: MakePerson, now: datetime
) -> None:
    ProgrammeRole.objects.create(programme=owner.programme_roles.get().programme, user=ada, role="OWNER")
    second = make_person("second@example.org", is_superuser=True)
    ask_for_deletion(owner, now=now)
    ask_for_deletion(root, now=now)
    with pytest.raises(OnlyOwner):
        ask_for_deletion(ada, now=now)
    with pytest.raises(OnlySiteAdmin):
        ask_for_deletion(second, now=now)
    keep_account(owner, now=now)
    keep_account(root, now=now)
    ask_for_deletion(ada, now=now)
    ask_for_deletion(second, now=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("are", ["owners", "administrators"])
def test_two_who_ask_at_the_same_moment_do_not_both_leave(
    owner: User, ada: User, make_person: MakePerson, now: datetime, are: str
) -> None:
    if are == "owners":
        both = [owner, ada]
        ProgrammeRole.objects.create(programme=owner.programme_roles.get().programme, user=ada, role="OWNER")
    else:
        both = [make_person(f"{name}@example.org", is_superuser=True) for name in ("one", "two")]
    for _ in range(10):
        barrier = threading.Barrier(2, timeout=30)

        def ask(user: User, together: threading.Barrier) -> bool:
            try:
                together.wait()
                ask_for_deletion(user, now=now)
            except (OnlyOwner, OnlySiteAdmin):
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as pool:
            went = list(pool.map(ask, both, [barrier, barrier]))
        assert sorted(went) == [False, True]
        DeletionRequest.objects.all().delete()


def test_one_that_cannot_be_erased_does_not_hold_up_the_others(
    ada: User, make_person: MakePerson, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = make_person("ben@example.org")
    ask_for_deletion(ada, now=now)
    ask_for_deletion(ben, now=now + timedelta(minutes=1))
    erase = deletion.privacy.erase

    def fail_for_ada(user: User, *, now: datetime) -> None:
        if user == ada:
            raise RuntimeError("cannot")
        erase(user, now=now)

    monkeypatch.setattr(deletion.privacy, "erase", fail_for_ada)
    assert erase_due_accounts(now=now + timedelta(days=15)) == 1
    assert User.objects.filter(email="ada@example.org").exists()
    assert DeletionRequest.objects.open().filter(user=ada).exists(), "and is tried again"
    assert not User.objects.filter(email="ben@example.org").exists()
    assert AuditEntry.objects.filter(action="accounts.account_erased").count() == 1


def test_the_pages_ask_for_the_password_and_let_one_keep_the_account(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(ada)
    answer = client.post("/me/delete/")
    assert not DeletionRequest.objects.exists()
    answer = client.post(answer.url, {"password": PASSWORD, "next": "/me/delete/"})
    assert answer.url == "/me/"
    assert "Your account will be deleted on" in client.get("/me/").content.decode()
    assert "Keep my account" in client.get("/me/delete/").content.decode()
    client.post("/me/delete/", {"keep": "yes"})
    assert "will be deleted" not in client.get("/me/").content.decode()


def test_the_page_says_why_it_cannot_be_done_yet(owner: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(owner)
    answer = client.post("/me/delete/")
    answer = client.post(answer.url, {"password": PASSWORD, "next": "/me/delete/"})
    assert "You are the only owner of Digital fellowship" in answer.content.decode()
