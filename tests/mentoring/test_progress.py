"""Goals, progress that both agree on, and actions that stand in the mentee's plan too."""

import pytest

from careers.models import Skill
from mentoring import progress
from mentoring.models import Goal, Match, Progress, Step
from mentoring.progress import (
    add_goal,
    add_step,
    answer_progress,
    gaps_of,
    put_into_plan,
    remove_step,
    say_progress,
    set_goal,
    set_step,
)
from planning.models import Action
from planning.plans.keeping import delete_action, set_state, start_plan
from tests.mentoring.pairs import client_of, letters, pair, sent
from tests.mentoring.world import DAY, NOW, person

pytestmark = pytest.mark.django_db


def focus() -> Skill:
    return Skill.objects.get(slug="user-focus")


def shown(us: Match) -> list[tuple[str, int | None, int | None, int]]:
    said = list(us.progress.select_related("skill"))
    return [(one.skill.slug, one.began, one.reached, one.target) for one in gaps_of(us, progress=said)]


def page_of(us: Match) -> str:
    return client_of(us.mentee).get(f"/mentoring/pairs/{us.uuid}/").content.decode()


def test_progress_counts_once_both_agree() -> None:
    us = pair()
    assert shown(us) == [("user-focus", 1, 1, 3)]
    say_progress(us.uuid, skill=focus(), reached=2, by=us.mentor, now=NOW)
    assert shown(us) == [("user-focus", 1, 1, 3)]
    assert sent(letters("progress_said")[0]).to == "sam@example.org"
    said = Progress.objects.get()
    with pytest.raises(progress.OtherAnswers):
        answer_progress(said.uuid, agrees=True, by=us.mentor, now=NOW)
    with pytest.raises(Progress.DoesNotExist):
        answer_progress(said.uuid, agrees=True, by=person("Eve"), now=NOW)
    answer_progress(said.uuid, agrees=True, by=us.mentee, now=NOW)
    assert shown(us) == [("user-focus", 1, 2, 3)]


def test_not_yet_takes_it_away_and_one_waits_at_a_time() -> None:
    us = pair()
    say_progress(us.uuid, skill=focus(), reached=2, by=us.mentor, now=NOW)
    with pytest.raises(progress.SaidAlready):
        say_progress(us.uuid, skill=focus(), reached=3, by=us.mentee, now=NOW)
    answer_progress(Progress.objects.get().uuid, agrees=False, by=us.mentee, now=NOW)
    assert not Progress.objects.exists()
    with pytest.raises(progress.NotHigher):
        say_progress(us.uuid, skill=focus(), reached=1, by=us.mentee, now=NOW)


def test_skills_beyond_the_gaps_are_shown_once_agreed() -> None:
    us = pair()
    other = Skill.objects.exclude(slug="user-focus").filter(retired_at=None)[0]
    say_progress(us.uuid, skill=other, reached=2, by=us.mentee, now=NOW)
    answer_progress(Progress.objects.get().uuid, agrees=True, by=us.mentor, now=NOW)
    assert shown(us) == [("user-focus", 1, 1, 3), (other.slug, None, 2, 2)]


def test_where_nobody_said_the_level_at_the_beginning_it_is_not_known_until_they_agree_on_one() -> None:
    us = pair()
    us.mentee.mentee.gaps.update(have=None)
    assert shown(us) == [("user-focus", None, None, 3)]
    assert "Not known" in page_of(us)
    for level in (1, 2):
        say_progress(us.uuid, skill=focus(), reached=level, by=us.mentor, now=NOW)
        answer_progress(Progress.objects.get(agreed_at=None).uuid, agrees=True, by=us.mentee, now=NOW + level * DAY)
    assert shown(us) == [("user-focus", None, 2, 3)]
    assert "Not known" in page_of(us)
    assert [gap.words for gap in gaps_of(us, progress=list(us.progress.all()))] == ["not known to working"]
    with pytest.raises(progress.NotHigher):
        say_progress(us.uuid, skill=focus(), reached=2, by=us.mentor, now=NOW)


def test_what_the_mentee_does_stands_in_their_plan_and_done_in_one_is_done_in_the_other() -> None:
    us = pair()
    start_plan(us.mentee, hours_a_week=2, pays="NOTHING", goal=None, now=NOW)
    step = add_step(us, text="Shadow Ada", whose="MENTEE", skill=focus(), due_on=(NOW + 9 * DAY).date(), now=NOW)
    action = Action.objects.get()
    assert (action.kind, action.text, action.skill) == ("MENTOR", "Shadow Ada", focus())
    assert action.address == f"/mentoring/pairs/{us.uuid}/"

    set_state(action, "DONE", now=NOW)
    assert Step.objects.select_related("action").get(pk=step.pk).is_done
    assert not Step.objects.all().open().exists()
    set_step(step.uuid, done=False, by=us.mentor, now=NOW)
    assert Action.objects.get().state == "TO_DO"
    set_step(step.uuid, done=True, by=us.mentor, now=NOW)
    assert Action.objects.get().state == "DONE"
    delete_action(Action.objects.get())
    assert Step.objects.get(pk=step.pk).is_done


def test_what_the_mentor_does_stays_out_of_the_plan_and_so_does_everything_before_there_is_one() -> None:
    us = pair()
    step = add_step(us, text="Read a book", whose="MENTEE", skill=None, due_on=None, now=NOW)
    with pytest.raises(progress.NoPlanYet):
        put_into_plan(step.uuid, by=us.mentee, now=NOW)
    start_plan(us.mentee, hours_a_week=2, pays="NOTHING", goal=None, now=NOW)
    add_step(us, text="Ring a friend", whose="MENTOR", skill=None, due_on=None, now=NOW)
    assert not Action.objects.exists()
    with pytest.raises(Step.DoesNotExist):
        put_into_plan(step.uuid, by=us.mentor, now=NOW)
    put_into_plan(step.uuid, by=us.mentee, now=NOW)
    assert Action.objects.get().text == "Read a book"
    remove_step(step.uuid, by=us.mentor)
    assert Action.objects.exists()  # the plan is the mentee's own


def test_goals_are_reached_and_a_stranger_finds_none() -> None:
    us = pair()
    add_goal(us.uuid, text="A band 7 post", by=us.mentor)
    goal = Goal.objects.get()
    assert set_goal(goal.uuid, reached=True, by=us.mentee, now=NOW).reached_on == NOW.date()
    with pytest.raises(Goal.DoesNotExist):
        set_goal(goal.uuid, reached=True, by=person("Eve"), now=NOW)
    for number in range(9):
        add_goal(us.uuid, text=f"Goal {number}", by=us.mentor)
    with pytest.raises(progress.EnoughGoals):
        add_goal(us.uuid, text="One more", by=us.mentor)
