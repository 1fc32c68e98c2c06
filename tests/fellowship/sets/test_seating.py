"""Seats: moved by hand with what that does shown before, and told to fellows by letters that are held."""

import pytest

from accounts.models import ProgrammeRole
from events.organising import When, Where
from fellowship.models import Fellow, SetMember
from fellowship.sets import meeting, seating
from notifications.models import Message
from tests.fellowship.sets.cohorts import EMPLOYERS, seated, with_fellows, work_of, works_for
from tests.fellowship.world import NOW, in_team

pytestmark = pytest.mark.django_db
HELD = Message.State.HELD


def test_a_division_shows_what_breaks_a_rule() -> None:
    cohort, _, people = with_fellows(6)
    leader = in_team(cohort.programme, ProgrammeRole.Role.FACILITATOR)
    works_for(leader, EMPLOYERS[2])
    work = work_of(people[1])
    work.organisation_name = EMPLOYERS[0]
    work.save()
    seated(cohort, people[:4], facilitator=leader)
    division = seating.division_of(cohort)
    words = " ".join(division.tables[0].breaks)
    assert f"2 people work for {EMPLOYERS[0]}." in words
    assert "A set has 5 to 8 people; this has 4." in words
    assert "works where one of the fellows does" in words
    assert [seat.fellow for seat in division.without] == people[4:]


def test_the_ways_to_move_say_what_would_be() -> None:
    cohort, _, people = with_fellows(12)
    first, second = seated(cohort, people[:6]), seated(cohort, people[6:])
    ways = seating.ways_for(seating.division_of(cohort), people[0])
    assert [(way.learning_set, way.size, list(way.colleagues)) for way in ways] == [
        (second, 7, [str(people[9])])
    ]  # number 9 works for the same employer as number 0
    assert seating.ways_for(seating.division_of(cohort), people[9])[0].learning_set == first


def test_nobody_hears_of_a_move_before_sets_are_told() -> None:
    cohort, admin, people = with_fellows(12)
    seated(cohort, people[:6], told=False)
    second = seated(cohort, people[6:], told=False)
    assert seating.move_fellow_to(people[0], second, actor=admin, now=NOW) == 0
    seat = SetMember.objects.get(fellow=people[0])
    assert seat.learning_set == second and seat.is_kept
    assert not Message.objects.exists()


def test_telling_holds_one_letter_for_each_fellow_and_facilitator_and_twice_is_once() -> None:
    cohort, admin, people = with_fellows(12)
    leader = in_team(cohort.programme, ProgrammeRole.Role.FACILITATOR)
    seated(cohort, people[:6], told=False, facilitator=leader)
    seated(cohort, people[6:], told=False)
    with pytest.raises(seating.NumberHasChanged):
        seating.tell_sets(cohort, expected=11, actor=admin, now=NOW)
    assert seating.tell_sets(cohort, expected=12, actor=admin, now=NOW) == 13
    assert seating.tell_sets(cohort, expected=12, actor=admin, now=NOW) == 0
    assert Message.objects.filter(state=HELD).count() == 13
    letter = Message.objects.get(letter="fellowship.your_set", to=people[0].user.email)
    assert str(people[1]) in letter.text and str(people[7]) not in letter.text


def test_everybody_needs_a_seat_before_sets_are_told() -> None:
    cohort, admin, people = with_fellows(6)
    with pytest.raises(seating.NoSetsYet):
        seating.tell_sets(cohort, expected=6, actor=admin, now=NOW)
    seated(cohort, people[:5], told=False)
    with pytest.raises(seating.SomebodyHasNoSet):
        seating.tell_sets(cohort, expected=5, actor=admin, now=NOW)


def test_moving_and_moving_back_leaves_one_letter_that_says_how_it_is() -> None:
    cohort, admin, people = with_fellows(12)
    first, second = seated(cohort, people[:6]), seated(cohort, people[6:])
    for to in (second, first, second):
        assert seating.move_fellow_to(people[0], to, actor=admin, now=NOW) == 1
    assert seating.move_fellow_to(people[0], second, actor=admin, now=NOW) == 0
    held = Message.objects.filter(letter="fellowship.your_set", state=HELD)
    assert held.count() == 1 and "Set 2" in held.get().text


def test_places_on_coming_meetings_move_with_the_fellow() -> None:
    cohort, admin, people = with_fellows(12)
    first, second = seated(cohort, people[:6]), seated(cohort, people[6:])
    when = When(NOW.replace(month=10), NOW.replace(month=10, hour=14), "Europe/London")
    meetings = [meeting.plan_meeting(one, when, Where("ONLINE"), actor=admin, now=NOW) for one in (first, second)]
    seating.move_fellow_to(people[0], second, actor=admin, now=NOW)
    booked = [list(one.event.bookings.live().values_list("person", flat=True)) for one in meetings]
    assert people[0].user_id not in booked[0] and people[0].user_id in booked[1]
    assert (len(booked[0]), len(booked[1])) == (5, 7)


def test_only_facilitators_of_the_programme_lead_sets() -> None:
    cohort, admin, people = with_fellows(5)
    one = seated(cohort, people)
    with pytest.raises(seating.NotAFacilitator):
        seating.change_set(one, name="", facilitator=admin, actor=admin, now=NOW)
    leader = in_team(cohort.programme, ProgrammeRole.Role.FACILITATOR)
    assert seating.change_set(one, name="Otters", facilitator=leader, actor=admin, now=NOW) == 1
    assert Message.objects.get(state=HELD).to == leader.email
    assert seating.change_set(one, name="Herons", facilitator=leader, actor=admin, now=NOW) == 0


def test_a_fellow_who_left_is_not_in_the_division() -> None:
    cohort, _, people = with_fellows(6)
    seated(cohort, people)
    Fellow.objects.filter(pk=people[0].pk).update(state=Fellow.State.LEFT)
    assert seating.division_of(cohort).people == 5
