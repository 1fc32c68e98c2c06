"""Writes the audit trail: who did what, to whom or to what."""

from collections.abc import Mapping
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


def reference(thing: Model) -> str:
    """How an entry names a row: "accounts.programme:5"."""
    return f"{thing._meta.label_lower}:{thing.pk}"
