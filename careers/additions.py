"""What apps above add to public pages of the framework: named functions that they register when they start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Build = Callable[[Any], "Addition | None"]
Columns = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Addition:
    """A section of a page: its template, which finds ``context`` as ``added``."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_REGISTRY: dict[str, list[Build]] = {}
_COLUMNS: dict[str, list[Columns]] = {}


def register_addition(page: str, build: Build, columns: Columns | None = None) -> None:
    """Have ``build`` called for every page of a kind, with what the page is about: a Role, a Learning, Moves, or
    the words of a search.

    On pages of roles, ``columns()`` may give expressions by name: they are asked for with the role, which has them as
    attributes, so that a number costs no query. What an addition says must be part of the version that
    ``settings.PUBLIC_DATA_VERSION`` names.
    """
    _REGISTRY.setdefault(page, []).append(build)
    if columns:
        _COLUMNS.setdefault(page, []).append(columns)


def columns_of(page: str) -> dict[str, Any]:
    """What additions want to know together with the row that the page is about, for ``annotate()``."""
    return {name: column for columns in _COLUMNS.get(page, ()) for name, column in columns().items()}


def additions_to(page: str, about: Any) -> list[Addition]:
    """The sections that were registered for a kind of page, without those that have nothing to say."""
    return [added for build in _REGISTRY.get(page, ()) if (added := build(about)) is not None]
