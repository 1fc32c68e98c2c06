"""Where a pathway from one's own assessment sets out."""

import pytest

from careers.frame import current_frame, profession_mask
from careers.pathways import Start
from common.vocabulary import Band
from planning.setting_out import start_of
from planning.standing import standing_of
from tests.planning.world import assessment_of, goal, nurse, person

pytestmark = pytest.mark.django_db


def start(answers: dict[str, int | None], **about: object) -> Start:
    frame = current_frame()
    return start_of(frame, standing_of(frame, assessment_of(person(), answers, **about)))  # type: ignore[arg-type]


def test_an_answer_counts_in_place_of_what_the_job_brings_and_the_job_where_nothing_is_known() -> None:
    frame = current_frame()
    brought = {row.skill.slug: row.typical for row in nurse().brings.select_related("skill").order_by("skill__slug")}
    lower, unknown, open_ = list(brought)[:3]
    have = start({lower: 0, unknown: None, "data-modelling": 3}).have
    skills = frame.skills.index
    assert have[skills[lower]] == 0
    assert have[skills[unknown]] == brought[unknown]
    assert have[skills[open_]] == brought[open_]
    assert have[skills["data-modelling"]] == 3


def test_band_and_registration_are_those_that_the_person_named() -> None:
    named = start({}, band="7", profession="MIDWIFE")
    assert (named.band, named.professions) == (Band.B7.rank, profession_mask(["MIDWIFE"]))


def test_a_level_that_is_held_is_held_on_the_way_too() -> None:
    held = start({}, point=None, level=goal("data-analyst"), goal=goal())
    assert held.held == {current_frame().levels.index["data-analyst"]}
