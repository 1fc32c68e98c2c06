"""The rules of pathways, one by one, on frameworks made by hand."""

import pytest

from careers.frame import NO_BAND, Frame
from careers.pathways import Goal, Rule, Start, TooManyPosts, Why, find_routes, levels_by_distance, start_from
from careers.pathways.routes import follow
from common.vocabulary import Band, Profession
from tests.careers.frames import Point, Rung, make_frame

NURSE = (Profession.NURSE,)


def from_point(
    frame: Frame, band: Band | None = None, down: int | None = 1, professions: tuple[str, ...] = ()
) -> Start:
    return start_from(frame, points=[0], band=band, professions=professions, down=down)


def route_levels(frame: Frame, start: Start, goal: int, **limits: int) -> list[tuple[int, ...]]:
    return [route.levels for route in find_routes(frame, start, Goal(level=goal), **limits).routes]


def rules(frame: Frame, start: Start, goal: int, **limits: int) -> set[Rule]:
    return {obstacle.rule for obstacle in find_routes(frame, start, Goal(level=goal), **limits).obstacles}


# --- Where one starts -------------------------------------------------------------------------


def test_several_posts_bring_each_skill_at_its_highest() -> None:
    frame = make_frame([Rung(0, [2, 0, 3])], [Point([1, 2, 0]), Point([0, 3, 1])])
    start = start_from(frame, points=[0, 1], levels=[0])
    assert start.have.tolist() == [2, 3, 3]
    assert start.held == {0}


def test_without_a_band_the_lowest_typical_one_counts_and_of_several_posts_the_highest_of_these() -> None:
    frame = make_frame(
        [Rung(0, [1], band=("7", "8a")), Rung(1, [1], band=None)], [Point([1], band=("4", "6")), Point([1], band=None)]
    )
    assert start_from(frame, points=[0]).band == Band.B4.rank
    assert start_from(frame, points=[0], levels=[0]).band == Band.B7.rank
    assert start_from(frame, points=[1], levels=[1]).band == NO_BAND
    assert start_from(frame, points=[0], band=Band.B6).band == Band.B6.rank


def test_how_far_down_is_counted_from_the_band_at_the_start() -> None:
    frame = make_frame([Rung(0, [1])], [Point([1], band=("6", "7"))])
    assert from_point(frame, down=1).floor == Band.B5.rank
    assert from_point(frame, Band.B8A, down=0).floor == Band.B8A.rank
    assert from_point(frame, Band.B2, down=1).floor == Band.B2.rank
    assert from_point(frame, down=None).floor == NO_BAND


def test_a_profession_is_only_held_by_who_says_so() -> None:
    frame = make_frame([Rung(0, [1])], [Point([1], profession=Profession.NURSE)])
    assert from_point(frame).professions == 0
    assert from_point(frame, professions=NURSE).professions == frame.point_professions[0]


def test_a_fourth_post_is_refused_with_a_sentence() -> None:
    frame = make_frame([Rung(0, [1])], [Point([1])] * 4)
    with pytest.raises(TooManyPosts, match="up to three jobs"):
        start_from(frame, points=[0, 1, 2], levels=[0])


# --- Possible moves ---------------------------------------------------------------------------


def test_half_of_a_level_is_enough_and_less_is_not() -> None:
    frame = make_frame([Rung(0, [2, 2]), Rung(1, [3, 2])], [Point([2, 0], band=("6", "6"))])
    (route,) = find_routes(frame, from_point(frame), Goal(level=0)).routes
    assert (route.direct, route.moves[0].ready, route.moves[0].why) == (True, 50, Why.READY)
    assert rules(frame, from_point(frame), 1, max_moves=1) == {Rule.READINESS, Rule.MOVES}


