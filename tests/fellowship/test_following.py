"""Early warning end to end: facts from what really happened, flags, who is told and when, what is done."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ProgrammeRole, User
from events.models import Booking, Event
from fellowship.early_warning import Sign
from fellowship.evaluating.instruments import save_instrument
from fellowship.following import handling, rules, watching
from fellowship.following.facts import facts_of
from fellowship.models import (
    Activity,
    Fellow,
    FellowMove,
    Flag,
    FlagAlert,
    FlagStep,
    Help,
    Leave,
    Milestone,
    Project,
    ProjectUpdate,
    Standing,
    SupportCheck,
    WarningLevel,
    WarningRules,
    Wave,
)
from fellowship.models.moves import CohortState, FellowState
from notifications.delivery import deliver_due
from notifications.models import Message
from tests.fellowship.world import cohort, in_team, person, programme

pytestmark = pytest.mark.django_db

START = date(2027, 1, 4)
Role = ProgrammeRole.Role


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def fellow(**fields: Any) -> Fellow:
    """A fellow of a running cohort of a programme with an owner, with an adviser, who signs in on the first day."""
    of = fields.pop("of", None)
    if of is None:
        made = programme()
        in_team(made, Role.OWNER)
        of = cohort(made, starts_on=START, ends_on=date(2027, 12, 13), state=CohortState.RUNNING, places=60)
    adviser = fields.pop("adviser", None) or in_team(of.programme, Role.ADVISER)
    user = person(last_login=at(START))
    return Fellow.objects.create(cohort=of, user=user, enrolled_at=at(START, 9), adviser=adviser, **fields)


def missed(one: Fellow, on: date, attendance: str = "ABSENT") -> Activity:
    event = Event.objects.create(
        title="Day", slug=f"day-{Event.objects.count()}", summary="Words", kind="OTHER", mode="ONLINE",
        programme=one.cohort.programme, state="PUBLISHED", starts_at=at(on, 9), ends_at=at(on, 16), audience="INVITED",
    )  # fmt: skip
    Booking.objects.create(event=event, person=one.user, state="BOOKED", booked_at=at(START), attendance=attendance)
    return Activity.objects.create(
        cohort=one.cohort, kind="WORKSHOP", title="Day", aims="SKILLED", event=event, is_mandatory=True
    )


def counts(one: Fellow, on: date) -> dict[Sign, int]:
    found = facts_of(one.cohort, [one], now=at(on))[one.pk].counts
    return {sign: count for sign, count in found.items() if count}


def test_facts_are_what_happened() -> None:
    one = fellow()
    assert counts(one, START + timedelta(days=7)) == {}
    missed(one, date(2027, 1, 12))
    missed(one, date(2027, 1, 19))
    missed(one, date(2027, 1, 5), "PRESENT")
    assert counts(one, date(2027, 1, 20)) == {Sign.MISSED_DAY: 2, Sign.MISSED_IN_A_ROW: 2}
    # The project is not named four weeks after the start.
    assert counts(one, date(2027, 2, 2))[Sign.EARLY_TASK] == 1
    project = Project.objects.create(
        fellow=one, title="Less waiting", aim="Fewer days.", started_on=date(2027, 1, 15), slug="less-waiting"
    )
    Milestone.objects.create(project=project, title="Plan", due_on=date(2027, 2, 1))
    Milestone.objects.create(project=project, title="Done", due_on=date(2027, 2, 1), done_on=date(2027, 2, 1))
    ProjectUpdate.objects.create(project=project, month=date(2027, 1, 1), done="x", coming="y", written_at=at(START))
    found = counts(one, date(2027, 4, 8))
    assert (found[Sign.STUCK], found[Sign.UPDATE_LATE]) == (1, 2)
    assert Sign.EARLY_TASK not in found
    assert counts(one, date(2027, 4, 7))[Sign.UPDATE_LATE] == 1  # March is late from the 8th of April on
    for number, time in ((1, "ALL"), (2, "SOME"), (3, "NONE")):
        SupportCheck.objects.create(
            fellow=one, number=number, asked_at=at(START), answer_by=START, time=time, time_answered_at=at(START)
        )
    assert counts(one, date(2027, 4, 8))[Sign.TIME_NOT_GIVEN] == 2
    Help.objects.create(fellow=one, asked_at=at(START))
    assert counts(one, date(2027, 4, 8))[Sign.ASKED_FOR_HELP] == 1


def test_silence_counts_from_the_last_sign_of_life() -> None:
    one = fellow()
    facts = facts_of(one.cohort, [one], now=at(date(2027, 3, 1)))[one.pk]
    assert facts.since[Sign.SILENT] == START
    User.objects.filter(pk=one.user_id).update(last_login=at(date(2027, 2, 20)))
    one.refresh_from_db()
    assert facts_of(one.cohort, [one], now=at(date(2027, 3, 1)))[one.pk].since[Sign.SILENT] == date(2027, 2, 20)


def test_the_adviser_is_told_once_when_a_rule_is_met_and_again_when_it_gets_worse() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    soon = at(date(2027, 1, 12), 17)
    assert watching.count_all(now=soon) == 1
    assert watching.count_all(now=soon + timedelta(minutes=30)) == 0
    flag = Flag.objects.get()
    assert (flag.get_level_display(), flag.owner, flag.due_on) == ("Medium", one.adviser, date(2027, 1, 26))
    missed(one, date(2027, 1, 19))
    later = at(date(2027, 1, 19), 17)
    assert watching.count_all(now=later) == 1
    flag.refresh_from_db()
    assert (flag.level, flag.points, flag.due_on) == (WarningLevel.CRITICAL, 8, date(2027, 1, 21))
    deliver_due(clock=lambda: later)
    assert [letter.to for letter in mail.outbox] == [[one.adviser.email]] * 2
    assert str(one.user) in mail.outbox[1].subject
    assert f"/staff/warnings/{flag.uuid}/" in str(mail.outbox[1].body)
    assert "mandatory" not in str(mail.outbox[1].body)  # the reasons stay on the page


def test_a_critical_flag_that_nobody_opens_goes_up_to_the_owners_and_no_further() -> None:
    one = fellow()
    watching.ask_for_help(one, text="I may leave", now=at(date(2027, 2, 1)))
    flag = Flag.objects.get()
    assert flag.level == WarningLevel.CRITICAL
    owner = ProgrammeRole.objects.get(programme=one.cohort.programme, role=Role.OWNER).user
    for hours, told in ((23, [one.adviser]), (25, [one.adviser, owner]), (80, [one.adviser, owner])):
        watching.tell_further_up(now=at(date(2027, 2, 1)) + timedelta(hours=hours))
        assert [alert.user for alert in FlagAlert.objects.order_by("pk")] == told
    assert Message.objects.filter(letter=watching.LETTER).count() == 2


def test_whoever_has_looked_stops_the_line() -> None:
    one = fellow()
    watching.ask_for_help(one, text="", now=at(date(2027, 2, 1)))
    assert one.adviser is not None
    handling.see(Flag.objects.get(), by=one.adviser, now=at(date(2027, 2, 1), 15))
    assert watching.tell_further_up(now=at(date(2027, 2, 5))) == 0


def test_while_the_adviser_is_away_the_deputy_is_told() -> None:
    one = fellow()
    deputy = in_team(one.cohort.programme, Role.ADVISER)
    ProgrammeRole.objects.filter(user=one.adviser).update(
        deputy=deputy, away_from=date(2027, 1, 25), away_until=date(2027, 2, 10)
    )
    watching.ask_for_help(one, text="", now=at(date(2027, 2, 1)))
    assert Flag.objects.get().owner == deputy
    assert FlagAlert.objects.get().user == deputy


def test_leave_stops_every_clock_but_a_call_for_help() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    missed(one, date(2027, 1, 19))
    Leave.objects.create(fellow=one, first=date(2027, 1, 11), last=date(2027, 3, 1))
    assert watching.count_all(now=at(date(2027, 1, 20))) == 0
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 20)))
    assert Flag.objects.get().level == WarningLevel.CRITICAL


def test_a_flag_ends_by_itself_when_the_points_go_and_shows_later_whether_it_helped() -> None:
    one = fellow()
    activity = missed(one, date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 13)))
    Booking.objects.filter(event=activity.event).update(attendance="PRESENT")
    watching.count_all(now=at(date(2027, 1, 14)))
    flag = Flag.objects.get()
    assert (flag.end, flag.ended_at) == (Flag.End.PASSED, at(date(2027, 1, 14)))
    watching.count_all(now=at(date(2027, 2, 13)))
    flag.refresh_from_db()
    assert flag.points_later is not None


def test_closing_says_what_was_done_and_answers_the_call_for_help() -> None:
    one = fellow()
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 11)))
    flag = Flag.objects.get()
    assert one.adviser is not None
    with pytest.raises(handling.SayWhatWasDone):
        handling.close(flag, what_was_done=" ", helped="YES", by=one.adviser, now=at(date(2027, 1, 12)))
    handling.close(flag, what_was_done="We talked.", helped="TOO_EARLY", by=one.adviser, now=at(date(2027, 1, 12)))
    assert Help.objects.get().answered_at == at(date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 12), 13))
    assert Flag.objects.filter(ended_at=None).count() == 0
    # What was dealt with is not raised again, but a new call for help is.
    watching.ask_for_help(one, text="Again", now=at(date(2027, 1, 12), 14))
    assert Flag.objects.filter(ended_at=None).count() == 1
    with pytest.raises(handling.FlagIsClosed):
        handling.note(flag, text="Late", by=one.adviser, now=at(date(2027, 1, 13)))


def test_what_was_dealt_with_is_raised_again_only_when_it_gets_worse_or_a_month_has_passed() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 12), 17))
    assert one.adviser is not None
    handling.close(
        Flag.objects.get(), what_was_done="We talked.", helped="YES", by=one.adviser, now=at(date(2027, 1, 13))
    )
    assert watching.count_all(now=at(date(2027, 1, 13), 13)) == 0
    assert watching.count_all(now=at(date(2027, 1, 20))) == 0
    missed(one, date(2027, 1, 20))
    assert watching.count_all(now=at(date(2027, 1, 20), 17)) == 1


def test_what_is_put_off_comes_back_on_its_day_with_a_letter() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 12), 17))
    flag, adviser = Flag.objects.get(), one.adviser
    assert adviser is not None
    today = date(2027, 1, 13)
    for until in (today, today + timedelta(days=29)):
        with pytest.raises(handling.TooLong):
            handling.snooze(flag, until=until, why="Ill", by=adviser, now=at(today), today=today)
    handling.snooze(flag, until=date(2027, 1, 18), why="Ill", by=adviser, now=at(today), today=today)
    watching.count_all(now=at(date(2027, 1, 17)))
    assert Message.objects.filter(letter=watching.LETTER).count() == 1
    watching.count_all(now=at(date(2027, 1, 18)))
    watching.count_all(now=at(date(2027, 1, 18), 13))
    assert Message.objects.filter(letter=watching.LETTER).count() == 2
    assert Flag.objects.get().snoozed_until is None


def test_the_chart_of_a_programme_counts_for_it_alone() -> None:
    one, other = fellow(), fellow()
    for each in (one, other):
        missed(each, date(2027, 1, 12))
    data: dict[str, Any] = {"low": 1, "medium": 3, "high": 5, "critical": 7}
    for sign in Sign:
        data |= {f"on_{sign}": sign != Sign.MISSED_DAY, f"first_{sign}": 3, f"points_{sign}": 1}
    rules.save_rules(one.cohort.programme, data, actor=in_team(one.cohort.programme), now=at(date(2027, 1, 13)))
    watching.count_all(now=at(date(2027, 1, 13)))
    assert [flag.fellow for flag in Flag.objects.all()] == [other]
    assert Standing.objects.get(fellow=one).points == 0


def test_counting_asks_as_often_for_forty_as_for_two() -> None:
    asked = []
    for people in (2, 40):
        first = fellow()
        for _ in range(people - 1):
            fellow(of=first.cohort, adviser=first.adviser)
        everybody = list(Fellow.objects.filter(cohort=first.cohort).select_related("user"))
        with CaptureQueriesContext(connection) as queries:
            facts_of(first.cohort, everybody, now=at(date(2027, 1, 13)))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16


def test_the_pages_are_for_the_team_and_never_for_the_fellow() -> None:
    one = fellow()
    watching.ask_for_help(one, text="I may leave", now=at(date(2027, 2, 1)))
    flag, adviser = Flag.objects.get(), one.adviser
    assert adviser is not None
    page, listed = f"/staff/warnings/{flag.uuid}/", f"/staff/cohorts/{one.cohort.uuid}/warnings/"
    client = Client()
    client.force_login(adviser)
    assert "I may leave" in client.get(page).content.decode()
    assert "asked to be spoken to (7 points)" in client.get(listed).content.decode()
    wrong = client.post(page, {"action": "close", "close-what_was_done": ""})
    assert "Say what was done" in wrong.content.decode()
    assert client.post(f"{page}see/")["Location"] == page
    closed = {"action": "close", "close-what_was_done": "We talked.", "close-helped": "YES"}
    assert client.post(page, closed)["Location"] == page
    assert Flag.objects.get().what_was_done == "We talked."
    assert "Dealt with on" in client.get(listed).content.decode()
    assert [step.kind for step in FlagStep.objects.all()] == ["RAISED", "TOLD", "SEEN", "ENDED"]
    ProgrammeRole.objects.create(programme=one.cohort.programme, user=one.user, role=Role.ADVISER)
    for user in (one.user, person(), in_team(programme(), Role.OWNER)):
        client.force_login(user)
        assert client.get(page).status_code == 404
    client.force_login(one.user)
    assert str(one.user) not in client.get(listed).content.decode().split("<main")[1]


def test_a_fellow_asks_to_be_spoken_to_from_their_page() -> None:
    one = fellow()
    client = Client()
    client.force_login(one.user)
    page = f"/me/fellowship/{one.uuid}/help/"
    assert page in client.get("/me/fellowship/").content.decode()
    assert client.post(page, {"text": "No time"}).status_code == 302
    client.post(page, {"text": "No time at all"})
    assert Help.objects.get().text == "No time at all"
    assert Flag.objects.get().fellow == one
    stranger = Client()
    stranger.force_login(person())
    assert stranger.get(page).status_code == 404


def test_a_call_for_help_reaches_somebody_whatever_the_rules_and_the_state_of_the_cohort() -> None:
    over = fellow()
    over.cohort.state = CohortState.FINISHED
    over.cohort.save()
    watching.ask_for_help(over, text="Still here", now=at(date(2028, 1, 10)))
    assert FlagAlert.objects.get().user == over.adviser
    one = fellow()
    data: dict[str, Any] = {"low": 1, "medium": 3, "high": 5, "critical": 7}
    for sign in Sign:
        data |= {f"on_{sign}": False, f"first_{sign}": 3, f"points_{sign}": 1}
    rules.save_rules(one.cohort.programme, data, actor=in_team(one.cohort.programme), now=at(START))
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 12)))
    watching.count_all(now=at(date(2027, 1, 12), 13))
    assert Flag.objects.get(fellow=one).ended_at is None


def test_a_call_for_help_is_told_also_where_a_critical_flag_is_open_and_put_off() -> None:
    one = fellow()
    for day in (5, 6, 7):
        missed(one, date(2027, 1, day))
    watching.count_all(now=at(date(2027, 1, 8)))
    flag, adviser = Flag.objects.get(), one.adviser
    assert flag.level == WarningLevel.CRITICAL
    assert adviser is not None
    today = date(2027, 1, 8)
    handling.snooze(flag, until=date(2027, 1, 20), why="Ill", by=adviser, now=at(today), today=today)
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 9)))
    assert Message.objects.filter(letter=watching.LETTER).count() == 2
    assert Flag.objects.get().snoozed_until is None


def test_what_fell_into_leave_or_a_pause_counts_neither_then_nor_afterwards() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    missed(one, date(2027, 1, 19))
    Leave.objects.create(fellow=one, first=date(2027, 1, 11), last=date(2027, 1, 15))
    for before, after, day in (("ACTIVE", "PAUSED", 18), ("PAUSED", "ACTIVE", 22)):
        FellowMove.objects.create(fellow=one, before=before, after=after, moved_at=at(date(2027, 1, day)))
    assert counts(one, date(2027, 1, 25)) == {}
    # 28 days on which the clock ran end eleven days later than they would have.
    assert Sign.EARLY_TASK not in counts(one, date(2027, 2, 10))
    assert counts(one, date(2027, 2, 12))[Sign.EARLY_TASK] == 1


def test_milestones_and_questionnaires_of_days_on_leave_do_not_count() -> None:
    one = fellow()
    Leave.objects.create(fellow=one, first=date(2027, 1, 11), last=date(2027, 1, 15))
    plan = Project.objects.create(fellow=one, title="Fewer faxes", aim="None", started_on=START)
    milestone = Milestone.objects.create(project=plan, title="Count them", due_on=date(2027, 1, 13))
    actor = in_team(one.cohort.programme)
    asked = save_instrument(
        None, programme=one.cohort.programme, name="Aims", intro="", usual=True, actor=actor, now=at(START)
    )
    wave = Wave.objects.create(
        cohort=one.cohort, moment=Wave.Moment.MIDDLE, instrument=asked, opens_on=date(2027, 1, 8),
        closes_on=date(2027, 1, 14),
    )  # fmt: skip
    assert counts(one, date(2027, 1, 16)) == {}
    assert counts(one, date(2027, 1, 18)) == {Sign.STUCK: 1}
    Milestone.objects.filter(pk=milestone.pk).update(due_on=date(2027, 1, 8))
    Wave.objects.filter(pk=wave.pk).update(closes_on=date(2027, 1, 9))
    assert counts(one, date(2027, 1, 16)) == {Sign.STUCK: 1, Sign.SURVEY_MISSING: 1}


def test_who_is_given_a_flag_gets_a_letter_and_it_waits_for_them_to_look() -> None:
    one = fellow()
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 11)))
    flag, adviser = Flag.objects.get(), one.adviser
    assert adviser is not None
    handling.see(flag, by=adviser, now=at(date(2027, 1, 11), 13))
    admin = in_team(one.cohort.programme)
    due = date(2027, 1, 15)
    for _ in range(2):  # twice is once
        handling.give(flag, to=admin, due_on=due, by=adviser, now=at(date(2027, 1, 11), 14))
    told = FlagAlert.objects.filter(user=admin)
    assert told.count() == 1
    assert Message.objects.filter(letter=watching.LETTER, about_id=told.get().pk).count() == 1
    given = Flag.objects.get()
    assert (given.owner, given.due_on, given.seen_at) == (admin, due, None)
    # Whoever takes it on themselves needs no letter.
    handling.give(flag, to=adviser, due_on=due, by=adviser, now=at(date(2027, 1, 11), 15))
    assert Message.objects.filter(letter=watching.LETTER).count() == 2


def test_who_asked_to_be_spoken_to_stays_as_urgent_until_somebody_has() -> None:
    one = fellow()
    WarningRules.objects.create(programme=one.cohort.programme, off=[Sign.ASKED_FOR_HELP])
    watching.ask_for_help(one, text="", now=at(date(2027, 1, 11)))
    missed(one, date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 13)))
    assert Standing.objects.get().level == WarningLevel.MEDIUM
    assert Flag.objects.get().level == WarningLevel.CRITICAL


def test_who_left_has_no_standing_any_more() -> None:
    one = fellow()
    missed(one, date(2027, 1, 12))
    watching.count_all(now=at(date(2027, 1, 13)))
    Fellow.objects.filter(pk=one.pk).update(state=FellowState.LEFT)
    watching.count_all(now=at(date(2027, 1, 14)))
    assert not Standing.objects.exists()
    assert Flag.objects.get().end == Flag.End.PASSED
