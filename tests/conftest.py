"""What every test has: a database with the shipped catalogue in it, and quick passwords."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from careers.frame import current_frame
from careers.open_data.documents import live_counts
from careers.revision import PerRevision
from careers.roles.building import ways_to_build
from careers.roles.names import other_names
from careers.search.index import current_index
from planning.journeys.flows import told
from tests.database_template import DatabaseTemplate

KEPT_PER_REVISION: tuple[PerRevision[Any], ...] = (
    current_frame, current_index, live_counts, ways_to_build, other_names, told,
)  # fmt: skip
_SHIPPED: dict[PerRevision[Any], Any] = {}  # what each keeps of the shipped catalogue, once the database is there


def pytest_configure() -> None:
    # Argon2 is slow on purpose; tests of signing in are about who may, not about the hash.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite is tested as a file: in memory it has other locks than in use."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped catalogue is loaded once; every test finds it and leaves it as it was.

    Ordinary tests roll back. After a test that commits (``transactional_db``, ``live_server``) Django would empty all
    tables; here the whole database is put back from a copy instead.
    """
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)
        for kept in KEPT_PER_REVISION:
            kept()  # before any test can change what it is made of
            _SHIPPED[kept] = kept._kept
        template = DatabaseTemplate(connection)
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: template.restore()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        template.remove()


@pytest.fixture(autouse=True)
def _nothing_kept_of_a_catalogue_that_is_rolled_back() -> Iterator[None]:
    """What a process keeps per revision of the catalogue must not outlive a test that changed the catalogue."""
    yield
    for kept in KEPT_PER_REVISION:
        kept._kept = _SHIPPED.get(kept)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project."""
    return settings.BASE_DIR
