"""Reads tables that copying left with one cell to a line, the hardest to put together again."""

import re
from itertools import pairwise

from planning.adverts.headings import Part, heading, is_label
from planning.adverts.kinds import ASSESSED, TICK, Kind, kind_of
from planning.adverts.lines import Line

Span = tuple[int, int, Kind]

_HOW = re.compile(r".*\b(?:assess|how|method|evidence|identif|measure|stage|source|tested)\w*.*")
_MOST_OF_A_HEADER = 40  # characters of a cell of the header
_OPEN_CELLS = 8  # the most lines looked through for the end of a row


def cell_per_line(lines: list[Line], at: int) -> tuple[list[Span], int] | None:
    """A table whose header is "Essential" and "Desirable", each cell on a line of its own.

    An empty cell is an empty line. Where a row has as many lines as the header has cells, each stands in its column;
    otherwise (a cell over two lines, empty cells left out) the order of the cells has to do.
    """
    has_codes = bool(_HOW.fullmatch(lines[at].key)) and len(lines[at].key) < 40
    apart = lines[at - 1].before + 1  # lines from one cell to the next
    if lines[at].bullet or (lines[at].before >= apart and not has_codes and not is_label(lines[at].text)):
        return None
    labelled = at > 2 and lines[at - 2].before + 1 == apart and len(lines[at - 3].text) < _MOST_OF_A_HEADER
    if not has_codes:
        return (_grid(lines, at, apart) or _pairs(lines, at)) if is_label(lines[at].text) else None
    at += 1
    found: list[Span] = []
    while at < len(lines):
        window = lines[at : at + _OPEN_CELLS]
        length = next((n for n, line in enumerate(window) if ASSESSED.fullmatch(line.text)), None)
        if length is None:
            break
        found += (
            _ticked(window[: length + 1], apart)
            or _in_columns(window[: length + 1], apart, 3 + labelled)
            or _in_order(window[:length])
        )
        at += length + 1
    return (found, at) if found else None


def _in_columns(row: list[Line], apart: int, columns: int) -> list[Span]:
    """The cells of a row that ends in its code, by how far they stand above it; empty if its lines do not add up."""
    if sum(line.before + 1 for line in row) < apart * columns:
        return []
    found: list[Span] = []
    below = 0  # lines down to the code
    for line, under in reversed(list(pairwise(row))):
        below += under.before + 1
        if below % apart or below // apart >= columns:
            return []
        if below // apart < 3:
            found.append((line.body, line.end, Kind.DESIRABLE if below == apart else Kind.ESSENTIAL))
    return found[::-1]


def _ticked(row: list[Line], apart: int) -> list[Span]:
    """The criterion of a row whose kind is a tick, in the column of one kind; empty if the row has no tick."""
    at = next((n for n, line in enumerate(row) if n and TICK.fullmatch(line.text)), None)
    if at is None:
        return []
    cells = _joined(row[:at])
    below = sum(line.before + 1 for line in row[at + 1 :])
    return [(*cells[-1][:2], Kind.DESIRABLE if below <= apart else Kind.ESSENTIAL)]


def _in_order(row: list[Line]) -> list[Span]:
    """The cells of a row whose empty cells cannot be told: a label, what is essential, what is desirable."""
    cells = _joined(row)
    if cells and ((is_label(cells[0][2].text) and len(cells) > 1) or len(cells) == 3):
        cells.pop(0)
    half = max(1, len(cells) / 2)
    return [(start, end, Kind.DESIRABLE if n >= half else Kind.ESSENTIAL) for n, (start, end, _) in enumerate(cells)]


def _grid(lines: list[Line], at: int, apart: int) -> tuple[list[Span], int] | None:
    """A table of three columns without codes, if every label stands in the first and nothing else does."""
    found: list[Span] = []
    columns = 3
    place, empty = 0, False
    for n in range(at, len(lines)):
        line = lines[n]
        step = line.before + (n > at)
        place += step
        if step % apart or step > apart * columns:
            break
        empty = empty or step > apart
        column = place // apart % columns
        said = heading(line, lines[n + 1] if n + 1 < len(lines) else None)
        if (column == 0) != is_label(line.text) or (said and said.part is Part.OTHER and line.before):
            break
        if column:
            found.append((line.body, line.end, Kind.DESIRABLE if column == columns - 1 else Kind.ESSENTIAL))
    else:
        n = len(lines)
    return (found, n) if empty and len(found) > 2 else None


def _joined(lines: list[Line]) -> list[tuple[int, int, Line]]:
    """Cells, where a line that goes on in small letters belongs to the one before."""
    found: list[tuple[int, int, Line]] = []
    for line in lines:
        if found and line.starts_small and not line.bullet and not line.before and found[-1][2].width > 40:
            start, _, first = found[-1]
            found[-1] = (start, line.end, first)
        else:
            found.append((line.body, line.end, line))
    return found


def _pairs(lines: list[Line], at: int) -> tuple[list[Span], int] | None:
    """Without a column of codes: labels, each with its essential and desirable cells in turn."""
    found: list[Span] = []
    turn = 0
    while at < len(lines):
        line = lines[at]
        said = heading(line, lines[at + 1] if at + 1 < len(lines) else None)
        if said and said.part in (Part.OTHER, Part.UNKNOWN) and line.before:
            break
        if is_label(line.text) or (said and said.part is Part.GROUP):
            turn = 0
        else:
            found.append((line.body, line.end, Kind.DESIRABLE if turn % 2 else Kind.ESSENTIAL))
            turn += 1
        at += 1
    return (found, at) if found else None


def kind_per_line(lines: list[Line], at: int) -> tuple[list[Span], int] | None:
    """A table of criterion, kind, and perhaps how it is assessed, each cell on a line of its own."""
    if at < len(lines) and _HOW.fullmatch(lines[at].key) and len(lines[at].key) < 40:
        at += 1
    found: list[Span] = []
    while at + 1 < len(lines):
        window = lines[at : at + _OPEN_CELLS]
        length = next((n for n, line in enumerate(window) if kind_of(line.text)), None)
        if not length:
            break
        cells = [cell for cell in _joined(window[:length]) if not is_label(cell[2].text)]
        if cells and (kind := kind_of(window[length].text)):
            found.append((cells[-1][0], cells[-1][1], kind))
        at += length + 1
        if at < len(lines) and ASSESSED.fullmatch(lines[at].text):
            at += 1
    return (found, at) if found else None
