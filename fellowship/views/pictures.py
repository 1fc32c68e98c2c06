"""Geometry of pictures of change; ``templates/fellowship/evaluation/change.html`` draws them.

As everywhere: inline SVG with classes alone, the same numbers in a table beside it.
"""

from dataclasses import dataclass

from fellowship.evaluating.results import Line
from fellowship.models import Wave

_ROW = 14
_EDGE = 3.0  # per cent kept free on both sides


@dataclass(frozen=True)
class Pair:
    """One person's two dots: places in per cent, ``top`` in pixels."""

    before_x: float
    after_x: float
    top: int
    rose: bool


@dataclass(frozen=True)
class ChangePicture:
    """Everybody's change in one thing. ``pairs`` is empty where the group is too small to show."""

    id: str
    line: Line
    headline: str
    pairs: tuple[Pair, ...]
    height: int


def change_picture(line: Line, wave: Wave) -> ChangePicture:
    """The picture of one line at one time, and its sentence."""
    result = line.result
    pairs = tuple(
        Pair(_place(one.before, line), _place(one.after, line), _ROW * number + _ROW, one.after > one.before)
        for number, one in enumerate(result.pairs)
    )
    return ChangePicture(f"{wave.moment.lower()}-{line.id}", line, _headline(line), pairs, _ROW * (len(pairs) + 1))


def _place(value: float, line: Line) -> float:
    share = (value - line.lowest) / (line.highest - line.lowest)
    return round(_EDGE + share * (100 - 2 * _EDGE), 2)


def _headline(line: Line) -> str:
    result = line.result
    if result.middle_change is None:
        return f"{line.title}: fewer than five answered at both times, so nothing is shown"
    people = len(result.pairs)
    return (
        f"{line.title}: {result.rose} of {people} rose, {result.fell} fell; "
        f"in the middle {result.middle_before:g} before and {result.middle_after:g} now"
    )
