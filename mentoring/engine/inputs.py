"""One number for all that a run reads: whoever runs the same again can show that it was the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any


def hash_of(*values: Any) -> str:
    """SHA-256, as 64 hex digits, of dataclasses, sets, sequences, words and numbers, however deep.

    Sets and the items of mappings are sorted; sequences are not.
    """
    return hashlib.sha256(json.dumps(values, default=_plain, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON does not know, as what it knows."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return sorted(value.items())
    names, read = _reader(type(value))  # type: ignore[arg-type]  # a type is hashable
    details = (read(value),) if len(names) == 1 else read(value) if names else ()
    return [type(value).__name__, *(sorted(one.items()) if isinstance(one, dict) else one for one in details)]


@lru_cache
def _reader(kind: Any) -> tuple[tuple[str, ...], Any]:
    names = tuple(one.name for one in fields(kind))
    return names, attrgetter(*names) if names else None
