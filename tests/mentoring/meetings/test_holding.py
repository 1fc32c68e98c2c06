"""What happens at a meeting and after it."""

import pytest

from mentoring.meetings import holding
from mentoring.meetings.holding import answer_questions, keep_note, record_held, say_held, say_missed
from mentoring.models import Attendee, Meeting
from tests.mentoring.pairs import HOUR_LONG, TUESDAY, agreed, pair
from tests.mentoring.world import DAY, NOW, person

pytestmark = pytest.mark.django_db


def test_the_first_meeting_wakes_a_pair_and_says_when_it_last_met() -> None:
    for state in ("ACCEPTED", "DORMANT"):
        Meeting.objects.all().delete()
        us = pair(state, warned_at=NOW) if state == "ACCEPTED" else holding.Match.objects.get()
        if state == "DORMANT":
            us.state, us.met_at = "DORMANT", NOW
            us.save()
        meeting = agreed(us)
        say_held(meeting.uuid, minutes=45, by=us.mentee, now=TUESDAY)
        us.refresh_from_db()
        meeting.refresh_from_db()
        assert (us.state, us.met_at, us.warned_at) == ("ACTIVE", TUESDAY, None)
        assert (meeting.state, meeting.minutes) == ("DONE", 45)


def test_nothing_is_said_of_a_meeting_before_it_begins() -> None:
    us = pair()
    meeting = agreed(us)
    with pytest.raises(holding.NotYet):
        say_held(meeting.uuid, minutes=60, by=us.mentor, now=NOW)
    with pytest.raises(holding.NotYet):
        say_missed(meeting.uuid, by=us.mentor, now=NOW)


def test_what_did_not_take_place_may_have_after_all_and_the_other_way_round() -> None:
    us = pair()
    meeting = agreed(us)
    say_missed(meeting.uuid, by=us.mentor, now=TUESDAY)
    say_held(meeting.uuid, minutes=30, by=us.mentee, now=TUESDAY)
    say_missed(meeting.uuid, by=us.mentor, now=TUESDAY)
    meeting.refresh_from_db()
    assert meeting.state == "MISSED"


def test_a_meeting_outside_the_portal_counts_and_must_be_past() -> None:
    us = pair("DORMANT")
    with pytest.raises(holding.NotPast):
        record_held(us, NOW + DAY, HOUR_LONG, by=us.mentor, now=NOW)
    with pytest.raises(holding.TooLongAgo):
        record_held(us, NOW - 500 * DAY, HOUR_LONG, by=us.mentor, now=NOW)
    record_held(us, NOW - DAY, HOUR_LONG, by=us.mentor, now=NOW)
    us.refresh_from_db()
    assert us.state == "ACTIVE"


def test_an_older_meeting_does_not_turn_back_the_clock() -> None:
    us = pair(met_at=NOW)
    record_held(us, NOW - 60 * DAY, HOUR_LONG, by=us.mentor, now=NOW)
    us.refresh_from_db()
    assert us.met_at == NOW


def test_each_keeps_a_note_of_their_own_and_a_stranger_none() -> None:
    us = pair()
    meeting = agreed(us)
    keep_note(meeting.uuid, note="Ask about pay", by=us.mentee, now=NOW)
    notes = dict(Attendee.objects.values_list("user", "note"))
    assert notes == {us.mentee_id: "Ask about pay", us.mentor_id: ""}
    with pytest.raises(Attendee.DoesNotExist):
        keep_note(meeting.uuid, note="Mine", by=person("Eve"), now=NOW)


def test_the_two_questions_are_for_meetings_that_took_place() -> None:
    us = pair()
    meeting = agreed(us)
    with pytest.raises(holding.NotHeld):
        answer_questions(meeting.uuid, useful=4, forward=4, by=us.mentee, now=NOW)
    say_held(meeting.uuid, minutes=60, by=us.mentee, now=TUESDAY)
    answer_questions(meeting.uuid, useful=2, forward=4, by=us.mentee, now=TUESDAY)
    mine = Attendee.objects.get(meeting=meeting, user=us.mentee)
    assert (mine.useful, mine.forward, mine.answered_at) == (2, 4, TUESDAY)
