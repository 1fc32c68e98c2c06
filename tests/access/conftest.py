"""The small world in which every row is tried. It is made once, and each test gives it back as it was."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import Programme, ProgrammeRole, User
from tests.access import accounts, careers, events, fellowship, mentoring, planning
from tests.access.rules import CANARY

PASSWORD = "correct horse battery"


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """What the placeholders in the rows stand for, and the session of each role.

    Making it takes longer than most tests, so it is made in a transaction around all tests of this folder, each of
    which rolls back to it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        programmes = _programmes()
        sessions = _people(*programmes)
        made: dict[str, str] = {}
        for things_of_an_app in (
            accounts.things(*programmes),
            careers.things(),
            events.things(*programmes),
            planning.things(),
            mentoring.things(*programmes),
            *fellowship.things(*programmes),
        ):
            assert not made.keys() & things_of_an_app.keys(), "two rows must not mean different things by one name"
            made |= things_of_an_app
        yield made, sessions
        transaction.set_rollback(True)


@pytest.fixture
def things(world: tuple[dict[str, str], dict[str, str]], db: None) -> dict[str, str]:
    """What the placeholders in the rows stand for."""
    return world[0]


@pytest.fixture
def clients(world: tuple[dict[str, str], dict[str, str]], db: None) -> dict[str, Client]:
    """A browser for each role."""
    made = {"anonymous": Client()}
    for role, cookies in world[1].items():
        made[role] = Client()
        made[role].cookies = SimpleCookie(cookies)
    return made


def _programmes() -> tuple[Programme, Programme]:
    """The one in the rows, and the stranger's."""
    return (
        Programme.objects.create(name="Digital fellowship", slug="digital-fellowship"),
        # Its name is public, on the pages of its events.
        Programme.objects.create(name="Other mentoring", slug="other-mentoring", provider=f"{CANARY} trust"),
    )


def _people(ours: Programme, theirs: Programme) -> dict[str, str]:
    """Makes a person for each role and signs them in. Returns their cookies."""
    people = {
        "person": User.objects.create_user("person@example.org", PASSWORD),
        "deactivated": User.objects.create_user("gone@example.org", PASSWORD, is_active=False),
        "staff": User.objects.create_user("staff@example.org", PASSWORD, is_staff=True),
        "owner": User.objects.create_user("owner@example.org", PASSWORD),
        "reviewer": User.objects.create_user("reviewer@example.org", PASSWORD),
        "stranger": User.objects.create_user("stranger@example.org", PASSWORD, name=f"{CANARY} Stranger"),
        "superuser": User.objects.create_superuser("root@example.org", PASSWORD),
    }
    for role, programme, kind in (
        ("owner", ours, "OWNER"),
        ("reviewer", ours, "REVIEWER"),
        ("stranger", theirs, "OWNER"),
    ):
        ProgrammeRole.objects.create(programme=programme, user=people[role], role=kind)
    cookies = {}
    for role, user in people.items():
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        client = Client()
        client.force_login(user)
        cookies[role] = client.cookies.output(header="", sep=";").strip()
    return cookies
