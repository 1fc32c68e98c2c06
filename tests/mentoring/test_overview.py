"""The numbers of a programme, each with the list behind it; nothing of what people wrote or said."""

import csv
import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Programme
from mentoring.meetings.holding import answer_questions, keep_note, record_held
from mentoring.models import Match, Meeting
from mentoring.overview import mentors_of, numbers_of
from notifications.models import Message
from tests.mentoring.pairs import HOUR_LONG, agreed, client_of, letters
from tests.mentoring.world import DAY, NOW, match_of, mentor, person, programme, round_of, staff
from tests.mentoring.world import page as page_of

pytestmark = pytest.mark.django_db
CANARY = "Quetzal"


@pytest.fixture
def ours(at_now: object) -> Programme:
    """Two pairs that meet, one proposal that waits, one declined; and another programme's."""
    made, other = programme("Ours"), programme("Theirs")
    ada = mentor(person("Ada"), places=3).user
    bea = mentor(person("Bea")).user
    of = round_of(made)
    for number, state in enumerate(("ACTIVE", "DORMANT")):
        us = match_of(person(), ada, state, programme=made, round=of, answered_at=NOW + (1 + number) * DAY)
        record_held(us, NOW - DAY, HOUR_LONG, by=ada, now=NOW)
    match_of(person(), bea, programme=made, proposed_at=NOW - 4 * DAY)
    match_of(person(), bea, "DECLINED", programme=made, answered_at=NOW + 3 * DAY)
    match_of(person(CANARY), mentor(person(CANARY)).user, "ACTIVE", programme=other)
    return made


@pytest.fixture
def team(ours: Programme) -> Client:
    return client_of(staff(ours))


def test_numbers_count_what_is_there_and_rounds_apart(ours: Programme) -> None:
    numbers = numbers_of(ours)
    assert {name: number for name, number in numbers.pairs.items() if number} == {
        "ALL": 4, "ACTIVE": 2, "PROPOSED": 1, "DECLINED": 1, "ANSWERED": 3, "UNANSWERED": 1, "GOES_ON": 2,
    }  # fmt: skip
    assert (numbers.held, numbers.hours, numbers.days_to_answer) == (2, 2, 2.0)
    assert numbers_of(ours, ours.rounds.get()).pairs["ALL"] == 2


def test_each_number_leads_to_as_many_rows(ours: Programme, team: Client) -> None:
    page = page_of(team, f"/staff/mentoring/programmes/{ours.slug}/")
    stats = re.findall(r'app-stat__number">(\d+)</span> .*?<a href="(.*?)">', page)
    assert len(stats) > 12
    for number, address in stats:
        heading = re.search(r"<h1[^>]*>(?:[^<]*: )?(\d+)", page_of(team, html.unescape(address)))
        assert heading is not None
        assert heading[1] == number, address
    assert CANARY not in page


def test_notes_agendas_and_few_answers_stay_with_those_who_gave_them(ours: Programme, team: Client) -> None:
    meeting = Meeting.objects.all()[0]
    keep_note(meeting.uuid, note=CANARY, by=meeting.mentee, now=NOW)
    Meeting.objects.update(agenda=CANARY)
    answer_questions(meeting.uuid, useful=4, forward=4, by=meeting.mentee, now=NOW)
    assert numbers_of(ours).answers[0].counts is None
    for name in ("", "pairs/", "mentors/", "meetings/", "meetings/?csv=yes"):
        answer = team.get(f"/staff/mentoring/programmes/{ours.slug}/{name}")
        assert CANARY not in answer.content.decode(), name


def test_answers_of_five_people_are_counted(ours: Programme) -> None:
    for _ in range(4):
        us = match_of(person(), person(), "ACTIVE", programme=ours)
        record_held(us, NOW - DAY, HOUR_LONG, by=us.mentor, now=NOW)
    for number, meeting in enumerate(Meeting.objects.all().order_by("pk")[:5]):
        answer_questions(meeting.uuid, useful=4 if number else 1, forward=3, by=meeting.mentee, now=NOW)
    useful, forward = numbers_of(ours).answers
    assert useful.counts == [("Yes", 4), ("Mostly", 0), ("A little", 0), ("No", 1)]
    assert forward.counts == [("Yes", 0), ("Mostly", 5), ("A little", 0), ("No", 0)]


def test_slow_mentors_are_those_who_let_proposals_wait(ours: Programme, team: Client) -> None:
    address = f"/staff/mentoring/programmes/{ours.slug}/mentors/"
    slow, room = (page_of(team, f"{address}?only={only}") for only in ("SLOW", "ROOM"))
    assert (">Bea</th>" in slow, ">Ada</th>" in slow, "1 late" in slow) == (True, False, True)
    assert (">Bea</th>" in room, ">Ada</th>" in room) == (False, True)
    ada, bea = mentors_of(ours, None, NOW).order_by("name")
    assert (ada.live, ada.places, ada.held, bea.late, bea.declined) == (2, 3, 2, 1, 1)


