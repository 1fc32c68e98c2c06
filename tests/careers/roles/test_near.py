"""The roles nearest to where somebody stands."""

import pytest

from careers.frame import current_frame
from careers.pathways import Why, first_moves, start_from
from careers.roles.near import near_roles
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
    found = near_roles(frame, start_from(frame, points=[0]), most_ready=9, most_entries=9)
    assert [(move.level, move.ready) for move in found.ready] == [(1, 100), (2, 50)]
    assert [(move.level, move.ready) for move in found.entries] == [(3, 0)]
    fewer = near_roles(frame, start_from(frame, points=[0]), most_ready=1, most_entries=0)
    assert ([move.level for move in fewer.ready], fewer.entries) == ([1], [])


@pytest.mark.django_db
def test_they_are_the_first_moves_of_the_engine() -> None:
    frame = current_frame()
    for point in range(len(frame.points)):
        start = start_from(frame, points=[point])
        best = {}
        for move in first_moves(frame, start):
            best.setdefault(frame.level_role[move.level], move)
        found = near_roles(frame, start, most_ready=1000, most_entries=1000)
        assert found.ready == [move for move in best.values() if move.why is not Why.ENTRY]
        assert found.entries == [move for move in best.values() if move.why is Why.ENTRY]
