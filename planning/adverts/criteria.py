"""Finds what an advert asks for, word for word, with its kind, in the layouts that people meet.

The reader goes through the lines once. Headings say where it is; lists, tables and sentences are taken where a heading,
a marker or their own words say that they ask the candidate for something. Everything found is a piece of the text.
"""

import re
from collections.abc import Iterable

from planning.adverts.headings import Heading, Part, heading, opening, run_in
from planning.adverts.items import (
    LONG_LINE,
    Found,
    criterion,
    is_plain_item,
    is_prose,
    item_end,
)
from planning.adverts.kinds import (
    BOTH,
    CHANGES,
    DESIRES,
    LEGEND,
    Kind,
    bare_letter,
    kind_of,
    take_marker,
    tells_codes,
    without_code,
)
from planning.adverts.lines import Line, plain, trim
from planning.adverts.place import Place
from planning.adverts.prose import asked, goes_on_asking, list_in_sentence, semicolons, sentences, wants_of_the_best
from planning.adverts.tables import read_table

MOST_CRITERIA = 300
MOST_OF_A_RUN_IN = 60  # characters of a heading that opens a paragraph


def find_criteria(text: str) -> list[Found]:
    """All criteria in the order of the text, none twice; empty if the advert has none. At most MOST_CRITERIA."""
    return _Reader(text).read()


