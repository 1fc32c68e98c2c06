"""Where the reader of an advert is, and what a line means there: an item, a heading, the end of a list."""

from planning.adverts.headings import BOILERPLATE, Heading, Part, opening
from planning.adverts.items import is_shaped_like_an_item, leaves, starts_like_an_item
from planning.adverts.kinds import Kind, take_marker
from planning.adverts.lines import Line, cut_lines

MOST_ALIKE = 5  # lines looked through on either side for others of a list
MOST_OF_A_HEADING = 60  # characters of a line over a list


class Place:
    """The zone of the text that is being read, with the lines around; what a line is depends on both."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = cut_lines(text)
        self._shaped: dict[int, bool] = {}
        self.part = Part.UNKNOWN
        self.kind: Kind | None = None
        self.kind_above_groups = False  # "Essential", and below it "Knowledge", "Skills"
        self.fresh_kind = False  # nothing was found since the heading that set the kind
        self.indents = (0, 0)  # of the last heading, of the last plain item
        self.is_spaced = False  # the list being read has empty lines between its items
        self.in_list = ""  # the bullet of the list being read, or "plain"

    def is_item_after_all(self, line: Line, said: Heading, following: Line | None) -> bool:
        """Within a list without bullets, a line that only may be a heading is an item."""
        if BOILERPLATE.fullmatch(line.key):
            return False
        if said.part is Part.KIND and self.part is Part.VALUES and said.ends is None:
            return True
        if said.part is Part.KIND and self.part is Part.OTHER and said.ends is not None and line.bullet:
            return True
        if said.part is not Part.KIND and (said.by_place or line.is_loud) and take_marker(line.text)[2]:
            return True
        if said.by_place and self.part in (Part.WANTED, Part.GROUP) and starts_like_an_item(line):
            return not (following and following.bullet and not line.bullet)
        if said.by_place and self.kind and self.in_list in ("", "plain"):
            over_bullets = following is not None and following.bullet and not line.bullet
            return not over_bullets and not line.is_loud and (self.fresh_kind or self.is_spaced or not line.before)
        if (
            said.part in (Part.OTHER, Part.UNKNOWN)
            and self.kind
            and self.fresh_kind
            and not line.before
            and line.is_loud
        ):
            return len(line.key.split()) == 1  # "SQL" right below "Desirable"
        further_in = line.indent > self.indents[0] and (self.fresh_kind or line.indent == self.indents[1])
        if said.part in (Part.OTHER, Part.UNKNOWN) and self.kind and self.in_list in ("", "plain") and further_in:
            return not line.bullet
        is_plain_heading = line.before and (line.is_loud or line.text.endswith("?"))
        if said.part is Part.UNKNOWN and self.in_list and self.kind and not is_plain_heading:
            return not (following and following.bullet and not line.bullet)
        if said.part is Part.OTHER and self.in_list == "plain" and self.kind and not line.before and not line.is_loud:
            return starts_like_an_item(line) or len(line.key.split()) > 4
        if said.part is Part.GROUP and self.in_list and line.bullet and line.bullet == self.in_list:
            return len(line.key.split()) > 2 and not (
                following and following.key.startswith(("essential", "desirable"))
            )
        return False

    def stands_over_bullets(self, at: int, end: int, words: str) -> bool:
        """Whether a short line right above bullets opens them, though it has no colon."""
        below = self.lines[end] if end < len(self.lines) else None
        if below is None or not below.bullet or below.before or self.lines[at].bullet:
            return False
        return len(words) < 90 and words[-1].isalpha() and bool(opening(words))

    def ends_zone(self, at: int, end: int) -> bool:
        """Whether a line heads another list, whose items do not begin as criteria do: "Our package"."""
        line = self.lines[at]
        if line.bullet or not line.before or end - at > 1 or len(line.text) > MOST_OF_A_HEADING or self.fresh_kind:
            return False
        below = self.list_below(end)
        alike = sum(starts_like_an_item(one) for one in below)
        return bool(below) and alike * 2 < len(below) and not opening(line.text)

    def list_below(self, at: int) -> list[Line]:
        end = at
        while end < len(self.lines) and self.lines[end].bullet:
            end += 1
        return self.lines[at:end]

    def among_alike(self, at: int) -> bool:
        """Whether a line stands among short lines like it, at least one of which begins as criteria do."""
        line = self.lines[at]
        first = at
        while first > 0 and self._is_alike(first - 1, line) and at - first < MOST_ALIKE:
            first -= 1
        last = at
        while last + 1 < len(self.lines) and self._is_alike(last + 1, line) and last - at < MOST_ALIKE:
            last += 1
        run = self.lines[first : last + 1]
        return len(run) > 1 and self._is_alike(at, line) and any(starts_like_an_item(one) for one in run)

    def _is_alike(self, at: int, other: Line) -> bool:
        """Whether a line is shaped like an item, and as far in as another. Remembered: many lines ask about it."""
        if at not in self._shaped:
            self._shaped[at] = is_shaped_like_an_item(self.lines[at])
        return self._shaped[at] and self.lines[at].indent == other.indent

    def leaves_list(self, at: int, end: int) -> bool:
        """Whether a line without a bullet ends the list that is being read."""
        line = self.lines[at]
        if self.in_list not in ("", "plain"):  # a list with bullets
            self.kind, self.in_list = None, ""
            self.part = Part.WANTED
            return True
        if not line.before or self.fresh_kind or not leaves(self.text, line, self.lines[end - 1].end):
            return False
        self.kind = None
        self.part = Part.UNKNOWN
        return True
