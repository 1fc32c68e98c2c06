"""The roles nearest to where somebody stands: one level of each that they could move into now, the readiest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from careers.frame import NO_BAND, Frame
from careers.pathways import Move, Start
from careers.pathways.routes import move_to
from careers.pathways.rules import openings, registration_held


@dataclass(frozen=True)
class NearRoles:
    """Moves open now, the readiest first, at most one into each role."""

    ready: list[Move]  # enough of the level is there, or it is the next rung
    entries: list[Move]  # entry levels of which less is there: training is given
    below: list[Move]  # levels typically below today's band, of either kind


def near_roles(frame: Frame, start: Start, *, most_ready: int, most_entries: int, most_below: int) -> NearRoles:
    """Of ``careers.pathways.first_moves``, cut to what is shown before any of it is worked out in full.

    Of a role a level that is not below today's band is preferred. Steps back on a ladder held are left out.
    """
    seen = openings(frame, start)
    total = np.maximum(frame.total, 1)
    share = 100 * (total - seen.gap) // total
    below = (frame.band_high != NO_BAND) & (frame.band_high < start.band)
    open_now = seen.possible.copy()
    open_now[[level for held in start.held for level in frame.no_steps[held]]] = False
    possible = np.flatnonzero(open_now)
    order = possible[np.lexsort((possible, seen.cost[possible], -share[possible], below[possible]))]
    _, first_of_role = np.unique(frame.level_role[order], return_index=True)
    best = order[np.sort(first_of_role)]
    enough, lower = seen.ready[best] | seen.next_rung[best], below[best]

    def moves(levels: np.ndarray, most: int) -> list[Move]:
        return [move_to(frame, start, int(level), seen) for level in levels[:most]]

    return NearRoles(
        ready=moves(best[enough & ~lower], most_ready),
        entries=moves(best[~enough & ~lower], most_entries),
        below=moves(best[lower], most_below),
    )


class Distance(IntEnum):
    """How far a goal is, the nearest first."""

    ONE_MOVE = 0
    FURTHER = 1
    REGISTRATION = 2  # open only with a registration that the person lacks


def distances(frame: Frame, start: Start, goals: Iterable[Sequence[int]]) -> list[Distance]:
    """How far each goal is, given as the levels of which any one will do."""
    possible, held = openings(frame, start).possible, registration_held(frame, start.professions)
    found = []
    for levels in goals:
        if any(possible[level] for level in levels):
            found.append(Distance.ONE_MOVE)
        else:
            found.append(Distance.FURTHER if any(held[level] for level in levels) else Distance.REGISTRATION)
    return found
