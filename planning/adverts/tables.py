"""Reads tables of criteria as copying leaves them, with pipes, tabs, wide gaps or ticks (see also cells.py)."""

import re
from dataclasses import dataclass

from planning.adverts.cells import Span, cell_per_line, kind_per_line
from planning.adverts.headings import Part, heading
from planning.adverts.kinds import TICK, Kind, kind_of, take_marker
from planning.adverts.lines import Line, plain, trim
from planning.adverts.prose import semicolons

_GAP = re.compile(r"[ \xa0]{3,}|\t")
_RULE = re.compile(r"[\s|:+=_-]+")
_SIGNS = re.compile(r"(?:[•▪●◦]|[\uf000-\uf0ff]|<br\s*/?>)")
_BOTH = re.compile(
    r"(?:essential\s*(?:/|or|\()\s*desirable\)?|e\s*/\s*d|essential \(e\) or desirable \(d\))(?: \(e/d\))?"
)
MOST_OF_A_LABEL = 80  # characters of a row's label, or of a cell's first line


@dataclass(slots=True)
class Columns:
    """Where the header has its columns. ``essential`` and ``desirable`` are None in a table with a kind in each row."""

    essential: int | None
    desirable: int | None
    count: int
    starts: tuple[int, ...] = ()  # in a table with wide gaps: where each column begins within the line

    def at(self, offset: int) -> int:
        """The column that a cell at an offset within its line stands in."""
        return max((n for n, start in enumerate(self.starts) if start <= offset + 2), default=0)


def read_table(text: str, lines: list[Line], at: int) -> tuple[list[Span], int] | None:
    """The criteria of a table that begins at a line, and the line after it; None if none begins there."""
    line = lines[at]
    gap = _gap(text, line)
    if gap:
        names = [plain(text[start:end]) for start, end in _cells(text, line, gap)]
        essential, desirable = _columns_of(names)
        if essential is not None and desirable is not None:
            begin = line.start - line.indent
            starts = tuple(start - begin for start, _ in _cells(text, line, gap)) if gap == "gap" else ()
            return _rows(text, lines, at + 1, gap, Columns(essential, desirable, len(names), starts))
        if any(_BOTH.fullmatch(name) for name in names) or (gap != "gap" and _kind_cell(text, _cells(text, line, gap))):
            begin = at + any(_BOTH.fullmatch(name) for name in names)
            return _rows(text, lines, begin, gap, Columns(None, None, len(names)))
        return None
    if _names(line.key, Kind.ESSENTIAL) and at + 2 < len(lines) and _names(lines[at + 1].key, Kind.DESIRABLE):
        return cell_per_line(lines, at + 2)
    if _BOTH.fullmatch(line.key):
        return kind_per_line(lines, at + 1)
    return None


def _names(name: str, kind: Kind) -> bool:
    """Whether a cell of a header names one kind: "Essential", "Desirable criteria", "Essential (E)"."""
    return bool(re.fullmatch(rf"{kind.value}(?: (?:criteria|requirements|\([ed]\)))?:?", name.strip(" *")))


def _columns_of(names: list[str]) -> tuple[int | None, int | None]:
    """Which cells of a header stand for what is essential and what is desirable; "E" and "D" only together."""
    if names.count("e") == names.count("d") == 1:
        return names.index("e"), names.index("d")
    essential = next((n for n, name in enumerate(names) if _names(name, Kind.ESSENTIAL)), None)
    desirable = next((n for n, name in enumerate(names) if _names(name, Kind.DESIRABLE)), None)
    return essential, desirable


def _gap(text: str, line: Line) -> str:
    """What parts the cells of a line: "|", a tab, or "gap" for three spaces; empty if nothing does."""
    raw = text[line.start - line.indent : line.end]
    if "|" in raw:
        return "|"
    if "\t" in raw and not (line.bullet and "\t" not in line.text):
        return "\t"
    return "gap" if re.search(r"\S {3,}\S", raw) else ""


def _cells(text: str, line: Line, gap: str) -> list[tuple[int, int]]:
    begin, found = line.start - line.indent, []
    parts = _GAP if gap == "gap" else re.compile(re.escape(gap))
    for cut in parts.finditer(text, begin, line.end):
        found.append(trim(text, begin, cut.start()))
        begin = cut.end()
    found.append(trim(text, begin, line.end))
    return found


def _kind_cell(text: str, cells: list[tuple[int, int]]) -> Kind | None:
    """The kind that a row names in a cell of its own, next to a cell with a criterion."""
    kinds = [kind for start, end in cells if (kind := kind_of(text[start:end]))]
    return kinds[0] if len(kinds) == 1 and max(end - start for start, end in cells) > 12 else None


def _rows(text: str, lines: list[Line], at: int, gap: str, columns: Columns) -> tuple[list[Span], int]:
    rows = _Rows(text, gap, columns)
    while at < len(lines) and rows.take(lines[at], lines[at + 1] if at + 1 < len(lines) else None):
        at += 1
    return [_trimmed(text, span) for span in rows.found], at