def test_a_next_rung_is_open_whatever_its_gap_and_its_step_in_band() -> None:
    frame = make_frame([Rung(0, [1, 0], band=("5", "5")), Rung(0, [1, 4], order=2, band=("8b", "8b"))])
    (route,) = find_routes(frame, start_from(frame, levels=[0]), Goal(level=1)).routes
    (move,) = route.moves
    assert (move.why, move.ready, move.bands_up, move.band_step) == (Why.NEXT_RUNG, 20, 4, 4)
    assert move.cost == pytest.approx(4 + 16 / 5 + 2 * 3)


def test_the_next_rung_stays_open_after_another_job() -> None:
    frame = make_frame(
        [
            Rung(0, [1, 0, 0], order=1, band=("5", "5")),
            Rung(0, [1, 4, 4], order=2, band=("6", "6")),
            Rung(1, [0, 2, 0], band=("5", "5")),
            Rung(2, [0, 4, 4], band=("6", "6")),
        ]
    )
    best = find_routes(frame, start_from(frame, levels=[0]), Goal(level=3)).routes[0]
    assert best.levels == (2, 1, 3)
    assert [(move.why, move.ready) for move in best.moves] == [
        (Why.ENTRY, 0),
        (Why.NEXT_RUNG, 33),
        (Why.READY, 100),
    ]


def test_a_rung_two_steps_up_is_not_the_next_one() -> None:
    frame = make_frame([Rung(0, [1, 0]), Rung(0, [1, 4], order=2), Rung(0, [1, 4], order=3)])
    assert route_levels(frame, start_from(frame, levels=[0]), 2) == [(1, 2)]


def test_an_entry_level_is_open_to_everyone_within_two_bands() -> None:
    frame = make_frame([Rung(0, [3, 3], band=("5", "5"))], [Point([0, 0], band=("3", "3"))])
    assert find_routes(frame, from_point(frame), Goal(level=0)).routes[0].moves[0].why is Why.ENTRY
    assert rules(frame, from_point(frame, Band.B2), 0) == {Rule.BANDS_UP}


def test_at_most_two_bands_up_and_one_is_free() -> None:
    frame = make_frame(
        [Rung(0, [2], band=("5", "5")), Rung(1, [2], band=("6", "6")), Rung(2, [2], band=("7", "7"))],
        [Point([1], band=("4", "4"))],
    )
    start = from_point(frame)
    cost = 1 + 1 / 2
    assert find_routes(frame, start, Goal(level=0)).routes[0].cost == pytest.approx(cost)
    assert find_routes(frame, start, Goal(level=1), max_moves=1).routes[0].cost == pytest.approx(cost + 2)
    assert rules(frame, start, 2, max_moves=1) == {Rule.BANDS_UP, Rule.MOVES}


def test_nothing_that_tops_out_below_the_band_accepted_is_offered() -> None:
    frame = make_frame([Rung(0, [1], band=("5", "6"))], [Point([1], band=("8a", "8a"))])
    assert rules(frame, from_point(frame, down=1), 0) == {Rule.BAND_FLOOR}
    assert route_levels(frame, from_point(frame, down=2), 0) == [(0,)]
    assert route_levels(frame, from_point(frame, down=None), 0) == [(0,)]


def test_a_second_step_down_counts_from_the_start() -> None:
    frame = make_frame(
        [Rung(0, [2, 0], band=("7", "7")), Rung(1, [2, 2], band=("6", "6"))], [Point([1, 0], band=("8a", "8a"))]
    )
    assert route_levels(frame, from_point(frame, down=2), 1) == [(0, 1)]
    assert rules(frame, from_point(frame, down=1), 1) == {Rule.BAND_FLOOR}


def test_a_level_without_a_band_changes_no_band_and_costs_none() -> None:
    frame = make_frame([Rung(0, [2], band=None)], [Point([1], band=("8a", "8a"))])
    move = find_routes(frame, from_point(frame, down=0), Goal(level=0)).routes[0].moves[0]
    assert (move.band_before, move.band_after, move.band_step, move.cost) == (Band.B8A.rank, Band.B8A.rank, 0, 1.5)


