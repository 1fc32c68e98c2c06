"""What is open to whom, with "not known" as an answer."""

from typing import Any

import pytest

from careers.models import CostBand, Learning, LearningKind
from careers.models.eligibility import ANOTHER_AREA, NO_BAND, NO_REGISTRATION, Applicant, Condition, in_words

pytestmark = pytest.mark.django_db

YES, MAYBE, NO = "yes", "maybe", "no"


def answer(applicant: Applicant, **facts: Any) -> str:
    """What a course with these facts says to this person."""
    return outcome(list(applicant.conditions()), **facts)


def outcome(conditions: list[Condition], **facts: Any) -> str:
    course = Learning.objects.create(name="A course", slug="a-course", kind=LearningKind.TRAINING, **facts)
    row = Learning.objects.meeting(conditions).filter(pk=course.pk).first()
    course.delete()
    if row is None:
        return NO
    return MAYBE if row.unknowns else YES


@pytest.mark.parametrize(
    ("background", "backgrounds", "expected"),
    [
        ("CLINICAL", (), YES),  # the one field where none named means anybody
        ("CLINICAL", ("CLINICAL", "TECHNICAL"), YES),
        ("CORPORATE", ("CLINICAL", "TECHNICAL"), NO),
    ],
)
def test_background(background: str, backgrounds: tuple[str, ...], expected: str) -> None:
    assert answer(Applicant(background=background), backgrounds=backgrounds) == expected


@pytest.mark.parametrize(
    ("band", "low", "high", "expected"),
    [
        ("5", "", "", MAYBE),
        ("5", "5", "7", YES),
        ("7", "5", "7", YES),
        ("8a", "5", "7", NO),
        ("4", "5", "7", NO),
        ("VSM", "6", "", YES),  # band 6 or above
        ("5", "6", "", NO),
        ("2", "", "4", YES),  # up to band 4
        ("5", "", "4", NO),
        (NO_BAND, "", "", MAYBE),
        (NO_BAND, "6", "8a", MAYBE),  # doctors have no band, and no rule says what that means for them
    ],
)
def test_band(band: str, low: str, high: str, expected: str) -> None:
    assert answer(Applicant(band=band), band_low=low, band_high=high) == expected


@pytest.mark.parametrize(
    ("applicant", "field", "named"),
    [
        (Applicant(nation="WALES"), "nations", "WALES"),
        (Applicant(area="London"), "areas", "London"),
        (Applicant(employer_kind="COUNCIL"), "employer_kinds", "COUNCIL"),
        (Applicant(employer_kind="NONE"), "employer_kinds", "NONE"),
        (Applicant(profession="NURSE"), "professions", "NURSE"),
    ],
)
def test_what_names_my_own_is_open_what_names_others_is_closed_and_silence_is_maybe(
    applicant: Applicant, field: str, named: str
) -> None:
    assert answer(applicant, **{field: (named, "SOMETHING_ELSE")}) == YES
    assert answer(applicant, **{field: ("SOMETHING_ELSE",)}) == NO
    assert answer(applicant, **{field: ()}) == MAYBE


@pytest.mark.parametrize(
    ("applicant", "field"),
    [(Applicant(area=ANOTHER_AREA), "areas"), (Applicant(profession=NO_REGISTRATION), "professions")],
)
def test_someone_who_is_none_of_those_named_is_kept_out_by_any_name(applicant: Applicant, field: str) -> None:
    assert answer(applicant, **{field: ("SOMETHING",)}) == NO
    assert answer(applicant, **{field: ()}) == MAYBE


def test_a_word_is_not_found_inside_another_word() -> None:
    assert answer(Applicant(profession="PHARMACIST"), professions=("PHARMACIST_PRESCRIBER",)) == NO


def test_unknowns_are_counted_and_named() -> None:
    applicant = Applicant(background="CLINICAL", band="5", nation="WALES", employer_kind="NHS")
    conditions = list(applicant.conditions())
    Learning.objects.create(
        name="A course", slug="a-course", kind=LearningKind.TRAINING, backgrounds=("CLINICAL",), nations=("WALES",)
    )
    row = Learning.objects.meeting(conditions).get(slug="a-course")
    assert row.unknowns == 2
    not_known = [each.words for each in conditions if getattr(row, f"unknown_{each.name}")]
    assert not_known == ["band 5", "your kind of employer"]


def test_someone_who_says_nothing_gets_everything_as_sure() -> None:
    rows = Learning.objects.live().meeting(Applicant().conditions())
    assert rows.count() == Learning.objects.live().count() > 100
    assert not rows.exclude(unknowns=0).exists()


@pytest.mark.parametrize(
    ("wanted", "cost", "expected"),
    [
        ([CostBand.FREE], "FREE", YES),
        ([CostBand.FREE], "PAID", NO),
        ([CostBand.FREE], "UNKNOWN", MAYBE),
        ([CostBand.FREE, CostBand.FUNDED], "FUNDED", YES),
        ([CostBand.UNKNOWN], "UNKNOWN", YES),  # asked for by name
        ([CostBand.UNKNOWN], "FREE", NO),
    ],
)
def test_cost(wanted: list[str], cost: str, expected: str) -> None:
    condition = in_words("cost", "the cost", "cost_band", wanted, CostBand.UNKNOWN)
    assert outcome([condition], cost_band=cost) == expected


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("", "", ""),
        ("6", "", "Band 6 or above"),
        ("", "4", "Up to band 4"),
        ("3", "5", "Band 3 to 5"),
        ("8a", "8a", "Band 8a"),
        ("VSM", "VSM", "Very senior manager"),
    ],
)
def test_rules_about_bands_in_words(low: str, high: str, words: str) -> None:
    assert Learning(band_low=low, band_high=high).bands == words
