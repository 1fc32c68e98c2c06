"""What a pair wants to reach and has reached: goals, agreed steps in skills, and what each of the two does next."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from careers.models import Skill
from common.refusals import Refused
from common.vocabulary import SkillLevel
from mentoring.ending import PairHasChanged, locked_pair, scope_of
from mentoring.models import Conversation, Goal, Match, MenteeGap, Progress, Step
from notifications.outbox import queue_email
from planning.models import Action, ActionKind, ActionState
from planning.plans.keeping import Draft, TooManyActions, add_actions, plan_of, set_state

MOST_GOALS, MOST_STEPS = 10, 100
_WORDS: Mapping[int | None, str] = {
    None: "not known",
    0: "none yet",
    **{level.value: str(level.label).lower() for level in SkillLevel},
}


class EnoughGoals(Refused):
    """A pair has ten goals at most. Take one away first."""


class EnoughSteps(Refused):
    """You agreed on a hundred things already. Take away what you no longer need."""


class SaidAlready(Refused):
    """One of you has named a level for this skill, and the other has not answered. Answer that first."""


class NotHigher(Refused):
    """Choose a level that is higher than where the mentee began."""


class OtherAnswers(Refused):
    """You said it yourself. The other one agrees, or not yet."""


class NoPlanYet(Refused):
    """You have no plan yet. Begin one, then put this into it."""


@dataclass(frozen=True)
class GapNow:
    """A skill that the mentee works on: levels from 0 to 4, how far the two agree they have come, what waits.

    Where they began is None if nobody said; so is what they reached, until they agree on it.
    """

    skill: Skill
    began: int | None
    target: int
    reached: int | None
    waits: Progress | None

    @property
    def words(self) -> str:
        """ "none yet to working" """
        return f"{_WORDS[self.began]} to {_WORDS[self.reached]}"

    @property
    def has_risen(self) -> bool:
        return self.reached is not None and (self.began is None or self.reached > self.began)

    @property
    def target_words(self) -> str:
        return _WORDS[self.target]


def gaps_of(pair: Match, *, progress: Sequence[Progress]) -> list[GapNow]:
    """The mentee's gaps with what the pair has agreed on, and skills that were agreed on besides. One query."""
    begun = {gap.skill: (gap.have, gap.target) for gap in _gaps(pair)}
    for one in reversed(progress):
        began, target = begun.get(one.skill, (one.have, one.reached))
        lowest = None if began is None or one.have is None else min(began, one.have)
        begun[one.skill] = (lowest, max(target, one.reached))
    rows = []
    for skill, (began, target) in begun.items():
        agreed = [one.reached for one in progress if one.skill == skill and one.agreed_at]
        waits = next((one for one in progress if one.skill == skill and not one.agreed_at), None)
        rows.append(GapNow(skill, began, target, max(agreed, default=began), waits))
    return rows


@transaction.atomic
def say_progress(match_id: UUID, *, skill: Skill, reached: int, by: User, now: datetime) -> None:
    """Say that the mentee has reached a level; the other is asked. Raises PairHasChanged, SaidAlready, NotHigher."""
    pair = _going_on(match_id, by)
    progress = list(pair.progress.select_related("skill"))
    have = next((gap.reached for gap in gaps_of(pair, progress=progress) if gap.skill == skill), None)
    if have is not None and reached <= have:
        raise NotHigher
    try:
        with transaction.atomic():
            said = Progress.objects.create(match=pair, skill=skill, have=have, reached=reached, said_by=by, said_at=now)
    except IntegrityError:
        raise SaidAlready from None
    letter = "mentoring.progress_said"
    queue_email(letter=letter, about_id=said.pk, key=f"{letter}:{said.pk}", scope=scope_of(pair), now=now)


@transaction.atomic
def answer_progress(progress_id: UUID, *, agrees: bool, by: User, now: datetime) -> None:
    """Agree, or say not yet, which takes it away; whoever said it may take it back. Raises OtherAnswers,
    PairHasChanged, Progress.DoesNotExist."""
    said = Progress.objects.select_related("match").get(uuid=progress_id, match__in=Match.objects.of(by))
    _going_on(said.match.uuid, by)
    said = Progress.objects.select_for_update().get(pk=said.pk)
    if said.agreed_at is not None:
        return
    if not agrees:
        said.delete()
        return
    if said.said_by_id == by.pk:
        raise OtherAnswers
    said.agreed_at = now
    said.save()


@transaction.atomic
def add_goal(match_id: UUID, *, text: str, by: User) -> None:
    """Add a goal of the pair. Raises EnoughGoals, PairHasChanged."""
    pair = _going_on(match_id, by)
    if pair.goals.count() >= MOST_GOALS:
        raise EnoughGoals
    Goal.objects.create(match=pair, text=text)


