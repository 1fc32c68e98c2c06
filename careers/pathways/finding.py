"""``find_routes``: the whole answer to "how do I get from here to there?"."""

from dataclasses import dataclass

import numpy as np

from careers.frame import NO_BAND, Frame
from careers.pathways.obstacles import (
    Obstacle,
    Rule,
    fewest_moves,
    nearest_within_reach,
    obstacles_at,
    obstacles_on_the_way,
)
from careers.pathways.question import ask
from careers.pathways.routes import Route, follow
from careers.pathways.rules import Limits, Start, acceptable, openings
from careers.pathways.search import Search


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
    best_found: bool = False  # the search was cut short: there may be cheaper routes
    obstacles: tuple[Obstacle, ...] = ()
    together: bool = False  # only all the obstacles together stand in the way
    nearest: Route | None = None  # to the reachable level that leaves the smallest gap to the goal
    extended: int = 0  # how many sequences of moves the search looked at: for the benchmark


def find_routes(frame: Frame, start: Start, goal: Goal, limit: int = 3, max_moves: int = 5) -> Outcome:
    """The cheapest routes that differ in the set of roles passed on the way, cheapest first.

    The move straight to the goal, where it is possible, is always one of them. Ties are broken by fewer moves, then by
    the slugs of the levels. Deterministic: the same question has the same answer on every machine.
    """
    limits = Limits(moves=max_moves)
    level = goal.level if goal.level is not None else nearest_level(frame, start, goal.role or 0)
    seen = openings(frame, start, limits)
    gap, total = int(seen.gap[level]), int(frame.total[level])
    ready = 100 * (total - gap) // total if total else None
    obstacles, together = obstacles_at(frame, start, level), False
    extended = 0
    if not obstacles:
        if seen.possible[level] or fewest_moves(frame, start, limits, toward=level)[level]:
            question = ask(frame, start, level, limits)
            search = Search(question, limit=limit)
            found = search.run()
            if found:
                paths = ([*(int(question.levels[candidate]) for candidate in each.path), level] for each in found)
                routes = tuple(follow(frame, start, path, limits) for path in paths)
                return Outcome(start, level, gap, ready, routes, not search.complete, extended=search.extended)
            extended = search.extended
            if not search.complete:
                obstacles.append(
                    Obstacle(Rule.UNKNOWN, f"We looked at {extended:,} ways and found none that leads there.")
                )
        if not obstacles:
            obstacles, together = obstacles_on_the_way(frame, start, level, limits)
    nearest = None if obstacles[0].rule is Rule.HELD else nearest_within_reach(frame, start, level, limits)
    return Outcome(
        start,
        level,
        gap,
        ready,
        obstacles=tuple(obstacles),
        together=together,
        nearest=nearest,
        extended=extended,
        best_found=any(obstacle.rule is Rule.UNKNOWN for obstacle in obstacles),
    )


def nearest_level(frame: Frame, start: Start, role: int) -> int:
    """The level of a role with the smallest gap from here, among those not yet held or passed and acceptable if any.

    Ties go to the level nearest in band, then to the more junior one.
    """
    ladder = frame.role_levels[role]
    highest_held = max((frame.level_order[level] for level in ladder if level in start.held), default=-1)
    seen, allowed = openings(frame, start), acceptable(frame, start)
    above = [level for level in ladder if frame.level_order[level] > highest_held] or list(ladder)

    def distance(level: int) -> tuple[bool, int, int, int]:
        ends = np.array([frame.band_low[level], frame.band_high[level]])
        unknown = NO_BAND in (start.band, ends[0])
        bands = 0 if unknown else abs(int(np.clip(start.band, ends[0], ends[1])) - start.band)
        return not allowed[level], int(seen.gap[level]), bands, ladder.index(level)

    return min(above, key=distance)
