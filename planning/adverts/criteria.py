"""Finds what an advert asks for, word for word, with its kind, in the layouts that people meet.

The reader goes through the lines once. Headings say where it is; lists, tables and sentences are taken where a heading,
a marker or their own words say that they ask the candidate for something. Everything found is a piece of the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from planning.adverts.headings import Heading, Part, heading, opening
from planning.adverts.kinds import (
    BOTH,
    CHANGES,
    DESIRES,
    EVERYBODY,
    LEGEND,
    Kind,
    ends_in_letter,
    is_refused,
    kind_of,
    take_marker,
)
from planning.adverts.lines import Line, cut_lines, plain, trim
from planning.adverts.prose import asked, goes_on_asking, list_in_sentence, semicolons, sentences, wants_of_the_best
from planning.adverts.tables import read_table

LONG_LINE = 55  # a line shorter than this was not wrapped
MOST_CRITERIA = 300

_STARTS_LIKE_ONE = re.compile(
    r"(?:experience|experienced|knowledge|understanding|ability|able|good|excellent|strong|proven|degree|"
    r"educated|qualified|registered|registration|confident|familiar\w*|"
    r"competent|skilled|awareness|evidence|demonstrable|demonstrated|significant|substantial|working|track|"
    r"commitment|willing\w*|full|current|clean|proficient|fluent|"
    r"highly|effective|well|advanced|basic|sound|at least|minimum|a (?:good|strong|degree|track|relevant|"
    r"solid|clear|full|passion|keen)|an (?:understanding|ability|interest|eye|excellent|appreciation)|"
    r"the ability|some|relevant|"
    r"gcses?|masters?|master's|postgraduate|professional|creative|calm|curious|flexible|motivated|self|team|"
    r"previous|prior|hands-on|deep|expertise|interest|passion\w*|"
    r"comfortable|attention|eye|enthusias\w*|organised|able)\b"
)
_ADDRESSES = re.compile(
    r"(?:you|we|the post|the successful|applicants|candidates|it|ideally|this|knowledge of .{5,120} (?:would|"
    r"is)|experience .{5,120} (?:would|is))\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A criterion: the text from ``start`` to ``end``, and its kind."""

    start: int
    end: int
    kind: Kind


