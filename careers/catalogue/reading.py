"""Reads the shipped CSV files and refuses them, row by row and in words, where they do not hold together."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Choices

from careers.models import (
    CostBand,
    Framework,
    LearningKind,
    LearningStatus,
    Registration,
    StatementKind,
    SynonymKind,
    Track,
)
from common.refusals import Refused
from common.vocabulary import Background, Band, Confidence, EmployerKind, Nation, Profession, SkillLevel

SHIPPED = Path(__file__).parent / "data"

Row = dict[str, Any]
Convert = Callable[[str], Any]


class CatalogueIsBroken(Refused):
    """The catalogue's files do not hold together. ``problems`` names file, row and what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The catalogue was not loaded:\n" + "\n".join(problems))
        self.problems = problems


def text(cell: str) -> str:
    return cell


def needed(cell: str) -> str:
    if not cell:
        raise ValueError("is empty, but must say something")
    return cell


def _choice(choices: type[Choices], *, optional: bool = False) -> Convert:
    allowed = {str(value).lower().replace("_", " "): value for value in choices.values}

    def convert(cell: str) -> Any:
        if not cell and optional:
            return ""
        if cell.lower() not in allowed:
            raise ValueError(f"is “{cell}”, but must be one of: {', '.join(allowed)}")
        return allowed[cell.lower()]

    return convert


def _one_of(*words: str) -> Convert:
    def convert(cell: str) -> str:
        if cell not in words:
            raise ValueError(f"is “{cell}”, but must be one of: {', '.join(words)}")
        return cell

    return convert


def _choices(choices: type[Choices]) -> Convert:
    one = _choice(choices)
    return lambda cell: tuple(one(word.strip()) for word in cell.split(";") if word.strip())


def words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(";") if word.strip())


def _number(low: int, high: int, *, optional: bool = False) -> Convert:
    def convert(cell: str) -> int | None:
        if not cell and optional:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", cell) or not low <= int(cell) <= high:
            raise ValueError(f"is “{cell}”, but must be a whole number from {low} to {high}")
        return int(cell)

    return convert


def day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"is “{cell}”, but must be a date such as 2026-11-22") from None


_band = _choice(Band, optional=True)
_level = _number(1, len(SkillLevel))
_checked: dict[str, Convert] = {
    "last_checked": day,
    "source_name": text,
    "confidence": _choice(Confidence),
}


