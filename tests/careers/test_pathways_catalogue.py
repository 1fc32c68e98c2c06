"""Pathways on the shipped catalogue: the examples, every ladder, and the limits nobody may meet."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from careers.frame import NO_BAND, Frame, current_frame, professions_in
from careers.pathways import Goal, Outcome, Rule, Start, Why, find_routes, finding, first_moves, start_from
from careers.pathways.rules import YES
from careers.pathways.search import TOGETHER, Work
from common.vocabulary import Band, Profession

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame() -> Frame:
    return current_frame()


def ask(frame: Frame, start: Start, goal: str) -> Outcome:
    return find_routes(frame, start, Goal(level=frame.levels.index[goal]))


def paths(frame: Frame, outcome: Outcome) -> list[list[str]]:
    return [[frame.levels.slugs[level] for level in route.levels] for route in outcome.routes]


def test_a_communications_officer_becomes_digital_change_manager_by_way_of_change_support(frame: Frame) -> None:
    point = frame.points.index["communications-and-engagement-officer"]
    outcome = ask(frame, start_from(frame, points=[point], band=Band.B5), "digital-change-manager")
    assert paths(frame, outcome)[0] == ["change-support-officer", "digital-change-manager"]
    first, second = outcome.routes[0].moves
    assert [move.cost for move in (first, second)] == pytest.approx([5 + 25 / 8, 9 + 81 / 19])  # as docs/pathways.md
    assert (first.why, second.why) == (Why.ENTRY, Why.NEXT_RUNG)
    assert first.band_step == 0
    assert Band.from_rank(second.band_after) == Band.B6
    assert frame.band_high[second.level] == Band.B7.rank


def test_a_nurse_becomes_product_manager_by_way_of_associate_product_manager(frame: Frame) -> None:
    start = start_from(frame, points=[frame.points.index["nurse"]], band=Band.B6, professions=[Profession.NURSE])
    assert paths(frame, ask(frame, start, "product-manager"))[0] == ["associate-product-manager", "product-manager"]


def test_communications_and_project_work_together_lead_to_digital_change_manager_in_one_move(frame: Frame) -> None:
    start = start_from(
        frame,
        levels=[frame.levels.index["digital-communications-manager"]],
        points=[frame.points.index["project-officer-outside-digital"]],
        band=Band.B7,
    )
    outcome = ask(frame, start, "digital-change-manager")
    direct = next(route for route in outcome.routes if route.direct)
    assert direct.moves[0].why is Why.READY
    assert len(outcome.routes) == 3


def rungs(frame: Frame) -> Iterator[tuple[int, int]]:
    return ((below, above) for below, nexts in enumerate(frame.next_rungs) for above in nexts)


def test_no_ladder_is_blocked_to_those_who_stand_on_it(frame: Frame) -> None:
    checked = 0
    for below, above in rungs(frame):
        low, high = int(frame.band_low[below]), int(frame.band_high[below])
        professions = professions_in(int(frame.professions[above])) if frame.registration[above] == YES else ()
        for rank in [None] if low == NO_BAND else range(low, high + 1):
            band = None if rank is None else Band.from_rank(rank)
            start = start_from(frame, levels=[below], band=band, professions=professions[:1], down=0)
            routes = find_routes(frame, start, Goal(level=above)).routes
            assert any(route.direct for route in routes), (frame.levels.slugs[below], band, frame.levels.slugs[above])
            checked += 1
    assert checked > 230


def sample(frame: Frame, number: int) -> Iterator[tuple[Start, int, dict[str, Any]]]:
    """Random questions, always the same ones; a third combine two posts, most hold no registration."""
    chance = random.Random(7)
    for _ in range(number):
        levels = [chance.randrange(len(frame.levels))] if chance.random() < 0.4 else []
        points = [chance.randrange(len(frame.points))] if not levels or chance.random() < 0.3 else []
        asked: dict[str, Any] = {
            "levels": levels,
            "points": points,
            "band": chance.choice([None, *list(Band)[:9]]),
            "professions": [chance.choice(list(Profession))] if chance.random() < 0.3 else [],
            "down": chance.choice((0, 1, None)),
        }
        yield start_from(frame, **asked), chance.randrange(len(frame.levels)), asked


def test_nothing_offered_tops_out_below_the_band_asked_for_or_needs_a_registration_not_held(frame: Frame) -> None:
    offered = 0
    for start, goal, asked in sample(frame, 250):
        outcome = find_routes(frame, start, Goal(level=goal))
        nearest = [outcome.nearest] if outcome.nearest else []
        moves = [move for route in (*outcome.routes, *nearest) for move in route.moves] + first_moves(frame, start)
        for move in moves:
            offered += 1
            high = int(frame.band_high[move.level])
            if asked["down"] is not None and NO_BAND not in (start.band, high):
                assert high >= start.band - asked["down"], (asked, frame.levels.slugs[move.level])
            if frame.registration[move.level] == YES:
                held = set(asked["professions"])
                assert held & set(professions_in(int(frame.professions[move.level]))), frame.levels.slugs[move.level]
    assert offered > 5000


def test_every_move_is_as_the_rules_say(frame: Frame) -> None:
    checked = 0
    for start, goal, _ in sample(frame, 150):
        for route in find_routes(frame, start, Goal(level=goal)).routes:
            assert 1 <= len(route.moves) <= 5
            have, held = start.have.copy(), set(start.held)
            left = int(np.maximum(frame.required[goal].astype(int) - have, 0).sum())
            for move in route.moves:
                gap = int(np.maximum(frame.required[move.level].astype(int) - have, 0).sum())
                total = int(frame.required[move.level].sum())
                beyond = 2 * max(0, move.bands_up - 1)
                assert move.gap == gap == sum(after - before for _, before, after in move.gained)
                assert move.cost == pytest.approx(gap + gap * gap / total + beyond, abs=1e-6)
                rung = any(move.level in frame.next_rungs[level] for level in held)
                assert rung or (move.bands_up <= 2 and (2 * (total - gap) >= total or frame.entry[move.level]))
                have = np.maximum(have, frame.required[move.level])
                held.add(move.level)
                now_left = int(np.maximum(frame.required[goal].astype(int) - have, 0).sum())
                assert now_left < left or move.level == goal
                left = now_left
                checked += 1
            assert left == 0
    assert checked > 300


def test_chief_posts_have_no_route_but_an_answer(frame: Frame) -> None:
    nurse = start_from(frame, points=[frame.points.index["nurse"]], band=Band.B7, professions=[Profession.NURSE])
    outcome = ask(frame, nurse, "chief-digital-and-information-officer")
    assert [obstacle.rule for obstacle in outcome.obstacles] == [Rule.UNRATED]
    assert outcome.nearest is not None
    assert frame.levels.slugs[outcome.nearest.levels[-1]] == "chief-nursing-information-officer"
    manager = start_from(frame, levels=[frame.levels.index["cyber-security-manager"]])
    outcome = ask(frame, manager, "chief-information-security-officer")
    assert outcome.nearest is not None
    assert [frame.levels.slugs[level] for level in outcome.nearest.levels] == ["head-of-cyber-security"]


def test_from_every_starting_point_to_every_role_there_is_a_route_or_a_reason(frame: Frame) -> None:
    answered = 0
    for point in range(0, len(frame.points), 4):
        professions = professions_in(int(frame.point_professions[point]))
        start = start_from(frame, points=[point], professions=professions)
        for role in range(len(frame.roles)):
            outcome = find_routes(frame, start, Goal(role=role))
            assert bool(outcome.routes) != bool(outcome.obstacles)
            assert frame.level_role[outcome.goal] == role
            answered += bool(outcome.routes)
    assert answered > 300


def test_all_levels_of_a_role_share_the_work_of_one_question(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    point = frame.points.index["network-or-infrastructure-engineer-outside-health"]
    start = start_from(frame, points=[point], band=Band.B6, professions=[Profession.DOCTOR], down=None)
    goal = Goal(role=frame.roles.index["data-governance-manager"])  # three levels, each long to search in vain
    kept: list[Work] = []
    monkeypatch.setattr("careers.pathways.finding.Work", lambda: kept.append(Work()) or kept[-1])
    first, again = (find_routes(frame, start, goal) for _ in range(2))
    assert not first.routes
    assert first.best_found
    assert first.nearest is not None
    assert (first.extended, first.obstacles, first.nearest.levels) == (
        again.extended,
        again.obstacles,
        again.nearest and again.nearest.levels,
    )
    overdrawn = TOGETHER * 10_000  # the last sequences that a search takes together
    assert all(-overdrawn <= work.left < Work().left // 2 for work in kept)


def test_work_on_a_nearer_level_that_ran_out_is_said_beside_the_routes_to_a_further_one(
    frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = frame.points.index["communications-and-engagement-officer"]
    start = start_from(frame, points=[point], band=Band.B5)
    goal = Goal(role=frame.roles.index["digital-change-manager"])
    assert not find_routes(frame, start, goal).best_found
    search = finding._search
    searched: list[int] = []

    def in_vain(frame: Frame, start: Start, level: int, *rest: Any) -> Outcome:
        searched.append(level)
        found = search(frame, start, level, *rest)
        return replace(found, routes=(), best_found=True) if len(searched) == 1 else found

    monkeypatch.setattr(finding, "_search", in_vain)
    outcome = find_routes(frame, start, goal)
    assert outcome.routes
    assert outcome.goal == searched[1]
    assert outcome.best_found
