"""Geometry of the picture of a measure: its readings in time, between where it stood and where it should get to.

Conventions as in ``common.charts``: widths in per cent, heights in pixels, and the same numbers in a table below.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from fellowship.models import Measure, Reading

HEIGHT = 150
_TOP, _BOTTOM = 24, 26  # room for words above and below
_LEFT, _RIGHT = 2.0, 98.0


@dataclass(frozen=True)
class Dot:
    """A reading: x in per cent, y in pixels."""

    x: float
    y: float
    on: date
    words: str


@dataclass(frozen=True)
class Picture:
    """Everything that the template needs. ``share``: per cent of the way to the target, by the last reading."""

    id: str
    headline: str
    description: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]
    target_y: float
    baseline_y: float
    target_words: str
    baseline_words: str
    share: int | None
    height: int = HEIGHT


def number_words(value: Decimal, unit: str = "") -> str:
    """ "12.5 minutes", without noughts that say nothing."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()


def picture_of(measure: Measure, readings: list[Reading], *, begins: date, ends: date) -> Picture:
    """The picture of one measure; ``readings`` in the order of their days. ``begins`` and ``ends`` are the year's.

    Readings outside the year widen it.
    """
    first = min([begins, *(one.on for one in readings)])
    last = max([ends, *(one.on for one in readings)])
    days = max((last - first).days, 1)
    values = [measure.baseline, measure.target, *(one.value for one in readings)]
    low, high = float(min(values)), float(max(values))

    def y(value: Decimal) -> float:
        return round(_TOP + (high - float(value)) / (high - low) * (HEIGHT - _TOP - _BOTTOM), 1)

    dots = tuple(
        Dot(
            round(_LEFT + (one.on - first).days / days * (_RIGHT - _LEFT), 2), y(one.value), one.on,
            number_words(one.value, measure.unit),
        )
        for one in readings
    )  # fmt: skip
    share = round(measure.share_done(readings[-1].value) * 100) if readings else None
    from_to = (
        f"from {number_words(measure.baseline, measure.unit)} to {number_words(measure.target, measure.unit)}"
    )  # fmt: skip
    if share is None:
        headline = f"{measure.name}: not read yet, {from_to} is wanted"
    elif share >= 100:
        headline = f"{measure.name}: {dots[-1].words}, the target is reached"
    elif share <= 0:
        headline = f"{measure.name}: {dots[-1].words}, no nearer to the target yet"
    else:
        headline = f"{measure.name}: {dots[-1].words}, {share}% of the way {from_to}"
    return Picture(
        id=f"measure-{measure.pk}", headline=headline,
        description="; ".join(f"{one.on:%-d %B %Y}: {one.words}" for one in dots) or "No reading yet",
        dots=dots, lines=tuple(pairwise(dots)), target_y=y(measure.target),
        baseline_y=y(measure.baseline), target_words=f"Target: {number_words(measure.target, measure.unit)}",
        baseline_words=f"Before: {number_words(measure.baseline, measure.unit)}", share=share,
    )  # fmt: skip
