"""Geometry of pictures of change; ``templates/fellowship/evaluation/change.html`` draws them.

As everywhere: inline SVG with classes alone, the same numbers in a table beside it.
"""

from dataclasses import dataclass

from django.template.defaultfilters import floatformat

from fellowship.evaluating.results import Line
from fellowship.models import Wave

_ROW = 11
_EDGE = 3.0  # per cent kept free on both sides
_AXIS = 22  # pixels below the rows for the numbers of the scale
_MOST_TICKS = 6


@dataclass(frozen=True)
class Pair:
    """One person's two dots: places in per cent, ``top`` in pixels."""

    before_x: float
    after_x: float
    top: int
    rose: bool


@dataclass(frozen=True)
class Tick:
    """A number of the scale and its place in per cent."""

    value: int
    x: float


@dataclass(frozen=True)
class ChangePicture:
    """Everybody's change in one thing. ``pairs`` is empty where the group is too small to show.

    ``floor`` and ``height`` are pixels: where the lines of the scale end, and the whole with its numbers.
    """

    id: str
    line: Line
    headline: str
    pairs: tuple[Pair, ...]
    ticks: tuple[Tick, ...]
    floor: int
    height: int


def change_picture(line: Line, wave: Wave) -> ChangePicture:
    """The picture of one line at one time, and its sentence."""
    result = line.result
    pairs = tuple(
        Pair(_place(one.before, line), _place(one.after, line), _ROW * number + _ROW, one.after > one.before)
        for number, one in enumerate(result.pairs)
    )
    floor = _ROW * (len(pairs) + 1)
    return ChangePicture(
        f"{wave.moment.lower()}-{line.id}", line, _headline(line), pairs, _ticks(line), floor, floor + _AXIS
    )


def _ticks(line: Line) -> tuple[Tick, ...]:
    """Whole numbers from the lowest to the highest, at even steps, few enough to be read on a phone."""
    lowest, highest = round(line.lowest), round(line.highest)
    step = -(-(highest - lowest) // (_MOST_TICKS - 1)) or 1
    return tuple(Tick(value, _place(value, line)) for value in range(lowest, highest + 1, step))


def _place(value: float, line: Line) -> float:
    share = (value - line.lowest) / (line.highest - line.lowest)
    return round(_EDGE + share * (100 - 2 * _EDGE), 2)


def _short(value: float | None) -> str:
    """At most one decimal, rounded as in the table beside it."""
    return "" if value is None else str(floatformat(value, "-1"))


def _headline(line: Line) -> str:
    result = line.result
    if result.middle_change is None:
        return f"{line.title}: fewer than five answered at both times, so nothing is shown"
    people = len(result.pairs)
    return (
        f"{line.title}: {result.rose} of {people} rose, {result.fell} fell; "
        f"typically {_short(result.middle_before)} before and {_short(result.middle_after)} now"
    )