def find_criteria(text: str) -> list[Found]:
    """All criteria in the order of the text, none twice; empty if the advert has none. At most MOST_CRITERIA."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = cut_lines(text)
        self.found: list[Found] = []
        self.part = Part.UNKNOWN
        self.kind: Kind | None = None
        self.kind_above_groups = False  # "Essential", and below it "Knowledge", "Skills"
        self.fresh_kind = False  # nothing was found since the heading that set the kind
        self.in_list = ""  # the bullet of the list being read, or "plain"
        self.letters = self._ends_in_letters()
        self.item_width = 0

    def _ends_in_letters(self) -> bool:
        """Whether lines end in a bare E or D, and at least three do, of both kinds."""
        ends = [found[1] for line in self.lines if (found := ends_in_letter(line.text))]
        return len(ends) > 2 and len(set(ends)) == 2

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
        if said and not self._is_item_after_all(line, said, following):
            return self._turn(at, said)
        end = self._item_end(at)
        if self._marked(at, end):
            return end
        if line.bullet:
            return self._listed(at, end)
        return self._running(at, end)

    def _is_item_after_all(self, line: Line, said: Heading, following: Line | None) -> bool:
        """Within a list without bullets, a line that only may be a heading is an item."""
        if said.part is Part.KIND and self.part is Part.VALUES and said.ends is None:
            return True
        if said.part is Part.KIND and self.part is Part.OTHER and said.ends is not None and line.bullet:
            return True
        is_plain_heading = line.before and (line.is_loud or line.text.endswith("?"))
        if said.part is Part.UNKNOWN and self.in_list and self.kind and not is_plain_heading:
            return not (following and following.bullet and not line.bullet)
        if said.part is Part.OTHER and self.in_list == "plain" and self.kind and not line.before and not line.is_loud:
            return bool(_STARTS_LIKE_ONE.match(line.key)) or len(line.key.split()) > 4
        if said.part is Part.GROUP and self.in_list and line.bullet and line.bullet == self.in_list:
            return len(line.key.split()) > 2 and not (
                following and following.key.startswith(("essential", "desirable"))
            )
        return False

    def _turn(self, at: int, said: Heading) -> int:
        """Follow a heading."""
        line = self.lines[at]
        if said.part is Part.KIND:
            self.kind, self.fresh_kind, self.kind_above_groups = said.kind, True, False
            self.part = Part.GROUP if self.part is Part.GROUP else Part.WANTED
        elif said.part is Part.GROUP:
            if self.kind and self.fresh_kind and said.part is Part.GROUP and not self.found_since_kind:
                self.kind_above_groups = True
            if not self.kind_above_groups or "information" in line.key:
                self.kind, self.kind_above_groups = None, False
            if self.part not in (Part.WANTED, Part.GROUP) and not _opens(line):
                self.part = Part.OTHER
            else:
                self.part = Part.GROUP
        elif said.part is Part.UNKNOWN and self.kind and self.kind_above_groups:
            pass
        else:
            self.part, self.kind, self.kind_above_groups = said.part, None, False
        self.in_list = ""
        if said.ends is None:
            return at + 1
        end = self._item_end(at)
        stop = self.lines[end - 1].end
        self._several(said.ends, stop, said.kind)
        self.in_list = "plain"
        return end

    @property
    def found_since_kind(self) -> bool:
        return not self.fresh_kind

    def _item_end(self, at: int) -> int:
        """The line after an item that begins at a line and may go on below it."""
        first = self.lines[at]
        end = at + 1
        while end < len(self.lines):
            line, above = self.lines[end], self.lines[end - 1]
            if line.before or line.bullet or not self._goes_on(first, above, line):
                break
            following = self.lines[end + 1] if end + 1 < len(self.lines) else None
            if not line.starts_small and heading(line, following):
                break
            end += 1
        return end

    def _goes_on(self, first: Line, above: Line, line: Line) -> bool:
        if re.search(r"\w[-‐\xad]$", above.text) and line.starts_small:
            return True
        if above.text.count("(") > above.text.count(")") and ")" in line.text:
            return True
        if first.bullet:
            if line.indent > first.indent or line.starts_small:
                return True
            return above.width >= LONG_LINE + 10 and not above.text.endswith((".", ";", ":"))
        if line.starts_small:
            return (
                above.width >= LONG_LINE and not above.text.endswith((";", ":", ","))
                if not first.starts_small
                else above.width >= LONG_LINE and not above.text.endswith((";", ":", "."))
            )
        return False

    def _marked(self, at: int, end: int) -> bool:
        """Take an item that says its own kind with a marker."""
        line = self.lines[at]
        start, stop = line.body, self.lines[end - 1].end
        first, last, kind = take_marker(self.text[start:stop])
        if code := re.match(r"([ED])\d", line.bullet):
            kind = Kind.ESSENTIAL if code[1] == "E" else Kind.DESIRABLE
        if kind is None and self.letters and (letter := ends_in_letter(self.text[start:stop])):
            kind = Kind.ESSENTIAL if letter[1] == "E" else Kind.DESIRABLE
            last = letter.start()
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
        if not words.endswith(":") and not self._stands_over_bullets(at, end, words):
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

    def _stands_over_bullets(self, at: int, end: int, words: str) -> bool:
        """Whether a short line right above bullets opens them, though it has no colon."""
        below = self.lines[end] if end < len(self.lines) else None
        if below is None or not below.bullet or below.before or self.lines[at].bullet:
            return False
        return len(words) < 90 and words[-1].isalpha() and bool(opening(words))

    def _running(self, at: int, end: int) -> int:
        """A line without a bullet: an item of a plain list, or the beginning of a paragraph."""
        line = self.lines[at]
        if self._opens_list(at, end):
            return end
        stop = self.lines[end - 1].end
        if self.kind and not self._leaves_list(at, end):
            if self._is_prose(line.body, stop):
                return self._paragraph(at)
            self._several(line.body, stop, self.kind)
            self.in_list = self.in_list or "plain"
            return end
        if self.part in (Part.WANTED, Part.GROUP) and not self.kind and _STARTS_LIKE_ONE.match(line.key):
            pieces = list(sentences(self.text, line.body, stop))
            if (
                len(pieces) == 1
                and not DESIRES.search(line.key)
                and not EVERYBODY.search(line.text)
                and not re.search(r"\b(?:is|are) (?:essential|required|needed|a must)\b", line.key)
            ):
                self._several(line.body, stop, Kind.ESSENTIAL)
                return end
        return self._paragraph(at)

    def _leaves_list(self, at: int, end: int) -> bool:
        """Whether a line without a bullet ends the list that is being read."""
        line = self.lines[at]
        if self.in_list not in ("", "plain"):  # a list with bullets
            self.kind, self.in_list = None, ""
            self.part = Part.WANTED
            return True
        if not line.before or self.fresh_kind:
            return False
        words = self.text[line.body : self.lines[end - 1].end]
        if (
            re.match(
                r"(?:we|our|the (?:trust|council|board|charity|practice)|this (?:post|role)|all |please|"
                r"if you|for (?:further|more))\b",
                line.key,
            )
            or len(words) > 350
        ):
            self.kind = None
            self.part = Part.UNKNOWN
            return True
        return False

    def _is_prose(self, start: int, stop: int) -> bool:
        pieces = list(sentences(self.text, start, stop))
        words = plain(self.text[start:stop])
        if len(semicolons(self.text, start, stop)) > 2:
            return False
        return bool(_ADDRESSES.match(words)) and (
            len(pieces) > 1 or words.endswith(".") or self.text[start:stop].endswith(".")
        )

    def _several(self, start: int, stop: int, kind: Kind | None) -> None:
        """One item, or the parts of a list with semicolons; the kind may change on the way."""
        for change in CHANGES.finditer(self.text, start, stop):
            self._parts(start, change.start(), kind)
            start, kind, self.in_list = change.end(), kind_of(change["kind"]), ""
        self._parts(start, stop, kind)

    def _parts(self, start: int, stop: int, kind: Kind | None) -> None:
        parts = semicolons(self.text, start, stop)
        if len(parts) == 2 and len(list(sentences(self.text, start, stop))) == 1 and self.in_list:
            parts = [(start, stop)]
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
        stop = self.lines[end - 1].end
        if self.part is Part.OTHER:
            for first, last in sentences(self.text, self.lines[at].body, stop):
                if wants_of_the_best(self.text, first, last):
                    self._keep(first, last, Kind.ESSENTIAL, is_sentence=True)
        else:
            self._sentences(self.lines[at].body, stop)
        return end

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
                self._keep(first, last, self.kind or kind_asked, is_sentence=True)
                asks = True
            elif asks := asks and goes_on_asking(self.text, first, last):
                self._keep(first, last, Kind.ESSENTIAL, is_sentence=True)

    def _take(self, spans: Iterable[tuple[int, int, Kind]]) -> None:
        for start, end, kind in spans:
            self._keep(start, end, kind)

    def _keep(self, start: int, end: int, kind: Kind, *, is_sentence: bool = False) -> None:
        """Keep a piece as a criterion, without what closes it; not if it asks for nothing or of everybody."""
        first, last, said = take_marker(self.text[start:end])
        start, end = trim(self.text, start + first, start + last)
        while end > start and self.text[end - 1] in ",;:":
            start, end = trim(self.text, start, end - 1)
        if closing := re.search(r"[;,]\s+(?:and|or)$", self.text[start:end]):
            end = start + closing.start()
        while self.text[start : start + 1] == "*" and self.text.count("**", start, end) % 2:
            start, end = trim(self.text, start + 1, end)
        words = self.text[start:end]
        letters = sum(letter.isalpha() for letter in words)
        if letters < 2 or (is_refused(words) and not is_sentence) or EVERYBODY.search(words):
            return
        kind = said or kind
        if (
            not said
            and kind is Kind.ESSENTIAL
            and not is_sentence
            and re.search(
                r"\b(?:would be (?:an advantage|advantageous|desirable|beneficial)|is desirable|not essential)\b",
                words.lower(),
            )
        ):
            kind = Kind.DESIRABLE
        self.found.append(Found(start, end, kind))
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
