"""The shipped catalogue at several times its size: the same shapes under new names."""

from typing import Any

from careers.catalogue.reading import Catalogue, Row

# Which columns of which file hold names that must become new ones, and lists of such names.
NAMES = {
    "families": ("name",),
    "roles": ("family", "name"),
    "levels": ("role", "name"),
    "skills": ("name",),
    "requirements": ("role", "level", "skill"),
    "activities": ("skill",),
    "synonyms": ("term", "target"),
    "starting_points": ("code", "title"),
    "starting_point_skills": ("starting_point", "skill"),
    "learning": ("name",),
    "learning_skills": ("learning", "skill"),
    "networks": ("name", "families"),
    "recurring_events": ("name",),
    "statements": ("code",),
    "statement_targets": ("statement", "target"),
    "glossary": ("term", "see_also"),
}


def bigger(catalogue: Catalogue, factor: int) -> Catalogue:
    """``factor`` times the rows. The first copy is the catalogue itself, so that its addresses keep working."""
    grown: Catalogue = {name: list(rows) for name, rows in catalogue.items()}
    for copy in range(2, factor + 1):
        for name, columns in NAMES.items():
            grown[name] += [_renamed(row, columns, copy) for row in catalogue[name]]
    return grown


def _renamed(row: Row, columns: tuple[str, ...], copy: int) -> Row:
    return {
        **row,
        **{
            column: _new(row[column], copy, code="_" if column in ("code", "statement", "starting_point") else " ")
            for column in columns
        },
    }


def _new(value: Any, copy: int, code: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_new(one, copy, code) for one in value)
    return f"{value}{code}v{copy}"
