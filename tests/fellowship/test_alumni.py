"""After the year: found by consent, invited and asked by exact, held letters, counted from five."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.written_letters import ListHasChanged
from fellowship import alumni
from fellowship.models import AlumniEntry, AlumniSurvey, Cohort, Fellow
from mentoring.models import Mentor
from notifications.models import Message
from tests.fellowship.world import NOW, cohort, fellow, in_team, person

pytestmark = pytest.mark.django_db
ENTRY = {"job": "Chief nurse", "ask_me": "Rotas", "shows_email": False}
SAID = {"project_runs": "YES", "works_in_digital": "MORE", "new_job": "", "words": "It grew.", "may_quote": False}


def finished(of: Cohort, count: int) -> list[Fellow]:
    return [fellow(of, state=Fellow.State.ALUMNI) for _ in range(count)]


def test_nobody_is_in_the_directory_without_saying_so_and_who_leaves_it_is_gone() -> None:
    ours = cohort()
    one, reader = finished(ours, 2)
    assert not alumni.directory_for(reader.user, now=NOW).exists()
    alumni.keep_entry(one, ENTRY, now=NOW)
    alumni.keep_entry(one, {**ENTRY, "job": "Director"}, now=NOW.replace(year=2029))
    entry = alumni.directory_for(reader.user, now=NOW).get()
    assert (entry.job, entry.consented_at) == ("Director", NOW)
    alumni.take_out(one)
    assert not AlumniEntry.objects.exists()


def test_the_directory_is_for_those_of_the_programme() -> None:
    ours = cohort()
    (one,) = finished(ours, 1)
    alumni.keep_entry(one, ENTRY, now=NOW)
    later = cohort(ours.programme)
    gone = fellow(later, state=Fellow.State.LEFT)
    theirs = cohort()
    for reader, may in (
        (fellow(later).user, True), (in_team(ours.programme), True), (gone.user, False), (fellow(theirs).user, False),
        (in_team(theirs.programme), False), (person(), False),
    ):  # fmt: skip
        assert alumni.directory_for(reader, now=NOW).exists() is may


def test_only_who_finished_may_be_in_it() -> None:
    with pytest.raises(alumni.NotFinished):
        alumni.keep_entry(fellow(), ENTRY, now=NOW)


def test_an_invitation_to_mentor_is_held_once_and_not_for_mentors() -> None:
    ours = cohort()
    admin, people = in_team(ours.programme), finished(ours, 3)
    Mentor.objects.create(user=people[0].user)
    with pytest.raises(ListHasChanged):
        alumni.invite_to_mentor(ours, people, expected=2, actor=admin, now=NOW)
    assert alumni.invite_to_mentor(ours, people, expected=3, actor=admin, now=NOW) == 2
    with pytest.raises(alumni.NobodyToAsk):
        alumni.invite_to_mentor(ours, people, expected=3, actor=admin, now=NOW)
    assert Message.objects.filter(state=Message.State.HELD).count() == 2


def test_a_survey_is_asked_once_a_year() -> None:
    ours = cohort()
    admin, people = in_team(ours.programme), finished(ours, 2)
    assert alumni.ask_survey(ours, people[:1], year=2028, expected=1, actor=admin, now=NOW) == 1
    assert alumni.ask_survey(ours, people, year=2028, expected=2, actor=admin, now=NOW) == 1
    assert alumni.ask_survey(ours, people, year=2029, expected=2, actor=admin, now=NOW) == 2
    assert "/survey/2029/" in Message.objects.order_by("pk").last().text  # type: ignore[union-attr]


def test_answers_are_counted_from_five_and_words_quoted_with_consent() -> None:
    ours = cohort()
    people = finished(ours, 6)
    alumni.ask_survey(ours, people, year=2028, expected=6, actor=in_team(ours.programme), now=NOW)
    surveys = list(AlumniSurvey.objects.order_by("pk"))
    for survey in surveys[:4]:
        alumni.answer_survey(survey.pk, SAID, now=NOW)
    (found,) = alumni.answers_of(ours)
    assert (found.asked, found.answered, found.still_runs, found.quotes) == (6, 4, None, ())
    alumni.answer_survey(surveys[4].pk, {**SAID, "project_runs": "NO", "may_quote": True}, now=NOW)
    (found,) = alumni.answers_of(ours)
    assert (found.answered, found.still_runs, found.in_digital, found.quotes) == (5, 4, 5, ("It grew.",))


def test_a_fellow_who_finished_answers_and_enters_the_directory_on_their_pages(client: Client) -> None:
    ours = cohort()
    one, other = finished(ours, 2)
    AlumniSurvey.objects.create(fellow=one, year=2028, asked_at=NOW)
    client.force_login(one.user)
    survey = reverse("fellowship:alumni_survey", args=[one.uuid, 2028])
    assert "Choose whether it still runs" in client.post(survey, {"words": "Kept"}).content.decode()
    assert client.post(survey, {"project_runs": "NO", "works_in_digital": "NO"}).status_code == 302
    entry = reverse("fellowship:alumni_entry", args=[one.uuid])
    assert "Tick this" in client.post(entry, {"job": "Nurse"}).content.decode()
    assert client.post(entry, {"job": "Nurse", "consent": "on"}).status_code == 302
    assert "Nurse" in client.get(reverse("fellowship:alumni_directory")).content.decode()
    assert client.post(entry, {"out": "yes"}).status_code == 302
    assert not AlumniEntry.objects.exists()
    client.force_login(other.user)
    assert client.get(survey).status_code == client.get(entry).status_code == 404


def test_the_team_asks_exactly_those_ticked(client: Client) -> None:
    ours = cohort()
    people = finished(ours, 3)
    client.force_login(in_team(ours.programme))
    ask = reverse("fellowship:alumni_ask", args=[ours.uuid, "survey"])
    assert "goes to nobody" in client.post(ask, {"expected": "0"}).content.decode()
    ticked = f"{ask}?fellow={people[0].uuid}"
    assert client.post(ticked, {"expected": "1"}).status_code == 302
    assert AlumniSurvey.objects.get().fellow == people[0]
    assert client.get(reverse("fellowship:alumni_ask", args=[ours.uuid, "other"])).status_code == 404
    page = reverse("fellowship:alumni_list", args=[ours.uuid])
    assert "Finished: 2" in client.get(page, {"survey": "none"}).content.decode()
