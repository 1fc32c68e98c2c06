"""What apps above add to public pages of the framework: named functions that they register when they start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Build = Callable[[Any], "Addition | None"]


@dataclass(frozen=True)
class Addition:
    """A section of a page: its template, which finds ``context`` as ``added``."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_REGISTRY: dict[str, list[Build]] = {}


def register_addition(page: str, build: Build) -> None:
    """Have ``build`` called for every page of a kind, with what the page is about: a Role, a Learning, or Moves.

    What it says must be part of the version that ``settings.PUBLIC_DATA_VERSION`` names.
    """
    _REGISTRY.setdefault(page, []).append(build)


def additions_to(page: str, about: Any) -> list[Addition]:
    """The sections that were registered for a kind of page, without those that have nothing to say."""
    return [added for build in _REGISTRY.get(page, ()) if (added := build(about)) is not None]
