"""Meetings of sets are events with places for their fellows; what was agreed is for the set alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ProgrammeRole, User
from events.models import Booking
from events.organising import When, Where
from fellowship.models import Fellow, LearningSet
from fellowship.sets import meeting
from tests.fellowship.sets.cohorts import seated, with_fellows
from tests.fellowship.world import NOW, in_team

pytestmark = pytest.mark.django_db
WHEN = When(NOW + timedelta(days=9), NOW + timedelta(days=9, minutes=90), "Europe/London")
SECRET = "Ask the board for a second nurse"


def led() -> tuple[LearningSet, User, list[Fellow]]:
    cohort, _, people = with_fellows(6)
    leader = in_team(cohort.programme, ProgrammeRole.Role.FACILITATOR)
    return seated(cohort, people[:5], facilitator=leader), leader, people


def test_a_meeting_is_an_event_by_invitation_on_which_everybody_has_a_place() -> None:
    one, leader, people = led()
    made = meeting.plan_meeting(one, WHEN, Where("ONLINE"), actor=leader, now=NOW)
    assert (made.event.kind, made.event.audience, made.event.state) == ("LEARNING_SET", "INVITED", "PUBLISHED")
    assert set(Booking.objects.filter(state="BOOKED").values_list("person", flat=True)) == {
        fellow.user_id for fellow in people[:5]
    }
    again = meeting.plan_meeting(one, WHEN, Where("ONLINE"), actor=leader, now=NOW)
    assert str(again.event) == "Set 1: meeting 2"


def test_nothing_is_planned_before_fellows_know_their_sets() -> None:
    cohort, admin, people = with_fellows(5)
    with pytest.raises(meeting.SetsNotTold):
        meeting.plan_meeting(seated(cohort, people, told=False), WHEN, Where("ONLINE"), actor=admin, now=NOW)


def test_attendance_is_counted_for_all_the_sets_with_two_queries(django_assert_num_queries: object) -> None:
    one, leader, _ = led()
    made = meeting.plan_meeting(one, WHEN, Where("ONLINE"), actor=leader, now=NOW)
    came, late, absent = list(made.event.bookings.all())[:3]
    for booking, mark in ((came, "PRESENT"), (late, "LATE"), (absent, "ABSENT")):
        Booking.objects.filter(pk=booking.pk).update(attendance=mark)
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = meeting.attendance_of([one])[one.pk]
    assert [(row.came, row.noted, row.booked) for row in found] == [(2, 3, 5)]


def test_only_somebody_of_the_set_takes_an_action_on() -> None:
    one, leader, people = led()
    made = meeting.plan_meeting(one, WHEN, Where("ONLINE"), actor=leader, now=NOW)
    with pytest.raises(meeting.NotInThisSet):
        meeting.agree(made, fellow=people[5], text="x", due_on=None)
    for _ in range(meeting.MOST_ACTIONS):
        meeting.agree(made, fellow=None, text="x", due_on=None)
    with pytest.raises(meeting.EnoughActions):
        meeting.agree(made, fellow=None, text="x", due_on=None)


def test_what_was_agreed_is_read_by_the_set_and_by_nobody_else(client: Client) -> None:
    one, leader, people = led()
    made = meeting.plan_meeting(one, WHEN, Where("ONLINE"), actor=leader, now=NOW)
    meeting.agree(made, fellow=people[0], text=SECRET, due_on=None)
    admin = in_team(one.cohort.programme)
    other_leader = in_team(one.cohort.programme, ProgrammeRole.Role.FACILITATOR)
    boss = User.objects.create_superuser("boss@example.org", "x")
    page = reverse("fellowship:learning_set", args=[one.uuid])
    for user, may in ((people[0].user, True), (people[4].user, True), (leader, True), (people[5].user, False),
                      (admin, False), (other_leader, False), (boss, False)):  # fmt: skip
        client.force_login(user)
        answer = client.get(page)
        assert (answer.status_code == 200 and SECRET in answer.content.decode()) is may, user
        assert answer.status_code == (200 if may else 404)
    client.force_login(admin)
    assert SECRET not in client.get(reverse("fellowship:set_list", args=[one.cohort.uuid])).content.decode()


def test_who_left_and_who_stands_in() -> None:
    one, leader, people = led()
    now = timezone.now()
    deputy = in_team(one.cohort.programme)
    inside = LearningSet.objects.inside
    assert not inside(deputy, now=now).exists()
    today = timezone.localdate(now)
    ProgrammeRole.objects.filter(user=leader).update(deputy=deputy, away_from=today, away_until=today)
    assert inside(deputy, now=now).get() == one
    ProgrammeRole.objects.filter(user=leader).delete()
    assert not inside(leader, now=now).exists()
    Fellow.objects.filter(pk=people[0].pk).update(state=Fellow.State.LEFT)
    assert not inside(people[0].user, now=now).exists()


def test_fellows_add_actions_and_tick_them_off_and_only_the_facilitator_notes_who_came(client: Client) -> None:
    one, leader, people = led()
    now = timezone.now()
    soon = When(now + timedelta(minutes=30), now + timedelta(minutes=120), "Europe/London")
    made = meeting.plan_meeting(one, soon, Where("ONLINE"), actor=leader, now=now)
    page = reverse("fellowship:set_meeting", args=[one.uuid, made.pk])
    client.force_login(people[0].user)
    assert client.post(page, {"who": str(people[1].uuid), "text": SECRET}).status_code == 302
    action = made.actions.get()
    assert (action.fellow, action.text) == (people[1], SECRET)
    change = reverse("fellowship:action_change", args=[one.uuid, action.pk])
    assert client.post(change, {"what": "done"}).status_code == 302
    action.refresh_from_db()
    assert action.done_at is not None
    assert "Choose what to do" in client.post(change, {"what": "x"}, follow=True).content.decode()
    marks = {f"who-{booking.uuid.hex}": "PRESENT" for booking in made.event.bookings.all()}
    assert client.post(page, {"came": "yes", **marks}).status_code == 404
    client.force_login(leader)
    assert client.post(page, {"came": "yes", **marks}).status_code == 302
    assert made.event.bookings.filter(attendance="PRESENT").count() == 5


def test_who_leads_a_set_finds_it_on_their_own_page(client: Client) -> None:
    one, leader, people = led()
    client.force_login(leader)
    assert "Learning sets I lead" in client.get(reverse("dashboard")).content.decode()
    assert str(one) in client.get(reverse("fellowship:my_sets")).content.decode()
    client.force_login(people[5].user)
    assert "Learning sets I lead" not in client.get(reverse("dashboard")).content.decode()
