"""``find_routes``: the whole answer to "how do I get from here to there?"."""

from dataclasses import dataclass, replace

import numpy as np

from careers.fit import gaps
from careers.frame import Frame
from careers.pathways.obstacles import (
    MODERATE,
    Obstacle,
    Rule,
    nearest_within_reach,
    obstacles_at,
    obstacles_on_the_way,
)
from careers.pathways.question import ask
from careers.pathways.reach import passable
from careers.pathways.routes import Route, follow
from careers.pathways.rules import Limits, Start, acceptable, openings
from careers.pathways.search import Search, Work

FOR_EXPLAINING = 8_000_000  # of a question's work: kept for why there is no route, and what is nearest


@dataclass(frozen=True)
class Goal:
    """A level, or a role: then its level nearest to the start. Give exactly one, by index."""

    level: int | None = None
    role: int | None = None

    def __post_init__(self) -> None:
        if (self.level is None) == (self.role is None):
            raise ValueError("A goal is either a level or a role.")


@dataclass(frozen=True, eq=False)
class Outcome:
    """Up to three routes, cheapest first; without any, the obstacles and the nearest level within reach."""

    start: Start
    goal: int  # level
    gap: int  # in skill steps, from the start to the goal
    ready: int | None  # per cent of the goal that is there at the start; None where the goal has no required levels
    routes: tuple[Route, ...] = ()
    best_found: bool = False  # a search was cut short: there may be cheaper routes, or one to a nearer level
    obstacles: tuple[Obstacle, ...] = ()
    together: bool = False  # only all the obstacles together stand in the way
    nearest: Route | None = None  # to the reachable level that leaves the smallest gap to the goal
    extended: int = 0  # how many sequences of moves the search looked at: for the benchmark


def find_routes(frame: Frame, start: Start, goal: Goal, limit: int = 3, max_moves: int = 5) -> Outcome:
    """The cheapest routes that differ in the set of roles passed on the way, cheapest first.

    The move straight to the goal, where it is possible, is always one of them. Ties are broken by fewer moves, then by
    the slugs of the levels. Of a role, the goal is the nearest level that a route leads to, or the nearest of all where
    none does. Deterministic: the same question has the same answer on every machine. The work of all searches together
    is bounded, and each level of a role has a part of it.
    """
    limits, work = Limits(moves=max_moves), Work()
    levels = [goal.level] if goal.level is not None else levels_by_distance(frame, start, goal.role or 0)
    outcomes: list[Outcome] = []
    for place, level in enumerate(levels, start=1):
        most = work.left - FOR_EXPLAINING - MODERATE * (len(levels) - place)
        outcomes.append(_search(frame, start, level, limits, limit, work, most))
        if outcomes[-1].routes:
            break
    answer = outcomes[-1] if outcomes[-1].routes else _explained(frame, outcomes[0], limits, work)
    return replace(
        answer,
        best_found=any(outcome.best_found for outcome in outcomes),
        extended=sum(outcome.extended for outcome in outcomes),
    )


def _search(frame: Frame, start: Start, level: int, limits: Limits, limit: int, work: Work, most: int) -> Outcome:
    """The routes to one level, found with at most so much work, or the obstacles that exclude the level itself."""
    seen = openings(frame, start, limits)
    gap, total = int(seen.gap[level]), int(frame.total[level])
    outcome = Outcome(start, level, gap, 100 * (total - gap) // total if total else None)
    obstacles = obstacles_at(frame, start, level)
    if obstacles:
        return replace(outcome, obstacles=tuple(obstacles), together=len(obstacles) > 1)
    on_the_way = None
    if not seen.possible[level]:
        on_the_way = passable(frame, start, level, limits)
        if on_the_way is None:
            return outcome
    search = Search(ask(frame, start, level, limits, on_the_way), work, most, limit)
    return replace(
        outcome,
        routes=tuple(follow(frame, start, (*found.passed, level), limits) for found in search.run()),
        best_found=not search.complete,
        extended=search.extended,
    )


def _explained(frame: Frame, outcome: Outcome, limits: Limits, work: Work) -> Outcome:
    """An outcome without routes, with what stood in the way and the nearest level within reach."""
    if outcome.obstacles and outcome.obstacles[0].rule is Rule.HELD:
        return outcome
    nearest = nearest_within_reach(frame, outcome.start, outcome.goal, limits, work)
    obstacles, together = outcome.obstacles, outcome.together
    if outcome.best_found:
        sentence = f"We looked at {outcome.extended:,} ways and found none that leads there."
        obstacles = (Obstacle(Rule.UNKNOWN, sentence),)
    elif not obstacles:
        found, together = obstacles_on_the_way(frame, outcome.start, outcome.goal, limits, work)
        obstacles = tuple(found)
    return replace(outcome, obstacles=obstacles, together=together, nearest=nearest)


def levels_by_distance(frame: Frame, start: Start, role: int) -> list[int]:
    """The levels of a role that are above those held (all, where the highest is held): the smallest gap first.

    Levels that the person may not or would not hold come last. Ties go to the level nearest in band, then to the more
    junior one.
    """
    ladder = frame.role_levels[role]
    highest_held = max((ladder.index(level) for level in start.held.intersection(ladder)), default=-1)
    gap, allowed = gaps(frame, start.have), acceptable(frame, start)
    step = np.abs(frame.band_after[start.band + 1] - start.band)
    return sorted(
        ladder[highest_held + 1 :] or ladder,
        key=lambda level: (not allowed[level], int(gap[level]), int(step[level]), ladder.index(level)),
    )
