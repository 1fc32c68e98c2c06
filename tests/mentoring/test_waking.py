"""Pairs that fell asleep are nudged after 30 days, warned after 90, closed a week later, each once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.preferences import save_choices
from mentoring.meetings.arranging import call_off
from mentoring.models import Match
from mentoring.waking import see_to_pairs
from notifications.letters import Drop
from tests.mentoring.pairs import agreed, letters, pair, render, sent
from tests.mentoring.world import DAY, NOW, match_of, person

pytestmark = pytest.mark.django_db


def state(us: Match) -> str:
    us.refresh_from_db()
    return us.state


def test_the_way_from_a_month_of_silence_to_the_end() -> None:
    us = pair(met_at=NOW)
    assert see_to_pairs(now=NOW + 29 * DAY) == 0
    for _ in range(2):
        see_to_pairs(now=NOW + 30 * DAY)
    assert state(us) == "DORMANT"
    assert {sent(one).to for one in letters("pair_asleep_mentor") + letters("pair_asleep_mentee")} == {
        "ada@example.org", "sam@example.org",
    }  # fmt: skip
    see_to_pairs(now=NOW + 89 * DAY)
    assert not letters("pair_to_close_mentor")
    for day in (90, 91, 96):
        see_to_pairs(now=NOW + day * DAY)
    assert len(letters("pair_to_close_mentor")) == len(letters("pair_to_close_mentee")) == 1
    assert state(us) == "DORMANT"
    see_to_pairs(now=NOW + 97 * DAY)
    assert (state(us), us.end_reason) == ("ENDED", "ASLEEP")
    assert len(letters("pair_closed_mentor")) == len(letters("pair_closed_mentee")) == 1
    assert see_to_pairs(now=NOW + 98 * DAY) == 0


def test_nothing_is_closed_without_a_week_of_warning_however_late_the_clock() -> None:
    us = pair(met_at=NOW)
    see_to_pairs(now=NOW + 200 * DAY)
    assert state(us) == "DORMANT"
    assert len(letters("pair_to_close_mentee")) == 1
    see_to_pairs(now=NOW + 207 * DAY)
    assert state(us) == "ENDED"


def test_whoever_has_agreed_on_a_meeting_is_awake_and_is_warned_anew_if_it_falls_through() -> None:
    us = pair("DORMANT", met_at=NOW)
    see_to_pairs(now=NOW + 90 * DAY)
    meeting = agreed(us, NOW + 99 * DAY, now=NOW + 91 * DAY)
    see_to_pairs(now=NOW + 98 * DAY)
    assert state(us) == "DORMANT"
    call_off(meeting.uuid, by=us.mentor, now=NOW + 98 * DAY)
    see_to_pairs(now=NOW + 98 * DAY)
    assert (state(us), len(letters("pair_to_close_mentor"))) == ("DORMANT", 2)


def test_paused_pairs_are_left_alone_and_letters_nobody_wants_do_not_leave() -> None:
    paused = pair("PAUSED", met_at=NOW, paused_until=(NOW + 300 * DAY).date())
    other = match_of(paused.mentee, person("Bo"), "ACTIVE", met_at=NOW)
    see_to_pairs(now=NOW + 200 * DAY)
    assert state(paused) == "PAUSED"
    save_choices(other.mentee, offered=["mentoring.pair_asleep_mentee"], wanted=[], now=NOW)
    (asleep,) = letters("pair_asleep_mentee")
    assert isinstance(render(asleep), Drop)


def test_many_asleep_cost_as_many_queries_as_few() -> None:
    ada = person("Ada")

    def asked(number: int) -> int:
        for _ in range(number):
            match_of(person(), ada, "ACTIVE", met_at=NOW - 40 * DAY)
        with CaptureQueriesContext(connection) as queries:
            see_to_pairs(now=NOW)
        return len(queries)

    assert asked(2) == asked(9)
