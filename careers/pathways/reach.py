"""What is out of reach, proved cheaply: before a search, and instead of one that would look at every way in vain."""

import numpy as np
from numpy.typing import NDArray

from careers.fit import gaps_of
from careers.frame import NO_BAND, Frame, pack
from careers.pathways.rules import Limits, Start, acceptable, is_ready


def fewest_moves(
    frame: Frame, start: Start, limits: Limits, passable: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """(L,) No route reaches a level in fewer moves than this; 0: none within the limits reaches it.

    An optimistic count: after each round, everything gained, every rung opened and the best band on any way so far are
    taken together. Having more of each never closes a move, so what is out of reach here is out of reach.
    ``passable`` are the levels that a route may pass on its way, all by default.
    """
    fewest = np.zeros(len(frame.levels), np.int64)
    total = np.maximum(frame.total, 1)
    below, above = frame.rungs
    held = np.zeros(len(frame.levels), bool)
    held[list(start.held)] = True
    is_rung = np.zeros(len(frame.levels), bool)
    is_rung[above[held[below]]] = True
    allowed = acceptable(frame, start) & ~held
    have, band = pack(start.have[np.newaxis])[:, 0], start.band
    for moves in range(1, limits.moves + 1):
        ready = is_ready(gaps_of(frame, have), total, limits)
        possible = allowed & (is_rung | ((frame.bands_up[band + 1] <= limits.bands_up) & (ready | frame.entry)))
        new = possible & (fewest == 0)
        fewest[new] = moves
        passed = np.flatnonzero(possible if passable is None else possible & passable)
        if not len(passed) or not new.any():
            break
        have = have | np.bitwise_or.reduce(frame.words[:, passed], axis=1)
        is_rung[above[np.isin(below, passed)]] = True
        after = frame.band_after[band + 1, passed]
        band = NO_BAND if band == NO_BAND and (after == NO_BAND).any() else max(band, int(after.max()))
    return fewest


def passable(frame: Frame, start: Start, goal: int, limits: Limits) -> NDArray[np.bool_] | None:
    """(L,) Levels that a route to an acceptable ``goal`` may pass; None if no route exists.

    On top of ``fewest_moves``: n moves pass at most n roles, and so close at most the sum of the n largest shares that
    roles as a whole have in a gap. That is asked of the goal and of the rungs below it, of which the goal is the next.
    """
    useful = _closes_some(frame, start, goal) | limits.detours
    fewest = fewest_moves(frame, start, limits, useful)
    if not fewest[goal]:
        return None
    useful &= (fewest > 0) & (fewest < limits.moves)
    ladder = frame.role_levels[frame.level_role[goal]]
    arrival = dict.fromkeys(start.held.intersection(ladder), 0)  # the fewest moves to each rung of the goal's ladder
    for level in ladder:
        if level not in arrival and (level == goal or useful[level]):
            rungs = [arrival[below] + 1 for below in arrival if level in frame.next_rungs[below]]
            moves = min([*rungs, _moves_until_ready(frame, start, level, limits, np.where(useful, fewest, 0), arrival)])
            if moves <= limits.moves:
                arrival[level] = max(moves, int(fewest[level]))
    return useful if goal in arrival else None


def _closes_some(frame: Frame, start: Start, goal: int) -> NDArray[np.bool_]:
    """(L,) Levels that share something with what is missing to the goal: only these can bring it nearer."""
    missing = np.flatnonzero(frame.required[goal] > start.have)
    return np.asarray((frame.required[:, missing] > start.have[missing]).any(axis=1))


def _moves_until_ready(
    frame: Frame,
    start: Start,
    level: int,
    limits: Limits,
    before: NDArray[np.int64],
    arrival: dict[int, int],
) -> int:
    """In fewer moves than this, ``level`` is not open except as a next rung.

    ``before`` (L,) is in how many moves at least a level can have been passed, 0 for those that cannot. The rungs of
    the same ladder count with ``arrival`` instead, and only those from which ``level`` is no step back.
    """
    needs = np.flatnonzero(frame.required[level] > start.have)
    have, required = start.have[needs], frame.required[level, needs]
    total = int(frame.total[level])
    short = int((required - have).sum()) - (100 - limits.ready) * total // 100
    if frame.entry[level] or short <= 0:
        return 1
    before = before.copy()
    for rung in frame.role_levels[frame.level_role[level]]:
        before[rung] = arrival.get(rung, 0) if level not in frame.no_steps[rung] and rung != level else 0
    gained = np.zeros((len(frame.roles), len(needs)), np.uint8)
    for moves in range(1, limits.moves):
        passed = np.flatnonzero(before == moves)
        closed = np.minimum(frame.required[np.ix_(passed, needs)], required)
        np.maximum.at(gained, frame.level_role[passed], np.maximum(closed, have) - have)
        if np.sort(gained.sum(axis=1, dtype=np.int64))[::-1][:moves].sum() >= short:
            return moves + 1
    return limits.moves + 1
