"""What lies around a role: ways in and neighbours, ready for its page."""

from careers.roles.surroundings import entrances, neighbours
from tests.careers.frames import Point, Rung, make_frame


def test_an_entry_level_is_named_beside_the_places_that_are_near() -> None:
    frame = make_frame(
        [Rung(0, [2, 2], ("4", "5")), Rung(1, [2, 1], ("5", "5")), Rung(1, [2, 2], ("6", "6"), order=2)],
        [Point([1, 1], ("4", "5"))],
    )
    found = entrances(frame, 0)
    assert found.entries == ("level-000",)
    assert [(place.name, place.ready) for place in found.levels] == [("level-002", 100)]
    assert [(place.name, place.role, place.ready) for place in found.points] == [("point-000", "", 50)]


def test_three_starting_points_are_named_for_an_entry_level_the_nearest_and_those_of_a_known_band_first() -> None:
    frame = make_frame(
        [Rung(0, [4, 4], ("4", "5"))],
        [Point([2, 2]), Point([1, 0]), Point([3, 0], None), Point([2, 0]), Point([0, 0])],
    )
    found = entrances(frame, 0)
    assert [(place.name, place.ready) for place in found.points] == [("point-000", 50)]
    assert [(place.name, place.ready, place.trains) for place in found.further] == [
        ("point-003", 25, True),
        ("point-001", 12, True),
    ]


def test_where_enough_starting_points_are_near_no_further_ones_are_named() -> None:
    frame = make_frame([Rung(0, [4], ("4", "5"))], [Point([2])] * 3 + [Point([1])])
    found = entrances(frame, 0)
    assert (len(found.points), found.further) == (3, ())


def test_only_the_readiest_level_of_each_other_role_is_named() -> None:
    rungs = [Rung(0, [2, 2], ("6", "6"))]
    rungs += [Rung(role, [2, role % 2 + 1], ("6", "6")) for role in range(1, 9)]
    rungs += [Rung(role, [2, 2], ("6", "6"), order=2) for role in range(1, 9)]
    found = entrances(make_frame(rungs), 0)
    assert found.entries == ()
    assert len(found.levels) == 5
    assert {place.ready for place in found.levels} == {100}
    assert len({place.role for place in found.levels}) == 5


def test_where_nothing_is_ready_enough_the_nearest_are_named_with_what_they_bring() -> None:
    rungs = [Rung(0, [4, 4], ("6", "6"))] + [Rung(role, [role, 0], ("6", "6")) for role in (1, 2, 3, 3)]
    found = entrances(make_frame([*rungs, Rung(4, [1, 0], ("6", "6"))], [Point([1, 1], ("6", "6"))]), 0)
    assert found.levels == ()
    assert [(place.name, place.ready) for place in found.further_levels] == [
        ("level-003", 37),
        ("level-002", 25),
        ("level-001", 12),
    ]
    assert found.further == ()


def test_a_role_that_nothing_leads_to_still_names_its_lowest_level() -> None:
    found = entrances(make_frame([Rung(0, [4, 0], ("8a", "8a")), Rung(1, [0, 4], ("8a", "8a"))]), 0)
    assert (found.lowest, found.levels, found.points) == (("level-000",), (), ())


def test_a_neighbour_is_compared_at_the_two_levels_that_are_most_alike() -> None:
    frame = make_frame(
        [
            Rung(0, [1, 1, 0]),
            Rung(0, [3, 3, 0], order=2),
            Rung(1, [4, 4, 4]),
            Rung(1, [3, 3, 1], order=2, registration=1, professions=("NURSE",)),
        ]
    )
    (near,) = neighbours(frame, 0)
    assert (near.name, near.shared, near.of, near.likeness) == ("role-001", 2, 2, 85)
    assert (near.own_level, near.level) == ("level-001", "level-003")
    assert near.registration == "Some posts ask for a professional registration"


def test_a_role_that_shares_too_little_has_no_neighbour() -> None:
    assert neighbours(make_frame([Rung(0, [1, 0]), Rung(1, [1, 1])]), 0) == []
