"""What every test has: a database with the shipped catalogue in it, and quick passwords."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.database_template import DatabaseTemplate


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
        template = DatabaseTemplate(connection)
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: template.restore()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        template.remove()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole project."""
    return settings.BASE_DIR