def test_someone_without_a_band_lands_at_the_lowest_typical_one() -> None:
    frame = make_frame([Rung(0, [2], band=("8b", "8d"))], [Point([1], band=None)])
    move = find_routes(frame, from_point(frame), Goal(level=0)).routes[0].moves[0]
    assert (move.band_before, move.band_after, move.band_step, move.cost) == (NO_BAND, Band.B8B.rank, None, 1.5)


def test_registered_posts_are_open_to_those_who_hold_the_registration() -> None:
    frame = make_frame([Rung(0, [1], registration=2, professions=NURSE)], [Point([1], band=("6", "6"))])
    outcome = find_routes(frame, from_point(frame), Goal(level=0))
    (obstacle,) = outcome.obstacles
    assert (obstacle.rule, obstacle.professions) == (Rule.REGISTRATION, NURSE)
    assert obstacle.sentence == "It is open only to people with a professional registration: nurse."
    assert rules(frame, from_point(frame, professions=(Profession.DOCTOR,)), 0) == {Rule.REGISTRATION}
    assert route_levels(frame, from_point(frame, professions=NURSE), 0) == [(0,)]


def test_a_registration_asked_for_sometimes_is_a_note() -> None:
    frame = make_frame([Rung(0, [1], registration=1, professions=NURSE)], [Point([1], band=("6", "6"))])
    for professions, note in (((), True), (NURSE, False)):
        route = find_routes(frame, from_point(frame, professions=professions), Goal(level=0)).routes[0]
        assert route.moves[0].registration_sometimes is note


def test_nobody_is_told_to_unlearn() -> None:
    frame = make_frame([Rung(0, [3, 1]), Rung(0, [1, 2], order=2)])
    (route,) = find_routes(frame, start_from(frame, levels=[0]), Goal(level=1)).routes
    assert route.moves[0].gained == ((1, 1, 2),)


# --- Routes -----------------------------------------------------------------------------------


def stepping_stones() -> Frame:
    """A goal with a gap of 8, and stones that close a part of it each."""
    return make_frame(
        [
            Rung(0, [4, 4], band=("6", "6")),
            Rung(1, [2, 2], band=("5", "6")),
            Rung(2, [3, 0], band=("5", "6")),
            Rung(3, [0, 3], band=("5", "6")),
        ],
        [Point([1, 1], band=("5", "5"))],
    )


def test_learning_in_steps_is_cheaper_than_all_at_once() -> None:
    frame = make_frame([Rung(0, [4, 4], band=("6", "6")), Rung(1, [4, 2], band=("6", "6"))], [Point([2, 2])])
    stones, straight = find_routes(frame, from_point(frame), Goal(level=0)).routes
    assert stones.levels == (1, 0)
    assert [move.cost for move in stones.moves] == pytest.approx([2 + 4 / 6, 2 + 4 / 8])
    assert [move.ready for move in stones.moves] == [66, 75]
    assert [move.gained for move in stones.moves] == [((0, 2, 4),), ((1, 2, 4),)]
    assert straight.cost == pytest.approx(4 + 16 / 8)


def test_routes_differ_in_the_set_of_roles_passed() -> None:
    frame = stepping_stones()
    found = find_routes(frame, from_point(frame), Goal(level=0), limit=9).routes
    sets = [frozenset(int(frame.level_role[level]) for level in route.levels[:-1]) for route in found]
    assert len(sets) == len(set(sets)) > 3
    costs = [route.cost for route in found]
    assert costs == sorted(costs)


def test_the_move_straight_to_the_goal_is_shown_beside_cheaper_stepping_stones() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 2, 2, 2, 2]),
            *(Rung(role, [2, *(2 if skill == role else 0 for skill in range(1, 5))]) for role in range(1, 5)),
        ],
        [Point([2, 1, 1, 1, 0], band=("6", "6"))],
    )
    found = find_routes(frame, from_point(frame), Goal(level=0), limit=2).routes
    assert [route.direct for route in found].count(True) == 1


