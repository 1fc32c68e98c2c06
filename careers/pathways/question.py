"""One question (from this start to that level) made ready for the search: candidate levels as bits and tables.

Skill levels are written in unary (``careers.frame.pack``), here only the bits that the start lacks: accumulating skills
is OR, a gap is a number of missing bits, and both are a few machine words for all candidate levels at once.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from careers.frame import Frame, Words, pack, pack_bits, unary
from careers.pathways.rules import MILLION, Limits, Start, acceptable, band_cost, is_ready, move_cost

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Question:
    """J candidate levels to pass on the way; W words of bits that the start lacks, those of the goal first.

    Tables by band have rows as ``Frame.bands_up``: a rank's row is rank + 1.
    """

    frame: Frame
    goal: int
    limits: Limits
    band: int  # at the start
    gap: int  # from the start to the goal
    total: int  # required by the goal
    levels: Integers  # (J,) ascending
    place: Integers  # (L,) of a level among the candidates, or -1
    needs: Words  # (W, J)
    goal_words: int
    totals: Integers  # (J,)
    costs: Integers  # (J * width,) cost of a move by its gap, bands aside
    cost_start: Integers  # (J,) where a candidate's costs begin
    band_open: Flags  # (bands, J)
    band_costs: Integers  # (bands, J)
    band_after: Integers  # (bands, J)
    entry: Flags  # (J,)
    rung_to_goal: Flags  # (J,) the goal is the next rung of this candidate
    start_rungs: frozenset[int]  # candidates
    start_rung_to_goal: bool
    goal_costs: Integers  # (gap + 1,)
    goal_open: Flags  # (bands, gap + 1) the last move is possible without being a next rung
    goal_band_costs: Integers  # (bands,)
    links: dict[int, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)  # made as they are asked for

    def role(self, candidate: int) -> int:
        return int(self.frame.level_role[self.levels[candidate]])

    def rungs(self, candidate: int) -> frozenset[int]:
        """The candidates that are the next rung of this one."""
        return self._links(candidate)[0]

    def closed_by(self, candidate: int) -> frozenset[int]:
        """The candidates that are no step for who has passed this one, itself among them."""
        return self._links(candidate)[1]

    def _links(self, candidate: int) -> tuple[frozenset[int], frozenset[int]]:
        links = self.links.get(candidate)
        if links is None:
            level = self.levels[candidate]
            closed = self._candidates(self.frame.no_steps[level]) | {candidate}
            links = self.links[candidate] = self._candidates(self.frame.next_rungs[level]), closed
        return links

    def _candidates(self, levels: Collection[int]) -> frozenset[int]:
        return frozenset(place for level in levels if (place := int(self.place[level])) >= 0)

    def bound(self, between: int) -> Integers:
        """(gap + 1,) What the way from a remaining gap x to the goal costs at least, with ``between`` moves before it.

        Every step of x is closed by some move and counts in that move's g, so the sum of g is at least x. With y the
        steps of x that each move closes, y <= g: the sum of g²/R is at least the sum of y²/R, which is at least
        x² / (sum of R) by Cauchy and Schwarz, and the sum of R is at most that of the goal and the ``between`` largest
        candidates. Bands only add to it. Rounding takes at most half a millionth from a move.
        """
        x = np.arange(self.gap + 1, dtype=np.int64)
        return self._least(x, between)

    def without_the_dear(self, most: int) -> "Question":
        """The question without candidates through which every route costs more than ``most``.

        The sum of g over a route is the number of bits gained on it. If it passes a candidate, these are at least all
        that the goal and this candidate need: the goal's gap and what the candidate needs besides.
        """
        besides = np.bitwise_count(self.needs[self.goal_words :]).sum(axis=0, dtype=np.int64)
        kept = np.flatnonzero(self._least(self.gap + besides, self.limits.moves - 1) <= most)
        place = np.full_like(self.place, -1)
        place[self.levels[kept]] = np.arange(len(kept))
        levels_at_start = self.levels[list(self.start_rungs)]
        return replace(
            self,
            levels=self.levels[kept],
            place=place,
            needs=np.ascontiguousarray(self.needs[:, kept]),
            totals=self.totals[kept],
            costs=self.costs.reshape(len(self.levels), -1)[kept].ravel(),
            cost_start=self.cost_start[: len(kept)],
            band_open=self.band_open[:, kept],
            band_costs=self.band_costs[:, kept],
            band_after=self.band_after[:, kept],
            entry=self.entry[kept],
            rung_to_goal=self.rung_to_goal[kept],
            start_rungs=frozenset(int(place[level]) for level in levels_at_start if place[level] >= 0),
            links={},
        )

    def _least(self, gained: Integers, between: int) -> Integers:
        """Cost at least of gaining so many bits in ``between`` moves and the last; see ``bound``."""
        largest = np.sort(self.totals)[::-1][:between].sum()
        least: Integers = gained * MILLION + gained * gained * MILLION // (self.total + largest) - (between + 1)
        return least


def ask(frame: Frame, start: Start, goal: int, limits: Limits, passable: NDArray[np.bool_] | None = None) -> Question:
    """Compiles the question. The goal must be a rated level; that the person may hold it is not asked here.

    ``passable`` (L,) are the levels that a route may pass on the way, as far as is known.
    """
    have = pack(start.have[np.newaxis])
    for_goal = frame.words[:, [goal]] & ~have
    useful = acceptable(frame, start)
    if passable is not None:
        useful &= passable
    if not limits.detours:
        some = np.flatnonzero(for_goal)
        useful &= (frame.words[some] & for_goal[some]).any(axis=0)
    useful[[goal, *start.held]] = False
    useful[[level for held in start.held for level in frame.no_steps[held]]] = False
    ladder = frame.role_levels[frame.level_role[goal]]
    useful[[level for level in ladder if goal in frame.no_steps[level]]] = False
    levels = np.flatnonzero(useful)
    place = np.full(len(frame.levels), -1, np.int64)
    place[levels] = np.arange(len(levels))
    goal_bits, other_bits = _missing_bits(frame, start, goal, levels)
    rung_to_goal = np.zeros(len(levels), bool)
    rung_to_goal[[place[level] for level in ladder if goal in frame.next_rungs[level] and useful[level]]] = True

    totals = frame.total[levels]
    width = int(totals.max(initial=0)) + 1
    gap, total = int(np.bitwise_count(for_goal).sum()), int(frame.total[goal])
    gaps = np.arange(gap + 1, dtype=np.int64)
    rungs_at_start = {rung for level in start.held for rung in frame.next_rungs[level]}
    return Question(
        frame=frame,
        goal=goal,
        limits=limits,
        band=start.band,
        gap=gap,
        total=total,
        levels=levels,
        place=place,
        needs=np.vstack([goal_bits, other_bits]),
        goal_words=len(goal_bits),
        totals=totals,
        costs=move_cost(np.arange(width, dtype=np.int64)[np.newaxis], totals[:, np.newaxis]).ravel(),
        cost_start=np.arange(len(levels), dtype=np.int64) * width,
        band_open=frame.bands_up[:, levels] <= limits.bands_up,
        band_costs=band_cost(frame.bands_up[:, levels]),
        band_after=frame.band_after[:, levels],
        entry=frame.entry[levels],
        rung_to_goal=rung_to_goal,
        start_rungs=frozenset(int(place[rung]) for rung in rungs_at_start if place[rung] >= 0),
        start_rung_to_goal=goal in rungs_at_start,
        goal_costs=move_cost(gaps, np.full_like(gaps, total)),
        goal_open=(is_ready(gaps, np.full_like(gaps, total), limits) | frame.entry[goal])
        & (frame.bands_up[:, [goal]] <= limits.bands_up),
        goal_band_costs=band_cost(frame.bands_up[:, goal]),
    )


def _missing_bits(frame: Frame, start: Start, goal: int, levels: Integers) -> tuple[Words, Words]:
    """(words, J) of the candidates' bits that the start lacks: those that the goal needs, and the others."""
    lacking = np.bitwise_or.reduce(frame.words[:, levels], axis=1, initial=0) & ~pack(start.have[np.newaxis])[:, 0]
    of_skill = np.unpackbits(lacking.view(np.uint8))[: 4 * len(frame.skills)].reshape(-1, 4).any(axis=1)
    skills = np.flatnonzero(of_skill | (frame.required[goal] > start.have))
    have = start.have[np.newaxis, skills]
    missing = unary(frame.required[np.ix_(levels, skills)]) & ~unary(have)
    for_goal = unary(frame.required[[[goal]], skills])[0] & ~unary(have)[0]
    return pack_bits(missing[:, for_goal]), pack_bits(missing[:, ~for_goal & missing.any(axis=0)])
