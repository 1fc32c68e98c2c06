"""Somebody who may correct the catalogue."""

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("editor@example.org", "correct horse battery", name="Ed Itor")


@pytest.fixture
def editor(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client
