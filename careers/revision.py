"""The catalogue's revision number: everything built from the catalogue is kept until the number moves."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import F, QuerySet

from careers.models import Revision

T = TypeVar("T")

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def bump_revision(*, now: datetime) -> None:
    """Say that the catalogue has changed. Call it inside the transaction that changed it."""
    if not Revision.objects.filter(pk=1).update(number=F("number") + 1, changed_at=now):
        Revision.objects.get_or_create(pk=1, defaults={"number": 1, "changed_at": now})


def lock_catalogue() -> None:
    """Make others who write the catalogue wait until this transaction ends. On SQLite they wait anyway."""
    row = Revision.objects.select_for_update().filter(pk=1)
    if row.first() is None:
        # Before the first loading there is nothing to lock yet; whoever comes second waits here for the first.
        Revision.objects.bulk_create([Revision(pk=1, number=0, changed_at=NEVER)], ignore_conflicts=True)
        row.first()


class OneRow:
    """A question to the database whose answer is one row of plain values, asked on nearly every page.

    Its SQL is made once in a process: making it anew takes Django longer than the database takes to answer. Values
    come as the database driver gives them (a time is a string on SQLite).
    """

    def __init__(self, rows: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._rows = rows
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def __call__(self) -> tuple[Any, ...] | None:
        if self._sql is None:
            self._sql = self._rows().order_by().query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(*self._sql)
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row


_number = OneRow(lambda: Revision.objects.filter(pk=1).values_list("number"))


def current_revision() -> int:
    """The number of the last change, 0 before the catalogue was first loaded. One query."""
    row = _number()
    return row[0] if row else 0


def version_with(*others: Any) -> Callable[[], str]:
    """A function that tells the state of the catalogue, for ETags, and of what else ``others`` (expressions) count.

    One query. With the time of the change: after a backup was put back the numbers count up again, to another state
    than before.
    """
    asked = OneRow(lambda: Revision.objects.filter(pk=1).values_list("number", "changed_at", *others))

    def version() -> str:
        row = asked()
        if row is None:
            return "0"
        changed_at = "".join(filter(str.isdigit, str(row[1])))
        return "-".join((str(row[0]), changed_at, *map(str, row[2:])))

    return version


class PerRevision(Generic[T]):
    """Something costly made from the catalogue, made once per revision and process.

    Call the object to get it: ``frame = current_frame()`` asks the database for the revision number (one query)
    and builds only when that has moved. Pass ``revision`` where the caller already knows the number. What is made of
    more than the catalogue names a ``state`` of its own, which moves with all of it.
    """

    def __init__(self, build: Callable[[], T], state: Callable[[], Hashable] = current_revision) -> None:
        self._build = build
        self._state = state
        self._lock = Lock()
        self._kept: tuple[Hashable, T] | None = None

    def __call__(self, revision: int | None = None) -> T:
        number = self._state() if revision is None else revision
        kept = self._kept
        if kept is None or kept[0] != number:
            with self._lock:
                kept = self._kept
                if kept is None or kept[0] != number:
                    self._kept = kept = (number, self._build())
        return kept[1]
