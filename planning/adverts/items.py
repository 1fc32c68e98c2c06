"""What one item of a list looks like: how it begins, where it ends, and what belongs to it."""

import re
from dataclasses import dataclass

from planning.adverts.headings import heading
from planning.adverts.kinds import DESIRES, EVERYBODY, Kind, is_refused, take_marker
from planning.adverts.lines import Line, plain, trim
from planning.adverts.prose import semicolons, sentences

LONG_LINE = 55  # a line shorter than this was not wrapped
MOST_OF_AN_ITEM = 120  # characters of an item in a list without signs, unless its words tell it
LONG_ITEM = 350  # characters; a longer paragraph is none

_STARTS = re.compile(
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
_IS_ASKED = re.compile(r"\b(?:is|are) (?:essential|required|needed|a must)\b")
_LEAVES = re.compile(
    r"(?:we|our|the (?:trust|council|board|charity|practice)|this (?:post|role)|all |please|if you|"
    r"for (?:further|more|an informal)|in return|you(?:'ll| will) (?:get|receive|enjoy|be (?:given|offered|paid))|"
    r"(?:how )?to apply|apply|send|return|visit|closing|interviews?|applications?|benefits|informal)\b"
)
_POINTS_ON = re.compile(r"\bthe following\b|\bas follows\b|\b(?:listed|set out) below\b", re.IGNORECASE)
_SAYS_DESIRABLE = re.compile(
    r"\b(?:would be (?:an? (?:\w+ )?(?:advantage|bonus|plus|asset)|advantageous|desirable|beneficial|useful|helpful)|"
    r"is (?:desirable|a (?:bonus|plus))|all the better|not essential)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A criterion: the text from ``start`` to ``end``, and its kind."""

    start: int
    end: int
    kind: Kind


def item_end(lines: list[Line], at: int) -> int:
    """The line after an item that begins at a line and may go on below it."""
    first = lines[at]
    end = at + 1
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        if line.before or line.bullet or not (_goes_on(first, above, line) or is_wrapped(lines, end)):
            break
        following = lines[end + 1] if end + 1 < len(lines) else None
        if not line.starts_small and heading(line, following):
            break
        end += 1
    return end


def _goes_on(first: Line, above: Line, line: Line) -> bool:
    """Whether a line belongs to the item that began with ``first`` and stands right above."""
    if re.search(r"\w[-‐\xad]$", above.text) and line.starts_small:
        return True
    if above.text.count("(") > above.text.count(")") and ")" in line.text:
        return True
    if first.bullet:
        if line.indent > first.indent or line.starts_small:
            return True
        return above.width >= LONG_LINE + 10 and not above.text.endswith((".", ";", ":"))
    # Where items begin in small letters, a small letter says less, and what closes an item says more.
    closing = (";", ":", ".") if first.starts_small else (";", ":", ",")
    return line.starts_small and above.width >= LONG_LINE and not above.text.endswith(closing)


def is_wrapped(lines: list[Line], at: int) -> bool:
    """Whether a line goes on from the one above, which had no room for its first word.

    Told from the lines around: some of them must be about as wide, and none much wider, as in text from a PDF.
    """
    line, above = lines[at], lines[at - 1]
    around = [one.width for one in lines[max(0, at - 40) : at + 40]]
    widest = max(around)
    if not 60 <= widest <= 120 or sum(width > widest - 12 for width in around) < 4:
        return False
    if above.text.endswith((".", ";", ":")) or line.indent != above.indent + (above.body - above.start):
        return False
    return above.width + 1 + len(line.text.split()[0]) > widest


def starts_like_an_item(line: Line) -> bool:
    """Whether a line begins as criteria do: "Experience of", "Able to"."""
    return bool(_STARTS.match(line.key))


def is_shaped_like_an_item(line: Line) -> bool:
    """Whether a line has the shape of an item of a list without signs: short, unclosed, no heading."""
    if line.bullet or not line.text[-1].isalnum() or EVERYBODY.search(line.text):
        return False
    return len(line.text) < MOST_OF_AN_ITEM and heading(line, None) is None


def is_plain_item(text: str, line: Line, stop: int) -> bool:
    """Whether a line under a heading about the candidate is an item, though nothing says its kind."""
    if not _STARTS.match(line.key) or len(list(sentences(text, line.body, stop))) != 1:
        return False
    return not (DESIRES.search(line.key) or EVERYBODY.search(line.text) or _IS_ASKED.search(line.key))


def is_prose(text: str, start: int, stop: int) -> bool:
    """Whether a piece among items is sentences that address somebody."""
    words = plain(text[start:stop])
    if len(semicolons(text, start, stop)) > 2 or not _ADDRESSES.match(words):
        return False
    return text[start:stop].endswith(".") or len(list(sentences(text, start, stop))) > 1


def leaves(text: str, line: Line, stop: int) -> bool:
    """Whether a paragraph after an empty line is about the employer, or too long for an item."""
    return bool(_LEAVES.match(line.key)) or stop - line.body > LONG_ITEM


def criterion(text: str, start: int, end: int, kind: Kind, *, is_sentence: bool) -> Found | None:
    """A piece as a criterion, without what closes it; None if it asks for nothing, or something of everybody."""
    first, last, said = take_marker(text[start:end])
    start, end = trim(text, start + first, start + last)
    while end > start and text[end - 1] in ",;:":
        start, end = trim(text, start, end - 1)
    if closing := re.search(r"[;,]\s+(?:and|or)$", text[start:end]):
        end = start + closing.start()
    while text[start : start + 1] == "*" and text.count("**", start, end) % 2:
        start, end = trim(text, start + 1, end)
    words = text[start:end]
    if (sum(letter.isalpha() for letter in words) < 2 and words not in ("R", "C")) or EVERYBODY.search(words):
        return None
    if _POINTS_ON.search(words):
        return None
    if is_sentence:
        return Found(start, end, said or kind)
    if is_refused(words):
        return None
    if not said and _SAYS_DESIRABLE.search(words.lower()):
        kind = Kind.DESIRABLE
    return Found(start, end, said or kind)
