"""What the things of the audit trail are called today, and where each is found: looked up when the trail is shown.

The trail holds numbers. From ``AppConfig.ready()`` an app says how site administrators know its rows (``show``). Of
kinds that nobody has spoken for, and of rows that are gone, there is the number.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from accounts.models import AuditEntry, Organisation, Programme, ProgrammeRole
from notifications.letters import find_letter
from notifications.models import Message

LARGEST_ID = 2**63 - 1
_NUMBERED = re.compile(r"(.+?) (\d{1,18})")


@dataclass(frozen=True)
class Thing:
    """A row that still exists: its name, and the address where staff find it."""

    name: str
    address: str


@dataclass(frozen=True)
class _Kind:
    model: type[Model]
    name: Callable[[Any], str]
    address: Callable[[Any], str]
    with_also: tuple[str, ...]


_KINDS: dict[str, _Kind] = {}


def show(
    model: type[Model],
    *,
    name: Callable[[Any], str] = str,
    address: Callable[[Any], str],
    with_also: tuple[str, ...] = (),
) -> None:
    """Say how rows of a model are shown; ``with_also`` are the relations that ``name`` and ``address`` follow.

    A name is for site administrators: give none to what they should not read. Raises ValueError if it was said already.
    """
    label = model._meta.label_lower
    if label in _KINDS:
        raise ValueError(f"How to show {label} was said already.")
    _KINDS[label] = _Kind(model, name, address, with_also)


def things_in(entries: Iterable[AuditEntry]) -> dict[str, Thing]:
    """What these entries are about, by ``about``. One query for each kind of thing among them."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        label, _, number = entry.about.partition(":")
        if label in _KINDS and number.isascii() and number.isdigit() and int(number) <= LARGEST_ID:
            wanted.setdefault(label, set()).add(int(number))
    found: dict[str, Thing] = {}
    for label, ids in wanted.items():
        kind = _KINDS[label]
        rows = kind.model._base_manager.select_related(*kind.with_also) if kind.with_also else kind.model._base_manager
        for pk, row in rows.in_bulk(ids).items():
            found[f"{label}:{pk}"] = Thing(kind.name(row), kind.address(row))
    return found


def references(words: str) -> list[str]:
    """What somebody may mean who types "Event 12" or "events.event:12", as entries name it; empty if we cannot tell."""
    label, colon, number = words.partition(":")
    if colon and number.isascii() and number.isdigit() and len(words) <= 120:
        return [f"{label.lower()}:{int(number[:18])}"]
    numbered = _NUMBERED.fullmatch(words)
    if numbered is None:
        return []
    kind = numbered[1].casefold()
    models = [model for model in apps.get_models() if str(model._meta.verbose_name).casefold() == kind]
    return [f"{model._meta.label_lower}:{int(numbered[2])}" for model in models]


def show_accounts() -> None:
    """The things of accounts, and letters, which know no accounts. Called once, when the app is ready."""
    show(Programme, address=lambda one: reverse("accounts:programme_team", args=[one.slug]))
    show(
        ProgrammeRole, address=lambda one: reverse("accounts:programme_team", args=[one.programme.slug]),
        with_also=("programme", "user"),
    )  # fmt: skip
    show(Organisation, address=lambda one: reverse("accounts:organisation_edit", args=[one.pk]))
    show(Message, name=_letter, address=lambda one: reverse("notifications:message_detail", args=[one.pk]))


def _letter(message: Message) -> str:
    letter = find_letter(message.letter)
    return letter.title if letter else message.letter
