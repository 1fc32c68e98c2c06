"""One question (from this start to that level) made ready for the search: candidate levels as bits and tables.

Skill levels are written in unary: level 3 of a skill sets its first three bits. Accumulating skills is then OR, a gap
is the number of missing bits, and both are a few machine words for all candidate levels at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame
from careers.pathways.rules import (
    MILLION,
    Limits,
    Start,
    acceptable,
    band_cost,
    bands_after,
    bands_up,
    is_ready,
    move_cost,
)
from common.vocabulary import Band

Words = NDArray[np.uint64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BANDS = range(NO_BAND, len(Band))  # in tables by band the first row is for no band, so a rank's row is rank + 1


@dataclass(frozen=True, eq=False)
class Question:
    """J candidate levels to pass on the way; W words of bits that the start lacks, those of the goal first."""

    goal: int
    limits: Limits
    band: int  # at the start
    gap: int  # from the start to the goal
    total: int  # required by the goal
    levels: Integers  # (J,) ascending
    needs: Words  # (W, J)
    goal_words: int
    totals: Integers  # (J,)
    costs: Integers  # (J * width,) cost of a move by its gap, bands aside
    cost_start: Integers  # (J,) where a candidate's costs begin
    band_open: Flags  # (bands, J)
    band_costs: Integers  # (bands, J)
    band_after: Integers  # (bands, J)
    entry: Flags  # (J,)
    roles: tuple[int, ...]  # (J,) the role as a bit
    rungs: tuple[frozenset[int], ...]  # (J,) candidates that are the next rung of each
    rung_to_goal: Flags  # (J,) the goal is the next rung of this candidate
    peers: tuple[int, ...]  # (J,) the candidate on the same rung of the other track, or -1
    start_rungs: frozenset[int]  # candidates
    start_rung_to_goal: bool
    barred: frozenset[int]  # candidates whose peer is held at the start
    goal_costs: Integers  # (gap + 1,)
    goal_open: Flags  # (bands, gap + 1) the last move is possible without being a next rung
    goal_band_costs: Integers  # (bands,)

    def bound(self, between: int) -> Integers:
        """(gap + 1,) What the way from a remaining gap x to the goal costs at least, with ``between`` moves before it.

        Every step of x is closed by some move and counts in that move's g, so the sum of g is at least x. With y the
        steps of x that each move closes, y <= g: the sum of g²/R is at least the sum of y²/R, which is at least
        x² / (sum of R) by Cauchy and Schwarz, and the sum of R is at most that of the goal and the ``between`` largest
        candidates. Bands only add to it. Rounding takes at most half a millionth from a move.
        """
        x = np.arange(self.gap + 1, dtype=np.int64)
        largest = np.sort(self.totals)[::-1][:between].sum()
        least: Integers = x * MILLION + x * x * MILLION // (self.total + largest) - (between + 1)
        return least


def ask(frame: Frame, start: Start, goal: int, limits: Limits) -> Question:
    """Compiles the question. The goal must be a rated level; that the person may hold it is not asked here."""
    have = unary(start.have[np.newaxis])[0]
    needed = unary(frame.required)
    for_goal = needed[goal] & ~have
    useful = acceptable(frame, start)
    if not limits.detours:
        useful &= needed[:, for_goal].any(axis=1)
    useful[[goal, *start.held]] = False
    levels = np.flatnonzero(useful)
    missing = needed[levels] & ~have
    place = {int(level): index for index, level in enumerate(levels)}
    rungs = tuple(frozenset(place[rung] for rung in frame.next_rungs[level] if rung in place) for level in levels)
    goal_bits = _packed(missing[:, for_goal])
    needs = np.vstack([goal_bits, _packed(missing[:, missing.any(axis=0) & ~for_goal])])

    totals = frame.total[levels].astype(np.int64)
    width = int(totals.max(initial=0)) + 1
    up = np.array([bands_up(frame, band) for band in BANDS])
    after = np.array([bands_after(frame, band) for band in BANDS])
    gap, total = int(for_goal.sum()), int(frame.total[goal])
    gaps = np.arange(gap + 1, dtype=np.int64)
    return Question(
        goal=goal,
        limits=limits,
        band=start.band,
        gap=gap,
        total=total,
        levels=levels,
        needs=needs,
        goal_words=len(goal_bits),
        totals=totals,
        costs=move_cost(np.arange(width, dtype=np.int64)[np.newaxis], totals[:, np.newaxis]).ravel(),
        cost_start=np.arange(len(levels), dtype=np.int64) * width,
        band_open=up[:, levels] <= limits.bands_up,
        band_costs=band_cost(up[:, levels]),
        band_after=after[:, levels],
        entry=frame.entry[levels],
        roles=tuple(1 << int(role) for role in frame.level_role[levels]),
        rungs=rungs,
        rung_to_goal=np.array([goal in frame.next_rungs[level] for level in levels], bool),
        peers=tuple(place.get(int(frame.peer[level]), -1) for level in levels),
        start_rungs=frozenset(place[r] for level in start.held for r in frame.next_rungs[level] if r in place),
        start_rung_to_goal=any(goal in frame.next_rungs[level] for level in start.held),
        barred=frozenset(place[peer] for level in start.held if (peer := int(frame.peer[level])) in place),
        goal_costs=move_cost(gaps, np.full_like(gaps, total)),
        goal_open=(is_ready(gaps, np.full_like(gaps, total), limits) | frame.entry[goal])
        & (up[:, [goal]] <= limits.bands_up),
        goal_band_costs=band_cost(up[:, goal]),
    )


def unary(levels: NDArray[np.uint8]) -> Flags:
    """(n, S) skill levels as (n, 4 S) bits."""
    return (levels[:, :, np.newaxis] > np.arange(4, dtype=np.uint8)).reshape(len(levels), -1)


def _packed(bits: Flags) -> Words:
    """(J, n) bits as (at least one, J) words."""
    count, width = bits.shape
    padded = np.zeros((count, 64 * max(1, -(-width // 64))), bool)
    padded[:, :width] = bits
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)
