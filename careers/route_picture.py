"""The picture of a route: stops on a line, the higher the band the higher the stop.

Geometry only, in pixels; ``templates/careers/pathways_picture.html`` draws it. ``across`` is for wide screens and
paper, ``down`` for phones, where names stand beside the line instead of below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_LETTER = 9.0  # width of a bold letter of Arial at 15 px, on the safe side
_LINE = 19  # from one line of text to the next
_RADIUS = 12

_COLUMN = 172  # across: from stop to stop
_STEP = 16  # across: one band up
_TOP = 34  # room for the words above the first line

_PHONE = 288  # down: what a screen of 320 pixels leaves
_TEXT_LEFT = 44  # down: where names begin


@dataclass(frozen=True)
class Stop:
    """What the picture says of one stop.

    ``rank`` is the band the person holds there (``Band.rank``), or None where it is not known; ``ready`` how much of
    the stop is there before the move to it, in per cent, or None for the start; ``learn`` the words on the line to it.
    """

    name: str
    band: str
    rank: int | None
    ready: int | None = None
    learn: str = ""


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    strong: bool = False


@dataclass(frozen=True)
class Dot:
    """A stop on the line. The last one is filled."""

    x: float
    y: float
    last: bool
    texts: tuple[Text, ...]
    leader: float | None = None  # how far down the thin line to its name goes


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    text: Text


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    radius: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def across(stops: Sequence[Stop]) -> Picture:
    """From left to right, climbing with the band; names in columns below."""
    ranks = _filled(stops)
    foot = _TOP + (max(ranks) - min(ranks)) * _STEP
    dots = []
    lowest = 0.0
    for place, (stop, rank) in enumerate(zip(stops, ranks, strict=True)):
        x = _COLUMN / 2 + place * _COLUMN
        texts = _texts(stop, x, foot + 42, int(_COLUMN - 14))
        lowest = max(lowest, texts[-1].y)
        y = foot - (rank - min(ranks)) * _STEP
        dots.append(Dot(x, y, place == len(stops) - 1, texts, leader=foot + 24 if y < foot else None))
    lines = tuple(
        Line(a.x, a.y, b.x, b.y, Text((a.x + b.x) / 2, (a.y + b.y) / 2 - 12, stop.learn))
        for (a, b), stop in zip(pairwise(dots), stops[1:], strict=True)
    )
    return Picture(_COLUMN * len(stops), int(lowest + 10), _RADIUS, tuple(dots), lines)


def down(stops: Sequence[Stop]) -> Picture:
    """From top to bottom, as wide as a small phone; names beside the stops."""
    x = _RADIUS + 4.0
    y = _RADIUS + 4.0
    dots: list[Dot] = []
    lines: list[Line] = []
    for place, stop in enumerate(stops):
        texts = _texts(stop, _TEXT_LEFT, y + 5, _PHONE - _TEXT_LEFT)
        dots.append(Dot(x, y, place == len(stops) - 1, texts))
        if place:
            above = dots[-2]
            lines.append(Line(x, above.y, x, y, Text(_TEXT_LEFT, above.texts[-1].y + _LINE + 9, stop.learn)))
        y = texts[-1].y + 2 * _LINE + 14
    return Picture(_PHONE, int(dots[-1].texts[-1].y + 10), _RADIUS, tuple(dots), tuple(lines))


def _texts(stop: Stop, x: float, y: float, width: int) -> tuple[Text, ...]:
    """The name in as many lines as it needs, then the band and how much is there."""
    lines = [(line, True) for line in wrap(stop.name, width)]
    lines += [(stop.band, False)] if stop.band else []
    lines += [(f"{stop.ready}% there", False)] if stop.ready is not None else []
    return tuple(Text(x, y + place * _LINE, line, strong) for place, (line, strong) in enumerate(lines))


def wrap(words: str, width: int) -> list[str]:
    """Lines of at most ``width`` pixels as far as words allow: SVG does not break lines by itself."""
    fits = int(width / _LETTER)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > fits:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _filled(stops: Sequence[Stop]) -> list[int]:
    """The ranks; where one is not known the line stays level."""
    known = next((stop.rank for stop in stops if stop.rank is not None), 0)
    ranks = []
    for stop in stops:
        known = known if stop.rank is None else stop.rank
        ranks.append(known)
    return ranks
