"""A role's levels side by side: order, forks, what rises and what is eased."""

from collections.abc import Mapping

from careers.models import Level, Track
from careers.roles.ladders import Ladder, Rise, below, build_ladder, in_order
from careers.roles.needs import NeededSkill, Needs, Required

SINGLE, TECHNICAL, MANAGEMENT = Track.SINGLE, Track.TECHNICAL, Track.MANAGEMENT


def level(name: str, order: int, track: Track = SINGLE) -> Level:
    return Level(pk=abs(hash(name)), name=name, slug=name.lower().replace(" ", "-"), order=order, track=track)


def ladder(asked: Mapping[Level, Mapping[str, Required]]) -> Ladder:
    names = sorted({name for needs in asked.values() for name in needs})
    skills = {number: NeededSkill(number, name, name.lower()) for number, name in enumerate(names, start=1)}
    number = {skill.name: pk for pk, skill in skills.items()}
    by_level = {one.pk: {number[name]: required for name, required in needs.items()} for one, needs in asked.items()}
    return build_ladder(asked, Needs(skills, by_level))


def marks(built: Ladder) -> dict[str, list[str]]:
    return {row.skill.name: [cell.mark for cell in row.cells] for row in built.rows}


def test_levels_stand_in_order_of_seniority_whatever_order_they_come_in() -> None:
    junior, middle, senior = level("Junior", 1), level("Middle", 2), level("Senior", 3)
    assert in_order([senior, junior, middle]) == [junior, middle, senior]


def test_a_skill_that_is_new_or_rises_is_marked_and_one_that_stays_is_not() -> None:
    junior, senior = level("Junior", 1), level("Senior", 2)
    built = ladder({junior: {"SQL": 1, "Talk": 2}, senior: {"SQL": 3, "Talk": 2, "Lead": 1}})
    assert marks(built) == {"Lead": ["", "new"], "SQL": ["", "up"], "Talk": ["", ""]}
    first, second = built.rungs
    assert (first.below, first.new, first.raised, first.eased) == (None, (), (), ())
    assert second.below == junior
    assert [step.skill.name for step in second.new] == ["Lead"]
    assert second.rises == [Rise("awareness", "practitioner", ("SQL",))]


def test_skills_that_rise_alike_are_told_together_the_most_junior_rise_first() -> None:
    junior, senior = level("Junior", 1), level("Senior", 2)
    built = ladder({junior: {"A": 2, "B": 1, "C": 2}, senior: {"A": 3, "B": 2, "C": 3}})
    assert built.rungs[1].rises == [Rise("awareness", "working", ("B",)), Rise("working", "practitioner", ("A", "C"))]


def test_a_requirement_that_falls_or_goes_is_eased_and_never_a_rise() -> None:
    lead, head = level("Lead", 1), level("Head", 2)
    built = ladder({lead: {"Code": 4, "Test": 2}, head: {"Code": 2}})
    assert marks(built) == {"Code": ["", "less"], "Test": ["", "less"]}
    assert [cell.eases for row in built.rows for cell in row.cells] == [False, True, False, True]
    assert built.rungs[1].rises == []
    assert [(step.skill.name, step.after) for step in built.rungs[1].eased] == [("Code", 2), ("Test", 0)]


def test_a_fork_is_two_stretches_and_each_track_is_compared_with_its_own() -> None:
    base = level("Developer", 1)
    senior, senior_manager = level("Senior", 2, TECHNICAL), level("Senior - management", 3, MANAGEMENT)
    lead, lead_manager = level("Lead", 4, TECHNICAL), level("Lead - management", 5, MANAGEMENT)
    built = ladder(
        {
            base: {"Code": 2},
            senior: {"Code": 3},
            senior_manager: {"Code": 2},
            lead: {"Code": 4},
            lead_manager: {"Code": 2},
        }
    )
    assert built.forks
    assert [(stretch.track, [rung.level for rung in stretch.rungs]) for stretch in built.stretches] == [
        (SINGLE, [base]),
        (TECHNICAL, [senior, lead]),
        (MANAGEMENT, [senior_manager, lead_manager]),
    ]
    assert {rung.level.name: rung.below for rung in built.rungs} == {
        "Developer": None,
        "Senior": base,
        "Senior - management": base,
        "Lead": senior,
        "Lead - management": senior_manager,
    }
    assert marks(built) == {"Code": ["", "up", "up", "", ""]}


def test_a_level_above_a_fork_is_compared_with_the_technical_track() -> None:
    senior, manager, head = level("Senior", 1, TECHNICAL), level("Manager", 2, MANAGEMENT), level("Head", 3)
    assert below(head, in_order([head, manager, senior])) == senior


def test_a_chief_role_names_skills_without_any_level() -> None:
    chief = level("Chief", 1)
    built = ladder({chief: {"Strategy": None}})
    assert built.names_only
    assert built.rows[0].cells[0].required is None
    assert not ladder({chief: {"Strategy": 1}}).names_only
    assert not ladder({chief: {}}).names_only


def test_a_skill_named_without_a_level_is_neither_a_rise_nor_a_fall() -> None:
    head, chief = level("Head", 1), level("Chief", 2)
    assert marks(ladder({head: {"Strategy": 4}, chief: {"Strategy": None}})) == {"Strategy": ["", ""]}
