"""Hours of mentoring count what was held, on the days asked for."""

from datetime import timedelta

import pytest

from mentoring.certificates import hours_of
from mentoring.meetings.arranging import Details
from mentoring.meetings.holding import record_held
from tests.mentoring.pairs import HOUR_LONG, agreed, client_of, pair
from tests.mentoring.world import DAY, NOW, match_of, person

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_hours_of_both_sides_and_only_what_was_held() -> None:
    us = pair()
    other = match_of(person("Bo"), us.mentor, "ACTIVE")
    record_held(us, NOW - DAY, HOUR_LONG, by=us.mentor, now=NOW)
    record_held(other, NOW - 2 * DAY, Details(45, "Europe/London"), by=us.mentor, now=NOW)
    agreed(us)
    (row,) = hours_of(us.mentor, first=TODAY - timedelta(days=9), last=TODAY)
    assert (row.side, row.meetings, row.people, row.words) == ("mentor", 2, 2, "1 hour 45 minutes")
    (mine,) = hours_of(us.mentee, first=TODAY - timedelta(days=9), last=TODAY)
    assert (mine.side, mine.words) == ("mentee", "1 hour")
    assert hours_of(us.mentor, first=TODAY, last=TODAY) == []


def test_the_page_names_nobody_else_and_says_what_is_wrong_with_days(at_now: object) -> None:
    us = pair()
    record_held(us, NOW - DAY, HOUR_LONG, by=us.mentor, now=NOW)
    client = client_of(us.mentor)
    page = client.get("/mentoring/hours/").content.decode()
    assert "1 hour" in page
    assert "Sam" not in page
    days = "?first_day=3&first_month=2&first_year=2027&last_day=1&last_month=2&last_year=2027"
    assert "must not be before" in client.get(f"/mentoring/hours/{days}").content.decode()
