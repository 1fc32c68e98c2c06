"""From the bytes of a file to headings and numbered rows, whatever program saved it."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from common.csv_files import read_csv
from common.refusals import Refused

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
DELIMITERS = (",", ";", "\t")


class FileNotUnderstood(Refused):
    """This is not a CSV file, or it is cut off in the middle. Save it as “CSV UTF-8” and try again."""


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` counts from 1 with the headings, as spreadsheets do. A cell for each heading."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowNote:
    """What is to be said of a row. An error leaves the row out; anything else is a warning. ``row`` 0: the file."""

    row: int
    sentence: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows. ``bad`` are those that have another number of cells than there are headings."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[RowNote, ...]


def decode(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it was in Windows-1252. Raises FileNotUnderstood."""
    if len(content) > MOST_BYTES:
        raise FileNotUnderstood(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileNotUnderstood("This is a spreadsheet, not a CSV file. Save it as “CSV UTF-8” and send that.")
    is_windows = False
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text, is_windows = content.decode("cp1252"), True
        except UnicodeDecodeError:
            raise FileNotUnderstood from None
    if not text.strip():
        raise FileNotUnderstood("The file is empty. Choose another.")
    if "\x00" in text:
        raise FileNotUnderstood("The file holds an invisible character (NUL) that we cannot store.")
    return text, is_windows


def table_of(text: str) -> Table:
    """The rows of a text, split at whichever of comma, semicolon and tab gives the first line most columns.

    Empty rows are passed over, but counted. Raises FileNotUnderstood.
    """
    try:
        headings, lines = read_csv(text, _delimiter(text))
    except (csv.Error, ValueError):
        raise FileNotUnderstood from None
    if len(lines) > MOST_ROWS:
        raise FileNotUnderstood(f"The file has more than {MOST_ROWS:,} rows. Split it.")
    while headings and not headings[-1].strip():
        headings.pop()  # spreadsheets leave empty columns at the end
    if not headings:
        raise FileNotUnderstood("The first line must name the columns.")
    width, rows, bad = len(headings), [], []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            bad.append(RowNote(number, f"It has {len(cells)} cells instead of {width}."))
        elif not all(_is_visible(cell) for cell in cells):
            bad.append(RowNote(number, "It holds an invisible character. Remove it."))
        else:
            rows.append(Row(number, tuple(cell.strip() for cell in cells[:width])))
    return Table(_each_once(headings), tuple(rows), tuple(bad))


def _delimiter(text: str) -> str:
    def columns(delimiter: str) -> int:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))

    return max(DELIMITERS, key=columns)  # the first of them where none is better


def _each_once(headings: list[str]) -> tuple[str, ...]:
    """Headings in one line each; what comes twice gets a number, so that each column can be told apart."""
    seen: Counter[str] = Counter()
    named = []
    for heading in (" ".join(heading.split()) for heading in headings):
        seen[heading.casefold()] += 1
        count = seen[heading.casefold()]
        named.append(f"{heading} ({count})" if count > 1 else heading)
    return tuple(named)


def _is_visible(cell: str) -> bool:
    return all(character.isprintable() or character in "\r\n\t" or character.isspace() for character in cell)
