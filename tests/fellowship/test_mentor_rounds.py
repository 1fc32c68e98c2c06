"""The mentor round of a cohort: made whole in one go, with letters held, and only once."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from fellowship import mentor_rounds
from fellowship.mentor_rounds import ALL, OURS, numbers
from fellowship.models import Cohort, Fellow
from mentoring.models import Mentee, Mentor, Participant, Run
from notifications.models import Message
from tests.fellowship.world import NOW, cohort, fellow, in_team, person

pytestmark = pytest.mark.django_db


def mentor(is_listed: bool = True, user: User | None = None) -> User:
    user = user or person()
    Mentor.objects.create(user=user, is_listed=is_listed)
    return user


def a_cohort() -> tuple[Cohort, User, list[Fellow]]:
    ours = cohort(state="RUNNING")
    return ours, in_team(ours.programme), [fellow(ours) for _ in range(3)]


def test_which_mentors_come_in() -> None:
    ours, _, people = a_cohort()
    before = fellow(cohort(ours.programme), state=Fellow.State.ALUMNI)
    alumnus, stranger = mentor(is_listed=False, user=before.user), mentor()
    mentor(is_listed=False)
    mentor(user=people[0].user)  # a fellow of the cohort itself
    assert set(mentor_rounds.mentors_for(ours, OURS, now=NOW)) == {alumnus}
    assert set(mentor_rounds.mentors_for(ours, ALL, now=NOW)) == {alumnus, stranger}


def test_a_round_is_made_with_everybody_in_it_and_its_run_begun() -> None:
    ours, admin, people = a_cohort()
    Fellow.objects.filter(pk=people[2].pk).update(state=Fellow.State.PAUSED)
    mentor()
    made = mentor_rounds.begin_round(ours, which=ALL, expected=numbers(2, 1), actor=admin, now=NOW)
    ours.refresh_from_db()
    assert ours.mentor_round == made.round
    sides = list(made.round.participants.values_list("side", flat=True))
    assert (sides.count("MENTEE"), sides.count("MENTOR")) == (2, 1)
    assert Run.objects.get().state == Run.State.QUEUED
    assert Mentee.objects.filter(user__in=[people[0].user, people[1].user]).count() == 2
    assert made.held == Message.objects.filter(state=Message.State.HELD).count() == 3
    with pytest.raises(mentor_rounds.RoundIsThere):
        mentor_rounds.begin_round(ours, which=ALL, expected=numbers(2, 1), actor=admin, now=NOW)


def test_what_a_fellow_has_said_stays() -> None:
    ours, admin, people = a_cohort()
    Mentee.objects.create(user=people[0].user, hopes="Board papers")
    mentor()
    mentor_rounds.begin_round(ours, which=ALL, expected=numbers(3, 1), actor=admin, now=NOW)
    assert Mentee.objects.get(user=people[0].user).hopes == "Board papers"


def test_other_numbers_than_those_shown_make_nothing() -> None:
    ours, admin, _ = a_cohort()
    with pytest.raises(mentor_rounds.NobodyThere):
        mentor_rounds.begin_round(ours, which=ALL, expected=numbers(3, 0), actor=admin, now=NOW)
    mentor()
    mentor()
    with pytest.raises(mentor_rounds.PeopleHaveChanged):
        mentor_rounds.begin_round(ours, which=ALL, expected=numbers(3, 1), actor=admin, now=NOW)
    assert not Participant.objects.exists() and not Mentee.objects.exists()


def test_two_clicks_lead_to_the_run(client: Client) -> None:
    ours, admin, _ = a_cohort()
    mentor()
    client.force_login(admin)
    page = reverse("fellowship:mentor_round", args=[ours.uuid])
    text = client.get(page).content.decode()
    assert "directory of mentors: 1" in text and 'value="OURS:3-0,ALL:3-1"' in text
    answer = client.post(page, {"which": "ALL", "expected": "OURS:3-0,ALL:3-1"})
    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("mentoring:run_detail", args=[run.round.uuid, 1])
    assert run.round.name in client.get(page).content.decode()
