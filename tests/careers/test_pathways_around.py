"""What lies around a place: first moves, related roles, ways in, roles open to a background."""

import numpy as np
import pytest

from careers.frame import Frame, current_frame
from careers.pathways import Why, first_moves, open_to_background, related_roles, start_from, ways_in
from common.vocabulary import Background, Band, Profession
from tests.careers.frames import Point, Rung, make_frame


def test_first_moves_are_all_that_is_open_now_the_readiest_first() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 2], band=("5", "5")),
            Rung(1, [2, 1], band=("6", "6")),
            Rung(2, [4, 4], band=("6", "6")),
            Rung(3, [1, 0], band=("8b", "8b")),
        ],
        [Point([1, 1], band=("6", "6"))],
    )
    moves = first_moves(frame, start_from(frame, points=[0]))
    assert [(move.level, move.ready) for move in moves] == [(1, 66), (0, 50)]


def test_related_roles_come_with_the_levels_compared_and_the_skills_that_these_share() -> None:
    frame = make_frame(
        [Rung(0, [1, 1, 0, 0]), Rung(0, [2, 2, 1, 0], order=2), Rung(1, [2, 1, 0, 0]), Rung(2, [0, 1, 1, 4])],
    )
    first, second = related_roles(frame, 0)
    assert (first.role, first.own, first.level) == (1, 0, 2)
    assert (first.shared, first.of, first.likeness) == (2, 2, pytest.approx(2 / 3))
    assert (second.role, second.own, second.level) == (2, 1, 3)
    assert (second.shared, second.of, second.likeness) == (2, 3, pytest.approx(2 / 9))
    assert [other.role for other in related_roles(frame, 0, limit=1)] == [1]


def test_roles_are_compared_at_levels_of_neighbouring_bands_or_of_no_known_band() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 2], band=("5", "6")),
            Rung(1, [2, 2], band=("8a", "8a")),
            Rung(1, [2, 1], band=("7", "7"), order=2),
            Rung(2, [2, 2], band=("8a", "9")),
            Rung(3, [1, 1], band=None),
        ]
    )
    assert [(other.role, other.level) for other in related_roles(frame, 0)] == [(1, 2), (3, 4)]


def test_a_role_whose_registration_is_not_there_comes_after_all_others() -> None:
    nurse, midwife = (Profession.NURSE,), (Profession.MIDWIFE,)
    frame = make_frame(
        [
            Rung(0, [2, 2]),
            Rung(1, [2, 2], registration=2, professions=nurse),
            Rung(2, [2, 1]),
            Rung(3, [2, 2], registration=2, professions=nurse),
            Rung(4, [2, 2], registration=2, professions=midwife),
        ]
    )
    assert [other.role for other in related_roles(frame, 0)] == [2, 1, 3, 4]
    assert [other.role for other in related_roles(frame, 1)] == [0, 3, 2, 4]


def test_a_role_with_one_shared_skill_or_hardly_alike_is_not_near() -> None:
    frame = make_frame([Rung(0, [2, 2, 0]), Rung(1, [2, 0, 0]), Rung(2, [1, 1, 4]), Rung(3, [1, 1, 0])])
    assert [other.role for other in related_roles(frame, 0)] == [3, 2]
    far = make_frame([Rung(0, [1, 1] + [4] * 5 + [0] * 5), Rung(1, [1, 1] + [0] * 5 + [4] * 5)])
    assert related_roles(far, 0) == []


def test_ways_into_a_role_are_its_entry_level_and_places_that_are_ready_for_it() -> None:
    frame = make_frame(
        [
            Rung(0, [2, 2], band=("5", "5")),
            Rung(0, [3, 3], order=2, band=("6", "6")),
            Rung(1, [2, 0], band=("4", "4")),
            Rung(2, [1, 0], band=("5", "5")),
            Rung(3, [2, 2], band=("8a", "8a")),
        ],
        [Point([2, 1], band=("4", "6")), Point([2, 2], band=("2", "2"))],
    )
    found = ways_in(frame, 0)
    assert (found.lowest, found.entries) == ((0,), (0,))
    assert [(way.level, way.point, way.ready) for way in found.sideways] == [(None, 0, 75), (2, None, 50)]


def test_into_a_registered_role_lead_places_with_its_registration() -> None:
    nurse = (Profession.NURSE,)
    frame = make_frame(
        [
            Rung(0, [1], registration=2, professions=nurse),
            Rung(1, [1], registration=2, professions=nurse),
            Rung(2, [1]),
        ],
        [Point([1], band=("6", "6"), profession=Profession.NURSE), Point([1], band=("6", "6"))],
    )
    found = ways_in(frame, 0)
    assert found.entries == ()
    assert [(way.level, way.point) for way in found.sideways] == [(1, None), (None, 0)]


