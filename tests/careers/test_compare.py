"""Levels beside each other: what differs, what is shared, and the gap from one to the next."""

import pytest
from django.utils import timezone

from careers.compare import choose_levels, compare_levels, find_levels
from careers.models import Family, Framework, Level, Requirement, Role, Skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def role() -> Role:
    family = Family.objects.create(name="Tests", slug="tests", framework=Framework.NHS)
    return Role.objects.create(name="Zebra keeper", slug="zebra-keeper", family=family)


def level(role: Role, name: str, **asked: int | None) -> Level:
    made: Level = Level.objects.create(role=role, name=name, slug=name.lower().replace(" ", "-"), order=1)
    for skill, required in asked.items():
        found, _ = Skill.objects.get_or_create(slug=skill, defaults={"name": skill, "framework": Framework.NHS})
        Requirement.objects.create(level=made, skill=found, required=required)
    return made


def test_differences_come_first_with_the_largest_on_top_and_the_rest_is_shared(role: Role) -> None:
    left, right = level(role, "Zebra one", zz_a=1, zz_b=1, zz_c=2), level(role, "Zebra two", zz_a=2, zz_c=2, zz_d=4)
    found = compare_levels([left, right])
    assert [(row.skill.name, row.required) for row in found.differences] == [
        ("zz_d", (0, 4)),
        ("zz_a", (1, 2)),
        ("zz_b", (1, 0)),
    ]
    assert [(row.skill.name, row.required) for row in found.shared] == [("zz_c", (2, 2))]
    assert [[cell.rise for cell in row.cells] for row in found.differences] == [[0, 4], [0, 1], [0, 0]]


def test_the_gap_counts_skills_and_steps_from_left_to_right_and_what_is_there(role: Role) -> None:
    left, right = level(role, "Zebra one", zz_a=1, zz_b=3), level(role, "Zebra two", zz_a=4, zz_b=2, zz_c=1)
    gap = compare_levels([left, right]).gaps[0]
    assert (gap.left, gap.right, gap.skills, gap.steps, gap.ready) == (left, right, 2, 4, 42)  # 3 of 7
    back = compare_levels([right, left]).gaps[0]
    assert (back.skills, back.steps, back.ready) == (1, 1, 75)


def test_whoever_asks_for_less_leaves_no_gap(role: Role) -> None:
    left, right = level(role, "Zebra one", zz_a=3), level(role, "Zebra two", zz_a=1)
    gap = compare_levels([left, right]).gaps[0]
    assert (gap.skills, gap.steps, gap.ready) == (0, 0, 100)


def test_four_levels_have_three_gaps_each_to_its_neighbour(role: Role) -> None:
    levels = [level(role, f"Zebra {number}", zz_a=number) for number in (1, 2, 3, 4)]
    found = compare_levels(levels)
    assert [(gap.left, gap.right, gap.steps) for gap in found.gaps] == [
        (levels[0], levels[1], 1),
        (levels[1], levels[2], 1),
        (levels[2], levels[3], 1),
    ]


def test_a_chief_role_has_no_countable_gap_and_its_skills_differ_from_rated_ones(role: Role) -> None:
    left, chief = level(role, "Zebra one", zz_a=3), level(role, "Zebra chief", zz_a=None)
    found = compare_levels([left, chief])
    gap = found.gaps[0]
    assert (gap.skills, gap.steps, gap.ready, gap.uncounted) == (None, None, None, chief)
    assert [row.required for row in found.differences] == [(3, None)]
    assert found.differences[0].cells[1].rise == 0


def test_levels_are_chosen_in_the_order_of_the_address(role: Role) -> None:
    one, two = level(role, "Zebra one"), level(role, "Zebra two")
    chosen = choose_levels(["zebra-two", "", "zebra-one"])
    assert chosen.levels == [two, one]
    assert chosen.problems == []


def test_unknown_repeated_and_surplus_levels_are_left_out_with_a_sentence_each(role: Role) -> None:
    for number in range(5):
        level(role, f"Zebra {number}")
    slugs = ["zebra-0", "zebra-0", "no-such-thing", "zebra-1", "zebra-2", "zebra-3", "zebra-4"]
    chosen = choose_levels(slugs)
    assert [one.slug for one in chosen.levels] == ["zebra-0", "zebra-1", "zebra-2", "zebra-3"]
    assert chosen.unknown == ["no-such-thing"]
    assert chosen.problems == [
        "You can compare up to four levels. We left out Zebra 4.",
        "A level was named more than once. It is shown once.",
        "We do not know a level “no-such-thing”. It may have been renamed. We left it out.",
    ]


def test_a_retired_level_can_still_be_compared(role: Role) -> None:
    gone = level(role, "Zebra one")
    Level.objects.filter(pk=gone.pk).update(retired_at=timezone.now())
    assert choose_levels(["zebra-one"]).levels == [gone]
    assert gone not in find_levels("zebra one", most=5).levels


def names(text: str, most: int = 20) -> list[str]:
    return [found.name for found in find_levels(text, most=most).levels]


def test_a_level_is_found_by_its_name_by_words_and_by_a_synonym() -> None:
    assert names("  senior   DATA analyst ") == ["Senior data analyst"]
    assert {found.role.name for found in find_levels("product manager lead", most=5).levels} == {"Product manager"}
    assert "Chief clinical information officer" in names("CCIO")
    assert find_levels("CCIO", most=5).is_sure
    assert len(names("manager", most=3)) == 3


def test_a_misspelt_level_is_offered_and_not_taken_for_sure() -> None:
    found = find_levels("data anlyst", most=20)
    assert "Data analyst" in {level.name for level in found.levels}
    assert not found.is_sure


def test_words_that_mean_nothing_find_nothing() -> None:
    assert names("qqqqqqqqxx") == []
    assert names("  ") == []
