"""The rules of a possible move and what it costs. Definition in words, with an example: docs/pathways.md.

Costs are whole millionths (``MILLION`` is one skill step), so that sums are exact and ties are ties.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame, SkillLevels, profession_mask
from common.refusals import Refused
from common.vocabulary import Band

MILLION = 1_000_000
BANDS_FREE = 1  # stepping up one band costs nothing
COST_OF_A_BAND = 2 * MILLION
MOST_POSTS = 3
YES = 2  # Frame.registration of a level that is open only to those who hold it
ALL_PROFESSIONS = -1  # every bit set


@dataclass(frozen=True)
class Limits:
    """The limits of a possible move. Anything but the default is for finding out which limit stood in the way."""

    ready: int = 50  # per cent of the required levels that must be there
    bands_up: int = 2
    moves: int = 5
    detours: bool = False  # may a level be passed that brings the goal no nearer?


@dataclass(frozen=True, eq=False)
class Start:
    """Where a person is. ``start_from`` makes one from starting points and levels."""

    have: SkillLevels  # (S,)
    band: int = NO_BAND  # rank; NO_BAND: not known, and then bands limit nothing until a move brings one
    professions: int = 0  # bits, see careers.frame.profession_mask
    held: frozenset[int] = field(default_factory=frozenset)  # levels
    floor: int = NO_BAND  # rank that the typical band of a level must reach; NO_BAND: any level is acceptable


class TooManyPosts(Refused):
    """Choose up to three jobs that you do today."""


def start_from(
    frame: Frame,
    *,
    points: Collection[int] = (),
    levels: Collection[int] = (),
    band: Band | None = None,
    professions: Iterable[str] = (),
    down: int | None = 1,
) -> Start:
    """A start that combines up to three posts: starting points and levels, by index. Skills count at their highest.

    Without ``band`` it is the lowest typical band of the post, of several posts the highest of these: who does three
    jobs in one is paid for the best of them. Professions are those the person names, never those a post suggests.
    ``down`` is how many bands below that one they would step, None for any. Raises TooManyPosts.
    """
    if len(points) + len(levels) > MOST_POSTS:
        raise TooManyPosts
    have = np.zeros(len(frame.skills), np.uint8)
    typical = NO_BAND
    for point in points:
        np.maximum(have, frame.brings[point], out=have)
        typical = max(typical, int(frame.point_band_low[point]))
    for level in levels:
        np.maximum(have, frame.required[level], out=have)
        typical = max(typical, int(frame.band_low[level]))
    today = typical if band is None else band.rank
    return Start(
        have=have,
        band=today,
        professions=profession_mask(professions),
        held=frozenset(levels),
        floor=NO_BAND if today == NO_BAND or down is None else max(0, today - down),
    )


class Why(Enum):
    """What makes a move possible."""

    NEXT_RUNG = "the next rung of a role held"
    READY = "enough of the level is there"
    ENTRY = "an entry level, where training is given"


def move_cost(gap: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.int64]:
    """g + g²/R in millionths, halves rounded up: learning much at once is harder than learning it in two steps."""
    return gap * MILLION + (2 * MILLION * gap * gap + total) // (2 * total)


def acceptable(frame: Frame, start: Start) -> NDArray[np.bool_]:
    """(L,) Levels that no rule about the person as such excludes: rated, registration held, not below the floor."""
    return frame.rated & registration_held(frame, start.professions) & reaches(frame, start.floor)


def registration_held(frame: Frame, professions: int) -> NDArray[np.bool_]:
    """(L,) Levels that need no registration, or one of these professions."""
    held: NDArray[np.bool_] = (frame.registration < YES) | ((frame.professions & professions) != 0)
    return held


def reaches(frame: Frame, floor: int) -> NDArray[np.bool_]:
    """(L,) Levels whose typical band reaches ``floor``, or that have none."""
    high_enough: NDArray[np.bool_] = (frame.band_high == NO_BAND) | (frame.band_high >= floor)
    return high_enough


def bands_up(frame: Frame, band: int) -> NDArray[np.int64]:
    """(L,) How many bands up each level is from ``band``; 0 where either is not known, or it is no step up."""
    if band == NO_BAND:
        return np.zeros(len(frame.levels), np.int64)
    low = frame.band_low.astype(np.int64)
    return np.where(low == NO_BAND, 0, np.maximum(0, low - band))


def band_cost(up: NDArray[np.int64]) -> NDArray[np.int64]:
    """2 for each band stepped up beyond one, in millionths."""
    return COST_OF_A_BAND * np.maximum(0, up - BANDS_FREE)


def bands_after(frame: Frame, band: int) -> NDArray[np.int64]:
    """(L,) The band after a move: unchanged inside the typical range, else the nearest end of it."""
    low, high = frame.band_low.astype(np.int64), frame.band_high.astype(np.int64)
    moved = low if band == NO_BAND else np.clip(band, low, high)
    return np.where(low == NO_BAND, band, moved)


@dataclass(frozen=True, eq=False)
class Openings:
    """Every level as seen from one place: all arrays are (L,)."""

    possible: NDArray[np.bool_]
    gap: NDArray[np.int64]
    cost: NDArray[np.int64]  # millionths
    next_rung: NDArray[np.bool_]
    ready: NDArray[np.bool_]

    def why(self, level: int) -> Why:
        if self.next_rung[level]:
            return Why.NEXT_RUNG
        return Why.READY if self.ready[level] else Why.ENTRY


def openings(frame: Frame, start: Start, limits: Limits | None = None) -> Openings:
    """The moves that are possible from ``start`` at once, to whatever end.

    The next rung of a role held is open whatever its gap and its step in band: no ladder is blocked to those who stand
    on it. A rung is never the peer on the other track of a fork.
    """
    limits = limits or Limits()
    gap = np.maximum(frame.required, start.have).sum(axis=1, dtype=np.int64) - int(start.have.sum())
    total = np.maximum(frame.total.astype(np.int64), 1)
    up = bands_up(frame, start.band)
    next_rung = np.zeros(len(frame.levels), bool)
    next_rung[[rung for level in start.held for rung in frame.next_rungs[level]]] = True
    ready = is_ready(gap, total, limits)
    possible = acceptable(frame, start) & (next_rung | ((up <= limits.bands_up) & (ready | frame.entry)))
    possible[list(start.held)] = False
    return Openings(possible, gap, move_cost(gap, total) + band_cost(up), next_rung, ready)


def is_ready(gap: NDArray[np.int64], total: NDArray[np.int64], limits: Limits) -> NDArray[np.bool_]:
    """Readiness (R - g) / R reaches the limit."""
    return 100 * (total - gap) >= limits.ready * total