def test_the_same_question_has_the_same_answer() -> None:
    frame = make_frame(
        [Rung(0, [4, 0]), *[Rung(role, [2, 0], band=("5", "5")) for role in (1, 2, 3, 4)]], [Point([0, 0])]
    )
    answers = {tuple(route_levels(frame, from_point(frame), 0)) for _ in range(5)}
    assert answers == {((1, 0), (2, 0), (3, 0))}


def test_every_level_passed_brings_the_goal_nearer() -> None:
    frame = make_frame([Rung(0, [2, 0]), Rung(1, [0, 2], band=("5", "5"))], [Point([1, 0])])
    assert route_levels(frame, from_point(frame), 0) == [(0,)]


def test_nobody_steps_back_down_a_ladder_or_through_the_level_above_the_goal() -> None:
    frame = make_frame(
        [
            Rung(0, [4, 4], order=1, band=("6", "6")),
            Rung(0, [4, 3], order=2, band=("7", "7")),
            Rung(1, [3, 1], band=("5", "5")),
        ],
        [Point([2, 2], band=("6", "6"))],
    )
    assert all(1 not in levels for levels in route_levels(frame, from_point(frame), 0))


def test_who_holds_a_higher_level_may_still_choose_a_lower_one() -> None:
    frame = make_frame([Rung(0, [2], order=1), Rung(0, [3], order=2, band=("7", "7"))])
    assert route_levels(frame, start_from(frame, levels=[1]), 0) == [(0,)]


def test_forks_are_alternatives_and_not_steps() -> None:
    same = [4, 4, 4]
    frame = make_frame(
        [
            Rung(0, [1, 1, 1, 1, *same], order=1),
            Rung(0, [4, 4, 1, 1, *same], order=2, track="TECHNICAL"),
            Rung(0, [1, 1, 4, 4, *same], order=3, track="MANAGEMENT"),
            Rung(1, [4, 4, 4, 4, 0, 0, 0]),
        ]
    )
    # By way of both would cost 2 (6 + 6²/22), by way of one 6 + 6²/22 + 6 + 6²/16.
    best = find_routes(frame, start_from(frame, levels=[0]), Goal(level=3)).routes[0]
    assert best.levels == (1, 3)
    assert best.cost == pytest.approx(12 + 36 / 22 + 36 / 16)
    # Who is on one track may choose the other like any job, but does not pass it on the way elsewhere.
    assert route_levels(frame, start_from(frame, levels=[1]), 2)[0] == (2,)
    assert route_levels(frame, start_from(frame, levels=[1]), 3) == [(3,)]


def test_no_more_moves_than_the_limit() -> None:
    rungs = [Rung(0, [4 if skill < order else 0 for skill in range(6)], order=order) for order in range(1, 7)]
    frame = make_frame(rungs)
    start = start_from(frame, levels=[0])
    assert route_levels(frame, start, 5, max_moves=5)[0][-1] == 5
    assert all(len(levels) <= 2 for levels in route_levels(frame, start, 5, max_moves=2))


def test_a_route_can_be_followed_move_by_move_and_a_closed_one_not() -> None:
    frame = stepping_stones()
    start = from_point(frame)
    route = follow(frame, start, [1, 0])
    assert route.cost == pytest.approx(2 + 4 / 4 + 4 + 16 / 8)
    with pytest.raises(ValueError, match="level-000 is not open from here"):
        follow(frame, start, [0])


# --- Goals ------------------------------------------------------------------------------------


def test_a_goal_is_a_level_or_a_role() -> None:
    for wrong in ({}, {"level": 1, "role": 1}):
        with pytest.raises(ValueError, match="either a level or a role"):
            Goal(**wrong)


