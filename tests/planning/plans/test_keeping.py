"""What a person does with their plan."""

from datetime import date

import pytest
from django.db import IntegrityError

from careers.models import Level, Skill
from planning.models import Action, ActionKind, ActionState, Horizon, Pays, Plan, PlanGoal
from planning.plans.keeping import (
    MOST_ACTIONS,
    MOST_GOALS,
    Draft,
    TooManyActions,
    TooManyGoals,
    add_actions,
    add_goal,
    goals_of,
    progress_of,
    remove_goal,
    review_plan,
    set_state,
    start_plan,
)
from tests.planning.world import DAY, NOW, goal, person

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 11)


@pytest.fixture
def plan() -> Plan:
    return start_plan(person(), hours_a_week=3, pays=Pays.NOTHING, goal=goal(), now=NOW)


def _own(text: str) -> Draft:
    return Draft(kind=ActionKind.OWN, text=text)


def test_a_second_start_keeps_the_plan_and_changes_hours_and_money(plan: Plan) -> None:
    again = start_plan(plan.user, hours_a_week=8, pays=Pays.SOMETHING, goal=goal("data-analyst"), now=NOW + DAY)
    again.refresh_from_db()
    assert (again.pk, again.hours_a_week, again.pays) == (plan.pk, 8, Pays.SOMETHING)
    assert [str(one.level) for one in goals_of(again)] == ["Digital change manager"]


def test_a_goal_has_the_route_chosen_last(plan: Plan) -> None:
    support, manager = goal("change-support-officer"), goal()
    add_goal(plan, manager, route=[support.pk, manager.pk], now=NOW)
    add_goal(plan, manager, now=NOW)
    (one,) = goals_of(plan)
    assert [stop.level_id for stop in one.stops.all()] == [support.pk, manager.pk]
    add_goal(plan, manager, route=[manager.pk], now=NOW)
    assert [stop.level_id for stop in goals_of(plan)[0].stops.all()] == [manager.pk]


def test_five_goals_are_enough_and_one_may_go(plan: Plan) -> None:
    for level in Level.objects.live().exclude(pk=goal().pk)[: MOST_GOALS - 1]:
        add_goal(plan, level, now=NOW)
    with pytest.raises(TooManyGoals):
        add_goal(plan, goal("data-analyst"), now=NOW)
    add_actions(plan, [_own("stays")], now=NOW)
    remove_goal(PlanGoal.objects.get(level=goal()))
    add_goal(plan, goal("data-analyst"), now=NOW)
    assert Action.objects.get().text == "stays"


def test_the_same_action_is_there_once_and_comes_back_when_it_was_dropped(plan: Plan) -> None:
    assert add_actions(plan, [_own("one"), _own("one"), _own("two")], now=NOW) == 2
    assert add_actions(plan, [_own("one")], now=NOW) == 0
    set_state(Action.objects.get(text="one"), ActionState.DROPPED, now=NOW)
    assert add_actions(plan, [_own("one")], now=NOW) == 1


def test_a_plan_of_two_hundred_actions_takes_no_more(plan: Plan) -> None:
    add_actions(plan, [_own(str(number)) for number in range(MOST_ACTIONS)], now=NOW)
    with pytest.raises(TooManyActions):
        add_actions(plan, [_own("one more")], now=NOW)
    assert plan.actions.count() == MOST_ACTIONS


def test_the_day_of_being_done_is_the_first_and_goes_when_it_is_taken_up_again(plan: Plan) -> None:
    add_actions(plan, [_own("one")], now=NOW)
    action = Action.objects.get()
    set_state(action, ActionState.DONE, now=NOW)
    set_state(action, ActionState.DONE, now=NOW + 5 * DAY)
    assert Action.objects.get().done_on == TODAY
    set_state(action, ActionState.DOING, now=NOW + 6 * DAY)
    assert Action.objects.get().done_on is None


def test_the_database_refuses_what_is_done_without_a_day(plan: Plan) -> None:
    add_actions(plan, [_own("one")], now=NOW)
    with pytest.raises(IntegrityError):
        Action.objects.update(state=ActionState.DONE)


def test_progress_counts_what_was_not_dropped(plan: Plan) -> None:
    assert progress_of(plan, today=TODAY)["per_cent"] == 0
    late = Draft(kind=ActionKind.WORK, text="late", skill=Skill.objects.all()[0].pk, due_on=TODAY - DAY)
    add_actions(plan, [_own("a"), _own("b"), _own("c"), late], now=NOW)
    set_state(Action.objects.get(text="a"), ActionState.DONE, now=NOW)
    set_state(Action.objects.get(text="b"), ActionState.DROPPED, now=NOW)
    set_state(Action.objects.get(text="c"), ActionState.DOING, now=NOW)
    found = progress_of(plan, today=TODAY)
    assert found == {"open": 2, "doing": 1, "done": 1, "dropped": 1, "all": 3, "late": 1, "per_cent": 33}
    review = review_plan(plan, changed="", review_on=TODAY + 30 * DAY, now=NOW)
    assert (review.done, review.still_open) == (1, 2)


def test_a_new_action_is_for_now_unless_it_says_later(plan: Plan) -> None:
    add_actions(plan, [_own("a"), Draft(kind=ActionKind.OWN, text="b", horizon=Horizon.LATER)], now=NOW)
    assert dict(Action.objects.values_list("text", "horizon")) == {"a": "NOW", "b": "LATER"}
