"""A time is held for two days, agreed or free again; two at most; never the same pair twice unless both ask."""

from datetime import date, time, timedelta

import pytest

from events.local_time import TimeDoesNotExist
from mentoring.conversations import booking, offering
from mentoring.conversations.booking import ask_again, book_slot, confirm, decline, lapse_unconfirmed, withdraw
from mentoring.conversations.offering import Window, offer_slots, take_back
from mentoring.meetings.arranging import call_off
from mentoring.models import Conversation, Meeting, Mentor, Slot
from tests.mentoring.pairs import letters, sent
from tests.mentoring.world import DAY, HOUR, NOW, mentor, person

pytestmark = pytest.mark.django_db
LATE = NOW + 48 * HOUR


def ada() -> Mentor:
    return mentor(person("Ada"), skills={"user-focus": 4}, meeting_link="https://teams.example.com/ada")


def slot(of: Mentor, days: int = 9) -> Slot:
    return Slot.objects.create(mentor=of.user, starts_at=NOW + days * DAY)


def booked(one: Slot, mentee: object, now: object = NOW) -> Conversation:
    return book_slot(one.uuid, mentee=mentee, about="A new job", skills=[], now=now)  # type: ignore[arg-type]


def test_a_window_is_cut_into_times_over_some_weeks() -> None:
    window = Window(date(2027, 1, 19), time(14), time(16), 45, 3, "Europe/London")
    assert offer_slots(ada().user, window, now=NOW) == 6
    assert [one.when for one in Slot.objects.all()[:2]] == [
        "Tuesday 19 January 2027, 14:00 to 14:45 (UK time)",
        "Tuesday 19 January 2027, 14:45 to 15:30 (UK time)",
    ]


def test_times_are_those_on_the_wall_across_a_change_of_the_clocks() -> None:
    weeks = Window(date(2027, 3, 23), time(14), time(15), 60, 2, "Europe/London")
    assert [one.hour for one in weeks.starts()] == [14, 13]  # in UTC, after the clocks went forward
    with pytest.raises(TimeDoesNotExist):
        Window(date(2027, 3, 28), time(1), time(2), 30, 1, "Europe/London").starts()


@pytest.mark.parametrize(
    ("window", "refusal"),
    [
        (Window(date(2027, 1, 19), time(14), time(14, 30), 45, 1, "Europe/London"), offering.NoRoomInWindow),
        (Window(date(2027, 1, 1), time(14), time(16), 45, 1, "Europe/London"), offering.TimeIsOver),
        (Window(date(2029, 1, 1), time(14), time(16), 45, 1, "Europe/London"), offering.TimeTooFar),
        (Window(date(2027, 1, 20), time(8, 30), time(9, 30), 60, 1, "Europe/London"), offering.Overlaps),
        (Window(date(2027, 1, 19), time(9), time(19), 15, 2, "Europe/London"), offering.TooManySlots),
    ],
)
def test_what_cannot_be_offered(window: Window, refusal: type[Exception]) -> None:
    one = ada()
    slot(one)  # on the 20th, at nine
    with pytest.raises(refusal):
        offer_slots(one.user, window, now=NOW)
    assert Slot.objects.count() == 1


def test_only_mentors_offer_times() -> None:
    with pytest.raises(offering.NotAMentor):
        offer_slots(person(), Window(date(2027, 1, 19), time(14), time(16), 45, 1, "Europe/London"), now=NOW)


def test_a_time_is_booked_agreed_and_in_both_calendars() -> None:
    one, sam = ada(), person("Sam")
    talk = booked(slot(one), sam)
    (asked,) = letters("conversation_asked")
    assert sent(asked).to == one.user.email
    meeting = confirm(talk.uuid, by=one.user, now=NOW)
    assert confirm(talk.uuid, by=one.user, now=NOW) == meeting
    assert (meeting.starts_at, meeting.minutes, meeting.link) == (NOW + 9 * DAY, 45, "https://teams.example.com/ada")
    assert len(letters("meeting_agreed")) == 2
    with pytest.raises(Conversation.DoesNotExist):
        confirm(talk.uuid, by=sam, now=NOW)


def test_what_nobody_confirms_for_48_hours_is_free_again() -> None:
    one, sam, kim = ada(), person("Sam"), person("Kim")
    wanted = slot(one)
    talk = booked(wanted, sam)
    with pytest.raises(offering.SlotIsTaken):
        booked(wanted, kim, LATE - HOUR)
    assert lapse_unconfirmed(now=LATE - HOUR) == 0
    assert booked(wanted, kim, LATE).state == "HELD"  # at once, without waiting for the clock
    with pytest.raises(booking.HoldIsOver):
        confirm(talk.uuid, by=one.user, now=LATE)
    assert lapse_unconfirmed(now=LATE) == 0
    (told,) = letters("conversation_lapsed")
    assert sent(told).to == sam.email