class _Rows:
    """Reads the rows of one table, line by line; a cell may go on over several lines."""

    def __init__(self, text: str, gap: str, columns: Columns) -> None:
        self.text = text
        self.gap = gap
        self.columns = columns
        self.found: list[Span] = []
        self.column = 0  # that the last cell stood in
        self.carried: int | None = None  # where a cell began on the line before

    def take(self, line: Line, following: Line | None) -> bool:
        """Read a line; False if it is after the table."""
        if _RULE.fullmatch(self.text, line.start, line.end):
            return True
        if self.columns.starts and not line.before and (line.indent > 2 or _has(self.text, line, self.gap)):
            self.found += _by_place(self.text, line, self.columns)
            return True
        if _has(self.text, line, self.gap):
            self._row(line)
            return True
        return self._without_gap(line, following)

    def _in_columns(self) -> bool:
        columns = self.columns
        return columns.essential is not None and self.column in (columns.essential, columns.desirable)

    def _without_gap(self, line: Line, following: Line | None) -> bool:
        said = heading(line, following)
        ends = (Part.OTHER, Part.WANTED, Part.VALUES)
        if said and (said.part is Part.KIND or (said.part in ends and line.before)):
            return False
        goes_on = following is not None and not following.before and _has(self.text, following, self.gap)
        if line.bullet and self._in_columns() and not line.before:
            self.found += _items(self.text, line.body, line.end, _column_kind(self.columns, self.column))
        elif self.found and line.starts_small and not line.before and self._is_next(line):
            self.found[-1] = (self.found[-1][0], line.end, self.found[-1][2])
        elif not goes_on or len(line.text) > MOST_OF_A_LABEL:
            return False
        elif following is not None and following.starts_small:
            self.carried = line.body
        return True

    def _is_next(self, line: Line) -> bool:
        """Whether a line comes right after the last criterion, with nothing but its end in between."""
        return not self.text[self.found[-1][1] : line.start].strip()

    def _row(self, line: Line) -> None:
        cells = _cells(self.text, line, self.gap)
        if self.carried is not None:
            cells[0], self.carried = (self.carried, cells[0][1]), None
        fewer = len(cells) < self.columns.count and not line.indent
        torn = bool(line.starts_small and self._in_columns() and not line.bullet)
        if fewer and self.columns.essential is not None and (line.bullet or torn):
            offset = self.column
            if torn and self.found and self._is_next(line) and self.text[self.found[-1][1] - 1] != ";":
                self.found[-1] = (self.found[-1][0], cells[0][1], self.found[-1][2])
                cells[0] = (cells[0][1], cells[0][1])
        else:
            offset = 0
        self.found += _row(self.text, cells, offset, self.columns)
        self.column = offset + len(cells) - 1


def _by_place(text: str, line: Line, columns: Columns) -> list[Span]:
    """The cells of a row whose columns are told by where they begin. What goes on below is too torn to keep."""
    found: list[Span] = []
    begin = line.start - line.indent
    cells = _cells(text, line, "gap")
    for start, end in cells:
        column = columns.at(start - begin)
        if column in (columns.essential, columns.desirable) and _is_tick(text[start:end]) and start > cells[0][0]:
            return [(max(line.body, cells[0][0]), cells[0][1], _column_kind(columns, column))]
        if start < end and column in (columns.essential, columns.desirable) and not text[start].islower():
            found += _items(text, start, end, _column_kind(columns, column))
    return found


def _has(text: str, line: Line, gap: str) -> bool:
    if gap == "gap":
        return _gap(text, line) == "gap"
    return gap in text[line.start - line.indent : line.end] and _gap(text, line) == gap


def _column_kind(columns: Columns, column: int) -> Kind:
    return Kind.ESSENTIAL if column == columns.essential else Kind.DESIRABLE


def _row(text: str, cells: list[tuple[int, int]], offset: int, columns: Columns) -> list[Span]:
    if columns.essential is None or columns.desirable is None:
        kind = _kind_cell(text, cells)
        long = max(cells, key=lambda cell: cell[1] - cell[0])
        if kind is None:  # a narrow gap before the kind
            long = (long[0], cells[-1][1])
            kind = take_marker(text[slice(*long)])[2]
        return [(*long, kind)] if kind else []
    in_columns = (columns.essential, columns.desirable)
    ticks = [n for n, cell in enumerate(cells, start=offset) if n in in_columns and _is_tick(text[slice(*cell)])]
    if ticks:
        before = [cell for n, cell in enumerate(cells) if n < ticks[0] and cell[0] < cell[1]]
        return [(*before[-1], _column_kind(columns, ticks[0]))] if before else []
    found: list[Span] = []
    for n, (start, end) in enumerate(cells, start=offset):
        if n in (columns.essential, columns.desirable) and start < end:
            found += _items(text, start, end, _column_kind(columns, n))
    return found


def _is_tick(words: str) -> bool:
    return bool(TICK.fullmatch(words) or kind_of(words))


def _items(text: str, start: int, end: int, kind: Kind) -> list[Span]:
    """The items of a cell: parted by bullets, or by two semicolons or more."""
    found: list[Span] = []
    begin = start
    for cut in [*_SIGNS.finditer(text, start, end), None]:
        stop = cut.start() if cut else end
        piece = trim(text, begin, stop)
        if piece[0] < piece[1]:
            parts = semicolons(text, *piece)
            found += [(*part, kind) for part in (parts if len(parts) > 2 else [piece])]
        begin = cut.end() if cut else end
    return [
        span for span in found if any(letter.isalpha() for letter in text[span[0] : span[1]]) and not _none(text, span)
    ]


def _none(text: str, span: Span) -> bool:
    return plain(text[span[0] : span[1]]).strip(" -/") in ("", "n/a", "na", "none", "n a", "not applicable")


def _trimmed(text: str, span: Span) -> Span:
    start, end, kind = span
    first, last, said = take_marker(text[start:end])
    return start + first, start + last, said or kind
