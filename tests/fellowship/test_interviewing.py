"""Interviews: panels and times, booked and changed by candidates, told to panels, scored by each who sits on one."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from accounts.models import AuditEntry, Profile, ProgrammeRole, User
from fellowship.interviewing import booking, panels, scoring
from fellowship.models import Answer, Application, Call, Conflict, Interview, InterviewSlot, Panel, Question, RubricItem
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from portal.pages.fellowship import fellowship_section
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call() -> Call:
    made = world.call()
    RubricItem.objects.create(call=made, title="Why now?", most=5, position=0, for_interview=True)
    RubricItem.objects.create(call=made, title="What changes?", most=5, position=1, for_interview=True)
    return made


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def sitting(call: Call) -> User:
    return world.in_team(call.cohort.programme, "REVIEWER")


@pytest.fixture
def panel(call: Call, admin: User, sitting: User) -> Panel:
    """Three times next week: 9:00, 9:50, 10:40."""
    made = panels.save_panel(
        call, None, name="Panel A", place="https://meet.example.org/a", members=[sitting.pk], actor=admin, now=NOW
    )
    panels.add_times(made, on=date(2027, 3, 17), first=time(9), minutes=40, gap=10, count=3, now=NOW)
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invited(call: Call) -> Application:
    return world.application(call, state=S.INTERVIEW_INVITED)


def slots(panel: Panel) -> list[InterviewSlot]:
    return list(panel.slots.all())


def mail(message: Message) -> Mail:
    written = letter_called(message.letter).render(message.about_id, NOW)
    assert isinstance(written, Mail)
    return written


def entry(content: bytes) -> Any:
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_times_are_added_in_a_row_and_never_overlap_for_anybody_who_sits(
    call: Call, admin: User, sitting: User, panel: Panel
) -> None:
    begin = [slot.starts_at.strftime("%H:%M") for slot in slots(panel)]
    assert begin == ["09:00", "09:50", "10:40"]
    other = panels.save_panel(call, None, name="B", place="", members=[sitting.pk], actor=admin, now=NOW)
    at = {"minutes": 40, "gap": 10, "now": NOW}
    with pytest.raises(panels.TimesOverlap):
        panels.add_times(other, on=date(2027, 3, 17), first=time(8, 30), count=1, **at)
    assert len(panels.add_times(other, on=date(2027, 3, 17), first=time(8, 20), count=1, **at)) == 1
    with pytest.raises(panels.TimeIsOver):
        panels.add_times(other, on=date(2027, 3, 10), first=time(9), count=1, **at)
    with pytest.raises(panels.RunsPastMidnight):
        panels.add_times(other, on=date(2027, 3, 18), first=time(22), count=3, **at)
    with pytest.raises(panels.RunsPastMidnight):  # and past the end of the calendar
        panels.add_times(other, on=date(9999, 12, 31), first=time(23), count=3, **at)
    # The clocks go forward that night: a time is as long as it says, and does not end before it begins.
    (night,) = panels.add_times(other, on=date(2027, 3, 28), first=time(1, 50), count=1, **at)
    assert night.ends_at - night.starts_at == timedelta(minutes=40)


def test_only_people_of_the_team_sit_on_a_panel(call: Call, admin: User) -> None:
    with pytest.raises(panels.NotInTheTeam):
        panels.save_panel(call, None, name="A", place="", members=[world.person().pk], actor=admin, now=NOW)
    with pytest.raises(panels.NobodySits):
        panels.save_panel(call, None, name="A", place="", members=[], actor=admin, now=NOW)


def test_exactly_those_ticked_are_invited_and_once(call: Call, admin: User) -> None:
    one, other = (world.application(call, state=S.SHORTLISTED) for _ in range(2))
    early = world.application(call, state=S.SCORED)
    client, address = client_of(admin), reverse("fellowship:interview_invite", args=[call.cohort.uuid])
    assert "Nobody was ticked" in client.post(address, follow=True).content.decode()
    client.post(address, {"chosen": [one.uuid, early.uuid]})
    assert not Message.objects.exists()
    for _ in range(2):
        client.post(address, {"chosen": [one.uuid]})
    invitation = Message.objects.get(letter="fellowship.interview_invited")
    other.refresh_from_db()
    assert other.state == S.SHORTLISTED
    written = write(mail(invitation))
    assert f"/me/interviews/{one.uuid}/" in written.text


def test_a_candidate_books_changes_and_gives_up_a_time(call: Call, panel: Panel) -> None:
    one = invited(call)
    client, address = client_of(one.user), reverse("fellowship:interview_book", args=[one.uuid])
    first, second, _ = slots(panel)
    assert "Choose a time" in client.post(address, {}).content.decode()
    for _ in range(2):
        client.post(address, {"slot": first.pk})
    one.refresh_from_db()
    interview = Interview.objects.get()
    assert (one.state, interview.slot, interview.sequence) == (S.INTERVIEW_BOOKED, first, 1)
    booked = mail(Message.objects.get(letter="fellowship.interview_booked"))
    assert booked.calendar is not None and booked.calendar.method == "REQUEST"
    said = entry(booked.calendar.content)
    assert (str(said["UID"]), int(said["SEQUENCE"]), said["DTSTART"].dt) == (str(interview.uuid), 1, first.starts_at)
    assert "https://meet.example.org/a" in write(booked).text
    client.post(address, {"slot": second.pk})
    moved = mail(Message.objects.get(letter="fellowship.interview_moved"))
    assert moved.calendar is not None and int(entry(moved.calendar.content)["SEQUENCE"]) == 2
    assert booking.free_times(one, NOW).filter(pk=first.pk).exists()
    client.post(reverse("fellowship:interview_give_up", args=[one.uuid]))
    one.refresh_from_db()
    gone = mail(Message.objects.get(letter="fellowship.interview_given_up"))
    assert gone.calendar is not None and gone.calendar.method == "CANCEL"
    assert (one.state, int(entry(gone.calendar.content)["SEQUENCE"])) == (S.INTERVIEW_INVITED, 3)
    assert booking.free_times(one, NOW).count() == 3


def test_the_reminder_follows_the_time(call: Call, panel: Panel) -> None:
    one = invited(call)
    first, second, _ = slots(panel)
    waiting = Message.objects.filter(letter="fellowship.interview_soon", state=Message.State.WAITING)
    booking.book(one.pk, first.pk, actor=one.user, now=NOW)
    assert waiting.get().due_at == first.starts_at - DAY
    booking.book(one.pk, second.pk, actor=one.user, now=NOW)
    assert waiting.get().due_at == second.starts_at - DAY
    booking.give_up(one.pk, actor=one.user, now=NOW)
    assert not waiting.exists()


def test_who_chooses_no_time_is_reminded_twice_and_not_after_choosing(call: Call, admin: User, panel: Panel) -> None:
    one = world.application(call, state=S.SHORTLISTED)
    waiting = Message.objects.filter(letter="fellowship.interview_waits", state=Message.State.WAITING)
    booking.invite(call, [str(one.uuid)], actor=admin, now=NOW)
    assert sorted(waiting.values_list("due_at", flat=True)) == [NOW + 3 * DAY, NOW + 7 * DAY]
    message = waiting.first()
    assert message is not None and f"/me/interviews/{one.uuid}/" in write(mail(message)).text
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    assert not waiting.exists()
    booking.give_up(one.pk, actor=one.user, now=NOW)
    assert waiting.count() == 2


def test_who_withdraws_gives_the_time_back_and_their_calendar_hears(call: Call, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    move(one.pk, S.WITHDRAWN, actor=one.user, now=NOW)
    assert Interview.objects.get().slot is None
    gone = mail(Message.objects.get(letter="fellowship.withdrawn"))
    assert gone.calendar is not None and gone.calendar.method == "CANCEL"
    assert not Message.objects.filter(letter="fellowship.interview_soon", state=Message.State.WAITING).exists()


def test_a_taken_time_a_past_time_and_one_of_another_call_are_refused(call: Call, admin: User, panel: Panel) -> None:
    one, other = invited(call), invited(call)
    first, second, _ = slots(panel)
    booking.book(one.pk, first.pk, actor=one.user, now=NOW)
    with pytest.raises(booking.TimeIsTaken):
        booking.book(other.pk, first.pk, actor=other.user, now=NOW)
    with pytest.raises(booking.TimeIsGone):
        booking.book(other.pk, second.pk, actor=other.user, now=second.starts_at)
    stranger = invited(world.call())
    with pytest.raises(booking.TimeIsGone):
        booking.book(stranger.pk, second.pk, actor=stranger.user, now=NOW)
    with pytest.raises(booking.HasBegun):
        booking.book(one.pk, second.pk, actor=one.user, now=first.starts_at)
    with pytest.raises(booking.HasBegun):
        booking.give_up(one.pk, actor=one.user, now=first.starts_at)
    with pytest.raises(panels.TimeIsBooked):
        panels.remove_time(panel, first.pk)
    with pytest.raises(panels.PanelHasTimes):
        panels.remove_panel(panel, actor=admin, now=NOW)


def test_nobody_is_offered_a_time_with_somebody_in_conflict(call: Call, sitting: User, panel: Panel) -> None:
    one, free = invited(call), invited(call)
    Conflict.objects.create(application=one, reviewer=sitting, why=Conflict.Why.MANAGER)
    assert not booking.free_times(one, NOW).exists() and booking.free_times(free, NOW).count() == 3
    with pytest.raises(booking.TimeIsGone):
        booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)


def test_conflicts_of_everybody_on_a_panel_are_found_when_people_are_invited(
    call: Call, admin: User, sitting: User, panel: Panel
) -> None:
    one = world.application(call, state=S.SHORTLISTED)
    Profile.objects.create(user=one.user, line_manager_email=sitting.email)
    booking.invite(call, [str(one.uuid)], actor=admin, now=NOW)
    assert not booking.free_times(one, NOW).exists()


def test_a_conflict_that_comes_with_a_new_face_on_the_panel_is_shown(
    call: Call, admin: User, sitting: User, panel: Panel
) -> None:
    one, boss = invited(call), world.in_team(call.cohort.programme)
    Profile.objects.create(user=one.user, line_manager_email=boss.email)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    panels.save_panel(call, panel, name="A", place="", members=[sitting.pk, boss.pk], actor=admin, now=NOW)
    said = client_of(admin).get(reverse("fellowship:interview", args=[call.cohort.uuid, one.uuid])).content.decode()
    assert f"{boss.name} (line manager)" in said


def test_a_panel_is_told_once_of_what_changed_in_a_quarter_of_an_hour(call: Call, sitting: User, panel: Panel) -> None:
    first, second, _ = slots(panel)
    for slot in (first, second):
        one = invited(call)
        booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    message = Message.objects.get(letter="fellowship.panel_changed")
    written = mail(message)
    assert (written.to, message.due_at > NOW) == (sitting.email, True)
    assert written.calendar is not None and written.calendar.content.count(b"BEGIN:VEVENT") == 2


def test_a_panellist_who_left_the_team_hears_no_names_any_more(call: Call, sitting: User, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    ProgrammeRole.objects.filter(user=sitting).delete()
    message = Message.objects.get(letter="fellowship.panel_changed")
    assert isinstance(letter_called(message.letter).render(message.about_id, NOW), Drop)


def test_another_place_is_told_to_those_who_booked(call: Call, admin: User, sitting: User, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    panels.save_panel(call, panel, name="A", place="Room 3", members=[sitting.pk], actor=admin, now=NOW)
    moved = mail(Message.objects.get(letter="fellowship.interview_moved"))
    assert "Room 3" in write(moved).text


def test_adjustments_reach_the_panel(call: Call, sitting: User, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    client_of(one.user).post(reverse("fellowship:adjustments", args=[one.uuid]), {"adjustments": "Captions, please."})
    page = reverse("fellowship:interview_score", args=[Interview.objects.get().uuid])
    assert "Captions, please." in client_of(sitting).get(page).content.decode()


def test_each_on_the_panel_scores_for_themselves_from_the_beginning_on(
    call: Call, admin: User, sitting: User, panel: Panel, clock: Any
) -> None:
    one = invited(call)
    slot = slots(panel)[0]
    booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    interview = Interview.objects.get()
    first, second = scoring.questions_of(call)
    address, client = reverse("fellowship:interview_score", args=[interview.uuid]), client_of(sitting)
    given = {f"points_{first.pk}": "4", f"comment_{first.pk}": "Clear"}
    assert "from when the interview begins" in client.post(address, given).content.decode()
    clock.move_to(slot.starts_at)
    client = client_of(sitting)
    too_many = client.post(address, given | {f"points_{second.pk}": "6"}).content.decode()
    assert "The most is 5" in too_many and "Clear" in too_many
    assert "1 question without points" in client.post(address, given, follow=True).content.decode()
    client.post(address, given | {f"points_{second.pk}": "3"})
    assert sorted(interview.scores.values_list("member", "points")) == [(sitting.pk, 3), (sitting.pk, 4)]
    with pytest.raises(scoring.NotOnThePanel):
        scoring.save_scores(interview.pk, {}, member=admin, now=slot.starts_at)
    team = client_of(admin)
    act = reverse("fellowship:interview_act", args=[call.cohort.uuid, one.uuid])
    team.post(act, {"act": "held"})
    rows = team.get(reverse("fellowship:decision_list", args=[call.cohort.uuid])).context["list"].rows
    assert rows[0].interview_mean == 7 and rows[0].state == S.INTERVIEWED
    move(one.pk, S.UNSUCCESSFUL, actor=admin, now=slot.starts_at)
    with pytest.raises(scoring.NotNow):
        scoring.save_scores(interview.pk, {}, member=sitting, now=slot.starts_at)


def test_nobody_says_that_it_took_place_before_it_began(call: Call, admin: User, panel: Panel) -> None:
    one = invited(call)
    slot = slots(panel)[0]
    booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    with pytest.raises(booking.NotBegunYet):
        booking.say_held(one.pk, took_place=True, actor=admin, now=NOW)
    assert booking.say_held(one.pk, took_place=False, actor=admin, now=slot.starts_at).state == S.MISSED
    booking.invite(call, [str(one.uuid)], actor=admin, now=slot.ends_at)
    assert Interview.objects.get().slot is None


def test_who_leaves_the_team_or_does_not_sit_finds_nothing(call: Call, sitting: User, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    page = reverse("fellowship:interview_score", args=[Interview.objects.get().uuid])
    assert client_of(sitting).get(page).status_code == 200
    for other in (world.in_team(call.cohort.programme, "REVIEWER"), world.in_team(world.programme())):
        assert client_of(other).get(page).status_code == 404
    sitting.programme_roles.all().delete()
    assert client_of(sitting).get(page).status_code == 404
    assert client_of(world.person()).get(reverse("fellowship:interview_book", args=[one.uuid])).status_code == 404


def test_what_a_panel_found_is_read_by_the_team_after_the_outcome_too(
    call: Call, admin: User, sitting: User, panel: Panel
) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    page = client_of(admin).get(reverse("fellowship:panel", args=[call.cohort.uuid, panel.pk])).content.decode()
    address = reverse("fellowship:interview", args=[call.cohort.uuid, one.uuid])
    assert address in page
    for state in (ApplicationState.UNSUCCESSFUL, ApplicationState.WITHDRAWN, ApplicationState.ENROLLED):
        Application.objects.filter(pk=one.pk).update(state=state)
        assert client_of(admin).get(address).status_code == 200, state
    never = world.application(call, state=ApplicationState.UNSUCCESSFUL)
    elsewhere = reverse("fellowship:interview", args=[call.cohort.uuid, never.uuid])
    assert client_of(admin).get(elsewhere).status_code == 404


def test_a_panel_opens_the_files_that_it_reads_and_no_others_and_that_is_kept(
    call: Call, sitting: User, panel: Panel
) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    asked, apart = (
        Question.objects.create(
            section=call.sections.get(), kind="FILE", text="A plan", position=2 + number, is_assessed=not number
        )
        for number in range(2)
    )
    for question in (asked, apart):
        Answer.objects.create(
            application=one, question=question, file=b"%PDF-1.7 plan", file_name="Plan.pdf", file_type="application/pdf"
        )
    uuid = Interview.objects.get().uuid
    address = reverse("fellowship:interview_file", args=[uuid, asked.uuid])
    client = client_of(sitting)
    said = client.get(reverse("fellowship:interview_score", args=[uuid])).content.decode()
    assert f'href="{address}"' in said and str(apart.uuid) not in said
    answer = client.get(address)
    assert answer.content == b"%PDF-1.7 plan" and "attachment" in answer["Content-Disposition"]
    entry = AuditEntry.objects.get(action="fellowship.file_opened")
    assert (entry.actor_id, entry.subject_id) == (sitting.pk, one.user_id)
    assert client.get(reverse("fellowship:interview_file", args=[uuid, apart.uuid])).status_code == 404
    for other in (world.in_team(call.cohort.programme), world.in_team(call.cohort.programme, "REVIEWER"), one.user):
        assert client_of(other).get(address).status_code == 404
    assert AuditEntry.objects.filter(action="fellowship.file_opened").count() == 1


def test_the_card_of_a_panel_stays_until_its_points_are_given(
    call: Call, admin: User, sitting: User, panel: Panel, clock: Any
) -> None:
    def card() -> str:
        return " ".join(one.text for one in fellowship_section(sitting) if one.heading == "Interviews of my panels")

    one = invited(call)
    slot = slots(panel)[0]
    assert card() == ""
    booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    assert card() == "1 interview is still to come."
    clock.move_to(slot.ends_at)
    booking.say_held(one.pk, took_place=True, actor=admin, now=slot.ends_at)
    assert card() == "1 waits for my points."
    mine, page = client_of(sitting), reverse("fellowship:my_interviews")
    first, second = scoring.questions_of(call)
    interview = Interview.objects.get()
    scoring.save_scores(interview.pk, {first.pk: scoring.Given(4)}, member=sitting, now=slot.ends_at)
    assert card() == "1 waits for my points."
    assert "1 of 2" in mine.get(page, {"only": "OPEN"}).content.decode()
    given = {item.pk: scoring.Given(3) for item in (first, second)}
    scoring.save_scores(interview.pk, given, member=sitting, now=slot.ends_at)
    assert card() == "" and not mine.get(page, {"only": "OPEN"}).context["list"].rows


def test_a_panellist_sees_the_next_interview_first_and_those_that_are_over_last(
    call: Call, sitting: User, panel: Panel
) -> None:
    times = list(slots(panel)[:3])
    for slot in times:
        one = invited(call)
        booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    with time_machine.travel(times[0].ends_at, tick=False):
        rows = client_of(sitting).get(reverse("fellowship:my_interviews")).context["list"].rows
    assert [one.slot for one in rows] == [times[1], times[2], times[0]]


def test_calendar_files_name_the_candidate_to_the_panel_alone(call: Call, sitting: User, panel: Panel) -> None:
    one = invited(call)
    booking.book(one.pk, slots(panel)[0].pk, actor=one.user, now=NOW)
    own = client_of(one.user).get(reverse("fellowship:interview_calendar", args=[one.uuid])).content
    assert entry(own)["DTSTART"].dt == slots(panel)[0].starts_at and sitting.name.encode() not in own
    theirs = client_of(sitting).get(reverse("fellowship:my_interviews_calendar")).content
    assert one.user.name.encode() in theirs


def test_a_letter_about_a_time_that_was_given_up_is_dropped(call: Call, panel: Panel) -> None:
    one = invited(call)
    first, second, _ = slots(panel)
    booking.book(one.pk, first.pk, actor=one.user, now=NOW)
    booking.book(one.pk, second.pk, actor=one.user, now=NOW)
    booking.give_up(one.pk, actor=one.user, now=NOW)
    message = Message.objects.get(letter="fellowship.interview_moved")
    assert isinstance(letter_called(message.letter).render(message.about_id, NOW), Drop)


def test_lists_cost_as_many_queries_for_many_as_for_few(call: Call, admin: User, sitting: User, panel: Panel) -> None:
    def cost(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    team, mine = client_of(admin), client_of(sitting)
    pages = [
        (team, reverse("fellowship:interview_list", args=[call.cohort.uuid])),
        (team, reverse("fellowship:panel", args=[call.cohort.uuid, panel.pk])),
        (mine, reverse("fellowship:my_interviews")),
    ]
    first = invited(call)
    booking.book(first.pk, slots(panel)[0].pk, actor=first.user, now=NOW)
    few = [cost(*page) for page in pages]
    panels.add_times(panel, on=date(2027, 3, 18), first=time(9), minutes=40, gap=10, count=6, now=NOW)
    for slot in slots(panel)[1:]:
        one = invited(call)
        booking.book(one.pk, slot.pk, actor=one.user, now=NOW)
    assert [cost(*page) for page in pages] == few
    assert max(few) <= 15
