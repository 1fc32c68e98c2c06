"""Pages of pairs, meetings and conversations: what they show to whom, what they do with bad input, what they cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from careers.models import Skill
from mentoring.conversations.booking import book_slot
from mentoring.ending import end_pair, give_feedback, tell_outcome
from mentoring.meetings.arranging import propose_times
from mentoring.meetings.holding import keep_note, record_held
from mentoring.models import Conversation, Match, Meeting, Mentee, Slot
from mentoring.progress import add_goal, add_step, say_progress
from tests.mentoring.pairs import HOUR_LONG, TUESDAY, agreed, client_of, pair
from tests.mentoring.world import DAY, NOW, level, mentee, mentor, page, person, programme, staff

pytestmark = pytest.mark.django_db
CANARY = "Quetzal"


@pytest.fixture(autouse=True)
def _clock(at_now: object) -> None:
    """Everything here happens at NOW."""


def test_a_note_is_on_no_page_but_its_writers_own() -> None:
    of = programme()
    us = pair(programme=of)
    meeting = agreed(us)
    keep_note(meeting.uuid, note=CANARY, by=us.mentee, now=NOW)
    address = f"/mentoring/meetings/{meeting.uuid}/"
    assert CANARY in page(client_of(us.mentee), address)
    assert CANARY not in page(client_of(us.mentor), address)
    assert CANARY not in page(client_of(us.mentor), f"{address}note/")
    for somebody in (staff(of), person(is_superuser=True)):
        assert client_of(somebody).get(address).status_code == 404
        assert client_of(somebody).get(f"/mentoring/pairs/{us.uuid}/").status_code == 404


@pytest.mark.parametrize("state", ["PROPOSED", "DECLINED", "LAPSED", "WITHDRAWN"])
def test_pairs_that_never_began_have_no_page(state: str) -> None:
    us = pair(state)
    assert client_of(us.mentor).get(f"/mentoring/pairs/{us.uuid}/").status_code == 404


def test_a_pair_that_has_ended_is_told_of_as_past_and_offers_no_next_meeting() -> None:
    us = pair("ENDED")
    theirs = page(client_of(us.mentor), f"/mentoring/pairs/{us.uuid}/")
    assert f"You mentored {us.mentee.name}" in theirs and "Next meeting" not in theirs
    assert "your former mentor" in page(client_of(us.mentee), f"/mentoring/pairs/{us.uuid}/")


def arrange(client: Client, us: Match, **typed: str) -> str:
    given = {
        "how": "PROPOSE", "day_1_day": "28", "day_1_month": "3", "day_1_year": "2027", "time_1": "10:00",
        "minutes": "60", "zone": "Europe/London", "agenda": "My application",
    }  # fmt: skip
    answer = client.post(f"/mentoring/pairs/{us.uuid}/meetings/add/", given | typed)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time_1": "01:30"}, "does not exist in the UK"),
        ({"time_1": "25:00"}, "Enter the time like 14:30"),
        ({"day_1_year": "2026"}, "That time has passed"),
        ({"day_1_year": "2029"}, "more than a year ahead"),
        (
            {"how": "BOOK", "day_2_day": "2", "day_2_month": "4", "day_2_year": "2027", "time_2": "9am"},
            "Enter one time",
        ),
        ({"day_2_day": "2", "day_2_month": "4", "day_2_year": "2027"}, "both the date and when it starts"),
        ({"minutes": "900"}, "Enter a number of minutes from 5 to 480"),
        ({"link": "javascript:alert(1)"}, "Enter a whole address"),
        ({"how": "HELD"}, "still to come"),
    ],
)
def test_bad_times_get_a_sentence_and_nothing_typed_is_lost(typed: dict[str, str], said: str) -> None:
    us = pair()
    shown = arrange(client_of(us.mentee), us, **typed)
    assert said in shown
    assert "My application" in shown
    assert not Meeting.objects.exists()


def test_a_time_that_comes_twice_is_taken_for_the_first_and_said_so() -> None:
    us = pair()
    client = client_of(us.mentee)
    autumn = {"how": "BOOK", "day_1_day": "31", "day_1_month": "10", "time_1": "01:30"}
    assert not arrange(client, us, **autumn)
    meeting = Meeting.objects.get()
    shown = page(client, f"/mentoring/meetings/{meeting.uuid}/")
    assert "We took the first" in shown
    assert "the first 01:30, before the clocks go back" in shown


def test_an_agenda_that_changed_meanwhile_is_shown_beside_what_was_typed() -> None:
    us = pair()
    meeting = agreed(us)
    address = f"/mentoring/meetings/{meeting.uuid}/agenda/"
    client_of(us.mentor).post(address, {"agenda": "Theirs", "seen": "My application"})
    answer = client_of(us.mentee).post(address, {"agenda": "Mine", "seen": "My application"}).content.decode()
    assert "The other one wrote in the agenda meanwhile" in answer
    assert "Theirs" in answer
    assert re.search(r"<textarea[^>]*>\s*Mine", answer)
    assert client_of(us.mentee).post(address, {"agenda": "Both", "seen": "Theirs"}).status_code == 302


def test_the_page_of_a_pair_costs_as_much_with_much_on_it() -> None:
    us = pair(programme=programme())
    Mentee.objects.filter(user=us.mentee).update(goal=level())
    skill = Skill.objects.get(slug="user-focus")

    def asked(user: User) -> int:
        client, address = client_of(user), f"/mentoring/pairs/{us.uuid}/"
        page(client, address)
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        return len(queries)

    def fill(number: int) -> None:
        for one in range(number):
            at = TUESDAY + one * DAY
            agreed(us, at)
            propose_times(us, [at + DAY, at + 2 * DAY], HOUR_LONG, agenda="", by=us.mentor, now=NOW)
            record_held(us, NOW - DAY, HOUR_LONG, by=us.mentor, now=NOW)
            add_goal(us.uuid, text=f"Goal {one}", by=us.mentee)
            add_step(us, text=f"Step {one}", whose="MENTEE", skill=skill, due_on=None, now=NOW)

    fill(1)
    say_progress(us.uuid, skill=skill, reached=2, by=us.mentor, now=NOW)
    few = asked(us.mentee)
    fill(4)
    assert asked(us.mentee) == few <= 15
    assert asked(us.mentor) <= 15
    end_pair(us.uuid, reason="GOAL_MET", by=us.mentee, now=NOW)
    give_feedback(us.uuid, worked=4, text="", thanks=CANARY, by=us.mentee, now=NOW)
    tell_outcome(us.uuid, text="A new job", may_tell=True, by=us.mentee, now=NOW)
    assert asked(us.mentor) <= 15
    told = page(client_of(us.mentor), f"/mentoring/pairs/{us.uuid}/")
    assert CANARY in told and "A new job" in told and level().role.name in told


def test_lists_of_conversations_cost_as_much_for_many_as_for_few() -> None:
    sam = mentee(person("Sam"), gaps={"user-focus": (1, 3)}).user
    ada = mentor(person("Ada"), skills={"user-focus": 4}).user
    names = ("", "mine/", "times/")

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client_of(ada if name else sam), f"/mentoring/conversations/{name}")
        return len(queries)

    def offer(number: int) -> None:
        for _ in range(number):
            other = mentor(person(), skills={"user-focus": 4}).user
            Slot.objects.create(mentor=other, starts_at=NOW + 9 * DAY)
            slot = Slot.objects.create(mentor=ada, starts_at=NOW + (9 + Slot.objects.count()) * DAY)
            book_slot(slot.uuid, mentee=person(), about="Hello", skills=[], now=NOW)

    offer(1)
    few = [asked(name) for name in names]
    few = [asked(name) for name in names]
    offer(5)
    assert [asked(name) for name in names] == few


def test_whoever_has_two_ahead_reads_why_they_cannot_book() -> None:
    sam = person("Sam")
    for _ in range(2):
        slot = Slot.objects.create(mentor=mentor(person()).user, starts_at=NOW + 9 * DAY)
        book_slot(slot.uuid, mentee=sam, about="Hello", skills=[], now=NOW)
    ada = mentor(person("Ada"))
    slot = Slot.objects.create(mentor=ada.user, starts_at=NOW + 9 * DAY, minutes=HOUR_LONG.minutes)
    client = client_of(sam)
    assert "two conversations ahead already" in page(client, f"/mentoring/conversations/with/{ada.uuid}/")
    answer = client.post(f"/mentoring/conversations/times/{slot.uuid}/book/", {"about": "Hello"}).content.decode()
    assert "two conversations ahead already" in answer
    assert Conversation.objects.filter(slot=slot).count() == 0