class _Reader(Place):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.found: list[Found] = []
        self.letters = self._has_letters()
        self.has_codes = tells_codes(text)

    def _has_letters(self) -> bool:
        """Whether lines begin or end in a bare E or D, and at least three do, of both kinds."""
        kinds = [found[2] for line in self.lines if (found := bare_letter(line.text))]
        return len(kinds) > 2 and len(set(kinds)) == 2

    def read(self) -> list[Found]:
        at = 0
        while at < len(self.lines) and len(self.found) < MOST_CRITERIA:
            at = self._step(at)
        return list(_once(self.text, self.found))[:MOST_CRITERIA]

    def _step(self, at: int) -> int:
        """Read what begins at a line; the line to go on with."""
        line = self.lines[at]
        following = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if table := read_table(self.text, self.lines, at):
            spans, after = table
            if self.part is not Part.VALUES:
                self._take(spans)
            self.part, self.kind, self.in_list = Part.WANTED, None, ""
            return max(after, at + 1)
        if LEGEND.match(line.text) or BOTH.fullmatch(line.text):
            return at + 1
        said = heading(line, following)
        if said and not self.is_item_after_all(line, said, following):
            return self._turn(at, said)
        end = item_end(self.lines, at)
        if self._marked(at, end):
            return end
        if line.bullet:
            return self._listed(at, end)
        return self._running(at, end)

    def _turn(self, at: int, said: Heading) -> int:
        """Follow a heading."""
        line = self.lines[at]
        self.indents = (line.indent, self.indents[1])
        if said.part is Part.KIND:
            self.kind, self.fresh_kind, self.kind_above_groups = said.kind, True, False
            self.part = Part.GROUP if self.part is Part.GROUP else Part.WANTED
        elif said.part is Part.GROUP:
            if self.kind and self.fresh_kind:
                self.kind_above_groups = True
            if not self.kind_above_groups or "information" in line.key:
                self.kind, self.kind_above_groups = None, False
            if self.part not in (Part.WANTED, Part.GROUP) and not _opens(line):
                self.part = Part.OTHER
            else:
                self.part = Part.GROUP
        elif said.part is Part.UNKNOWN and self.kind and self.kind_above_groups and not self.ends_zone(at, at + 1):
            pass
        else:
            self.part, self.kind, self.kind_above_groups = said.part, None, False
        self.in_list = ""
        if said.ends is None:
            return at + 1
        end = item_end(self.lines, at)
        stop = self.lines[end - 1].end
        self._several(said.ends, stop, said.kind)
        self.in_list = "plain"
        return end

    def _marked(self, at: int, end: int) -> bool:
        """Take an item that says its own kind with a marker."""
        line = self.lines[at]
        start, stop = line.body, self.lines[end - 1].end
        first, last, kind = take_marker(self.text[start:stop])
        if code := re.match(r"([ED])\d", line.bullet):
            kind = Kind.ESSENTIAL if code[1] == "E" else Kind.DESIRABLE
        if kind is None and self.letters and (letter := bare_letter(self.text[start:stop])):
            first, last, kind = letter
        if kind is None or last - first < 2:
            return False
        if self.part is Part.VALUES:
            return True
        self._keep(start + first, start + last, kind)
        self.in_list = line.bullet or "plain"
        if self.part is Part.UNKNOWN:
            self.part = Part.WANTED
        return True

    def _listed(self, at: int, end: int) -> int:
        """An item with a bullet."""
        line = self.lines[at]
        start, stop = line.body, self.lines[end - 1].end
        if self._opens_list(at, end):
            return end
        if self.kind or self.part in (Part.WANTED, Part.GROUP):
            parts = semicolons(self.text, start, stop)
            if self.kind and len(parts) > 3:
                for part in parts:
                    self._keep(*part, self.kind)
            else:
                self._keep(start, stop, self.kind or self._own_kind(start, stop))
            self.in_list = line.bullet
        return end

    def _own_kind(self, start: int, stop: int) -> Kind:
        return Kind.DESIRABLE if DESIRES.search(self.text[start:stop]) else Kind.ESSENTIAL

    def _opens_list(self, at: int, end: int) -> bool:
        """Follow a line that opens a list: "You will need:"."""
        words = self.text[self.lines[at].body : self.lines[end - 1].end]
        if not words.endswith(":") and not self.stands_over_bullets(at, end, words):
            return False
        if self.part is Part.VALUES:
            return True
        inside = self.part in (Part.WANTED, Part.GROUP)
        said = opening(words[-200:])
        follows = end < len(self.lines) and (self.lines[end].bullet or self.lines[end].starts_small)
        if said and (inside or follows) and not (self.kind and said is Kind.ESSENTIAL):
            self.kind, self.fresh_kind = said, True
            self.part = Part.WANTED if not inside else self.part
            if self.part is Part.WANTED:
                self.kind_above_groups = False
        elif not inside or (not self.kind and not said):
            self.part, self.kind = (self.part if inside else Part.UNKNOWN), None
        self.in_list = ""
        return True

    def _running(self, at: int, end: int) -> int:
        """A line without a bullet: an item of a plain list, or the beginning of a paragraph."""
        line = self.lines[at]
        if self.ends_zone(at, end):
            self.part, self.kind, self.kind_above_groups, self.in_list = Part.UNKNOWN, None, False, ""
            return end
        if self._opens_list(at, end):
            return end
        stop = self.lines[end - 1].end
        if self.kind and not self.leaves_list(at, end):
            if is_prose(self.text, line.body, stop):
                return self._paragraph(at)
            self.is_spaced = bool(line.before) and not self.fresh_kind
            self.indents = (self.indents[0], line.indent)
            self._several(line.body, stop, self.kind)
            self.in_list = self.in_list or "plain"
            return end
        wanted = self.part in (Part.WANTED, Part.GROUP) and not self.kind
        if wanted and (is_plain_item(self.text, line, stop) or self.among_alike(at)):
            self._several(line.body, stop, Kind.ESSENTIAL)
            return end
        return self._paragraph(at)

    def _several(self, start: int, stop: int, kind: Kind | None) -> None:
        """One item, or the parts of a list with semicolons; the kind may change on the way."""
        for change in CHANGES.finditer(self.text, start, stop):
            self._parts(start, change.start(), kind)
            start, kind, self.in_list = change.end(), kind_of(change["kind"]), ""
        self._parts(start, stop, kind)

    def _parts(self, start: int, stop: int, kind: Kind | None) -> None:
        pieces = list(sentences(self.text, start, stop))
        lists = [list_in_sentence(self.text, *piece) for piece in pieces]
        if any(lists):
            for piece, listed in zip(pieces, lists, strict=True):
                for part in listed[1] if listed else semicolons(self.text, *piece):
                    self._keep(*part, listed[0] if listed else kind or Kind.ESSENTIAL)
            return
        parts = semicolons(self.text, start, stop)
        if len(parts) == 2 and len(pieces) == 1 and self.in_list:
            parts = [(start, stop)]
        elif len(parts) == 1 and len(pieces) > 2 and not self.in_list:
            parts = pieces  # "Essential: A degree. Excellent English. Budgets."
        for part in parts:
            self._keep(*part, kind or Kind.ESSENTIAL)

    def _paragraph(self, at: int) -> int:
        """Sentences up to the next empty line, bullet or heading."""
        end = at + 1
        while end < len(self.lines):
            line = self.lines[end]
            following = self.lines[end + 1] if end + 1 < len(self.lines) else None
            if line.before or line.bullet or (not line.starts_small and heading(line, following)):
                break
            if line.text.endswith(":") and line.width < LONG_LINE:
                break
            end += 1
        if self.part is Part.VALUES:
            return end
        start, stop = self.lines[at].body, self.lines[end - 1].end
        start = self._run_in(start, stop)
        above = self.lines[at - 1] if at else None
        if self.part is Part.OTHER and above and above.bullet and self.lines[at].before:
            self.part = Part.UNKNOWN  # the list of duties is over
        if self.part is Part.OTHER:
            for first, last in sentences(self.text, start, stop):
                if wants_of_the_best(self.text, first, last):
                    self._keep(first, last, Kind.ESSENTIAL, is_sentence=True)
        else:
            self._sentences(start, stop)
        return end

    def _run_in(self, start: int, stop: int) -> int:
        """Follow a heading that opens a paragraph; where the paragraph goes on after it."""
        first, last = next(sentences(self.text, start, stop), (start, stop))
        if last == stop or self.text[last - 1] not in ".?!" or last - first > MOST_OF_A_RUN_IN:
            return start
        said = run_in(plain(self.text[first:last]))
        if said is None:
            return start
        if said.part is Part.KIND:
            self.kind, self.part = said.kind, Part.WANTED
        else:
            self.kind, self.part = None, said.part
        return trim(self.text, last, stop)[0]

    def _sentences(self, start: int, stop: int) -> None:
        """Take from running text what it asks for."""
        wanted, asks = self.part in (Part.WANTED, Part.GROUP), False
        for first, last in sentences(self.text, start, stop):
            if listed := list_in_sentence(self.text, first, last):
                kind, parts = listed
                for part in parts:
                    self._keep(*part, kind)
                asks = True
            elif kind_asked := asked(self.text, first, last, is_wanted=wanted):
                own = kind_asked if kind_asked is Kind.DESIRABLE else self.kind or kind_asked
                self._keep(first, last, own, is_sentence=True)
                asks = True
            elif asks := asks and goes_on_asking(self.text, first, last):
                self._keep(first, last, Kind.ESSENTIAL, is_sentence=True)

    def _take(self, spans: Iterable[tuple[int, int, Kind]]) -> None:
        for start, end, kind in spans:
            self._keep(start, end, kind)

    def _keep(self, start: int, end: int, kind: Kind, *, is_sentence: bool = False) -> None:
        if self.has_codes:
            end = start + without_code(self.text[start:end])
        if one := criterion(self.text, start, end, kind, is_sentence=is_sentence):
            self.found.append(one)
            self.fresh_kind = False


def _opens(line: Line) -> bool:
    """Whether the heading of a group may open a specification by itself, rather than a section about the job."""
    return bool(re.search(r"qualification|experience|skills|knowledge|education", line.key))


def _once(text: str, found: Iterable[Found]) -> Iterable[Found]:
    """Without what was said before in the same words."""
    seen: set[str] = set()
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        words = plain(text[one.start : one.end])
        if words not in seen:
            seen.add(words)
            yield one
