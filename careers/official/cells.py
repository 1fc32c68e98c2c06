"""Reads one of the official CSV files into rows of tidy cells, whatever its encoding and line ends.

Never ``splitlines``: the texts hold line separators (U+2028) inside cells.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common.refusals import Refused

MOST_BYTES = 25_000_000
MOST_ROWS = 50_000
LONGEST_NAME = 200
LONGEST_TEXT = 20_000
MOST_PROBLEMS_TOLD = 30

# What the download writes where there is nothing to say.
NOTHING = frozenset({"MISSING", "NOT IN USE"})

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\x0b\x0c]")
_BLANKS = re.compile("[\u00a0\u2007\u202f\t]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})


class DownloadIsBroken(Refused):
    """The files are not a whole official download. ``problems`` are sentences with file and row number."""

    def __init__(self, problems: Sequence[str]) -> None:
        told = list(problems[:MOST_PROBLEMS_TOLD])
        if len(problems) > len(told):
            told.append(f"… and {len(problems) - len(told):,} more.")
        super().__init__("Nothing was imported:\n" + "\n".join(told))
        self.problems = list(problems)


@dataclass
class Table:
    """The rows of one file. Row numbers count records as a spreadsheet shows them; the headings are row 1."""

    file: str
    encoding: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_table(path: Path, columns: Sequence[str], problems: list[str], *, may_be_empty: bool = False) -> Table:
    """All rows with the cells of ``columns``. What is wrong goes to ``problems``; then the rows are not complete."""
    table = Table(path.name, "")
    text = _decoded(path, table, problems)
    if text is None:
        return table
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        headings = next(reader, [])
        places = _places(headings, columns, table, problems)
        number = 1
        for cells in reader if places else ():
            number += 1
            if number > MOST_ROWS:
                problems.append(f"{table.file}: has more than {MOST_ROWS:,} rows; it cannot be the official download.")
                return table
            if len(cells) == len(headings) and any(cell.strip() for cell in cells):
                table.rows.append((number, {column: cells[place] for column, place in places.items()}))
            elif any(cell.strip() for cell in cells):
                has = f"has {len(cells)} cells instead of {len(headings)}"
                problems.append(f"{table.file}: row {number}: {has}; the file may be cut off or damaged here.")
    except csv.Error as error:
        problems.append(f"{table.file}: row {number + 1}: {_explained(error)}")
    if not table.rows and not problems and not may_be_empty:
        problems.append(f"{table.file}: has no rows below its headings.")
    return table


def _decoded(path: Path, table: Table, problems: list[str]) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            problems.append(f"{table.file}: is larger than {most} MB; it cannot be the official download.")
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.append(f"{table.file}: cannot be read ({error.strerror or error}).")
        return None
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.append(f"{table.file}: is UTF-16 text. Save it as CSV in UTF-8 and try again.")
        return None
    for encoding, name in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        table.encoding = name
        if encoding == "cp1252":
            table.notes.append(f"{table.file} is not UTF-8; it was read as Windows-1252.")
        return text
    problems.append(f"{table.file}: is neither UTF-8 nor Windows-1252 text. Save it as CSV in UTF-8 and try again.")
    return None


def _places(headings: Sequence[str], columns: Sequence[str], table: Table, problems: list[str]) -> dict[str, int]:
    """Where each of ``columns`` stands; empty where not all are there once."""
    found = [tidy_name(heading).casefold() for heading in headings]
    missing = [column for column in columns if column.casefold() not in found]
    doubled = [column for column in columns if found.count(column.casefold()) > 1]
    if missing:
        problems.append(f"{table.file}: row 1: there is no column {_and(missing)}.")
    if doubled:
        problems.append(f"{table.file}: row 1: there is more than one column {_and(doubled)}.")
    if missing or doubled:
        return {}
    known = {column.casefold() for column in columns}
    ignored = [heading.strip() for heading, name in zip(headings, found, strict=True) if name not in known and name]
    if ignored:
        table.notes.append(f"{table.file} has a column that is not known and was left out: {_and(ignored)}.")
    return {column: found.index(column.casefold()) for column in columns}


def _explained(error: csv.Error) -> str:
    told = str(error)
    if "unexpected end of data" in told:
        return "a cell in quotation marks never ends; the file is cut off."
    if "field larger than field limit" in told:
        return "a cell is absurdly long; a quotation mark may be missing."
    return f"cannot be read ({told}); a quotation mark may be missing or too many."


def _and(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


# --- Cells ----------------------------------------------------------------------------------


def tidy_name(cell: str) -> str:
    """A name on one line with plain spaces, quotation marks and hyphens."""
    cell = _HIDDEN.sub("", cell).translate(_QUOTES)
    return " ".join(cell.split())


def tidy_text(cell: str) -> str:
    """A text with its Markdown, in lines that end with a line feed; empty where the file says MISSING or NOT IN USE."""
    cell = _LINE_ENDS.sub("\n", _HIDDEN.sub("", cell))
    cell = "\n".join(line.rstrip() for line in _BLANKS.sub(" ", cell).split("\n")).strip()
    return "" if cell.upper() in NOTHING else cell


def name_problem(name: str) -> str:
    """What is wrong with a name, or an empty string."""
    if not name or name.upper() in NOTHING:
        return f"says “{name}”, but must be a name" if name else "is empty"
    if len(name) > LONGEST_NAME:
        return f"is {len(name):,} characters long; a name has at most {LONGEST_NAME}"
    if _UNPRINTABLE.search(name):
        return _unprintable(name)
    if not re.search("[a-zA-Z0-9]", name):
        return f"says “{name}”, which has no letter or digit"
    return ""


def text_problem(text: str) -> str:
    """What is wrong with a text, or an empty string."""
    if len(text) > LONGEST_TEXT:
        return f"is {len(text):,} characters long; a text has at most {LONGEST_TEXT:,}"
    return _unprintable(text) if _UNPRINTABLE.search(text) else ""


def _unprintable(cell: str) -> str:
    return "holds a NUL character" if "\x00" in cell else "holds a character that cannot be printed"
