"""The frame: the catalogue as arrays."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from careers.frame import (
    NO_BAND,
    Frame,
    PerRevision,
    build_frame,
    current_frame,
    pack,
    profession_mask,
    professions_in,
)
from careers.models import Level, Requirement, Role, Skill, StartingPoint
from careers.revision import bump_revision
from common.vocabulary import Band, Profession
from tests.careers.frames import Rung, make_frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.django_db
def test_the_frame_says_what_the_catalogue_says() -> None:
    frame = build_frame()
    level = Level.objects.live().get(slug="digital-change-manager")
    index = frame.levels.index["digital-change-manager"]
    assert frame.levels.ids[index] == level.pk
    assert frame.levels.names[index] == level.name
    assert frame.roles.ids[frame.level_role[index]] == level.role_id
    assert Band.from_rank(frame.band_low[index]) == level.band_low
    assert Band.from_rank(frame.band_high[index]) == level.band_high
    needs = {frame.skills.ids[skill]: frame.required[index, skill] for skill in np.flatnonzero(frame.required[index])}
    assert needs == dict(Requirement.objects.filter(level=level).values_list("skill_id", "required"))
    assert frame.total[index] == sum(needs.values())
    nurse = frame.points.index["nurse"]
    assert professions_in(int(frame.point_professions[nurse])) == (Profession.NURSE,)
    assert frame.point_background[nurse] == "CLINICAL"
    assert len(frame.points) == StartingPoint.objects.filter(retired_at=None).count()


@pytest.mark.django_db
def test_levels_are_sorted_by_slug_so_that_an_index_breaks_ties() -> None:
    frame = build_frame()
    for names in (frame.levels, frame.roles, frame.skills, frame.families):
        assert list(names.slugs) == sorted(names.slugs)


@pytest.mark.django_db
def test_building_takes_seven_queries_whatever_the_size(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(7):
        build_frame()


@pytest.mark.django_db
def test_the_frame_is_kept_until_the_catalogue_changes(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    kept = PerRevision(build_frame)
    first = kept()
    with django_assert_num_queries(1):
        assert kept() is first
    bump_revision(now=NOW)
    assert kept() is not first


@pytest.mark.django_db
def test_what_is_retired_is_left_out() -> None:
    role = Role.objects.live().get(slug="digital-change-manager")
    role.retired_at = NOW
    role.save()
    skill = Skill.objects.live().get(slug="user-focus")
    skill.retired_at = NOW
    skill.save()
    frame = build_frame()
    assert "digital-change-manager" not in frame.roles.index
    assert "change-support-officer" not in frame.levels.index
    assert "user-focus" not in frame.skills.index
    assert len(frame.levels) < Level.objects.live().count()


@pytest.mark.django_db
def test_an_empty_catalogue_makes_an_empty_frame() -> None:
    for model in (Requirement, Level, Role, StartingPoint):
        model._default_manager.all().delete()
    Skill.objects.update(retired_at=NOW)
    frame = build_frame()
    assert (len(frame.levels), len(frame.roles), len(frame.skills), len(frame.points)) == (0, 0, 0, 0)
    assert frame.words.shape == (1, 0)
    assert frame.needed.shape == (0, 0)


@pytest.mark.django_db
def test_chief_roles_name_skills_without_levels_and_are_not_rated() -> None:
    frame = current_frame()
    chief = frame.levels.index["chief-technology-officer"]
    assert frame.total[chief] == 0
    assert not frame.rated[chief]
    assert frame.named[chief].sum() == 6
    assert [frame.levels.slugs[level] for level in np.flatnonzero(~frame.rated)] == [
        "chief-data-officer",
        "chief-digital-and-information-officer",
        "chief-information-security-officer",
        "chief-technology-officer",
    ]


def ladder(*tracks: str) -> Frame:
    return make_frame([Rung(0, [1], order=order, track=track) for order, track in enumerate(tracks, start=1)])


def test_the_next_rung_below_a_fork_is_both_peers_and_above_it_the_trunk_again() -> None:
    frame = ladder("SINGLE", "TECHNICAL", "MANAGEMENT", "TECHNICAL", "MANAGEMENT", "SINGLE")
    assert frame.next_rungs == ((1, 2), (3,), (4,), (5,), (5,), ())


def test_no_rung_is_the_peer_on_the_other_track_or_a_lower_level() -> None:
    frame = ladder("SINGLE", "TECHNICAL", "MANAGEMENT", "TECHNICAL", "MANAGEMENT")
    assert frame.no_steps == (
        frozenset(),
        frozenset({0, 2}),
        frozenset({0, 1}),
        frozenset({0, 1, 2, 4}),
        frozenset({0, 1, 2, 3}),
    )


def test_a_ladder_that_begins_as_a_fork_has_two_first_rungs() -> None:
    frame = ladder("TECHNICAL", "MANAGEMENT", "SINGLE")
    assert frame.first_rung.tolist() == [True, True, False]
    assert frame.next_rungs == ((2,), (2,), ())


def test_the_order_of_a_ladder_is_not_the_order_of_its_slugs() -> None:
    frame = make_frame([Rung(0, [1], order=3), Rung(0, [1], order=1), Rung(0, [1], order=2)])
    assert frame.role_levels == ((1, 2, 0),)
    assert frame.next_rungs == ((), (2,), (0,))


def test_entry_levels_are_first_rungs_from_band_five_or_below() -> None:
    frame = make_frame(
        [
            Rung(0, [1], band=("5", "6")),
            Rung(0, [1], band=("5", "5"), order=2),
            Rung(1, [1], band=("6", "6")),
            Rung(2, [2], band=None),
            Rung(3, [3], band=None),
        ]
    )
    assert frame.entry.tolist() == [True, False, False, True, False]


def test_bands_after_a_move_keep_inside_the_typical_range() -> None:
    frame = make_frame([Rung(0, [1], band=("6", "7")), Rung(1, [1], band=None)])
    after = {band: frame.band_after[Band(band).rank + 1].tolist() for band in ("4", "6", "7", "8b")}
    six, seven = Band.B6.rank, Band.B7.rank
    assert after == {
        "4": [six, Band.B4.rank],
        "6": [six, six],
        "7": [seven, seven],
        "8b": [seven, Band.B8B.rank],
    }
    assert frame.band_after[NO_BAND + 1].tolist() == [six, NO_BAND]
    assert frame.bands_up[Band.B4.rank + 1].tolist() == [2, 0]
    assert frame.bands_up[NO_BAND + 1].tolist() == [0, 0]


def test_a_mask_holds_professions_and_gives_them_back() -> None:
    assert professions_in(profession_mask([Profession.DOCTOR, "NURSE"])) == (Profession.NURSE, Profession.DOCTOR)
    with pytest.raises(KeyError):
        profession_mask(["ASTROLOGER"])


levels_of_two = arrays.arrays(np.uint8, st.tuples(st.just(2), st.integers(0, 40)), elements=st.integers(0, 4))


@given(levels_of_two)
def test_in_words_the_higher_of_two_levels_is_or_and_a_sum_is_a_count(levels: np.ndarray) -> None:  # type: ignore[type-arg]
    words = pack(levels)
    one, other = words[:, 0], words[:, 1]
    assert np.bitwise_count(one | other).sum() == levels.max(axis=0, initial=0).sum()
    assert np.bitwise_count(one & other).sum() == levels.min(axis=0, initial=4).sum()
    assert np.bitwise_count(words).sum(axis=0).tolist() == levels.sum(axis=1).tolist()
