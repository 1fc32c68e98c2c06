"""Pages of projects: the fellow writes, adviser and team read and comment, others find nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ProgrammeRole
from fellowship.models import Project, ProjectDocument
from fellowship.projects import keeping
from tests.fellowship.projects.world import LATER, TODAY, measure, with_project
from tests.fellowship.world import cohort, fellow, in_team

pytestmark = pytest.mark.django_db


def at(name: str, project: Project, *more: object) -> str:
    return reverse(f"fellowship:{name}", args=[project.fellow.uuid, *more])


def test_who_reads_a_project_and_who_writes_it(client: Client) -> None:
    project, adviser = with_project()
    ours = project.fellow.cohort
    readers = (project.fellow.user, adviser, in_team(ours.programme))
    strangers = (
        fellow(ours).user, in_team(ours.programme, ProgrammeRole.Role.REVIEWER),
        in_team(ours.programme, ProgrammeRole.Role.FACILITATOR), in_team(cohort().programme),
    )  # fmt: skip
    for user in (*readers, *strangers):
        client.force_login(user)
        assert client.get(at("project", project)).status_code == (200 if user in readers else 404)
        writes = client.get(at("measure_add", project)).status_code
        assert writes == (200 if user == project.fellow.user else 404)


def test_a_fellow_begins_a_project_and_adds_to_it(client: Client) -> None:
    one = fellow()
    client.force_login(one.user)
    page = reverse("fellowship:project", args=[one.uuid])
    assert "Begin my project" in client.get(page).content.decode()
    assert client.post(page, {"text": "x"}).status_code == 404
    about = reverse("fellowship:project_edit", args=[one.uuid])
    assert "Enter a title" in client.post(about, {"title": "", "aim": "y"}).content.decode()
    assert client.post(about, {"title": "Fewer letters", "aim": "Half"}).status_code == 302
    project = one.project
    given = {"name": "Letters", "unit": "", "baseline": "40", "target": "40"}
    assert "must differ" in client.post(at("measure_add", project), given).content.decode()
    assert client.post(at("measure_add", project), {**given, "target": "20"}).status_code == 302
    kept = project.measures.get()
    today = timezone.localdate()
    reading = {"on_day": today.day, "on_month": today.month, "on_year": today.year, "value": "30.5"}
    assert client.post(at("reading_add", project, kept.pk), reading).status_code == 302
    milestone = {"title": "Pilot", "due_on_day": 1, "due_on_month": 2, "due_on_year": 2020}
    assert client.post(at("milestone_add", project), milestone).status_code == 302
    risk = {"text": "No nurse", "likelihood": "3", "impact": "2", "answer": ""}
    assert client.post(at("risk_add", project), risk).status_code == 302
    update = {"done": "Began", "coming": "More", "in_the_way": ""}
    assert client.post(at("update_edit", project, today.year, today.month), update).status_code == 302
    page_text = client.get(page).content.decode()
    for words in ("30.5", "Late", "No nurse", "Began", "48% of the way"):
        assert words in page_text


def test_documents_come_back_as_downloads_under_our_own_names(client: Client) -> None:
    project, adviser = with_project()
    client.force_login(project.fellow.user)
    sent = {"name": "Plan", "file": SimpleUploadedFile("../../evil.html", b"<script>")}
    assert "PDF files" in client.post(at("document_add", project), sent).content.decode()
    sent = {"name": "Plan", "file": SimpleUploadedFile("evil.html", b"%PDF-1.7")}
    assert client.post(at("document_add", project), sent).status_code == 302
    kept = ProjectDocument.objects.get()
    client.force_login(adviser)
    answer = client.get(at("document", project, kept.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="project-document-{kept.pk}.pdf"'
    other, _ = with_project()
    assert client.get(at("document", other, kept.pk)).status_code == 404


def test_parts_are_taken_out_of_ones_own_project_only(client: Client) -> None:
    project, _ = with_project()
    other, _ = with_project()
    theirs = measure(other)
    client.force_login(project.fellow.user)
    assert client.post(at("part_remove", project, "measures", theirs.pk)).status_code == 302
    assert other.measures.exists()
    mine = measure(project)
    client.post(at("part_remove", project, "measures", mine.pk))
    assert not project.measures.exists()
    assert client.post(at("part_remove", project, "fellows", 1)).status_code == 404


def test_a_month_that_is_not_open_is_not_there(client: Client) -> None:
    project, _ = with_project()
    client.force_login(project.fellow.user)
    for year, month in ((1999, 1), (2027, 13), (9999, 1)):
        assert client.get(at("update_edit", project, year, month)).status_code == 404


def test_the_list_of_projects_counts_late_milestones_with_few_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    ours = cohort()
    for title in ("One", "Two", "Three"):
        project, _ = with_project(ours, title)
        for day in (1, 2):
            keeping.save_milestone(
                project.milestones.model(project=project), {"title": "x", "due_on": date(2020, 1, day), "done_on": None}
            )
        keeping.save_risk(
            project.risks.model(project=project),
            {"text": "x", "likelihood": 1, "impact": 1, "answer": "", "closed_on": None},
        )
        keeping.write_update(
            project, date(2027, 10, 1), {"done": "x", "coming": "y", "in_the_way": ""}, now=LATER, today=TODAY
        )
    fellow(ours)
    client.force_login(in_team(ours.programme))
    page = reverse("fellowship:project_list", args=[ours.uuid])
    client.get(page)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        text = client.get(page).content.decode()
    assert text.count("2 late") == 3 and "Not begun" in text and "October 2027" in text
    assert "Projects: 1" in client.get(page, {"state": "none"}).content.decode()
    assert "Projects: 3" in client.get(page, {"state": "late"}).content.decode()
