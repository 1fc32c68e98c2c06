"""The search against brute force on small random frameworks."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from careers.frame import NO_BAND, Frame
from careers.pathways import Goal, Rule, Start, find_routes, start_from
from careers.pathways.rules import ALL_PROFESSIONS
from common.vocabulary import Band
from tests.careers.brute_force import BruteForce, Rules
from tests.careers.frames import PROFESSIONS, frames

unhurried = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def questions(draw: st.DrawFn, most_levels: int = 10) -> tuple[Frame, Start, int]:
    frame = draw(frames(most_levels))
    posts = draw(
        st.sets(
            st.tuples(st.just("point"), st.integers(0, len(frame.points) - 1))
            | st.tuples(st.just("level"), st.integers(0, len(frame.levels) - 1)),
            min_size=1,
            max_size=3,
        )
    )
    start = start_from(
        frame,
        points=sorted(index for kind, index in posts if kind == "point"),
        levels=sorted(index for kind, index in posts if kind == "level"),
        band=draw(st.none() | st.sampled_from(list(Band)[1:6])),
        professions=draw(st.sets(st.sampled_from(PROFESSIONS))),
        down=draw(st.sampled_from((0, 1, None))),
    )
    open_goals = [level for level in range(len(frame.levels)) if level not in start.held]
    return frame, start, draw(st.sampled_from(open_goals or range(len(frame.levels))))


@unhurried
@given(questions(), st.integers(1, 3), st.integers(1, 5))
def test_the_search_finds_what_brute_force_finds(question: tuple[Frame, Start, int], limit: int, moves: int) -> None:
    frame, start, goal = question
    outcome = find_routes(frame, start, Goal(level=goal), limit=limit, max_moves=moves)
    expected = BruteForce(frame, Rules(moves=moves)).best(start, goal, limit)
    assert [(round(route.cost * 10**6), len(route.moves), route.levels) for route in outcome.routes] == [
        (route.cost, route.moves, route.levels) for route in expected
    ]
    assert not outcome.best_found


@unhurried
@given(questions(most_levels=6))
def test_without_a_route_exactly_the_rules_in_the_way_are_named(question: tuple[Frame, Start, int]) -> None:
    frame, start, goal = question
    outcome = find_routes(frame, start, Goal(level=goal), max_moves=2)
    assume(not outcome.routes)
    named = {obstacle.rule for obstacle in outcome.obstacles}
    brute = BruteForce(frame, Rules(moves=2))
    if goal in start.held:
        assert named == {Rule.HELD}
        return
    if not brute.acceptable(brute.person(start), goal):
        assert named <= {Rule.UNRATED, Rule.REGISTRATION, Rule.BAND_FLOOR}
        return
    assert named == _rules_in_the_way(frame, start, goal) or outcome.together
    if outcome.together:
        assert not _rules_in_the_way(frame, start, goal)
        assert _route_without(frame, start, goal, named)
        assert not any(_route_without(frame, start, goal, named - {rule}) for rule in named)


LIFTABLE = {Rule.BANDS_UP, Rule.READINESS, Rule.MOVES, Rule.DETOURS, Rule.BAND_FLOOR, Rule.REGISTRATION}


def _rules_in_the_way(frame: Frame, start: Start, goal: int) -> set[Rule]:
    return {rule for rule in LIFTABLE if _route_without(frame, start, goal, {rule})}


def _route_without(frame: Frame, start: Start, goal: int, lifted: set[Rule]) -> bool:
    rules = Rules(
        ready=Fraction(0) if Rule.READINESS in lifted else Fraction(1, 2),
        bands_up=99 if Rule.BANDS_UP in lifted else 2,
        moves=5 if Rule.MOVES in lifted else 2,
        detours=Rule.DETOURS in lifted,
    )
    start = replace(
        start,
        floor=NO_BAND if Rule.BAND_FLOOR in lifted else start.floor,
        professions=ALL_PROFESSIONS if Rule.REGISTRATION in lifted else start.professions,
    )
    brute = BruteForce(frame, rules)
    return any(True for _ in brute.all_routes(brute.person(start), goal))


@unhurried
@given(questions(most_levels=6))
def test_the_nearest_level_within_reach_leaves_the_smallest_gap(question: tuple[Frame, Start, int]) -> None:
    frame, start, goal = question
    outcome = find_routes(frame, start, Goal(level=goal), max_moves=3)
    assume(not outcome.routes and goal not in start.held and frame.rated[goal])
    brute = BruteForce(frame, Rules(moves=3))
    person = brute.person(start)
    gap_after = {
        level: brute.gap(tuple(map(max, person.have, brute.required[level])), goal)
        for level in brute.levels
        if level != goal and any(True for _ in brute.all_routes(person, level))
    }
    nearer = [gap for gap in gap_after.values() if gap < brute.gap(person.have, goal)]
    if outcome.nearest is None:
        assert not nearer
    else:
        assert gap_after[outcome.nearest.levels[-1]] == min(nearer)
