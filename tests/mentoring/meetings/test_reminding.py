"""Reminders of meetings come at the times a person chose, by the clock on the wall, or not at all."""

from datetime import UTC, datetime

import pytest

from accounts.preferences import save_choices
from mentoring.meetings.arranging import choose_time, propose_others
from mentoring.meetings.holding import answer_questions, say_held, say_missed
from notifications.letters import Drop, Mail
from notifications.models import Message
from tests.mentoring.pairs import TUESDAY, agreed, letters, pair, render
from tests.mentoring.world import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db


def drop(message: Message, now: datetime) -> str:
    answer = render(message, now)
    assert isinstance(answer, Drop)
    return answer.reason


def test_both_are_reminded_a_week_a_day_and_an_hour_before() -> None:
    agreed(pair())
    for name, due in (("7-days", TUESDAY - 7 * DAY), ("1-day", TUESDAY - DAY), ("1-hour", TUESDAY - HOUR)):
        waiting = letters(f"reminder.{name}")
        assert [one.due_at for one in waiting] == [due, due]
        assert all(isinstance(render(one, due), Mail) for one in waiting)


def test_whoever_wants_none_gets_none_and_the_other_does() -> None:
    us = pair()
    agreed(us)
    save_choices(us.mentee, offered=["reminder.1-day"], wanted=[], now=NOW)
    answers = [render(one, TUESDAY - DAY) for one in letters("reminder.1-day")]
    assert [isinstance(one, Mail) for one in answers] == [True, False]


def test_a_reminder_of_a_time_that_moved_does_not_leave() -> None:
    us = pair()
    meeting = agreed(us)
    old = letters("reminder.1-day")
    propose_others(meeting.uuid, [TUESDAY + 3 * DAY], minutes=60, zone="Europe/London", by=us.mentor, now=NOW)
    choose_time(meeting.uuid, TUESDAY + 3 * DAY, by=us.mentee, now=NOW)
    assert {Message.objects.get(pk=one.pk).state for one in old} == {"CANCELLED"}
    assert "moved" in drop(old[0], TUESDAY - DAY)  # one that was being sent that moment
    assert [one.due_at for one in letters("reminder.1-day")[2:]] == [TUESDAY + 2 * DAY] * 2


def test_a_late_reminder_gives_way_to_the_next_one() -> None:
    agreed(pair())
    assert "later reminder" in drop(letters("reminder.7-days")[0], TUESDAY - HOUR)
    assert "begun" in drop(letters("reminder.1-hour")[0], TUESDAY)


def test_what_was_agreed_an_hour_ago_is_no_news() -> None:
    agreed(pair(), NOW + 90 * 60 * (HOUR / 3600))
    assert not letters("reminder.1-hour")
    assert not letters("reminder.1-day")


@pytest.mark.parametrize(
    ("starts_at", "due"),
    [
        # Ten in the morning on the day of the change to summer time, and ten the morning before.
        (datetime(2027, 3, 28, 9, 0, tzinfo=UTC), datetime(2027, 3, 27, 10, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 10, 0, tzinfo=UTC), datetime(2027, 10, 30, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_day_before_is_the_same_time_on_the_wall_also_when_the_clocks_change(
    starts_at: datetime, due: datetime
) -> None:
    agreed(pair(), starts_at)
    assert {one.due_at for one in letters("reminder.1-day")} == {due}


def test_afterwards_both_are_asked_once_and_not_if_it_did_not_take_place() -> None:
    us = pair()
    meeting = agreed(us)
    asked = letters("meeting_after")
    later = TUESDAY + 3 * HOUR
    assert {one.due_at for one in asked} == {later}
    assert all(isinstance(render(one, later), Mail) for one in asked)
    say_held(meeting.uuid, minutes=45, by=us.mentor, now=later)
    answer_questions(meeting.uuid, useful=4, forward=3, by=us.mentor, now=later)
    assert [isinstance(render(one, later), Mail) for one in asked] == [False, True]
    say_missed(meeting.uuid, by=us.mentee, now=later)
    assert not any(isinstance(render(one, later), Mail) for one in asked)
