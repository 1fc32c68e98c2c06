"""Meetings are proposed, chosen, moved and called off, and both calendars follow."""

from datetime import timedelta

import icalendar
import pytest

from common.refusals import Refused
from mentoring.meetings import arranging
from mentoring.meetings.arranging import (
    call_off,
    change_place,
    choose_time,
    propose_others,
    propose_times,
    write_agenda,
)
from mentoring.models import Attendee, Meeting
from notifications.letters import Drop
from notifications.models import Message
from tests.mentoring.pairs import HOUR_LONG, TUESDAY, agreed, letters, pair, render, sent
from tests.mentoring.world import DAY, HOUR, NOW, person

pytestmark = pytest.mark.django_db


def entry(message: Message) -> icalendar.Event:
    calendar = sent(message).calendar
    assert calendar is not None
    (found,) = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    assert icalendar.Calendar.from_ical(calendar.content)["METHOD"] == calendar.method
    return found


def test_times_are_proposed_to_the_other_and_one_is_chosen() -> None:
    us = pair()
    meeting = propose_times(us, [TUESDAY, TUESDAY + DAY], HOUR_LONG, agenda="", by=us.mentee, now=NOW)
    (to_mentor,) = letters("times_proposed")
    mail = sent(to_mentor)
    assert mail.to == "ada@example.org"
    times = [one.when for one in mail.context["times"]]  # type: ignore[attr-defined]
    assert times[0] == "Tuesday 19 January 2027, 09:00 to 10:00 (UK time)"
    choose_time(meeting.uuid, TUESDAY + DAY, by=us.mentor, now=NOW)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.proposed_by) == ("BOOKED", TUESDAY + DAY, None)
    assert {sent(one).to for one in letters("meeting_agreed")} == {"ada@example.org", "sam@example.org"}
    assert isinstance(render(to_mentor), Drop)


def test_nobody_chooses_the_times_they_proposed_and_strangers_find_nothing() -> None:
    us = pair()
    meeting = propose_times(us, [TUESDAY], HOUR_LONG, agenda="", by=us.mentee, now=NOW)
    with pytest.raises(arranging.NotYours):
        choose_time(meeting.uuid, TUESDAY, by=us.mentee, now=NOW)
    with pytest.raises(Meeting.DoesNotExist):
        choose_time(meeting.uuid, TUESDAY, by=person("Eve"), now=NOW)
    with pytest.raises(arranging.MeetingHasChanged):
        choose_time(meeting.uuid, TUESDAY + HOUR, by=us.mentor, now=NOW)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [(NOW, arranging.TimeIsOver), (NOW - DAY, arranging.TimeIsOver), (NOW + 500 * DAY, arranging.TimeTooFar)],
)
def test_a_time_lies_ahead_and_within_a_year(at: object, refusal: type[Refused]) -> None:
    us = pair()
    with pytest.raises(refusal):
        propose_times(us, [TUESDAY, at], HOUR_LONG, agenda="", by=us.mentor, now=NOW)  # type: ignore[list-item]
    assert not Meeting.objects.exists()


def test_who_is_paused_or_has_ended_arranges_nothing() -> None:
    for state in ("PAUSED", "ENDED"):
        us = pair(state) if state == "PAUSED" else None
        if us is None:
            us = arranging.Match.objects.get()
            us.move_to("ENDED", now=NOW)
            us.save()
        with pytest.raises(arranging.NotMeetingNow):
            agreed(us)


def test_a_pair_arranges_ten_at_most() -> None:
    us = pair()
    for number in range(10):
        agreed(us, TUESDAY + number * DAY)
    with pytest.raises(arranging.TooManyMeetings):
        agreed(us, TUESDAY + 11 * DAY)


def test_both_get_one_calendar_entry_that_names_only_themselves_and_keeps_its_uid_when_it_moves() -> None:
    us = pair()
    meeting = agreed(us)
    first = {sent(one).to: entry(one) for one in letters("meeting_agreed")}
    assert {str(one["UID"]) for one in first.values()} == {str(meeting.uuid)}
    assert {int(one["SEQUENCE"]) for one in first.values()} == {0}
    assert str(first["ada@example.org"]["ATTENDEE"]) == "mailto:ada@example.org"
    assert "sam@example.org" not in first["ada@example.org"].to_ical().decode()
    assert "https://teams.example.com/join/1" in str(first["ada@example.org"]["LOCATION"])

    propose_others(meeting.uuid, [TUESDAY + DAY], minutes=60, zone="Europe/London", by=us.mentor, now=NOW)
    meeting.refresh_from_db()
    assert meeting.starts_at == TUESDAY  # it stands until the other chooses
    choose_time(meeting.uuid, TUESDAY + DAY, by=us.mentee, now=NOW)
    moved = [entry(one) for one in letters("meeting_agreed")[2:]]
    assert {(str(one["UID"]), int(one["SEQUENCE"])) for one in moved} == {(str(meeting.uuid), 1)}
    assert {one["DTSTART"].dt for one in moved} == {TUESDAY + DAY}


def test_a_new_place_brings_calendars_up_to_date_and_the_same_place_does_not() -> None:
    us = pair()
    meeting = agreed(us)
    change_place(meeting.uuid, where="Room 4", link="", by=us.mentor, now=NOW)
    change_place(meeting.uuid, where="Room 4", link="", by=us.mentor, now=NOW)
    assert [int(entry(one)["SEQUENCE"]) for one in letters("meeting_agreed")[2:]] == [1, 1]


def test_calling_off_takes_it_from_both_calendars_once_and_silences_reminders() -> None:
    us = pair()
    meeting = agreed(us)
    call_off(meeting.uuid, by=us.mentor, now=NOW)
    call_off(meeting.uuid, by=us.mentee, now=NOW)
    off = letters("meeting_called_off")
    assert len(off) == 2
    assert {(sent(one).calendar.method, int(entry(one)["SEQUENCE"])) for one in off} == {("CANCEL", 1)}  # type: ignore[union-attr]
    assert {one.state for one in letters("reminder.1-day")} == {"CANCELLED"}


def test_the_agenda_of_two_who_write_at_once_loses_nothing() -> None:
    us = pair()
    meeting = agreed(us)
    write_agenda(meeting.uuid, agenda="Mine", seen="My application", by=us.mentor)
    with pytest.raises(arranging.AgendaHasChanged):
        write_agenda(meeting.uuid, agenda="Yours", seen="My application", by=us.mentee)
    write_agenda(meeting.uuid, agenda="Mine\nYours", seen="Mine", by=us.mentee)
    meeting.refresh_from_db()
    assert meeting.agenda == "Mine\nYours"


def test_an_agreed_meeting_is_a_new_chance_for_a_pair_that_was_warned() -> None:
    us = pair("DORMANT", warned_at=NOW - DAY)
    agreed(us)
    us.refresh_from_db()
    assert us.warned_at is None


def test_each_of_the_two_attends_once() -> None:
    us = pair()
    meeting = agreed(us)
    assert set(Attendee.objects.filter(meeting=meeting).values_list("user", flat=True)) == {us.mentor_id, us.mentee_id}
    assert meeting.ends_at == TUESDAY + timedelta(hours=1)
