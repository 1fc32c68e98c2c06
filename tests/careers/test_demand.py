"""Who asks for a skill, and how well."""

import numpy as np
import pytest

from careers.demand import demand, rated_skills, roles_asking, skills_asked_for
from careers.frame import Frame, current_frame
from careers.models import Level, Requirement, Skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame() -> Frame:
    return current_frame()


def index(frame: Frame, slug: str) -> int:
    return frame.skills.index[slug]


def test_every_requirement_is_found_again(frame: Frame) -> None:
    for slug in ("user-focus", "stakeholder-relationship-management", "digital-change-management"):
        expected = {
            (name, required)
            for name, required in Requirement.objects.filter(skill__slug=slug).values_list("level__name", "required")
        }
        told = {
            (level, part.required)
            for part in demand(frame, index(frame, slug), most=1000)
            for role in part.asking
            for level in role.levels
        }
        assert told == expected
        assert len(expected) > 10


def test_awareness_comes_first_and_skills_without_a_level_last(frame: Frame) -> None:
    told = [part.required for part in demand(frame, index(frame, "technical-understanding"), most=1)]
    assert told == sorted(told)
    both = Skill.objects.filter(requirements__required=None).filter(requirements__required__gt=0).distinct()
    skill = both.values_list("slug", flat=True)[0]
    assert demand(frame, index(frame, skill), most=1)[-1].required is None


def test_what_is_not_listed_is_counted(frame: Frame) -> None:
    part = demand(frame, index(frame, "user-focus"), most=3)[0]
    assert len(part.asking) == 3
    assert part.more == part.roles - 3 > 0
    assert demand(frame, index(frame, "user-focus"), most=1000)[0].more == 0


def test_bands_span_the_levels_that_ask(frame: Frame) -> None:
    level = Level.objects.get(name="Senior data analyst")
    skill = level.requirements.first().skill
    for part in demand(frame, index(frame, skill.slug), most=1000):
        for role in part.asking:
            levels = (
                Level.objects.filter(name__in=role.levels).exclude(band_low="").values_list("band_low", "band_high")
            )
            assert role.band_low == min((low for low, _ in levels), default="")
            assert role.band_high == max((high for _, high in levels), default="")


def test_roles_are_counted_once(frame: Frame) -> None:
    expected = Requirement.objects.filter(skill__slug="user-focus").values("level__role").distinct().count()
    assert roles_asking(frame, index(frame, "user-focus")) == expected > 5


def test_family_and_entry_level_have_to_fit_one_level(frame: Frame) -> None:
    family = frame.families.index["data"]
    asked = skills_asked_for(frame, family=family, entry=True)
    entry_levels = [frame.levels.ids[level] for level in np.flatnonzero(frame.entry)]
    expected = set(
        Requirement.objects.filter(level__in=entry_levels, level__role__family__slug="data").values_list(
            "skill__slug", flat=True
        )
    )
    assert {frame.skills.slugs[skill] for skill in np.flatnonzero(asked)} == expected
    assert expected
    assert skills_asked_for(frame, family=family).sum() > asked.sum()


def test_skills_of_chief_roles_are_not_rated(frame: Frame) -> None:
    rated = {frame.skills.slugs[skill] for skill in np.flatnonzero(rated_skills(frame))}
    expected = set(Requirement.objects.exclude(required=None).values_list("skill__slug", flat=True))
    assert rated == expected
    assert "security-architecture" not in rated
