"""What a person does with their plan: start it, choose goals and routes, add and change actions, look back, end it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils import timezone

from accounts.models import User
from careers.models import Level, Skill
from common.refusals import Refused
from planning.models import Action, ActionKind, ActionState, Horizon, Plan, PlanGoal, PlanReview, PlanStop
from planning.models.plans import OPEN_STATES
from planning.plans.clock import UNTIL_REVIEW, morning_of, reminder_of

MOST_ACTIONS = 200
MOST_GOALS = 5


class TooManyActions(Refused):
    """Your plan has 200 actions. Delete some that you no longer need, then add others."""


class TooManyGoals(Refused):
    """Your plan has five goals. Take one away, then add another."""


@dataclass(frozen=True)
class Draft:
    """An action that is not in the plan yet."""

    kind: ActionKind
    text: str
    skill: int | None = None  # database id
    address: str = ""
    evidence: str = ""
    due_on: date | None = None
    horizon: Horizon = Horizon.NOW
    note: str = ""

    @property
    def same(self) -> tuple[str, str]:
        """Two drafts or actions with the same are one thing to do."""
        return (self.kind.value, self.text)


def plan_of(user: User) -> Plan | None:
    """The plan of a person, if they have begun one, with ``looked_back_at``. One query."""
    return Plan.objects.filter(user=user).annotate(looked_back_at=Max("reviews__reviewed_at")).first()


def goals_of(plan: Plan) -> list[PlanGoal]:
    """Goals with their routes. Two queries."""
    brief = ("level__name", "level__slug", "level__retired_at", "level__role")
    stops = PlanStop.objects.select_related("level").only("goal", "position", *brief)
    rows = PlanGoal.objects.filter(plan=plan).select_related("level").only("plan", *brief)
    return list(rows.prefetch_related(Prefetch("stops", stops)))


@transaction.atomic
def start_plan(user: User, *, hours_a_week: int, pays: str, goal: Level | None, now: datetime) -> Plan:
    """Begin a plan, with a goal if there is one already. A second start changes what was said of hours and money."""
    review_on = timezone.localdate(now) + UNTIL_REVIEW
    plan, is_new = Plan.objects.get_or_create(
        user=user,
        defaults={
            "hours_a_week": hours_a_week, "pays": pays, "started_at": now, "review_on": review_on,
            "review_at": morning_of(review_on),
        },
    )  # fmt: skip
    if not is_new:
        change_terms(plan, hours_a_week=hours_a_week, pays=pays, now=now)
    elif goal:
        PlanGoal.objects.create(plan=plan, level=goal)
    return plan


def change_terms(plan: Plan, *, hours_a_week: int, pays: str, now: datetime) -> None:
    """Keep how many hours a week a person has, and what they can pay."""
    Plan.objects.filter(pk=plan.pk).update(hours_a_week=hours_a_week, pays=pays, updated_at=now)


def delete_plan(plan: Plan) -> None:
    """Throw a plan away, with its goals, actions and reviews."""
    Plan.objects.filter(pk=plan.pk).delete()


@transaction.atomic
def add_goal(plan: Plan, level: Level, *, route: Sequence[int] = (), now: datetime) -> PlanGoal:
    """Add a goal, or find it; ``route``: database ids of the levels on the way, the goal last, in place of the former.

    Raises TooManyGoals.
    """
    _locked(plan)
    goal = PlanGoal.objects.filter(plan=plan, level=level).first()
    if goal is None:
        if PlanGoal.objects.filter(plan=plan).count() >= MOST_GOALS:
            raise TooManyGoals
        goal = PlanGoal.objects.create(plan=plan, level=level)
    if route:
        goal.stops.all().delete()
        PlanStop.objects.bulk_create(
            PlanStop(goal=goal, level_id=pk, position=position) for position, pk in enumerate(route, start=1)
        )
        Plan.objects.filter(pk=plan.pk).update(updated_at=now)
    return goal


def remove_goal(goal: PlanGoal) -> None:
    """Take a goal away, with its route. Actions stay."""
    goal.delete()


@transaction.atomic
def add_actions(plan: Plan, drafts: Iterable[Draft], *, now: datetime) -> int:
    """Add what is not in the plan yet, neither open nor done. Returns how many that were. Raises TooManyActions."""
    _locked(plan)
    there = in_plan(plan)
    new = {draft.same: draft for draft in drafts if draft.same not in there}
    if plan.actions.count() + len(new) > MOST_ACTIONS:
        raise TooManyActions
    Action.objects.bulk_create(
        Action(
            plan=plan, kind=draft.kind, text=draft.text, skill_id=draft.skill, address=draft.address,
            evidence=draft.evidence, due_on=draft.due_on, horizon=draft.horizon, note=draft.note,
            remind_at=reminder_of(draft.due_on, now=now),
        )
        for draft in new.values()
    )  # fmt: skip
    return len(new)


def in_plan(plan: Plan) -> set[tuple[str, str]]:
    """What is in the plan, open or done, as ``Draft.same``. One query."""
    return set(plan.actions.exclude(state=ActionState.DROPPED).values_list("kind", "text"))


def change_action(
    action: Action, *, kind: str, text: str, skill: Skill | None, due_on: date | None, horizon: str, state: str,
    note: str, evidence: str, now: datetime,
) -> None:  # fmt: skip
    """Change all that a person may change of an action. A new date is a new reminder."""
    if due_on != action.due_on or state not in OPEN_STATES or not action.is_open:
        action.remind_at = reminder_of(due_on, now=now) if state in OPEN_STATES else None
    action.kind, action.text, action.skill, action.due_on = kind, text, skill, due_on
    action.horizon, action.note, action.evidence = horizon, note, evidence
    _to_state(action, state, now)
    action.save()


@transaction.atomic
def set_state(action: Action, state: str, *, now: datetime) -> None:
    """Begin, finish, drop or take up an action again. What is done or dropped reminds of nothing."""
    if state == action.state:
        return
    if state not in OPEN_STATES:
        action.remind_at = None
    elif not action.is_open:
        action.remind_at = reminder_of(action.due_on, now=now)
    _to_state(action, state, now)
    action.save()


def _to_state(action: Action, state: str, now: datetime) -> None:
    """The day on which something was done stays, also where it is marked done twice."""
    if state != ActionState.DONE:
        action.done_on = None
    elif action.state != ActionState.DONE:
        action.done_on = timezone.localdate(now)
    action.state = state


def delete_action(action: Action) -> None:
    """Take an action out of the plan for good."""
    action.delete()


@transaction.atomic
def review_plan(plan: Plan, *, changed: str, review_on: date, now: datetime) -> PlanReview:
    """Keep what has changed and how far the person is, and arm the letter about the next review."""
    counts = plan.actions.all().progress(today=timezone.localdate(now))
    review = PlanReview.objects.create(
        plan=plan, reviewed_at=now, changed=changed, done=counts["done"], still_open=counts["open"]
    )
    review_at = morning_of(review_on)
    Plan.objects.filter(pk=plan.pk).update(
        review_on=review_on, review_at=review_at if review_at > now else None, updated_at=now
    )
    return review


def progress_of(plan: Plan, *, today: date) -> dict[str, Any]:
    """How many actions are open, being done, done, dropped, late, and what part is done in per cent. One query."""
    counts: dict[str, Any] = dict(plan.actions.all().progress(today=today))
    in_all = counts["open"] + counts["done"]
    return counts | {"all": in_all, "per_cent": 100 * counts["done"] // in_all if in_all else 0}


def _locked(plan: Plan) -> None:
    """Make others who change this plan wait."""
    Plan.objects.select_for_update().get(pk=plan.pk)
