"""The picture of a gap: for each skill a bar of what is needed and a bar of what is there, on the scale of four levels.

Geometry only, widths in per cent and heights in pixels; ``templates/planning/includes/gap_bars.html`` draws it.
"""

from dataclasses import dataclass

from common.vocabulary import SkillLevel
from planning.gap import Gap, State

_ROW = 54
_AXIS = 24
_LONGEST = 38


@dataclass(frozen=True)
class BarRow:
    """One skill. Widths in per cent of the scale, ``top`` in pixels."""

    name: str
    words: str
    need: float
    have: float
    top: int

    @property
    def text_top(self) -> int:
        return self.top + 14

    @property
    def need_top(self) -> int:
        return self.top + 20

    @property
    def have_top(self) -> int:
        return self.top + 33


@dataclass(frozen=True)
class Bars:
    rows: tuple[BarRow, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    description: str

    @property
    def axis_top(self) -> int:
        return self.height - 6


def bars_of(gap: Gap) -> Bars:
    """The bars of a gap, in its order."""
    rows = tuple(
        BarRow(
            name=need.name if len(need.name) <= _LONGEST else f"{need.name[: _LONGEST - 1].rstrip()}…",
            words=f"{need.name}: needed {_word(need.need)}, {_there(need.state, need.have)}",
            need=need.need * 100 / len(SkillLevel),
            have=need.have * 100 / len(SkillLevel),
            top=place * _ROW,
        )
        for place, need in enumerate(gap.needs)
    )
    ticks = tuple((level.value * 100 / len(SkillLevel), level.label) for level in SkillLevel)
    return Bars(rows, ticks, len(rows) * _ROW + _AXIS, "; ".join(row.words for row in rows))


def _there(state: State, have: int) -> str:
    """In words that are true for the person and for somebody with whom they share it."""
    return "not assessed" if state is State.NOT_ASSESSED else f"there {_word(have)}"


def _word(level: int) -> str:
    return SkillLevel(level).label.lower() if level else "none yet"
