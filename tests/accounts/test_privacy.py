"""The registry of personal data: nothing about a person is forgotten in it, in the download or in erasing."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client

from accounts import audit, privacy
from accounts.models import AuditEntry, ContactPreference, DeletionRequest, Organisation, ProgrammeRole, User
from accounts.privacy import registered
from accounts.profiles import WORK, save_profile
from notifications.models import Message
from tests.accounts.conftest import PASSWORD

CANARY = "Quetzalcoatl"


def relations_to_people() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_models():
        for relation in model._meta.get_fields():
            if relation.is_relation and relation.related_model is User and not relation.auto_created:
                yield model, relation.name


def test_every_table_that_points_at_a_person_is_in_the_registry() -> None:
    known = {(one.model, one.owner.partition("__")[0]) for one in registered()}
    missing = [f"{model._meta.label}.{name}" for model, name in relations_to_people() if (model, name) not in known]
    assert not missing, "say in personal_data.py what becomes of it"
    assert len(known) > 10


def test_the_registry_names_fields_that_exist_and_says_how_long(ada: User) -> None:
    for one in registered():
        list(one.rows(ada).values(*one.fields))
        assert one.title[0].isupper(), one
        assert one.keeps.endswith("."), one


def test_the_same_thing_cannot_be_registered_twice() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        privacy.register(User, "pk", title="Again", keeps="Never.", erase=privacy.keep)


@pytest.fixture
def canary(make_person: Callable[..., User], owner: User, now: datetime) -> User:
    """A person with something in every table of accounts; each text that is theirs holds the canary."""
    user = make_person(f"{CANARY}@example.org".lower(), name=f"{CANARY} Smith")
    EmailAddress.objects.create(user=user, email=f"private-{CANARY}@example.net".lower(), verified=True)
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": CANARY})
    work = dict.fromkeys(WORK, "") | {"job_title": f"{CANARY} nurse", "line_manager_email": f"{CANARY}@example.com"}
    save_profile(
        user, name=user.name, employer="NOT_LISTED", organisation=None, organisation_name=f"{CANARY} trust", work=work,
        now=now,
    )  # fmt: skip
    ContactPreference.objects.create(user=user, topic="events.reminder", wanted=False)
    programme = owner.programme_roles.get().programme
    ProgrammeRole.objects.create(programme=programme, user=user, role="REVIEWER")
    today = now.date()
    owner.programme_roles.update(deputy=user, away_from=today, away_until=today)
    audit.record(actor=owner, action="accounts.role_given", subject=user, now=now)
    audit.record(actor=user, action="accounts.role_given", subject=owner, now=now)
    for number, address in enumerate((user.email, "somebody@example.org")):
        Message.objects.create(
            letter="events.reminder", about_id=number, key=f"key {number}", state=Message.State.SENT, due_at=now,
            to=address, subject="Hello", text=f"Hello {address}",
        )  # fmt: skip
    client = Client(headers={"user-agent": f"{CANARY} Browser"})
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/me/").status_code == 200
    return user


def everything() -> str:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_download_has_everything(canary: User, now: datetime) -> None:
    data = privacy.export(canary, now=now)["data"]
    assert {
        "Your account", "E-mail addresses", "Second steps for signing in", "Devices you are signed in on", "Your work",
        "What you want to hear", "Roles in programmes", "Roles you stand in for", "What you did",
        "What was done to you",
    } <= set(data)  # fmt: skip
    assert data["Your work"][0]["job_title"] == f"{CANARY} nurse"
    assert len(data["E-mail addresses"]) == 2
    assert "seed" not in str(data), "secrets are not in it"


def test_after_erasing_nothing_is_left_but_numbers(canary: User, owner: User, now: datetime) -> None:
    assert everything().lower().count(CANARY.lower()) >= 8
    number = canary.pk
    privacy.erase(canary, now=now)
    left = [line for line in everything().splitlines() if CANARY.lower() in line.lower()]
    assert left == []
    assert AuditEntry.objects.filter(subject_id=number).exists(), "who did what stays, as a number"
    owner.programme_roles.get().refresh_from_db()
    assert owner.programme_roles.get().deputy is None
    assert Message.objects.get(key="key 1").text == "Hello somebody@example.org"


def test_my_data_comes_as_a_file_after_asking_for_the_password(
    ada: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    client = signed_in(ada)
    assert "How long" in client.get("/me/data/").content.decode()
    answer = client.post("/me/data/")
    assert answer.url == "/account/reauthenticate/?next=%2Fme%2Fdata%2F"
    answer = client.post(answer.url, {"password": PASSWORD, "next": "/me/data/"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert "no-store" in answer.headers["Cache-Control"]
    data = json.loads(answer.content)
    assert data["data"]["Your account"][0]["email"] == "ada@example.org"
    assert AuditEntry.objects.filter(action="accounts.data_downloaded", actor=ada).count() == 1


def test_merged_and_erased_people_do_not_take_organisations_with_them(ada: User, now: datetime) -> None:
    trust = Organisation.objects.create(name="Example trust", kind="TRUST")
    save_profile(
        ada, name="Ada", employer="LISTED", organisation=trust, organisation_name="", work=dict.fromkeys(WORK, ""),
        now=now,
    )  # fmt: skip
    privacy.erase(ada, now=now)
    assert Organisation.objects.filter(pk=trust.pk).exists()


def test_requests_to_delete_outlive_the_account_without_an_address_in_the_end(ada: User, now: datetime) -> None:
    from accounts.deletion import ask_for_deletion, erase_due_accounts, forget_last_addresses

    ask_for_deletion(ada, now=now)
    assert erase_due_accounts(now=now + timedelta(days=15)) == 1
    request = DeletionRequest.objects.get()
    assert request.user is None
    assert request.last_address == "ada@example.org"
    assert forget_last_addresses(now=now + timedelta(days=46)) == 1
    assert "ada@example.org" not in str(DeletionRequest.objects.values())
