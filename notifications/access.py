"""Whose messages a person may see, and where it is kept what they did: settings name the functions that know people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.module_loading import import_string

Someone = AbstractBaseUser | AnonymousUser


def scopes_of(user: Someone, *, now: datetime) -> frozenset[str] | None:
    """The scopes whose messages this person may see and act on; ``None`` means all, empty means none."""
    scopes: Iterable[str] | None = import_string(settings.OUTBOX_SCOPES_OF)(user, now=now)
    return None if scopes is None else frozenset(scopes)


def names_of_scopes() -> Mapping[str, str]:
    """What scopes are called, for people who read lists; those it does not know have no other name. One query."""
    names: Mapping[str, str] = import_string(settings.OUTBOX_NAMES_OF_SCOPES)()
    return names


def record(*, actor: Someone, action: str, about: str, scope: str, detail: Mapping[str, Any], now: datetime) -> None:
    """Keep who did what with which messages."""
    import_string(settings.OUTBOX_RECORDS_WITH)(
        actor=actor, action=action, about=about, scope=scope, detail=detail, now=now
    )
