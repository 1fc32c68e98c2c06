"""Assessing oneself: begin, answer skill by skill, say what moves one, finish, begin again, throw away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import F, Max

from accounts.models import User
from careers.frame import Frame, SkillLevels
from careers.models import Level, StartingPoint, Statement, StatementKind
from common.refusals import Refused
from planning.models import Answer, Assessment, ReturnCode
from planning.models.assessments import MOST_STATEMENTS
from planning.questions import relevant_skills

MOST_KEPT = 50  # assessments of one person
OUT_OF_THE_WAY = 10_000  # more than there are skills


class TooManyStatements(Refused):
    """Choose up to five of these."""


class TooManyAssessments(Refused):
    """You keep 50 assessments. Delete one that you no longer need, then start another."""


@dataclass(frozen=True)
class About:
    """What a person says of themselves at the beginning. Empty: not given. A point or a level, never both."""

    point: StartingPoint | None = None
    level: Level | None = None
    goal: Level | None = None
    band: str = ""
    background: str = ""
    profession: str = ""
    nation: str = ""
    area: str = ""
    employer_kind: str = ""


@transaction.atomic
def start_assessment(
    user: User | None, about: About, *, last: Assessment | None, frame: Frame, now: datetime
) -> Assessment:
    """Begin an assessment with the skills that matter for the ends given. ``user`` is None for somebody signed out.

    What the person said in ``last`` is there again, so that they only change what has changed. Signed out, the new one
    takes the place of the last, and its return code opens the new one. Raises TooManyAssessments.
    """
    if user and Assessment.objects.of(user).count() >= MOST_KEPT:
        raise TooManyAssessments
    assessment = Assessment.objects.create(user=user, started_at=now, seen_at=now, **vars(about))
    before = {answer.skill_id: answer for answer in last.answers.all()} if last else {}
    skills = _asked_for(about, frame)
    # What they were asked before keeps its answer, also where it is not asked again of everybody with these ends.
    skills += [pk for pk, answer in before.items() if answer.answered_at and pk not in set(skills)]
    Answer.objects.bulk_create(
        _carried(assessment, pk, position, before.get(pk)) for position, pk in enumerate(skills, start=1)
    )
    if last:
        assessment.statements.set(last.statements.all())
        if user is None:
            ReturnCode.objects.filter(assessment=last).update(assessment=assessment)
            delete_assessment(last)
    return assessment


@dataclass(frozen=True)
class Adjusted:
    """How many questions came and went, and at which position the first that came stands."""

    added: int
    dropped: int
    first_new: int | None


@transaction.atomic
def change_about(assessment: Assessment, about: About, *, frame: Frame, now: datetime) -> Adjusted:
    """Change what the person does now, their goal, or the rest of what they say of themselves; answers stay.

    The questions become those that matter for the new ends, in their order. What was answered or noted stays, behind
    them where it does not matter any more, and so does what the person asked to be asked. Open questions that were
    there only for the old ends go.
    """
    held = Assessment.objects.select_for_update(of=("self",)).with_ends().get(pk=assessment.pk)
    before, skills = _asked_for(held, frame), _asked_for(about, frame)
    Assessment.objects.filter(pk=held.pk).update(**vars(about), updated_at=now)
    is_open = held.answers.filter(answered_at=None, note="")
    dropped = is_open.filter(skill__in=set(before) - set(skills)).delete()[0]
    answers = {answer.skill_id: answer for answer in held.answers.all()}
    order = [*skills, *(pk for pk in answers if pk not in set(skills))]
    places = {pk: place for place, pk in enumerate(order, start=1)}
    # Out of the way first, because no two may stand at one place even for a moment.
    held.answers.update(position=F("position") + OUT_OF_THE_WAY)
    for pk, answer in answers.items():
        answer.position = places[pk]
    Answer.objects.bulk_update(answers.values(), ["position"])
    new = [Answer(assessment=held, skill_id=pk, position=places[pk]) for pk in skills if pk not in answers]
    Answer.objects.bulk_create(new)
    return Adjusted(len(new), dropped, new[0].position if new else None)


def _asked_for(ends: About | Assessment, frame: Frame) -> list[int]:
    """The skills (database ids) that matter for a job and a goal, in the order in which they are asked."""
    asked = relevant_skills(
        frame,
        point=frame.points.by_id.get(ends.point.pk) if ends.point else None,
        level=frame.levels.by_id.get(ends.level.pk) if ends.level else None,
        goal=frame.levels.by_id.get(ends.goal.pk) if ends.goal else None,
    )
    return [frame.skills.ids[skill] for skill in asked]


def _carried(assessment: Assessment, skill_id: int, position: int, before: Answer | None) -> Answer:
    answer = Answer(assessment=assessment, skill_id=skill_id, position=position)
    if before:
        answer.level, answer.answered_at, answer.note = before.level, before.answered_at, before.note
    return answer


def answer_skill(answer: Answer, *, level: int | None, note: str, now: datetime) -> None:
    """Keep what a person said of one skill: 0 (none yet) to 4, or None for "I don't know"."""
    Answer.objects.filter(pk=answer.pk).update(level=level, answered_at=now, note=note, updated_at=now)


@transaction.atomic
def add_skills(assessment: Assessment, skills: Iterable[int], *, now: datetime) -> int:
    """Ask about further skills (database ids) at the end. Returns the first one's position, also if it was asked."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    asked: dict[int, int] = dict(assessment.answers.values_list("skill_id", "position"))
    wanted = list(dict.fromkeys(skills))
    last: int = assessment.answers.aggregate(last=Max("position"))["last"] or 0
    new = [pk for pk in wanted if pk not in asked]
    Answer.objects.bulk_create(
        Answer(assessment=assessment, skill_id=pk, position=position) for position, pk in enumerate(new, start=last + 1)
    )
    asked |= {pk: position for position, pk in enumerate(new, start=last + 1)}
    Assessment.objects.filter(pk=assessment.pk).update(updated_at=now)
    return min(asked[pk] for pk in wanted)


