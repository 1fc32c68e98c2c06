"""The roles nearest to where somebody stands."""

import pytest

from careers.frame import Frame, current_frame
from careers.pathways import Move, Start, Why, first_moves, start_from
from careers.roles.near import Distance, distances, near_roles
from common.vocabulary import Profession
from tests.careers.frames import Point, Rung, make_frame


def test_one_level_of_each_role_is_offered_the_readiest_and_entry_levels_apart() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 0, 2], ("6", "6")),
            Rung(0, [2, 0, 0], ("6", "6"), order=2),
            Rung(1, [2, 1, 1], ("6", "6")),
            Rung(2, [0, 0, 4], ("5", "5")),
            Rung(3, [0, 4, 4], ("8d", "8d")),
        ],
        [Point([2, 0, 0], ("5", "6"))],
    )
    found = near_roles(frame, start_from(frame, points=[0]), most_ready=9, most_entries=9, most_below=9)
    assert [(move.level, move.ready) for move in found.ready] == [(1, 100), (2, 50)]
    assert [(move.level, move.ready) for move in found.entries] == [(3, 0)]
    fewer = near_roles(frame, start_from(frame, points=[0]), most_ready=1, most_entries=0, most_below=0)
    assert ([move.level for move in fewer.ready], fewer.entries) == ([1], [])


@pytest.mark.django_db
def test_they_are_the_first_moves_of_the_engine() -> None:
    frame = current_frame()
    for point in range(len(frame.points)):
        start = start_from(frame, points=[point])
        moves = first_moves(frame, start)
        kept = [move for move in moves if not is_below(frame, start, move)]
        best = first_of_each_role(frame, kept + [move for move in moves if is_below(frame, start, move)])
        found = near_roles(frame, start, most_ready=1000, most_entries=1000, most_below=1000)
        assert found.below == [move for move in best if is_below(frame, start, move)]
        above = [move for move in best if not is_below(frame, start, move)]
        assert found.ready == [move for move in above if move.why is not Why.ENTRY]
        assert found.entries == [move for move in above if move.why is Why.ENTRY]


def is_below(frame: Frame, start: Start, move: Move) -> bool:
    return bool(0 <= frame.band_high[move.level] < start.band)


def first_of_each_role(frame: Frame, moves: list[Move]) -> list[Move]:
    best: dict[int, Move] = {}
    for move in moves:
        best.setdefault(int(frame.level_role[move.level]), move)
    return list(best.values())


def test_levels_below_the_band_stand_apart_however_much_is_there() -> None:
    frame = make_frame(
        [Rung(0, [2], ("4", "4")), Rung(1, [3], ("5", "5")), Rung(2, [2], None), Rung(3, [4], ("5", "5"))],
        [Point([2], ("5", "5"))],
    )
    start = start_from(frame, points=[0])
    found = near_roles(frame, start, most_ready=9, most_entries=9, most_below=9)
    assert [[move.level for move in group] for group in (found.ready, found.below)] == [[2, 1, 3], [0]]


def test_of_a_role_a_level_that_is_not_below_the_band_is_preferred() -> None:
    frame = make_frame([Rung(0, [2], ("4", "4")), Rung(0, [3], ("5", "5"), order=2)], [Point([2], ("5", "5"))])
    found = near_roles(frame, start_from(frame, points=[0]), most_ready=9, most_entries=9, most_below=9)
    assert ([move.level for move in found.ready], found.below) == ([1], [])


def test_who_holds_a_level_is_offered_the_next_step_up_and_never_the_one_below() -> None:
    frame = make_frame([Rung(0, [1]), Rung(0, [2], order=2), Rung(0, [4], order=3)])
    found = near_roles(frame, start_from(frame, levels=[1]), most_ready=9, most_entries=9, most_below=9)
    assert [move.level for move in found.ready] == [2]


def test_goals_are_one_move_away_or_further_or_need_a_registration() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 0], ("6", "6")),
            Rung(1, [0, 4], ("6", "6")),
            Rung(2, [2, 0], ("6", "6"), registration=2, professions=(Profession.NURSE,)),
        ],
        [Point([2, 0], ("6", "6"))],
    )
    start = start_from(frame, points=[0])
    goals = [[2], [1], [0], [1, 0]]
    assert distances(frame, start, goals) == [
        Distance.REGISTRATION,
        Distance.FURTHER,
        Distance.ONE_MOVE,
        Distance.ONE_MOVE,
    ]
