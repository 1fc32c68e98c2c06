"""CSV that is safe to open in a spreadsheet and reads back exactly as it was written.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does a cell that already begins
with apostrophes and then such a character; reading takes one apostrophe away again. No cell is changed in any other
way, so what was written is what is read. (defusedcsv, the usual library, cannot be undone, and lets tabs through.)
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What spreadsheets begin a formula with, the full-width forms included, and what hides one: tab and line ends.
_FORMULA = re.compile(r"'*[=+\-@|%\t\r\n＝＋－＠]")


def safe_cell(text: str) -> str:
    """``text`` so that no spreadsheet runs it."""
    return f"'{text}" if _FORMULA.match(text) else text


def original_cell(cell: str) -> str:
    """What ``safe_cell`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV text (RFC 4180) with one row of headings. ``None`` becomes an empty cell; numbers stay as they are."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)  # ends lines with CR LF; with a bare LF it would not quote a cell that holds a CR
    for row in (columns, *rows):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()


def read_csv(text: str, delimiter: str = ",") -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of what ``write_csv`` wrote; every cell is text. Raises csv.Error if it is cut off."""
    headings, *rows = [
        [original_cell(cell) for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    ]
    return headings, rows
