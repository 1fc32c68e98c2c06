"""Roles and families as lists show them, and which of them fit."""

import pytest

from careers.frame import NO_BAND
from careers.roles.browsing import (
    Wanted,
    families_at,
    family_facts,
    first_sentence,
    professions_in_words,
    role_facts,
    roles_with,
    skills_named,
)
from common.vocabulary import Profession
from tests.careers.frames import Rung, make_frame

ROLES = make_frame(
    [
        Rung(0, [1, 0], ("4", "5"), order=1),
        Rung(0, [2, 0], ("7", "8a"), order=2),
        Rung(1, [0, 1], ("6", "6"), order=1, registration=2, professions=("NURSE",)),
        Rung(1, [0, 2], ("7", "7"), order=2, track="MANAGEMENT"),
        Rung(2, [1, 1], None, order=1, registration=1, professions=("NURSE", "DOCTOR")),
        Rung(3, [0, 3], ("9", "VSM"), order=1, registration=2, professions=("NURSE",), named=(0,)),
    ]
)


def test_a_role_says_its_span_of_bands_its_levels_and_its_entry_level() -> None:
    first, second, third, _ = role_facts(ROLES)
    assert (first.levels, first.band_low, first.band_high, first.entry) == (2, "4", "8a", ("level-000",))
    assert (second.band_low, second.band_high, second.entry) == ("6", "7", ())
    assert (third.band_low, third.band_high, third.rank) == ("", "", NO_BAND)


def test_a_role_says_whom_it_wants_registered() -> None:
    assert [facts.registration for facts in role_facts(ROLES)] == [
        "",
        "Some levels need you to be registered as a nurse",
        "Some posts ask for a professional registration",
        "You need to be registered as a nurse",
    ]


def test_one_and_the_same_level_has_to_fit_everything() -> None:
    assert roles_with(ROLES, Wanted()) == {0, 1, 2, 3}
    assert roles_with(ROLES, Wanted(band="7")) == {0, 1}
    assert roles_with(ROLES, Wanted(band="6")) == {1}
    assert roles_with(ROLES, Wanted(band="6", no_registration=True)) == set()
    assert roles_with(ROLES, Wanted(no_registration=True)) == {0, 1}, "a registration that some posts ask for is one"
    assert roles_with(ROLES, Wanted(band="VSM")) == {3}
    assert roles_with(ROLES, Wanted(track="MANAGEMENT")) == {1}
    assert 0 in roles_with(ROLES, Wanted(entry=True))
    assert roles_with(ROLES, Wanted(entry=True, band="7")) == set()


def test_a_single_ladder_is_one_that_forks_nowhere() -> None:
    forked = [
        Rung(0, [1], order=1),
        Rung(0, [2], order=2, track="TECHNICAL"),
        Rung(0, [2], order=2, track="MANAGEMENT"),
    ]
    frame = make_frame([*forked, Rung(1, [1]), Rung(1, [2], order=2)])
    assert roles_with(frame, Wanted(track="SINGLE")) == {1}
    assert roles_with(frame, Wanted(track="TECHNICAL")) == {0}


def test_a_role_needs_a_skill_that_one_of_its_levels_names_with_or_without_a_required_level() -> None:
    assert roles_with(ROLES, Wanted(skills=(0,))) == {0, 2, 3}
    assert roles_with(ROLES, Wanted(skills=(0, 1))) == {0, 1, 2, 3}
    assert roles_with(ROLES, Wanted(skills=())) == set()


def test_a_family_counts_its_roles_and_spans_their_bands() -> None:
    (family,) = family_facts(ROLES)
    assert (family.roles, family.band_low, family.band_high) == (4, "4", "VSM")
    assert families_at(ROLES, "8a") == {0}
    assert families_at(ROLES, "2") == set()


def test_a_skill_is_found_by_slug_by_exact_name_and_by_a_part_of_its_name() -> None:
    assert skills_named(ROLES, ROLES.skills.slugs[1]) == (1,)
    assert skills_named(ROLES, ROLES.skills.names[0].upper()) == (0,)
    assert skills_named(ROLES, ROLES.skills.names[0][:4]) == (0, 1)
    assert skills_named(ROLES, "no such skill") == ()
    assert skills_named(ROLES, "  ") == ()


@pytest.mark.parametrize(
    ("professions", "words"),
    [
        ([Profession.NURSE], "a nurse"),
        ([Profession.OPTOMETRIST], "an optometrist"),
        ([Profession.NURSE, Profession.MIDWIFE, Profession.DOCTOR], "a nurse, midwife or doctor"),
        (list(Profession), "a health or care professional"),
        ([], "a health or care professional"),
    ],
)
def test_professions_read_as_words_and_many_as_one(professions: list[Profession], words: str) -> None:
    assert professions_in_words(professions) == words


def test_a_list_shows_the_first_sentence() -> None:
    assert first_sentence("Cares for zebras. Feeds them too.") == "Cares for zebras."
    assert first_sentence("Uses tools, e.g. brushes, daily. More.") == "Uses tools, e.g. brushes, daily."
    assert first_sentence("") == ""
