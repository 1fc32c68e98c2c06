"""The roles nearest to where somebody stands: one level of each that they could move into now, the readiest."""

from dataclasses import dataclass

import numpy as np

from careers.frame import Frame
from careers.pathways import Move, Start
from careers.pathways.routes import move_to
from careers.pathways.rules import openings


@dataclass(frozen=True)
class NearRoles:
    """Moves open now, the readiest first, at most one into each role."""

    ready: list[Move]  # enough of the level is there, or it is the next rung
    entries: list[Move]  # entry levels of which less is there: training is given


def near_roles(frame: Frame, start: Start, *, most_ready: int, most_entries: int) -> NearRoles:
    """As ``careers.pathways.first_moves``, cut to what is shown before any of it is worked out in full."""
    seen = openings(frame, start)
    total = np.maximum(frame.total, 1)
    share = 100 * (total - seen.gap) // total
    possible = np.flatnonzero(seen.possible)
    order = possible[np.lexsort((possible, seen.cost[possible], -share[possible]))]
    _, first_of_role = np.unique(frame.level_role[order], return_index=True)
    best = order[np.sort(first_of_role)]
    enough = seen.ready[best] | seen.next_rung[best]

    def moves(levels: np.ndarray, most: int) -> list[Move]:
        return [move_to(frame, start, int(level), seen) for level in levels[:most]]

    return NearRoles(moves(best[enough], most_ready), moves(best[~enough], most_entries))