def test_an_entry_level_is_open_to_starting_points_that_bring_little_but_not_to_those_that_bring_nothing() -> None:
    frame = make_frame(
        [Rung(0, [2, 2], band=("4", "5")), Rung(1, [1, 0], band=("4", "5"))],
        [
            Point([1, 0], band=("4", "4")),
            Point([0, 0], band=("4", "4")),
            Point([1, 0], band=("8a", "8a")),
            Point([2, 0], band=("4", "4")),
        ],
    )
    found = ways_in(frame, 0)
    assert [(way.point, way.ready) for way in found.sideways] == [(3, 50)]
    assert [(way.level, way.point, way.ready) for way in found.further] == [(None, 0, 25)]


def test_a_level_that_needs_another_registration_than_the_rung_below_is_a_way_in_too() -> None:
    nurse, doctor = (Profession.NURSE,), (Profession.DOCTOR,)
    frame = make_frame(
        [
            Rung(0, [4], band=("6", "6")),
            Rung(0, [4], order=2, registration=2, professions=nurse),
            Rung(0, [4], order=3, registration=2, professions=nurse),
            Rung(0, [4], order=4, registration=2, professions=doctor),
        ],
        [Point([1], profession=Profession.NURSE), Point([2], profession=Profession.DOCTOR), Point([1])],
    )
    found = ways_in(frame, 0)
    assert [(way.point, way.to) for way in found.sideways] == [(1, 0), (1, 3)]
    assert [(way.point, way.to) for way in found.further] == [(0, 1)]


def test_a_role_is_open_to_a_background_at_any_typical_band_with_its_usual_registration() -> None:
    frame = make_frame(
        [
            Rung(0, [2], band=("8a", "8a")),
            Rung(1, [2], band=("6", "6"), registration=2, professions=(Profession.NURSE,)),
            Rung(2, [4], band=("6", "6")),
        ],
        [
            Point([2], band=("5", "6"), background=Background.CORPORATE),
            Point([1], band=("5", "6"), background=Background.CLINICAL, profession=Profession.NURSE),
        ],
    )
    assert open_to_background(frame) == {
        Background.CLINICAL: {0, 1},
        Background.TECHNICAL: set(),
        Background.CORPORATE: {0, 2},
        Background.NEW_ENTRANT: set(),
    }


@pytest.fixture
def frame() -> Frame:
    return current_frame()


@pytest.mark.django_db
def test_a_nurse_is_readiest_for_digital_nurse(frame: Frame) -> None:
    start = start_from(frame, points=[frame.points.index["nurse"]], professions=[Profession.NURSE])
    best = first_moves(frame, start)[0]
    assert (frame.levels.slugs[best.level], best.why) == ("digital-nurse", Why.READY)
    assert "digital-champion" in {frame.levels.slugs[move.level] for move in first_moves(frame, start)}


@pytest.mark.django_db
def test_the_nearest_role_to_software_developer_is_its_sister(frame: Frame) -> None:
    nearest = related_roles(frame, frame.roles.index["software-developer"])[0]
    assert frame.roles.names[nearest.role].startswith("Development operations")
    assert nearest.shared == nearest.of


@pytest.mark.django_db
def test_a_change_manager_is_near_to_roles_that_need_no_registration(frame: Frame) -> None:
    near = related_roles(frame, frame.roles.index["digital-change-manager"])
    assert len(near) == 6
    assert all(frame.registration[other.level] < 2 for other in near)


@pytest.mark.django_db
def test_what_is_said_of_ways_in_agrees_with_first_moves(frame: Frame) -> None:
    for role in range(0, len(frame.roles), 3):
        ways = ways_in(frame, role)
        for way in (*ways.sideways, *ways.further):
            if way.point is None or (way in ways.further and not frame.entry[way.to]):
                continue
            low, high = int(frame.point_band_low[way.point]), int(frame.point_band_high[way.point])
            professions = [Profession.NURSE] if way.to == frame.levels.index["digital-nurse"] else list(Profession)
            ranks = [None] if low < 0 else range(low, high + 1)
            starts = (
                start_from(
                    frame,
                    points=[way.point],
                    band=None if rank is None else Band.from_rank(rank),
                    professions=professions,
                )
                for rank in ranks
            )
            assert any(
                (move.level, move.ready) == (way.to, way.ready)
                for start in starts
                for move in first_moves(frame, start)
            ), (frame.points.slugs[way.point], frame.levels.slugs[way.to])


@pytest.mark.django_db
def test_entry_roles_are_open_to_every_background_and_registered_ones_to_clinical_alone(frame: Frame) -> None:
    roles = open_to_background(frame)
    digital_nurse = frame.roles.index["digital-nurse"]
    assert [background for background, found in roles.items() if digital_nurse in found] == [Background.CLINICAL]
    entries = {int(role) for role in frame.level_role[np.flatnonzero(frame.entry)]}
    assert entries <= roles[Background.CLINICAL]
    assert frame.roles.index["digital-change-manager"] in roles[Background.NEW_ENTRANT]
