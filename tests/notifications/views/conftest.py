"""Who signs in: somebody who sees all letters, and somebody who sees those of one programme."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.notifications.views import staff


@pytest.fixture(autouse=True)
def people(settings: Settings) -> None:
    """Who sees which letters, as ``staff`` says; what they do is kept in ``DONE``."""
    settings.OUTBOX_SCOPES_OF = f"{staff.__name__}.scopes_for_tests"
    settings.OUTBOX_NAMES_OF_SCOPES = f"{staff.__name__}.names_for_tests"
    settings.OUTBOX_RECORDS_WITH = f"{staff.__name__}.keep"
    settings.STAFF_NEED_MFA = False
    staff.DONE.clear()


@pytest.fixture
def admin(people: None) -> Client:
    return staff.signed_in("admin")


@pytest.fixture
def north(people: None) -> Client:
    return staff.signed_in("north")
