"""The registry of personal data: what is held about a person, how long, how they get it and how it is erased.

An app registers its tables in ``personal_data.py``, called from ``AppConfig.ready()``. A test fails the build for every
table that points at a person and is not here.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from accounts.models import User

Rows = QuerySet[Any]
Erase = Callable[[Rows, User, datetime], None]


@dataclass(frozen=True)
class PersonalData:
    """Rows of one table that belong to a person.

    ``owner`` is the way from a row to the person ("user", "booking__person"). ``fields`` are what the person gets in
    the download, as names for ``values()``; none, if they get it elsewhere or the row says nothing. ``keeps`` says for
    how long, and why, in a sentence for everybody.
    """

    model: type[Model]
    owner: str
    title: str
    keeps: str
    erase: Erase
    fields: tuple[str, ...] = ()

    def rows(self, user: User) -> Rows:
        return self.model._default_manager.filter(**{self.owner: user.pk})


_REGISTRY: list[PersonalData] = []


def register(
    model: type[Model], owner: str, *, title: str, keeps: str, erase: Erase, fields: tuple[str, ...] = ()
) -> None:
    """Say what a table holds about people. Raises ValueError if that was said already."""
    if any(one.model is model and one.owner == owner for one in _REGISTRY):
        raise ValueError(f"{model.__name__}.{owner} is registered twice.")
    _REGISTRY.append(PersonalData(model, owner, title, keeps, erase, fields))


def registered() -> list[PersonalData]:
    """Everything that is registered, lower apps first."""
    return list(_REGISTRY)


def delete_rows(rows: Rows, user: User, now: datetime) -> None:
    """Erase by deleting."""
    rows.delete()


def goes_with_the_account(rows: Rows, user: User, now: datetime) -> None:
    """Erased when the account itself is deleted, or cut off from it then."""


def keep(rows: Rows, user: User, now: datetime) -> None:
    """Stays, for the lawful reason that ``keeps`` gives."""


def export(user: User, *, now: datetime) -> dict[str, Any]:
    """Everything that is held about a person, ready for JSON: a heading and its rows for each table that has some."""
    data: dict[str, list[dict[str, Any]]] = {}
    for one in registered():
        rows = list(one.rows(user).order_by("pk").values(*one.fields)) if one.fields else []
        if rows:
            data.setdefault(one.title, []).extend(map(_without_bytes, rows))
    return {"service": settings.SERVICE_NAME, "address": settings.SITE_URL, "made_at": now, "data": data}


def _without_bytes(row: dict[str, Any]) -> dict[str, Any]:
    """Files as base64, since JSON holds text."""
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value
        for name, value in row.items()
    }


def erase(user: User, *, now: datetime) -> None:
    """Erase a person everywhere, upper apps first, and last the account. Call it in a transaction."""
    for one in reversed(registered()):
        one.erase(one.rows(user), user, now)
    user.delete()
