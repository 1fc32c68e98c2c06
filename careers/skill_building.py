"""What builds the skills of a role: learning that teaches them, and things to do at work, which every skill has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from careers.models import Activity, LearningSkill, LearningStatus, Skill

MOST_LESSONS = 4


@dataclass(frozen=True)
class WaysToBuild:
    """One skill with the learning that takes furthest first, at most ``MOST_LESSONS``, and the things to do at work."""

    skill: Skill
    lessons: tuple[LearningSkill, ...]
    more: int  # lessons that are not listed
    activities: tuple[Activity, ...]


def ways_to_build(skills: Iterable[Skill]) -> list[WaysToBuild]:
    """For each skill, in the order given. Learning that is closed or gone is left out. Two queries."""
    skills = list(skills)
    lessons: dict[int, list[LearningSkill]] = defaultdict(list)
    activities: dict[int, list[Activity]] = defaultdict(list)
    taught = (
        LearningSkill.objects.filter(skill__in=skills, learning__retired_at=None)
        .exclude(learning__status=LearningStatus.CLOSED)
        .select_related("learning")
        .only("skill_id", "reaches", "learning__name", "learning__slug", "learning__provider")
        .order_by("skill_id", "-reaches", "learning__name")
    )
    for lesson in taught:
        lessons[lesson.skill_id].append(lesson)
    for activity in Activity.objects.filter(skill__in=skills).only("skill_id", "activity", "evidence", "order"):
        activities[activity.skill_id].append(activity)
    return [
        WaysToBuild(
            skill,
            lessons=tuple(lessons[skill.pk][:MOST_LESSONS]),
            more=max(0, len(lessons[skill.pk]) - MOST_LESSONS),
            activities=tuple(sorted(activities[skill.pk], key=lambda activity: activity.order)),
        )
        for skill in skills
    ]
