"""What levels need: how well each of them asks for each skill, read once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from careers.models import Level, Requirement
from common.vocabulary import SkillLevel

# 1 to 4; 0 where a skill is not needed, and None where it is named without a level, as chief roles do.
Required = int | None


@dataclass(frozen=True)
class NeededSkill:
    """A skill as tables show it. Light, because a page holds hundreds of needs of few skills."""

    pk: int
    name: str
    slug: str

    @cached_property
    def url(self) -> str:
        return reverse("careers:skill_detail", args=[self.slug])


@dataclass
class Needs:
    """``skills`` by database id, A to Z; ``by_level``: level → skill → required, for the skills a level names."""

    skills: dict[int, NeededSkill] = field(default_factory=dict)
    by_level: dict[int, dict[int, Required]] = field(default_factory=dict)

    def of(self, level: Level, skill: int) -> Required:
        return self.by_level[level.pk].get(skill, 0)


def needs_of(levels: Iterable[Level]) -> Needs:
    """Everything that ``levels`` need. One query."""
    needs = Needs(by_level={level.pk: {} for level in levels})
    rows = (
        Requirement.objects.filter(level__in=list(needs.by_level))
        .order_by("skill__name", "skill_id")
        .values_list("level_id", "skill_id", "required", "skill__name", "skill__slug")
    )
    for level, skill, required, name, slug in rows:
        if skill not in needs.skills:
            needs.skills[skill] = NeededSkill(skill, name, slug)
        needs.by_level[level][skill] = required
    return needs


def in_words(required: Required) -> str:
    """A required level in the middle of a sentence; empty where there is none."""
    return str(SkillLevel(required).label).lower() if required else ""
