"""People for tests about accounts, and the codes they are sent."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User

PASSWORD = "three quiet otters"
MakePerson = Callable[..., User]


@pytest.fixture(autouse=True)
def _no_limits_from_before(db: None) -> None:
    """Limits on tries count in the cache, which with Redis outlives a test."""
    cache.clear()


@pytest.fixture
def make_person(db: None) -> MakePerson:
    """A person who has confirmed an address; ``confirmed=False`` for one who has not."""

    def make(email: str, *, name: str = "", confirmed: bool = True, **fields: object) -> User:
        user = User.objects.create_user(email, PASSWORD, name=name, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
        return user

    return make


@pytest.fixture
def ada(make_person: MakePerson) -> User:
    return make_person("ada@example.org", name="Ada Okafor")


@pytest.fixture
def root(make_person: MakePerson) -> User:
    """A site administrator."""
    return make_person("root@example.org", name="Rose Root", is_superuser=True, is_staff=True)


@pytest.fixture
def programme(make_person: MakePerson) -> Programme:
    """A programme with an owner, owner@example.org."""
    programme = Programme.objects.create(name="Digital fellowship", slug="digital-fellowship")
    owner = make_person("owner@example.org", name="Olu Owner")
    ProgrammeRole.objects.create(programme=programme, user=owner, role=ProgrammeRole.Role.OWNER)
    return programme


@pytest.fixture
def owner(programme: Programme) -> User:
    return User.objects.get(email="owner@example.org")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which a person is signed in, as by a password just now."""

    def sign_in(user: User) -> Client:
        client = Client()
        answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return sign_in


def newest_code() -> str:
    """The code in the newest e-mail."""
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def words(html: bytes) -> str:
    """What a person reads of a page, without what differs between two visits."""
    text = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", html.decode())
    return " ".join(text.split())