def test_the_clock_frees_what_was_not_confirmed() -> None:
    talk = booked(slot(ada()), person("Sam"))
    assert [lapse_unconfirmed(now=LATE) for _ in range(2)] == [1, 0]
    talk.refresh_from_db()
    assert (talk.state, talk.ended_at) == ("LAPSED", LATE)


def test_a_hold_ends_before_the_conversation_begins() -> None:
    one = ada()
    talk = booked(slot(one, days=1), person("Sam"))
    assert talk.held_until == NOW + DAY


def test_nobody_holds_more_than_two() -> None:
    sam = person("Sam")
    booked(slot(ada()), sam)
    second = booked(slot(ada()), sam)
    with pytest.raises(booking.HoldsTwo):
        booked(slot(ada()), sam)
    withdraw(second.uuid, by=sam, now=NOW)
    assert booked(slot(ada()), sam).state == "HELD"


def test_never_the_same_pair_twice_unless_both_ask() -> None:
    one, sam = ada(), person("Sam")
    talk = booked(slot(one), sam)
    with pytest.raises(booking.BookedAlready):
        booked(slot(one, days=10), sam)
    confirm(talk.uuid, by=one.user, now=NOW)
    after = NOW + 11 * DAY
    with pytest.raises(booking.TalkedBefore):
        booked(slot(one, days=20), sam, after)
    with pytest.raises(booking.NotYetTalked):
        ask_again(talk.uuid, by=sam, now=NOW)
    assert not ask_again(talk.uuid, by=sam, now=after)
    with pytest.raises(booking.TalkedBefore):
        booked(slot(one, days=21), sam, after)
    assert not letters("conversation_again")  # nobody hears before both have asked
    assert ask_again(talk.uuid, by=one.user, now=after)
    assert ask_again(talk.uuid, by=one.user, now=after)
    assert [sent(told, after).to for told in letters("conversation_again")] == [sam.email]
    assert booked(slot(one, days=22), sam, after).state == "HELD"


def test_a_mentor_who_declined_is_not_asked_again_and_the_time_is_free_for_others() -> None:
    one, sam = ada(), person("Sam")
    wanted = slot(one)
    talk = booked(wanted, sam)
    decline(talk.uuid, by=one.user, now=NOW)
    decline(talk.uuid, by=one.user, now=NOW)
    assert len(letters("conversation_declined")) == 1
    with pytest.raises(booking.DeclinedBefore):
        booked(wanted, sam)
    assert booked(wanted, person("Kim")).state == "HELD"


def test_ones_own_time_and_a_time_that_is_over_cannot_be_booked() -> None:
    one = ada()
    with pytest.raises(booking.OwnSlot):
        booked(slot(one), one.user)
    with pytest.raises(offering.SlotIsTaken):
        booked(slot(one, days=-1), person())


def test_a_time_that_somebody_holds_is_not_taken_back() -> None:
    one = ada()
    wanted = slot(one)
    talk = booked(wanted, person("Sam"))
    with pytest.raises(offering.SlotIsTaken):
        take_back(wanted.uuid, by=one.user, now=NOW)
    decline(talk.uuid, by=one.user, now=NOW)
    take_back(wanted.uuid, by=one.user, now=NOW)
    assert not Slot.objects.exists()
    with pytest.raises(Slot.DoesNotExist):
        take_back(slot(one).uuid, by=person(), now=NOW)


def test_calling_the_meeting_off_calls_the_conversation_off_and_frees_the_time() -> None:
    one, sam = ada(), person("Sam")
    wanted = slot(one)
    meeting = confirm(booked(wanted, sam).uuid, by=one.user, now=NOW)
    call_off(meeting.uuid, by=sam, now=NOW)
    assert Conversation.objects.get().state == "CANCELLED"
    assert Meeting.objects.get().state == "CANCELLED"
    assert Slot.objects.all().free(NOW).get() == wanted
    assert booked(wanted, sam).held_until == NOW + timedelta(hours=48)


def test_a_time_in_a_break_of_the_mentor_is_neither_found_nor_booked() -> None:
    one = slot(ada())
    for until, free in ((NOW.date() + 9 * DAY, False), (NOW.date() + 8 * DAY, True)):
        Mentor.objects.filter(user=one.mentor).update(paused_until=until)
        assert Slot.objects.free(NOW).exists() is free
        if not free:
            with pytest.raises(booking.MentorIsAway):
                booked(one, person())
    assert booked(one, person()).state == Conversation.State.HELD
