"""Routes from a start to a goal: what a page shows of each move, and what it says where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from careers.frame import NO_BAND, Frame
from careers.pathways.rules import MILLION, Limits, Openings, Start, Why, bands_after, bands_up, openings

SOMETIMES = 1  # Frame.registration of a level where some posts ask for one


@dataclass(frozen=True)
class Move:
    """One move to ``level``, with everything held or gained before it."""

    level: int
    cost: float  # g + g²/R + 2 for each band beyond one
    gap: int  # g, in skill steps
    gained: tuple[tuple[int, int, int], ...]  # (skill, from, to)
    ready: int  # per cent of the level that is there before the move, rounded down
    band_before: int  # ranks, or NO_BAND
    band_after: int
    bands_up: int  # how far below the level's typical band one stands; 0 if not below it or not known
    why: Why
    registration_sometimes: bool  # some posts of this level ask for a registration that the person does not hold

    @property
    def band_step(self) -> int | None:
        """Bands up (or down, negative) that the move brings; None where either is not known."""
        return None if NO_BAND in (self.band_before, self.band_after) else self.band_after - self.band_before


@dataclass(frozen=True)
class Route:
    """One way to the goal, which the last move reaches."""

    moves: tuple[Move, ...]

    @property
    def cost(self) -> float:
        return sum(move.cost for move in self.moves)

    @property
    def direct(self) -> bool:
        """The goal is one move away: you could apply now."""
        return len(self.moves) == 1

    @property
    def levels(self) -> tuple[int, ...]:
        return tuple(move.level for move in self.moves)


def follow(frame: Frame, start: Start, levels: Sequence[int], limits: Limits | None = None) -> Route:
    """The route that passes through ``levels`` in this order. Raises ValueError if one of its moves is not possible."""
    moves = []
    for level in levels:
        seen = openings(frame, start, limits)
        if not seen.possible[level]:
            raise ValueError(f"{frame.levels.slugs[level]} is not open from here")
        moves.append(move_to(frame, start, level, seen))
        start = after_move(frame, start, level)
    return Route(tuple(moves))


def move_to(frame: Frame, start: Start, level: int, seen: Openings) -> Move:
    """The move from ``start`` to ``level``; ``seen`` are the openings from there."""
    gap, total = int(seen.gap[level]), int(frame.total[level])
    return Move(
        level=level,
        cost=int(seen.cost[level]) / MILLION,
        gap=gap,
        gained=tuple(frame.gap_skills(start.have, level)),
        ready=100 * (total - gap) // total,
        band_before=start.band,
        band_after=int(bands_after(frame, start.band)[level]),
        bands_up=int(bands_up(frame, start.band)[level]),
        why=seen.why(level),
        registration_sometimes=bool(
            frame.registration[level] == SOMETIMES and not int(frame.professions[level]) & start.professions
        ),
    )


def after_move(frame: Frame, start: Start, level: int) -> Start:
    """The same person after a move: nothing is unlearnt, and how far down they would go stays as it was."""
    return replace(
        start,
        have=np.maximum(start.have, frame.required[level]),
        band=int(bands_after(frame, start.band)[level]),
        held=start.held | {level},
    )
