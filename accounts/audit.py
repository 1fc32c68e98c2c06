"""Writes the audit trail: who did what, to whom or to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.models import AuditEntry, User


def record(
    *,
    actor: AbstractBaseUser | AnonymousUser | None,
    action: str,
    about: Model | str = "",
    subject: User | None = None,
    scope: str = "",
    detail: Mapping[str, Any] | None = None,
    now: datetime,
) -> AuditEntry:
    """Add an entry, in the transaction of what it tells. ``actor`` is None for what the system does by itself.

    ``action`` is ``<app>.<what happened>``; ``subject`` is the person it was done to. ``detail`` holds ids, states and
    counts, never a name, an address or anything that somebody wrote: entries stay when a person is erased.
    """
    return AuditEntry.objects.create(
        at=now,
        actor_id=actor.pk if actor else None,
        action=action,
        about=reference(about) if isinstance(about, Model) else about,
        subject=subject,
        scope=scope,
        detail=dict(detail or {}),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several entries: what was done, to what and to whom."""

    action: str
    about: Model
    subject: User | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record_each(
    entries: Iterable[Entry], *, actor: AbstractBaseUser | AnonymousUser | None, scope: str = "", now: datetime
) -> None:
    """Add many entries, as ``record`` adds one, a few hundred to a statement."""
    rows = (
        AuditEntry(
            at=now, actor_id=actor.pk if actor else None, action=one.action, about=reference(one.about),
            subject=one.subject, scope=scope, detail=dict(one.detail),
        )
        for one in entries
    )  # fmt: skip
    AuditEntry.objects.bulk_create(rows, batch_size=500)


def reference(thing: Model) -> str:
    """How an entry names a row: "accounts.programme:5"."""
    return f"{thing._meta.label_lower}:{thing.pk}"
