"""Who is who: finds the stored row that a name in a file means, though names change and files have no ids.

A row keeps its slug for ever and its name until an edition or a member of staff gives it another. So a name is looked
for among the names first, then among the slugs.
"""

import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})


def name_key(name: str) -> str:
    """What two spellings of one name have in common: case, quotation marks, dashes and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_SAME).casefold().split())


@dataclass(frozen=True)
class Wanted:
    """A name in a file. ``owner`` is what it belongs to (such as the pk of a role), None where names stand alone."""

    name: str
    owner: Hashable = None


@dataclass(frozen=True)
class Renames:
    """Old names that a new name of the same kind ("role", "level" …) stands for, nearest first, by ``name_key``."""

    old: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, str]]) -> "Renames":
        """From (kind, old, new). A name that was changed twice is followed back to its first."""
        direct = {(kind, name_key(new)): old for kind, old, new in pairs}
        chains: dict[tuple[str, str], list[str]] = {}
        for kind, new in direct:
            chain: list[str] = []
            name = new
            while (kind, name) in direct and len(chain) <= len(direct):
                chain.append(direct[kind, name])
                name = name_key(chain[-1])
            chains[kind, new] = chain
        return cls(chains)

    def olds(self, kind: str, new: str) -> Sequence[str]:
        return self.old.get((kind, name_key(new)), ())


def match(
    wanted: Sequence[Wanted],
    rows: Iterable[Any],
    *,
    owner: Callable[[Any], Hashable] = lambda row: None,
    name: Callable[[Any], str] = lambda row: row.name,
    renames: Renames | None = None,
    kind: str = "",
    moves: bool = False,
) -> dict[int, Any]:
    """The row that each of ``wanted`` means, by its index; no row is taken twice.

    In this order: the row whose name a rename says it had (unless that name is wanted for itself), the row of that
    name, the row whose slug is made from that name and, with ``moves``, the row of that name elsewhere. Live rows come
    before retired ones.
    """
    rows = sorted(rows, key=lambda row: (row.retired_at is not None, row.pk))
    names = _index(rows, lambda row: (owner(row), name_key(name(row))))
    slugs = _index(rows, lambda row: (owner(row), row.slug))
    anywhere = _index(rows, lambda row: name_key(name(row))) if moves else {}
    asked_for = {(one.owner, name_key(one.name)) for one in wanted}
    found: dict[int, Any] = {}
    taken: set[int] = set()

    def take(index: int, candidates: Iterable[Any]) -> None:
        for row in candidates:
            if row.pk not in taken:
                found[index] = row
                taken.add(row.pk)
                return

    def each(candidates: Callable[[Wanted], Iterable[Any]]) -> None:
        for index, one in enumerate(wanted):
            if index not in found:
                take(index, candidates(one))

    def under_old_name(one: Wanted) -> Iterable[Any]:
        olds = [name_key(old) for old in renames.olds(kind, one.name)] if renames else []
        return [row for old in olds if (one.owner, old) not in asked_for for row in names.get((one.owner, old), ())]

    each(under_old_name)
    each(lambda one: names.get((one.owner, name_key(one.name)), ()))
    each(lambda one: slugs.get((one.owner, slugify(one.name)), ()))
    if moves:
        each(lambda one: anywhere.get(name_key(one.name), ()))
    return found


def _index(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, list[Any]]:
    index: dict[Hashable, list[Any]] = {}
    for row in rows:
        index.setdefault(key(row), []).append(row)
    return index


def free_slug(name: str, taken: Collection[str], *, prefix: str = "") -> str:
    """A slug for ``name`` that nobody has: with ``prefix`` in front or a number behind where it must be."""
    slug = slugify(name)[:190]
    if slug in taken and prefix:
        slug = f"{prefix}-{slug}"[:190]
    number, first = 2, slug
    while slug in taken:
        slug, number = f"{first}-{number}", number + 1
    return slug
