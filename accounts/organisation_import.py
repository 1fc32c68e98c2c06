"""Reads organisations from CSV: all of them, or none and what is wrong in each row."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organisation, Region, User
from accounts.organisations import adopt_answers
from common.csv_files import read_csv
from common.vocabulary import Nation

COLUMNS = ("name", "kind", "parent", "nation", "region", "ods_code", "synonyms")
MOST_ROWS = 20_000


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row. ``row`` counts from 1 with the headings; 0 is the file as a whole."""

    row: int
    sentence: str


@dataclass
class Import:
    """What came of it. If there are errors nothing was changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    organisation: Organisation
    before: tuple[object, ...]


def import_organisations(text: str, *, actor: User | None, now: datetime) -> Import:
    """Add and change organisations as a CSV text says. A row belongs to the one with its ODS code, else with its name.

    Columns: ``name`` and ``kind`` (a code or its words), and if known ``parent`` (a name or an ODS code, also of
    another row), ``nation``, ``region``, ``ods_code`` and ``synonyms`` (with semicolons between). Running it twice
    changes nothing the second time; rows that are not in the file stay.
    """
    result = Import()
    if "\x00" in text:
        return Import(errors=[RowError(0, "The file holds an invisible character (NUL) that we cannot store.")])
    try:
        headings, lines = read_csv(text.removeprefix("\ufeff"))
    except (csv.Error, ValueError):
        return Import(errors=[RowError(0, "This is not a CSV file, or it is cut off in the middle.")])
    missing = [column for column in ("name", "kind") if column not in headings]
    unknown = sorted({heading for heading in headings if heading not in COLUMNS})
    if missing or unknown:
        sentence = f"The first line must name the columns: {', '.join(COLUMNS)}."
        return Import(errors=[RowError(1, f"{sentence} {_blame(missing, unknown)}")])
    if len(set(headings)) < len(headings):
        return Import(errors=[RowError(1, "The first line names a column twice.")])
    if len(lines) > MOST_ROWS:
        return Import(errors=[RowError(0, f"The file has more than {MOST_ROWS:,} rows. Split it.")])
    existing = _existing()
    rows = _read(headings, lines, existing, result)
    _find_parents(rows, existing, result)
    if result.errors:
        return result
    try:
        with transaction.atomic():
            _store(rows, result)
            if result.added or result.changed:
                counts = {"added": result.added, "changed": result.changed}
                audit.record(actor=actor, action="accounts.organisations_imported", detail=counts, now=now)
    except IntegrityError:
        return Import(errors=[RowError(0, "Two organisations would have the same name or the same ODS code.")])
    return result


def _existing() -> list[Organisation]:
    """Every organisation, each with its parent at hand. One query."""
    by_id = {one.pk: one for one in Organisation.objects.all()}
    for one in by_id.values():
        one.parent = by_id[one.parent_id] if one.parent_id else None
    return list(by_id.values())


def _blame(missing: list[str], unknown: list[str]) -> str:
    parts = [f"Missing: {', '.join(missing)}."] if missing else []
    return " ".join([*parts, *([f"Not known: {', '.join(unknown)}."] if unknown else [])])


def _read(headings: list[str], lines: list[list[str]], existing: list[Organisation], result: Import) -> list[_Row]:
    """The rows as organisations, not yet stored, with the parents they had."""
    by_name = {one.name.casefold(): one for one in existing}
    by_code = {one.ods_code.casefold(): one for one in existing if one.ods_code}
    rows: list[_Row] = []
    seen: set[str] = set()
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            result.errors.append(RowError(number, f"It has {len(cells)} cells instead of {len(headings)}."))
            continue
        row = {heading: " ".join(cell.split()) for heading, cell in zip(headings, cells, strict=True)}
        name, code = row["name"].casefold(), row.get("ods_code", "").casefold()
        twice = {name, f"code {code}" if code else name} & seen
        seen |= {name, f"code {code}" if code else name}
        organisation = by_code.get(code) if code else None
        organisation = organisation or by_name.get(name) or Organisation()
        other = by_name.get(name)
        before = _values(organisation)
        try:
            _fill(organisation, row)
        except ValidationError as problem:
            result.errors.extend(RowError(number, sentence) for sentence in problem.messages)
            continue
        if twice:
            result.errors.append(RowError(number, "The file has this name or this ODS code twice."))
        elif other is not None and other is not organisation:
            result.errors.append(RowError(number, f"“{other.name}” is the name of another organisation."))
        else:
            rows.append(_Row(number, row, organisation, before))
    return rows


def _fill(organisation: Organisation, row: Mapping[str, str]) -> None:
    """Raises ValidationError with a sentence for each cell that cannot be."""
    wrong: list[str] = []
    if not all(cell.isprintable() for cell in row.values()):
        wrong.append("It holds an invisible character. Remove it.")
    organisation.name = row["name"]
    if not organisation.name or len(organisation.name) > 200:
        wrong.append("The name must have between 1 and 200 characters.")
    kinds: dict[str, dict[str, str]] = {
        "kind": dict(Organisation.Kind.choices), "nation": dict(Nation.choices), "region": dict(Region.choices),
    }  # fmt: skip
    for column, choices in kinds.items():
        if column in row and (row[column] or column == "kind"):
            code = _code(row[column], choices)
            if code is None:
                wrong.append(f"“{row[column]}” is no {column}. It may be: {', '.join(choices.values())}.")
            setattr(organisation, column, code or "")
    if "ods_code" in row:
        organisation.ods_code = row["ods_code"].upper()
        if not re.fullmatch("[A-Z0-9]{0,10}", organisation.ods_code):
            wrong.append(f"“{row['ods_code']}” is no ODS code: those have up to 10 letters and digits.")
    if "synonyms" in row:
        words = (word.strip() for word in row["synonyms"].split(";"))
        organisation.synonyms = tuple(word for word in words if word)  # type: ignore[assignment]
        if len(row["synonyms"]) > 900:
            wrong.append("The synonyms are longer than 900 characters.")
    if wrong:
        raise ValidationError(wrong)


def _code(text: str, choices: Mapping[str, str]) -> str | None:
    wanted = text.casefold()
    return next((code for code, words in choices.items() if wanted in (code.casefold(), words.casefold())), None)


def _find_parents(rows: list[_Row], existing: list[Organisation], result: Import) -> None:
    everyone = [*existing, *(row.organisation for row in rows)]
    known = {one.ods_code.casefold(): one for one in everyone if one.ods_code}
    known |= {one.name.casefold(): one for one in everyone}
    for row in rows:
        wanted = row.cells.get("parent", "")
        if "parent" in row.cells:
            row.organisation.parent = known.get(wanted.casefold())
        if wanted and row.organisation.parent is None:
            result.errors.append(RowError(row.number, f"There is no organisation “{wanted}” for it to belong to."))
    for row in rows:
        parent = row.organisation.parent
        if parent is not None and _leads_back(row.organisation, parent):
            result.errors.append(RowError(row.number, "It would belong to itself, at one remove or more."))
    result.errors.sort(key=lambda error: error.row)


def _leads_back(start: Organisation, parent: Organisation) -> bool:
    step: Organisation | None = parent
    for _ in range(20):
        if step is None or step is start:
            return step is not None
        step = step.parent
    return True


def _store(rows: list[_Row], result: Import) -> None:
    waiting = list(rows)
    while waiting:
        # A parent from the same file must have its id before its children can name it.
        ready: list[_Row] = []
        left: list[_Row] = []
        for row in waiting:
            (ready if row.organisation.parent is None or row.organisation.parent.pk else left).append(row)
        for row in ready:
            row.organisation.parent = row.organisation.parent  # takes over the id it has by now
            if row.organisation._state.adding:
                result.added += 1
            elif _values(row.organisation) != row.before:
                result.changed += 1
            else:
                result.unchanged += 1
                continue
            row.organisation.save()
        waiting = left
    adopt_answers(row.organisation for row in rows)


def _values(organisation: Organisation) -> tuple[object, ...]:
    return tuple(getattr(organisation, field.attname) for field in Organisation._meta.concrete_fields[3:])
