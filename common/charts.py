"""Geometry of the charts; the templates ``components/bar_chart.html`` and ``dot_chart.html`` draw it.

Conventions for every picture of the portal: inline SVG, classes only (the content security policy forbids style
attributes), ``role="img"`` with a title and a description, a headline sentence above, the same numbers in a table
below, and never colour alone. Widths are in per cent and heights in pixels: text keeps its size on every screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_LABEL_LENGTH = 38
_ROW_HEIGHT = 46
_AXIS_HEIGHT = 22
_EDGE = 3.0  # per cent kept free on both sides, so that the dots at the ends are whole


@dataclass(frozen=True)
class Bar:
    """One bar. ``width`` in per cent, ``top`` in pixels, ``words`` for its value."""

    label: str
    short_label: str
    value: float
    words: str
    width: float
    top: int

    @property
    def text_top(self) -> int:
        return self.top + 14

    @property
    def bar_top(self) -> int:
        return self.top + 21


@dataclass(frozen=True)
class BarChart:
    """Bars below each other, with everything the template needs."""

    id: str
    headline: str
    description: str
    label_heading: str
    value_heading: str
    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True)
class DotRow:
    """One row of a dot plot: two dots on a scale and the line between them, x in per cent and top in pixels."""

    label: str
    short_label: str
    now_words: str
    goal_words: str
    now_x: float
    goal_x: float
    top: int

    @property
    def text_top(self) -> int:
        return self.top + 14

    @property
    def dot_top(self) -> int:
        return self.top + 30


@dataclass(frozen=True)
class DotChart:
    """Where something is and where it should be, on a scale from 0 to ``len(scale)``."""

    id: str
    headline: str
    description: str
    label_heading: str
    now_heading: str
    goal_heading: str
    rows: tuple[DotRow, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int

    @property
    def axis_top(self) -> int:
        return self.height - 6


def bar_chart(
    values: Sequence[tuple[str, float]],
    *,
    id: str,  # noqa: A002 - it is the id in the page
    headline: str,
    label_heading: str,
    value_heading: str,
    maximum: float | None = None,
    unit: str = "",
) -> BarChart:
    """A bar for each (label, value ≥ 0), in the order given; ``id`` is unique in the page.

    ``maximum`` is the value of a full-width bar, by default the largest value; ``unit`` follows each number ("%").
    Raises ``ValueError`` for a negative value.
    """
    if any(value < 0 for _, value in values):
        raise ValueError("A bar cannot show a value below nought.")
    full = maximum or max((value for _, value in values), default=0) or 1
    bars = tuple(
        Bar(
            label=label,
            short_label=_short(label),
            value=value,
            words=f"{value:g}{unit}",
            width=round(min(value / full, 1) * 100, 2),
            top=place * _ROW_HEIGHT,
        )
        for place, (label, value) in enumerate(values)
    )
    return BarChart(
        id=id,
        headline=headline,
        description="; ".join(f"{bar.label}: {bar.words}" for bar in bars),
        label_heading=label_heading,
        value_heading=value_heading,
        bars=bars,
        height=len(bars) * _ROW_HEIGHT,
    )


def dot_chart(
    values: Sequence[tuple[str, int, int]],
    *,
    id: str,  # noqa: A002 - it is the id in the page
    scale: Sequence[str],
    headline: str,
    label_heading: str,
    now_heading: str = "Now",
    goal_heading: str = "Needed",
) -> DotChart:
    """A row for each (label, now, goal); both are steps on ``scale``, where 0 is none and 1 its first word."""
    words = ("None", *scale)
    x = {step: round(_EDGE + step / len(scale) * (100 - 2 * _EDGE), 2) for step in range(len(words))}
    rows = tuple(
        DotRow(label, _short(label), words[now], words[goal], x[now], x[goal], place * _ROW_HEIGHT)
        for place, (label, now, goal) in enumerate(values)
    )
    return DotChart(
        id=id,
        headline=headline,
        description="; ".join(
            f"{row.label}: {now_heading.lower()} {row.now_words}, {goal_heading.lower()} {row.goal_words}"
            for row in rows
        ),
        label_heading=label_heading,
        now_heading=now_heading,
        goal_heading=goal_heading,
        rows=rows,
        ticks=tuple((x[step], words[step]) for step in x),
        height=len(rows) * _ROW_HEIGHT + _AXIS_HEIGHT,
    )


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LENGTH else f"{label[: _LABEL_LENGTH - 1].rstrip()}…"