def test_of_a_role_the_nearest_level_is_the_goal() -> None:
    frame = make_frame(
        [Rung(0, [1, 1], band=("5", "5")), Rung(0, [2, 3], order=2, band=("6", "6"))], [Point([1, 0], band=("5", "5"))]
    )
    assert levels_by_distance(frame, from_point(frame), 0)[0] == 0
    assert find_routes(frame, from_point(frame), Goal(role=0)).goal == 0
    assert find_routes(frame, start_from(frame, levels=[0]), Goal(role=0)).goal == 1
    assert find_routes(frame, from_point(frame, Band.B7), Goal(role=0)).goal == 1


def test_of_a_role_the_nearest_level_that_a_route_leads_to_is_the_goal() -> None:
    frame = make_frame(
        [Rung(0, [0, 3], band=("6", "6")), Rung(0, [4, 4], order=2, band=("7", "7"))], [Point([4, 0], band=("6", "6"))]
    )
    assert levels_by_distance(frame, from_point(frame), 0)[0] == 0
    assert find_routes(frame, from_point(frame), Goal(role=0)).goal == 1


def test_a_level_held_already_is_no_goal() -> None:
    frame = make_frame([Rung(0, [1]), Rung(1, [2])])
    outcome = find_routes(frame, start_from(frame, levels=[0]), Goal(level=0))
    assert [obstacle.rule for obstacle in outcome.obstacles] == [Rule.HELD]
    assert (outcome.routes, outcome.nearest) == ((), None)


def test_a_goal_without_required_levels_says_so_and_offers_the_nearest_level() -> None:
    frame = make_frame(
        [
            Rung(0, [0, 0, 0], named=(0, 1), band=("9", "VSM")),
            Rung(1, [3, 0, 2], band=("6", "6")),
            Rung(2, [1, 0, 0], band=("6", "6")),
        ],
        [Point([2, 0, 1], band=("6", "6"))],
    )
    outcome = find_routes(frame, from_point(frame), Goal(level=0))
    assert [obstacle.rule for obstacle in outcome.obstacles] == [Rule.UNRATED]
    assert outcome.ready is None
    assert outcome.nearest is not None
    assert outcome.nearest.levels == (1,)


def test_several_rules_about_the_goal_itself_stand_together() -> None:
    frame = make_frame(
        [Rung(0, [1], band=("4", "4"), registration=2, professions=NURSE)], [Point([1], band=("7", "7"))]
    )
    outcome = find_routes(frame, from_point(frame), Goal(level=0))
    assert {obstacle.rule for obstacle in outcome.obstacles} == {Rule.REGISTRATION, Rule.BAND_FLOOR}
    assert outcome.together


def test_where_only_a_job_below_the_accepted_band_leads_on_the_sentence_names_the_band() -> None:
    frame = make_frame(
        [Rung(0, [4, 4], band=("7", "7")), Rung(1, [3, 2], band=("5", "5"))], [Point([2, 1], band=("7", "7"))]
    )
    outcome = find_routes(frame, from_point(frame, down=1), Goal(level=0))
    sentences = {obstacle.rule: obstacle.sentence for obstacle in outcome.obstacles}
    assert sentences[Rule.BAND_FLOOR] == "The way would lead through jobs below band 6, the lowest you would accept."
    assert route_levels(frame, from_point(frame, down=2), 0) == [(1, 0)]


def test_a_registration_in_the_way_is_named() -> None:
    frame = make_frame(
        [
            Rung(0, [4, 4], band=("7", "7")),
            Rung(1, [3, 2], band=("7", "7"), registration=2, professions=(Profession.NURSE, Profession.DOCTOR)),
        ],
        [Point([2, 1], band=("7", "7"))],
    )
    outcome = find_routes(frame, from_point(frame), Goal(level=0))
    obstacle = next(obstacle for obstacle in outcome.obstacles if obstacle.rule is Rule.REGISTRATION)
    assert obstacle.professions == (Profession.NURSE, Profession.DOCTOR)
    assert obstacle.sentence.endswith("with a registration: nurse or doctor.")
