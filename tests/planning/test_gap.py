"""The gap to one level, against a sum written out, and the sentence above it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.frame import current_frame
from careers.models import Requirement
from planning.bars import bars_of
from planning.gap import Gap, Need, State, gap_to
from planning.models import Assessment
from planning.standing import Standing, standing_of
from tests.planning.world import answer, assessment_of, level_index, meets_all, person

pytestmark = pytest.mark.django_db


def test_the_gap_is_what_a_sum_over_the_tables_says() -> None:
    frame = current_frame()
    requirements: dict[int, list[tuple[int, int]]] = {}
    for level, skill, required in Requirement.objects.filter(required__isnull=False).values_list(
        "level_id", "skill_id", "required"
    ):
        requirements.setdefault(level, []).append((skill, required))
    answers = st.dictionaries(st.sampled_from(frame.skills.ids), st.none() | st.integers(0, 4), max_size=30)

    @settings(max_examples=100, deadline=None, database=None)
    @given(answers, st.sampled_from(np.flatnonzero(frame.rated).tolist()))
    def check(given_: dict[int, int | None], level: int) -> None:
        have = np.zeros(len(frame.skills), np.uint8)
        for pk, value in given_.items():
            have[frame.skills.by_id[pk]] = value or 0
        gap = gap_to(frame, Standing(Assessment(), given_, have), level)
        rows = requirements[frame.levels.ids[level]]
        assert gap.steps == sum(max(0, required - (given_.get(skill) or 0)) for skill, required in rows)
        assert gap.met == sum((given_.get(skill) or 0) >= required for skill, required in rows)
        assert len(gap.needs) == len(rows)
        assert gap.not_assessed == sum(given_.get(skill) is None for skill, _ in rows)
        total = sum(required for _, required in rows)
        assert gap.ready == (total - gap.steps) * 100 // total

    check()


def test_an_answer_that_is_not_known_counts_as_nothing_and_is_shown_as_not_assessed() -> None:
    frame = current_frame()
    level = level_index()
    skill = frame.skills.slugs[int(np.flatnonzero(frame.required[level])[0])]
    assessment = assessment_of(person(), {skill: None})
    need = next(need for need in gap_to(frame, standing_of(frame, assessment), level).needs if need.slug == skill)
    assert (need.have, need.state) == (0, State.NOT_ASSESSED)
    answer(assessment, skill, 0)
    need = next(need for need in gap_to(frame, standing_of(frame, assessment), level).needs if need.slug == skill)
    assert (need.have, need.known, need.steps) == (0, True, need.need)


def needs(met: int, missing: int) -> tuple[Need, ...]:
    return tuple(
        Need(place, place, f"s{place}", f"Skill {place}", 2, 2 * (place < met), True) for place in range(met + missing)
    )


@pytest.mark.parametrize(
    ("met", "missing", "sentence"),
    [
        (9, 3, "You meet 9 of the 12 skills of Product manager. Here is how people show the other three."),
        (4, 1, "You meet 4 of the 5 skills of Product manager. Here is how people show the other one."),
        (6, 0, "You meet all 6 skills of Product manager."),
        (1, 0, "You meet the one skill of Product manager."),
        (0, 4, "Here is how people show the four skills that Product manager asks for."),
        (0, 1, "Here is how people show the one skill that Product manager asks for."),
        (0, 0, "Nobody has written down yet which skills Product manager needs."),
        (1, 11, "You meet 1 of the 12 skills of Product manager. Here is how people show the other 11."),
    ],
)
def test_the_headline_says_how_many_are_met_and_never_not_to_apply(met: int, missing: int, sentence: str) -> None:
    assert Gap(0, "Product manager", needs(met, missing), any_level=False).headline == sentence


def test_a_role_that_names_skills_without_levels_takes_any_level() -> None:
    frame = current_frame()
    chiefs = np.flatnonzero(~frame.rated & frame.named.any(axis=1))
    assert len(chiefs)
    gap = gap_to(frame, standing_of(frame, assessment_of(person())), int(chiefs[0]))
    assert gap.any_level
    assert {need.need for need in gap.needs} == {1}


def test_who_meets_everything_has_no_gap() -> None:
    frame = current_frame()
    assessment = assessment_of(person())
    meets_all(frame, assessment)
    gap = gap_to(frame, standing_of(frame, assessment), level_index())
    assert (gap.steps, gap.open, gap.ready) == (0, (), 100)


def test_the_bars_show_every_skill_with_what_is_needed_and_what_is_there() -> None:
    gap = Gap(0, "Product manager", needs(1, 1), any_level=False)
    bars = bars_of(gap)
    assert [(row.need, row.have) for row in bars.rows] == [(50, 50), (50, 0)]
    assert bars.description == "Skill 0: needed working, there working; Skill 1: needed working, there none yet"
    assert bars.height > bars.rows[-1].have_top