@transaction.atomic
def choose_statements(assessment: Assessment, kind: StatementKind, chosen: Collection[Statement]) -> None:
    """Keep what moves the person, of one kind. Raises TooManyStatements for more than five."""
    if len(chosen) > MOST_STATEMENTS:
        raise TooManyStatements
    assessment.statements.set([*assessment.statements.exclude(kind=kind), *chosen])


def set_goal(assessment: Assessment, goal: Level, *, frame: Frame, now: datetime) -> int:
    """Make a level the goal. What it needs and was not asked yet is added. Returns how many skills that are."""
    index = frame.levels.by_id[goal.pk]
    needed = [frame.skills.ids[skill] for skill in np.flatnonzero(frame.named[index])]
    with transaction.atomic():
        before = assessment.answers.count()
        add_skills(assessment, needed, now=now)
        Assessment.objects.filter(pk=assessment.pk).update(goal=goal, updated_at=now)
        return assessment.answers.count() - before


def finish_assessment(assessment: Assessment, *, now: datetime) -> None:
    """The person has looked at their answers. They can still change them."""
    Assessment.objects.filter(pk=assessment.pk).update(finished_at=now, updated_at=now)


def keep_for(user: User, assessment_id: UUID, *, now: datetime) -> bool:
    """Give an assessment that somebody made signed out to the account they signed in to. Returns whether it was there.

    The code that opened it opens nothing any more.
    """
    with transaction.atomic():
        signed_out = Assessment.objects.signed_out(now).filter(pk=assessment_id).values("pk")
        kept = Assessment.objects.filter(pk__in=signed_out, user=None).update(user=user, updated_at=now)
        if kept:
            ReturnCode.objects.filter(assessment=assessment_id).delete()
    return bool(kept)


def note_seen(assessment: Assessment, *, now: datetime) -> None:
    """Keep that a page of a signed-out assessment was shown, so that the half hour begins again."""
    Assessment.objects.filter(pk=assessment.pk).update(seen_at=now)


def delete_assessment(assessment: Assessment) -> None:
    """Throw an assessment away, with its answers, its code, and the links to its reports."""
    Assessment.objects.filter(pk=assessment.pk).delete()


def forget_signed_out(*, now: datetime) -> int:
    """Delete what nobody signed in for and nobody looked at for half an hour, unless a code opens it. How many."""
    with transaction.atomic():
        # Whoever looks at one or signs in at this moment waits, and then finds it gone, or was first and keeps it.
        idle = Assessment.objects.forgotten(now).select_for_update(skip_locked=True, of=("self",))
        _, deleted = Assessment.objects.filter(pk__in=list(idle.values_list("pk", flat=True))).delete()
    return deleted.get("planning.Assessment", 0)


def skill_levels(frame: Frame, answers: Mapping[int, int | None]) -> SkillLevels:
    """(S,) The levels of an assessment, from database id of the skill to level. Unknown and retired skills are 0."""
    have = np.zeros(len(frame.skills), np.uint8)
    for pk, level in answers.items():
        place = frame.skills.by_id.get(pk)
        if place is not None:
            have[place] = level or 0
    return have
