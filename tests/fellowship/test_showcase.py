"""The showcase: public pages of projects that fellows offer and the team has read, and nothing else of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from fellowship import showcase
from fellowship.models import Cohort, ProgrammePage, Project, Showcase
from fellowship.projects import keeping, showing
from tests.fellowship.projects.world import LATER, TODAY, measure, with_project
from tests.fellowship.world import NOW, cohort, in_team

pytestmark = pytest.mark.django_db
WORDS = {"title": "Our projects", "intro": "", "event": None}


def shown(of: Cohort, title: str) -> Project:
    project, _ = with_project(of, title)
    showing.offer(project, summary=f"{title}: we halved it.", is_offered=True, now=LATER)
    return showing.publish(project, is_public=True, actor=in_team(of.programme), now=LATER)


def page_of(of: Cohort) -> str:
    return reverse("fellowship:showcase", args=[of.programme.slug, of.slug])


def test_a_page_without_a_project_is_not_made_public() -> None:
    ours = cohort()
    admin = in_team(ours.programme)
    with pytest.raises(showcase.NothingToShow):
        showcase.save_showcase(ours, WORDS, is_public=True, actor=admin, now=NOW)
    shown(ours, "Fewer letters")
    assert showcase.save_showcase(ours, WORDS, is_public=True, actor=admin, now=NOW).published_at == NOW
    assert showcase.save_showcase(ours, WORDS, is_public=False, actor=admin, now=NOW).published_at is None


def test_everybody_reads_the_summary_and_the_measures_and_nothing_else(client: Client) -> None:
    ours = cohort(state="RUNNING")
    project = shown(ours, "Fewer letters")
    hidden, _ = with_project(ours, "Secret project")
    showing.offer(hidden, summary="Not read yet.", is_offered=True, now=LATER)
    one = measure(project)
    keeping.read_measure(one, on=TODAY, value=Decimal(30), today=TODAY)
    keeping.comment(project, text="Between us", author=project.fellow.user, now=LATER)
    page = page_of(ours)
    assert client.get(page).status_code == 404
    showcase.save_showcase(ours, WORDS, is_public=True, actor=in_team(ours.programme), now=NOW)
    text = client.get(page).content.decode()
    assert "Fewer letters" in text and "Secret project" not in text
    where = reverse("fellowship:showcase_project", args=[ours.programme.slug, ours.slug, project.slug])
    text = client.get(where).content.decode()
    assert "we halved it" in text and "50% of the way" in text
    assert "Between us" not in text and project.aim not in text and project.fellow.user.email not in text
    there = reverse("fellowship:showcase_project", args=[ours.programme.slug, ours.slug, hidden.slug])
    assert client.get(there).status_code == 404
    showing.offer(project, summary=project.summary, is_offered=False, now=LATER)
    assert client.get(where).status_code == 404


def test_the_programme_and_the_sitemap_lead_to_it(client: Client) -> None:
    ours = cohort(state="FINISHED")
    ProgrammePage.objects.create(programme=ours.programme, is_public=True)
    shown(ours, "Fewer letters")
    page, programme = page_of(ours), reverse("fellowship:programme", args=[ours.programme.slug])
    assert page not in client.get(programme).content.decode() + client.get("/sitemap.xml").content.decode()
    showcase.save_showcase(ours, WORDS, is_public=True, actor=in_team(ours.programme), now=NOW)
    assert page in client.get(programme).content.decode()
    assert page in client.get("/sitemap.xml", {"again": "1"}).content.decode()


def test_a_project_is_not_found_under_another_cohort(client: Client) -> None:
    ours, theirs = cohort(state="RUNNING"), cohort(state="RUNNING")
    project = shown(ours, "Fewer letters")
    shown(theirs, "More time")
    for of in (ours, theirs):
        showcase.save_showcase(of, WORDS, is_public=True, actor=in_team(of.programme), now=NOW)
    where = reverse("fellowship:showcase_project", args=[theirs.programme.slug, theirs.slug, project.slug])
    assert client.get(where).status_code == 404


def test_the_event_is_one_of_the_programme_that_everybody_may_see() -> None:
    ours, theirs = cohort(), cohort()
    given = {
        "summary": "x", "kind": "SHOWCASE", "mode": "ONLINE", "starts_at": LATER, "state": "PUBLISHED",
        "ends_at": LATER + timedelta(hours=2),
    }  # fmt: skip
    mine = Event.objects.create(title="Mine", slug="mine", programme=ours.programme, **given)
    Event.objects.create(title="Theirs", slug="theirs", programme=theirs.programme, **given)
    Event.objects.create(title="Invited", slug="invited", programme=ours.programme, audience="INVITED", **given)
    assert list(showcase.events_for(ours)) == [mine]


def test_the_team_publishes_from_the_page_of_the_showcase(client: Client) -> None:
    ours = cohort(state="RUNNING")
    project, adviser = with_project(ours)
    showing.offer(project, summary="We halved it.", is_offered=True, now=LATER)
    publish = reverse("fellowship:project_publish", args=[project.fellow.uuid])
    client.force_login(adviser)
    assert client.post(publish, {"show": "yes"}).status_code == 404
    client.force_login(in_team(ours.programme))
    edit = reverse("fellowship:showcase_edit", args=[ours.uuid])
    given = {"title": "Our projects", "is_public": "on"}
    assert "No project is shown yet" in client.post(edit, given).content.decode()
    assert client.post(publish, {"show": "yes"}).status_code == 302
    assert client.post(edit, given).status_code == 302
    assert Showcase.objects.get().published_at is not None
    client.post(publish, {"show": "no"})
    assert not Project.objects.shown().exists()
