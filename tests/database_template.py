"""A copy of the test database, from which it is put back after a test that has committed."""

import contextlib
import sqlite3
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_TO_WAIT = 30


class DatabaseTemplate:
    """A copy of the connection's database as it is when this is made (0.05 s)."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.name = str(connection.settings_dict["NAME"])
        self.copy = f"{self.name}_template"
        connections.close_all()
        if self._is_sqlite:
            self._copy_file(self.name, self.copy)
        else:
            self._statements(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)', self._create(self.copy, self.name))

    def restore(self) -> None:
        """Makes the database as it was, whatever any thread has written or still holds open."""
        connections.close_all()
        if self._is_sqlite:
            self._copy_file(self.copy, self.name)
        else:
            self._statements(f'DROP DATABASE "{self.name}" WITH (FORCE)', self._create(self.name, self.copy))

    def remove(self) -> None:
        """Deletes the copy."""
        if self._is_sqlite:
            Path(self.copy).unlink()
        else:
            self._statements(f'DROP DATABASE "{self.copy}" WITH (FORCE)')

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.vendor == "sqlite"

    @staticmethod
    def _create(name: str, source: str) -> str:
        return f'CREATE DATABASE "{name}" TEMPLATE "{source}"'

    @staticmethod
    def _copy_file(source: str, target: str) -> None:
        # Not as files: the threads of a live server may hold the target open.
        with (
            contextlib.closing(sqlite3.connect(source)) as copied,
            contextlib.closing(sqlite3.connect(target, timeout=SECONDS_TO_WAIT)) as written,
        ):
            copied.backup(written)

    def _statements(self, *statements: str) -> None:
        with self.connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            for statement in statements:
                cursor.execute(statement)
