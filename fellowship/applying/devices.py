"""Two devices that write the same part of an application: neither writes over what it has not seen.

A page says with its form what it showed, as a mark for each field. What changed elsewhere since and not here stays;
what changed here alone is saved; what changed on both sides is given back, so that the person sees both and chooses.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from fellowship.applying.answering import ABOUT_YOU, answers_of, save_about_you, save_answers
from fellowship.models import Application

_LONG = 20  # characters: shorter ones, such as a number, may stand in another by chance
_MARK = 12  # characters: these tell apart texts of one field, and keep no secret


def marks_of(values: Mapping[str, str]) -> str:
    """What a page shows, by field, in one line that comes back with its form."""
    return ",".join(f"{name}={_mark(value)}" for name, value in values.items())


def details_of(application: Application) -> dict[str, str]:
    """ABOUT_YOU as text, by field."""
    return {name: str(getattr(application, name)) for name in ABOUT_YOU}


@transaction.atomic
def save_section(
    application_id: int, texts: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]], *,
    seen: str, removed: Collection[str] = (), now: datetime,
) -> dict[str, str]:  # fmt: skip
    """``save_answers``, but for what another device changed since ``seen``. Returns what stands there of answers that
    changed on both sides, by question; these are not saved. Raises what ``save_answers`` raises."""
    stored = answers_of(_locked(application_id))
    kept, theirs = _apart(seen, stored, texts)
    save_answers(application_id, kept, files, removed=removed, now=now)
    return theirs


@transaction.atomic
def save_details(application_id: int, fields: Mapping[str, Any], *, seen: str, now: datetime) -> dict[str, str]:
    """``save_about_you``, likewise."""
    stored = details_of(_locked(application_id))
    typed = {name: str(value) for name, value in fields.items() if name in ABOUT_YOU}
    kept, theirs = _apart(seen, stored, typed)
    save_about_you(application_id, {name: fields[name] for name in kept}, now=now)
    return theirs


def _apart(seen: str, stored: Mapping[str, str], typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What of ``typed`` is to be saved, and what is stored where both sides changed it."""
    shown = dict(part.split("=", 1) for part in seen.split(",") if "=" in part)
    kept, theirs = {}, {}
    for name, text in typed.items():
        there = stored.get(name, "")
        if name not in shown or _mark(there) == shown[name] or _goes_on(there, text):
            kept[name] = text
        elif _mark(text) != shown[name]:
            theirs[name] = there
    return kept, theirs


def _goes_on(there: str, text: str) -> bool:
    """Whether a text has all of what is stored, so that saving it loses nothing."""
    return not there or (len(there) >= _LONG and _plain(there) in _plain(text))


def _mark(text: str) -> str:
    return sha256(_plain(text).encode()).hexdigest()[:_MARK]


def _plain(text: str) -> str:
    """Browsers send other line breaks than they were given."""
    return "\n".join(text.splitlines()).strip()


def _locked(application_id: int) -> Application:
    found: Application = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application_id)
    return found
