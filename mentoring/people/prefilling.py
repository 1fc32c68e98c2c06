"""What is known already, so that nobody types it again: from a job, an assessment and a plan."""

from dataclasses import dataclass

import numpy as np

from accounts.models import User
from accounts.profiles import profile_of
from careers.frame import Frame
from common.vocabulary import SkillLevel
from planning.gap import gap_to
from planning.models import Assessment
from planning.plans.keeping import goals_of, plan_of
from planning.standing import standing_of

ASSUMED = SkillLevel.PRACTITIONER  # of somebody in a chief role, whose skills are named without levels


@dataclass(frozen=True)
class SuggestedGap:
    """A skill to work on: the level now (0 is none yet, None is not known), and the one that the goal asks for."""

    have: int | None
    target: int


def job_words(user: User, frame: Frame) -> str:
    """The job somebody holds, as far as they told us: from their last assessment or their profile. Two queries."""
    last = Assessment.objects.of(user).with_ends().first()
    if last and last.level_id in frame.levels.by_id:
        return frame.levels.names[frame.levels.by_id[last.level_id]]
    return profile_of(user).job_title


def skills_of_job(user: User, frame: Frame, level: int) -> dict[str, int]:
    """What a person in this job can help with: level (1 to 4) by slug of the skill. At most two queries.

    Where they have assessed a skill, what they said counts; what they said they lack is left out.
    """
    needed = frame.required[level] if frame.rated[level] else frame.needed[level] * np.uint8(ASSUMED)
    last = Assessment.objects.of(user).with_ends().first()
    said = standing_of(frame, last).answers if last else {}
    found = {}
    for skill in np.flatnonzero(needed):
        own = said.get(frame.skills.ids[skill])
        reached = int(needed[skill]) if own is None else own
        if reached:
            found[frame.skills.slugs[skill]] = reached
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def goal_of(user: User, frame: Frame) -> int | None:
    """The level somebody wants to get to: the first goal of their plan, else that of their assessment."""
    plan = plan_of(user)
    wanted = [goal.level_id for goal in goals_of(plan)] if plan else []
    last = Assessment.objects.of(user).with_ends().first()
    if last and last.goal_id:
        wanted.append(last.goal_id)
    return next((frame.levels.by_id[pk] for pk in wanted if pk in frame.levels.by_id), None)


def gaps_to(user: User, frame: Frame, level: int) -> dict[str, SuggestedGap]:
    """What is missing to a level, by slug of the skill; without an assessment all that it asks for. Two queries."""
    last = Assessment.objects.of(user).with_ends().first()
    if last is None:
        needed = frame.required[level]
        return {frame.skills.slugs[one]: SuggestedGap(None, int(needed[one])) for one in np.flatnonzero(needed)}
    gap = gap_to(frame, standing_of(frame, last), level)
    return {need.slug: SuggestedGap(need.have if need.known else None, need.need) for need in gap.open}
