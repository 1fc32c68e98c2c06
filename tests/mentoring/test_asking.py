"""A person asks a mentor directly: three at a time, with reasons, and by the rules of all proposals."""

import pytest

from mentoring.asking import AskedEnough, ask, open_requests
from mentoring.models import Match, Mentee
from mentoring.people.keeping import mentor_of
from mentoring.proposing import AlreadyAPair, MentorHasNoPlace, MentorIsPaused, OneAndTheSame
from notifications.models import Message
from tests.mentoring.world import DAY, GOAL, NOW, match_of, mentee, mentor, page, person, signed_in
from tests.planning.world import assessment_of, goal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_three_may_be_asked_at_a_time_and_an_answer_frees_a_turn() -> None:
    sam = mentee(wanted=3).user
    pairs = [ask(sam, mentor(), message="Please", now=NOW) for _ in range(3)]
    with pytest.raises(AskedEnough):
        ask(sam, mentor(), message="Please", now=NOW)
    assert open_requests(sam) == 3
    pairs[0].move_to(Match.State.WITHDRAWN, now=NOW)
    pairs[0].save()
    ask(sam, mentor(), message="Please", now=NOW)


def test_proposals_of_programmes_do_not_count_as_asked() -> None:
    sam = mentee(wanted=3).user
    for _ in range(4):
        match_of(sam, mentor().user, origin=Match.Origin.ROUND)
    assert ask(sam, mentor(), message="Please", now=NOW).state == Match.State.PROPOSED


def test_who_asks_is_told_why_it_cannot_be() -> None:
    sam = mentee().user
    with pytest.raises(OneAndTheSame):
        ask(sam, mentor(sam), message="Me", now=NOW)
    with pytest.raises(MentorIsPaused):
        ask(sam, mentor(paused_until=(NOW + DAY).date()), message="Please", now=NOW)
    full = mentor(places=1)
    match_of(person(), full.user, Match.State.ACTIVE)
    with pytest.raises(MentorHasNoPlace):
        ask(sam, full, message="Please", now=NOW)
    once = mentor()
    ask(sam, once, message="Please", now=NOW)
    with pytest.raises(AlreadyAPair):
        ask(sam, once, message="Again", now=NOW)


def test_the_mentor_reads_reasons_that_add_up() -> None:
    sam = mentee(gaps={"user-focus": (1, 3)}, goal=GOAL, times=("MON_AM",)).user
    kim = mentor(skills={"user-focus": 3}, job=GOAL, times=("MON_AM", "FRI_PM"))
    pair = ask(sam, kim, message="Please", now=NOW)
    points = {one["term"]: one["points"] for one in pair.reasons}
    assert (points["gaps"], points["goal"], points["times"]) == (50, 15, 2)
    assert pair.points == sum(points.values())
    assert Message.objects.filter(letter="mentoring.proposed", about_id=pair.pk).exists()


def test_who_never_said_what_they_look_for_asks_with_goal_and_gaps_of_the_assessment() -> None:
    sam = person()
    assessment_of(sam, goal=goal())
    ask(sam, mentor(), message="Please", now=NOW)
    made = Mentee.objects.get(user=sam)
    assert made.goal == goal()
    assert made.gaps.count() > 3


def test_a_mentor_is_found_and_asked_on_their_page() -> None:
    sam, kim = mentee(gaps={"user-focus": (1, 3)}).user, mentor(person("Kim Lee"), skills={"user-focus": 3})
    client = signed_in(sam)
    html = page(client, f"/mentors/{kim.uuid}/")
    assert "1 of your 1 gap is among them" in html
    assert "Can help with User focus from awareness to practitioner" in html
    assert "Write a few words" in client.post(f"/mentors/{kim.uuid}/", {"message": " "}).content.decode()
    html = client.post(f"/mentors/{kim.uuid}/", {"message": "I admire your work"}, follow=True).content.decode()
    assert "Your request is with Kim Lee" in html
    assert Match.objects.get(mentee=sam).message == "I admire your work"
    assert "waits for their answer" in page(client, f"/mentors/{kim.uuid}/")


def test_a_refusal_keeps_the_message() -> None:
    sam, kim = mentee().user, mentor()
    match_of(person(), kim.user, Match.State.ACTIVE)
    html = signed_in(sam).post(f"/mentors/{kim.uuid}/", {"message": "A long letter"}).content.decode()
    assert "no place free" in html
    assert "A long letter" in html


def test_who_is_in_no_directory_is_found_by_nobody() -> None:
    kim = mentor(is_listed=False)
    client = signed_in(person())
    assert client.get(f"/mentors/{kim.uuid}/").status_code == 404
    assert client.post(f"/mentors/{kim.uuid}/", {"message": "Please"}).status_code == 404
    assert page(signed_in(kim.user), f"/mentors/{kim.uuid}/")
    assert mentor_of(kim.user) == kim
