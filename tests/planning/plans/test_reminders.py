"""Letters about plans: what is due, and looking back; once each, and only to those who want them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import User
from accounts.preferences import save_choices
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from planning.models import Action, ActionKind, ActionState, Pays, Plan
from planning.plans.clock import morning_of, reminder_of
from planning.plans.keeping import Draft, add_actions, change_action, review_plan, set_state, start_plan
from planning.plans.letters import DUE, REVIEW
from planning.plans.reminders import queue_due_letters
from tests.planning.world import DAY, NOW, person

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 11)
MINUTE = timedelta(minutes=1)


def plan_of(user: User, *days: int) -> Plan:
    plan = start_plan(user, hours_a_week=3, pays=Pays.NOTHING, goal=None, now=NOW)
    add_actions(plan, [due_in(day) for day in days], now=NOW)
    return plan


def due_in(days: int) -> Draft:
    return Draft(kind=ActionKind.OWN, text=f"Do this in {days} days", due_on=TODAY + days * DAY)


def letters(name: str = DUE) -> list[Message]:
    return list(Message.objects.filter(letter=name).order_by("pk"))


def leaving(message: Message, now: datetime) -> Mail | Drop:
    return letter_called(message.letter).render(message.about_id, now)


def test_a_reminder_comes_in_the_morning_a_week_before_else_the_day_before() -> None:
    assert reminder_of(TODAY + 30 * DAY, now=NOW) == datetime(2027, 2, 3, 9, tzinfo=UTC)
    assert reminder_of(TODAY + 3 * DAY, now=NOW) == datetime(2027, 1, 13, 9, tzinfo=UTC)
    assert reminder_of(TODAY, now=NOW) is None
    assert reminder_of(None, now=NOW) is None
    summer = reminder_of(date(2027, 7, 8), now=NOW)
    assert summer == datetime(2027, 7, 1, 8, tzinfo=UTC), "nine on the clock on the wall"


def test_one_letter_tells_of_all_that_is_due_and_comes_once() -> None:
    plan = plan_of(person(), 20, 20, 25)
    at = morning_of(TODAY + 13 * DAY)
    assert queue_due_letters(now=at - MINUTE) == 0
    assert queue_due_letters(now=at) == 1
    assert queue_due_letters(now=at + MINUTE) == 0
    (message,) = letters()
    mail = leaving(message, at)
    assert isinstance(mail, Mail) and message.about_id == plan.pk
    written = write(mail)
    assert "Do this in 20 days (due 31 January 2027)" in written.text
    assert "25 days" not in written.text, "what is due later has its own"
    assert mail.unsubscribe_url
    assert queue_due_letters(now=at + 5 * DAY) == 1


def test_what_is_done_dropped_or_moved_reminds_of_nothing() -> None:
    plan = plan_of(person(), 20, 21, 22)
    done, dropped, moved = Action.objects.order_by("due_on")
    set_state(done, ActionState.DONE, now=NOW)
    set_state(dropped, ActionState.DROPPED, now=NOW)
    change_action(
        moved, kind=moved.kind, text=moved.text, skill=None, due_on=TODAY + 60 * DAY, horizon=moved.horizon,
        state=moved.state, note="", evidence="", now=NOW,
    )  # fmt: skip
    assert queue_due_letters(now=NOW + 30 * DAY) == 0
    set_state(dropped, ActionState.TO_DO, now=NOW)
    assert queue_due_letters(now=NOW + 30 * DAY) == 1
    set_state(dropped, ActionState.DONE, now=NOW)
    (message,) = letters()
    assert leaving(message, NOW + 30 * DAY) == Drop("Nothing is due any more.")
    plan.delete()
    assert isinstance(leaving(message, NOW + 30 * DAY), Drop)


def test_who_refuses_them_gets_none_also_where_it_is_in_the_outbox_already() -> None:
    sam, kit = person(), person("kit@example.org")
    plan_of(sam, 20)
    plan_of(kit, 20)
    save_choices(sam, offered=[DUE], wanted=[], now=NOW)
    at = morning_of(TODAY + 13 * DAY)
    assert queue_due_letters(now=at) == 1
    (message,) = letters()
    assert isinstance(leaving(message, at), Mail)
    save_choices(kit, offered=[DUE], wanted=[], now=NOW)
    assert leaving(message, at) == Drop("The person does not want this reminder.")


def test_three_months_on_they_are_asked_what_has_changed() -> None:
    plan = plan_of(person())
    at = morning_of(plan.review_on)
    assert plan.review_on == date(2027, 4, 12)
    queue_due_letters(now=at - MINUTE)
    assert letters(REVIEW) == []
    queue_due_letters(now=at)
    queue_due_letters(now=at + MINUTE)
    (message,) = letters(REVIEW)
    mail = leaving(message, at)
    assert isinstance(mail, Mail)
    written = write(mail)
    assert written.subject == "Three months on: what has changed?"
    assert "/me/plan/review/" in written.text


def test_who_has_looked_back_is_asked_again_on_the_day_they_chose() -> None:
    plan = plan_of(person())
    at = morning_of(plan.review_on)
    queue_due_letters(now=at)
    review_plan(plan, changed="A new job", review_on=plan.review_on + 30 * DAY, now=at)
    plan.refresh_from_db()
    (message,) = letters(REVIEW)
    assert isinstance(leaving(message, at), Drop)
    queue_due_letters(now=morning_of(plan.review_on))
    assert len(letters(REVIEW)) == 2
    mail = leaving(letters(REVIEW)[1], morning_of(plan.review_on))
    assert isinstance(mail, Mail) and write(mail).subject == "A month on: what has changed?"


def test_more_than_one_batch_is_seen_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.plans.reminders.AT_ONCE", 2)
    for number in range(5):
        plan_of(person(f"p{number}@example.org"), 20)
    assert queue_due_letters(now=morning_of(TODAY + 13 * DAY)) == 5


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_what_is_due_is_found_through_an_index_of_what_is_to_come() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for table, name, column in (
            ("planning_action", "action_to_remind_of", "remind_at"), ("planning_plan", "plan_to_review", "review_at"),
        ):  # fmt: skip
            cursor.execute(f"EXPLAIN SELECT id FROM {table} WHERE {column} <= now() ORDER BY {column}, id LIMIT 500")
            assert name in str(cursor.fetchall())