def test_nobody_is_slow_to_answer_a_letter_that_the_team_still_holds(ours: Programme, team: Client) -> None:
    pair = Match.objects.get(programme=ours, state="PROPOSED")
    Message.objects.create(
        letter="mentoring.proposed", about_id=pair.pk, key="held", due_at=NOW, state="HELD", prewritten=True
    )
    for name, query in (("mentors", "only=SLOW"), ("pairs", "late=on")):
        assert "Bea</" not in page_of(team, f"/staff/mentoring/programmes/{ours.slug}/{name}/?{query}")


def test_the_file_has_what_is_on_the_screen_and_is_noted(ours: Programme, team: Client) -> None:
    address = f"/staff/mentoring/programmes/{ours.slug}/pairs/?state=ACTIVE&csv=yes"
    assert team.get(address).status_code == 302  # they are asked who they are once more
    team.post("/account/reauthenticate/", {"password": "three quiet otters"})
    rows = list(csv.DictReader(team.get(address).content.decode("utf-8-sig").splitlines()))
    assert [row["Mentor"] for row in rows] == ["Ada", "Ada"]
    assert AuditEntry.objects.get(action="mentoring.pairs_exported").detail == {"rows": 2}


def test_another_programmes_team_finds_nothing(ours: Programme) -> None:
    stranger = client_of(staff())
    for name in ("", "pairs/", "mentors/", "meetings/"):
        assert stranger.get(f"/staff/mentoring/programmes/{ours.slug}/{name}").status_code == 404


def test_who_runs_no_programme_is_led_to_no_page_that_is_closed_to_them(ours: Programme, team: Client) -> None:
    links = ("/staff/mentoring/rounds/", "/staff/mentoring/concerns/")
    page = page_of(team, "/staff/mentoring/?q=nothing+like+it")
    assert all(f'href="{link}"' in page and team.get(link).status_code == 200 for link in links)
    nobody = client_of(person())
    page = page_of(nobody, "/staff/mentoring/")
    assert "You run no programme" in page
    assert not any(f'href="{link}"' in page for link in links)
    assert [nobody.get(link).status_code for link in links] == [403, 403]


def test_lists_cost_as_many_queries_for_many_as_for_few(ours: Programme, team: Client) -> None:
    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            team.get(f"/staff/mentoring/programmes/{ours.slug}/{name}")
        return len(queries)

    names = ("", "pairs/", "mentors/", "meetings/")
    few = [asked(name) for name in names]  # the first warms what a process reads once
    few = [asked(name) for name in names]
    for number in range(6):
        us = match_of(person(), person(), "ACTIVE", programme=ours)
        agreed(us, NOW + timedelta(days=number + 2))
    assert [asked(name) for name in names] == few


def test_last_met_is_when_people_met_and_not_when_the_mentor_accepted(ours: Programme, team: Client) -> None:
    match_of(person("Cleo"), mentor(person("Cass")).user, "ACCEPTED", programme=ours, answered_at=NOW, met_at=NOW)
    address = f"/staff/mentoring/programmes/{ours.slug}/pairs/"
    shown = page_of(team, f"{address}?state=ACCEPTED")
    assert "Cleo" in shown and shown.count("<td></td></tr>") == 1, "they have not met"
    assert page_of(team, f"{address}?state=ACTIVE").count(f"<td>{NOW - DAY:%-d %b %Y}</td></tr>") == 2


def test_quick_answers_and_a_made_up_round_are_told_in_plain_words(ours: Programme, team: Client) -> None:
    page = page_of(team, f"/staff/mentoring/programmes/{ours.slug}/?round=x")
    assert "Choose a round of this programme" in page and "UUID" not in page
    Match.objects.filter(answered_at__isnull=False).update(answered_at=F("proposed_at"))
    assert "did so within a day" in page_of(team, f"/staff/mentoring/programmes/{ours.slug}/")


def write(team: Client, ours: Programme, query: str, **typed: str) -> str:
    given = {"audience": "MENTORS", "subject": "Hello", "text": "Come to our evening", **typed}
    answer = team.post(f"/staff/mentoring/programmes/{ours.slug}/pairs/write/{query}", given)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_a_letter_goes_to_exactly_the_people_of_the_list_and_is_held(ours: Programme, team: Client) -> None:
    page = page_of(team, f"/staff/mentoring/programmes/{ours.slug}/pairs/write/?to=all&state=ACTIVE")
    assert "The mentors: 1 person" in page
    assert "Both: 3 people" in page
    told = re.search(r'name="expected" value="(.*?)"', page)
    assert told is not None
    assert not write(team, ours, "?to=all&state=ACTIVE", audience="BOTH", expected=told[1])
    held = letters("team_letter")
    assert {(one.state, one.scope) for one in held} == {("HELD", ours.scope)}
    assert len({one.to for one in held}) == 3
    assert "Come to our evening" in held[0].text


def test_choosing_nobody_is_nobody_and_a_list_that_changed_is_shown_again(ours: Programme, team: Client) -> None:
    assert "goes to nobody" in write(team, ours, "", expected="MENTORS:0")
    assert "The list has changed" in write(team, ours, "?to=all", expected="MENTORS:5")
    assert not letters("team_letter")


def test_ticked_pairs_of_another_programme_are_not_written_to(ours: Programme, team: Client) -> None:
    theirs = Match.objects.exclude(programme=ours).get()
    assert "goes to nobody" in write(team, ours, f"?pair={theirs.uuid}&pair=x", expected="MENTORS:1")