@dataclass(frozen=True)
class File:
    """One CSV file: its columns, which of them together name a row, and which point at another file's name."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, Convert]
    points_at: dict[str, str] = field(default_factory=dict)


TARGETS = {"family": "families", "role": "roles", "level": "levels", "skill": "skills"}
RENAMED = {
    **TARGETS,
    "learning": "learning",
    "network": "networks",
    "recurring event": "recurring_events",
    "glossary term": "glossary",
}

FILES = (
    File(
        "editions",
        ("framework",),
        {
            "framework": _choice(Framework),
            "name": needed,
            "date": day,
            "source": needed,
            "licence": needed,
            "attribution": text,
        },
    ),
    File("families", ("name",), {"framework": _choice(Framework), "name": needed, "summary": text}),
    File("roles", ("name",), {"family": needed, "name": needed, "summary": text}, {"family": "families"}),
    File("renames", ("kind", "new"), {"kind": _one_of(*RENAMED), "old": needed, "new": needed}),
    File(
        "levels",
        ("name",),
        {
            "role": needed,
            "name": needed,
            "order": _number(1, 40),
            "track": _choice(Track),
            "band_low": _band,
            "band_high": _band,
            "band_confidence": _choice(Confidence),
            "band_basis": text,
            "registration": _choice(Registration),
            "professions": _choices(Profession),
            "note": text,
            "what_changes": text,
        },
        {"role": "roles"},
    ),
    File(
        "skills",
        ("name",),
        {
            "framework": _choice(Framework),
            "name": needed,
            "area": text,
            "summary": text,
            "awareness": text,
            "working": text,
            "practitioner": text,
            "expert": text,
        },
    ),
    File(
        "requirements",
        ("level", "skill"),
        {"role": needed, "level": needed, "skill": needed, "required": _number(1, len(SkillLevel), optional=True)},
        {"role": "roles", "level": "levels", "skill": "skills"},
    ),
    File(
        "activities", ("skill", "activity"), {"skill": needed, "activity": needed, "evidence": needed},
        {"skill": "skills"},
    ),
    File(
        "synonyms",
        ("term", "target_type", "target"),
        {"term": needed, "kind": _choice(SynonymKind), "target_type": needed, "target": needed},
    ),
    File(
        "starting_points",
        ("code",),
        {
            "code": needed,
            "title": needed,
            "background": _choice(Background),
            "band_low": _band,
            "band_high": _band,
            "profession": _choice(Profession, optional=True),
            "summary": text,
            "first_steps": text,
        },
    ),
    File(
        "starting_point_skills",
        ("starting_point", "skill"),
        {"starting_point": needed, "skill": needed, "typical": _level},
        {"starting_point": "starting_points", "skill": "skills"},
    ),
    File(
        "learning",
        ("name",),
        {
            "kind": _choice(LearningKind),
            "name": needed,
            "provider": text,
            "award_level": text,
            "duration": text,
            "cost_band": _choice(CostBand),
            "summary": text,
            "backgrounds": _choices(Background),
            "band_low": _band,
            "band_high": _band,
            "professions": _choices(Profession),
            "nations": _choices(Nation),
            "areas": words,
            "employer_kinds": _choices(EmployerKind),
            "eligibility_note": text,
            "status": _choice(LearningStatus),
            **_checked,
        },
    ),
    File(
        "learning_skills",
        ("learning", "skill"),
        {"learning": needed, "skill": needed, "reaches": _level},
        {"learning": "learning", "skill": "skills"},
    ),
    File(
        "networks",
        ("name",),
        {
            "name": needed,
            "organiser": text,
            "backgrounds": _choices(Background),
            "audience": text,
            "joining": text,
            "cost_band": _choice(CostBand),
            "founded": text,
            "summary": text,
            "families": words,
            **_checked,
        },
        {"families": "families"},
    ),
    File(
        "recurring_events",
        ("name",),
        {
            "name": needed,
            "organiser": text,
            "usual_month": text,
            "city": text,
            "venue": text,
            "audience": text,
            "cost_band": _choice(CostBand),
            "next_date": day,
            "last_known_year": _number(1990, 2100, optional=True),
            "status": _choice(LearningStatus),
            "note": text,
            "summary": text,
            **_checked,
        },
    ),
    File("statements", ("code",), {"code": needed, "kind": _choice(StatementKind), "statement": needed}),
    File(
        "statement_targets",
        ("statement", "target_type", "target"),
        {"statement": needed, "target_type": needed, "target": needed, "weight": _number(1, 3)},
        {"statement": "statements"},
    ),
    File(
        "glossary",
        ("term",),
        {"term": needed, "also_known_as": words, "meaning": needed, "see_also": words},
        {"see_also": "glossary"},
    ),
)

Catalogue = dict[str, list[Row]]


def read_catalogue(folder: Path = SHIPPED) -> Catalogue:
    """Every file of the catalogue as rows of converted cells, by file name without ``.csv``.

    Raises CatalogueIsBroken with every problem found, each with its file and row number (the header is row 1).
    """
    problems: list[str] = []
    catalogue = {file.name: _read_file(folder / f"{file.name}.csv", file, problems) for file in FILES}
    if not problems:
        _check_references(catalogue, problems)
        _check_ladders(catalogue, problems)
    if problems:
        raise CatalogueIsBroken(problems)
    return catalogue


def _read_file(path: Path, file: File, problems: list[str]) -> list[Row]:
    if not path.exists():
        problems.append(f"{path.name}: the file is missing")
        return []
    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if reader.fieldnames != list(file.columns):
            problems.append(f"{path.name}: row 1: the columns must be {', '.join(file.columns)}")
            return []
        try:
            for number, cells in enumerate(reader, start=2):
                row = _read_row(cells, file, f"{path.name}: row {number}", problems)
                key = tuple(str(cells.get(column) or "").strip().casefold() for column in file.key)
                if key in seen:
                    problems.append(f"{path.name}: row {number}: says the same as row {seen[key]} ({', '.join(key)})")
                seen[key] = number
                rows.append(row)
        except csv.Error as error:
            problems.append(f"{path.name}: after row {len(rows) + 1}: the file cannot be read ({error})")
    return rows


def _read_row(cells: dict[str, str | None], file: File, where: str, problems: list[str]) -> Row:
    row: Row = {"_where": where}
    if None in cells or None in cells.values():
        problems.append(f"{where}: has {'too many' if None in cells else 'too few'} cells")
        return row
    for column, convert in file.columns.items():
        try:
            row[column] = convert((cells[column] or "").strip())
        except ValueError as error:
            problems.append(f"{where}: {column} {error}")
    return row


def _check_references(catalogue: Catalogue, problems: list[str]) -> None:
    names = {file.name: {row[file.key[0]] for row in catalogue[file.name]} for file in FILES if len(file.key) == 1}
    for file in FILES:
        for row in catalogue[file.name]:
            pointers = dict(file.points_at)
            if "target_type" in file.columns:
                if row["target_type"] not in TARGETS:
                    problems.append(f"{row['_where']}: target_type must be one of: {', '.join(TARGETS)}")
                    continue
                pointers["target"] = TARGETS[row["target_type"]]
            if file.name == "renames":
                pointers["new"] = RENAMED[row["kind"]]
            for column, target in pointers.items():
                cell = row[column]
                for name in cell if isinstance(cell, tuple) else (cell,):
                    if name not in names[target]:
                        problems.append(f"{row['_where']}: {column} “{name}” is not in {target}.csv")


def _check_ladders(catalogue: Catalogue, problems: list[str]) -> None:
    orders: dict[str, list[int]] = {}
    role_of = {}
    for row in catalogue["levels"]:
        orders.setdefault(row["role"], []).append(row["order"])
        role_of[row["name"]] = row["role"]
        low, high = row["band_low"], row["band_high"]
        if bool(low) != bool(high) or (low and Band(low).rank > Band(high).rank):
            problems.append(f"{row['_where']}: the band must have both ends, the lower one first")
        if row["registration"] == Registration.YES and not row["professions"]:
            problems.append(f"{row['_where']}: needs a registration, so professions must name which")
    for role, found in orders.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            problems.append(f"levels.csv: the levels of “{role}” must be ordered 1, 2, 3 … without gaps")
    for row in catalogue["requirements"]:
        if role_of.get(row["level"]) != row["role"]:
            problems.append(f"{row['_where']}: “{row['level']}” is not a level of “{row['role']}”")