def set_goal(goal_id: UUID, *, reached: bool, by: User, now: datetime) -> Goal:
    """Say that a goal is reached, or not yet after all. Raises Goal.DoesNotExist."""
    goal: Goal = Goal.objects.select_related("match").get(uuid=goal_id, match__in=Match.objects.of(by).begun())
    goal.reached_on = (goal.reached_on or timezone.localdate(now)) if reached else None
    goal.save()
    return goal


def remove_goal(goal_id: UUID, *, by: User) -> Match:
    """Take a goal away. Raises Goal.DoesNotExist."""
    goal: Goal = Goal.objects.select_related("match").get(uuid=goal_id, match__in=Match.objects.of(by).begun())
    goal.delete()
    return goal.match


@transaction.atomic
def add_step(
    of: Match | Conversation, *, text: str, whose: str, skill: Skill | None, due_on: date | None, now: datetime
) -> Step:
    """Agree on something that one of the two does. What the mentee does comes into their plan, if they have one.

    Raises EnoughSteps.
    """
    pair = of if isinstance(of, Match) else None
    conversation = of if isinstance(of, Conversation) else None
    if Step.objects.filter(match=pair, conversation=conversation).count() >= MOST_STEPS:
        raise EnoughSteps
    step = Step.objects.create(
        match=pair, conversation=conversation, mentor=of.mentor, mentee=of.mentee, text=text, whose=whose, skill=skill,
        due_on=due_on,
    )  # fmt: skip
    if whose == Step.Whose.MENTEE and plan_of(of.mentee) is not None:
        with suppress(TooManyActions):  # a full plan is the mentee's to tidy, not a reason to agree on nothing
            _into_plan(step, now)
    return step


@transaction.atomic
def put_into_plan(step_id: UUID, *, by: User, now: datetime) -> Step:
    """Put what the mentee does into a plan begun since. Raises NoPlanYet, TooManyActions, Step.DoesNotExist."""
    step = _step(step_id, by)
    if step.mentee_id != by.pk or step.whose != Step.Whose.MENTEE:
        raise Step.DoesNotExist
    if step.action is None:
        if plan_of(by) is None:
            raise NoPlanYet
        _into_plan(step, now)
    return step


@transaction.atomic
def set_step(step_id: UUID, *, done: bool, by: User, now: datetime) -> Step:
    """Say that something is done, or not after all, here and in the mentee's plan. Raises Step.DoesNotExist."""
    step = _step(step_id, by)
    step.done_on = (step.done_on or timezone.localdate(now)) if done else None
    step.save()
    if step.action is not None:
        set_state(step.action, ActionState.DONE if done else ActionState.TO_DO, now=now)
    return step


@transaction.atomic
def remove_step(step_id: UUID, *, by: User) -> Step:
    """Take away what was agreed; what stands in the mentee's plan stays theirs. Raises Step.DoesNotExist."""
    step = _step(step_id, by)
    Step.objects.filter(pk=step.pk).delete()
    return step


def address_of(of: Match | Conversation) -> str:
    """The page that two people share."""
    if isinstance(of, Match):
        return reverse("mentoring:pair_detail", args=[of.uuid])
    return reverse("mentoring:conversation_detail", args=[of.uuid])


def _into_plan(step: Step, now: datetime) -> None:
    plan = plan_of(step.mentee)
    assert plan is not None
    of = step.match or step.conversation
    assert of is not None
    draft = Draft(ActionKind.MENTOR, step.text, skill=step.skill_id, address=address_of(of), due_on=step.due_on)
    add_actions(plan, [draft], now=now)
    same = Action.objects.filter(plan=plan, kind=draft.kind, text=draft.text)
    step.action = same.exclude(state=ActionState.DROPPED).first()
    step.save()


def _step(step_id: UUID, by: User) -> Step:
    rows = Step.objects.select_for_update(of=("self",))
    step: Step = rows.select_related("action", "mentor", "mentee", "match", "conversation").get(uuid=step_id)
    if by.pk not in (step.mentor_id, step.mentee_id):
        raise Step.DoesNotExist
    return step


def _gaps(pair: Match) -> "list[MenteeGap]":
    return list(MenteeGap.objects.filter(mentee__user=pair.mentee_id).select_related("skill").order_by("pk"))


def _going_on(match_id: UUID, by: User) -> Match:
    pair = locked_pair(match_id, by)
    if pair.state not in Match.TAKEN:
        raise PairHasChanged
    return pair
