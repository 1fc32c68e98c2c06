"""The calendar file of what is due."""

from datetime import date

import icalendar
import pytest

from planning.models import Action, ActionKind, Pays
from planning.plans.calendars import due_dates
from planning.plans.keeping import Draft, add_actions, start_plan
from tests.planning.world import NOW, person

pytestmark = pytest.mark.django_db


def test_each_day_is_an_entry_for_the_whole_day_that_keeps_its_name() -> None:
    plan = start_plan(person(), hours_a_week=3, pays=Pays.NOTHING, goal=None, now=NOW)
    evil = "Read;\r\nBEGIN:VEVENT, and more"
    drafts = [
        Draft(kind=ActionKind.READ, text=evil, due_on=date(2027, 3, 1)),
        Draft(kind=ActionKind.OWN, text="Without a day"),
    ]
    add_actions(plan, drafts, now=NOW)
    content = due_dates(Action.objects.order_by("text"), plan.review_on, plan=plan.pk, now=NOW)
    calendar = icalendar.Calendar.from_ical(content)
    entries = list(calendar.walk("VEVENT"))
    assert len(entries) == 2, "the action with a day, and the review"
    first, review = entries
    assert first.decoded("dtstart") == date(2027, 3, 1)
    assert first.decoded("dtend") == date(2027, 3, 2)
    assert first["uid"] == str(Action.objects.get(text=evil).pk)
    assert "BEGIN:VEVENT, and more" in str(first["summary"])
    assert review.decoded("dtstart") == plan.review_on
    again = icalendar.Calendar.from_ical(due_dates([], plan.review_on, plan=plan.pk, now=NOW))
    assert again.walk("VEVENT")[0]["uid"] == review["uid"]
