"""What builds a skill: learning that teaches it, and things to do at work, which every skill has.

Read for all skills at once and kept while the catalogue stays the same: a skill is built alike on the page of every
role that needs it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from careers.models import Activity, LearningSkill, LearningStatus, Skill, doubt_about
from careers.revision import PerRevision
from careers.roles.needs import NeededSkill, in_words

MOST_LESSONS = 4


@dataclass(frozen=True)
class Lesson:
    """Learning, and how far it takes a typical learner (1 to 4)."""

    name: str
    slug: str
    provider: str
    reaches: int
    doubt: str  # such as "Not checked yet"; empty where it was looked up

    @property
    def url(self) -> str:
        return reverse("careers:learning_detail", args=[self.slug])

    @property
    def reaches_words(self) -> str:
        return in_words(self.reaches)


@dataclass(frozen=True)
class ToDo:
    """Something to do at work, and what would show that it was done."""

    activity: str
    evidence: str


@dataclass(frozen=True, eq=False)
class WaysToBuild:
    """One skill with the learning that takes furthest first, at most ``MOST_LESSONS``, and the things to do at work."""

    skill: NeededSkill
    lessons: tuple[Lesson, ...]
    more: int  # lessons that are not listed
    to_do: tuple[ToDo, ...]


def read_ways_to_build() -> dict[int, WaysToBuild]:
    """Every skill by its database id. Learning that is closed or gone is left out. Three queries."""
    fields = ("name", "slug", "provider", "last_checked", "confidence")
    taught = (
        LearningSkill.objects.filter(learning__retired_at=None)
        .exclude(learning__status=LearningStatus.CLOSED)
        .order_by("-reaches", "learning__name")
        .values_list("skill_id", "reaches", *(f"learning__{field}" for field in fields))
    )
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for skill_id, reaches, name, slug, provider, *known in taught:
        lessons[skill_id].append(Lesson(name, slug, provider, reaches, doubt_about(*known)))
    to_do: dict[int, list[ToDo]] = defaultdict(list)
    for skill_id, activity, evidence in Activity.objects.order_by("order").values_list(
        "skill_id", "activity", "evidence"
    ):
        to_do[skill_id].append(ToDo(activity, evidence))
    return {
        pk: WaysToBuild(
            NeededSkill(pk, name, slug),
            lessons=tuple(lessons[pk][:MOST_LESSONS]),
            more=max(0, len(lessons[pk]) - MOST_LESSONS),
            to_do=tuple(to_do[pk]),
        )
        for pk, name, slug in Skill.objects.values_list("pk", "name", "slug")
    }


ways_to_build = PerRevision(read_ways_to_build)
