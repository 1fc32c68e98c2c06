"""Pathways: ways from a job to another through the levels of the framework. Rules and example: docs/pathways.md.

    frame = current_frame()
    start = start_from(frame, points=[frame.points.index["nurse"]], band=Band.B6, professions=[Profession.NURSE])
    outcome = find_routes(frame, start, Goal(level=frame.levels.index["product-manager"]))
    for route in outcome.routes:          # cheapest first; route.direct: you could apply now
        for move in route.moves:          # level, gained skills, ready (%), band_step, why
            print(frame.levels.names[move.level], move.ready, move.why.value)
    for obstacle in outcome.obstacles:    # where there is no route: the rules in the way, as sentences
        print(obstacle.sentence)
    outcome.nearest                       # and a route to the nearest level within reach, or None

    first_moves(frame, start)             # every move open now, the readiest first
    related_roles(frame, role)            # roles alike, with the numbers of shared skills
    ways_in(frame, role)                  # entry levels, and from where its lowest level is one move
    open_to_background(frame)             # {background: roles}

Nothing here reads the database, the clock or a request; levels, roles, skills and starting points are indices into the
frame, whose ``Names`` give slugs, names and database ids.
"""

from careers.pathways.around import (
    RelatedRole,
    WayIn,
    WaysIn,
    first_moves,
    open_to_background,
    related_roles,
    ways_in,
)
from careers.pathways.finding import Goal, Outcome, find_routes, nearest_level
from careers.pathways.obstacles import Obstacle, Rule
from careers.pathways.routes import Move, Route
from careers.pathways.rules import Start, TooManyPosts, Why, start_from

__all__ = [
    "Goal",
    "Move",
    "Obstacle",
    "Outcome",
    "RelatedRole",
    "Route",
    "Rule",
    "Start",
    "TooManyPosts",
    "WayIn",
    "WaysIn",
    "Why",
    "find_routes",
    "first_moves",
    "nearest_level",
    "open_to_background",
    "related_roles",
    "start_from",
    "ways_in",
]
