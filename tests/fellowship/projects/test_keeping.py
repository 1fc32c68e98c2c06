"""What a fellow keeps of a project, and who hears of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from fellowship.models import Measure, Milestone, Project, ProjectUpdate
from fellowship.projects import keeping, showing
from notifications.delivery import deliver
from notifications.models import Message
from tests.fellowship.projects.world import LATER, TODAY, measure, with_project
from tests.fellowship.world import in_team

pytestmark = pytest.mark.django_db
SAID = {"done": "Ten clinics joined.", "coming": "Ten more.", "in_the_way": ""}


def test_the_address_of_a_project_is_made_from_its_first_title_and_stays() -> None:
    project, _ = with_project(title="Fewer missed letters")
    fields = {"title": "No missed letters", "aim": "None.", "sponsor": "", "sponsor_job": ""}
    again = keeping.save_project(project.fellow, fields, now=LATER, today=TODAY)
    assert (again.pk, again.title, again.slug) == (project.pk, "No missed letters", project.slug)
    assert project.slug.startswith("fewer-missed-letters-")


def test_a_title_without_letters_has_an_address_too() -> None:
    assert with_project(title="今")[0].slug.startswith("project-")


def test_a_target_differs_from_where_it_stands() -> None:
    project, _ = with_project()
    with pytest.raises(keeping.SameTarget):
        measure(project, 20, 20)


def test_there_is_an_end_to_what_a_project_keeps() -> None:
    project, _ = with_project()
    for _ in range(keeping.MOST_MEASURES):
        measure(project)
    with pytest.raises(keeping.Enough):
        measure(project)
    kept = Measure.objects.first()
    assert kept is not None
    assert keeping.save_measure(kept, {"name": "x", "unit": "", "baseline": 1, "target": 2}).name == "x"


def test_a_second_reading_of_a_day_replaces_the_first_and_none_is_of_tomorrow() -> None:
    project, _ = with_project()
    one = measure(project)
    for value in (35, 30):
        keeping.read_measure(one, on=TODAY, value=Decimal(value), today=TODAY)
    assert [reading.value for reading in one.readings.all()] == [30]
    with pytest.raises(keeping.DayIsAhead):
        keeping.read_measure(one, on=TODAY + timedelta(days=1), value=Decimal(1), today=TODAY)


def test_updates_are_for_months_since_the_project_began() -> None:
    project, _ = with_project()
    later = date(2027, 12, 3)
    assert keeping.months_open(project, later) == [date(2027, 12, 1), date(2027, 11, 1), date(2027, 10, 1)]
    for month in (date(2027, 9, 1), date(2028, 1, 1)):
        with pytest.raises(keeping.MonthIsOver):
            keeping.write_update(project, month, SAID, now=LATER, today=later)


def test_the_adviser_hears_once_of_an_update() -> None:
    project, adviser = with_project()
    for done in ("Ten clinics joined.", "Eleven clinics joined."):
        keeping.write_update(project, date(2027, 10, 1), {**SAID, "done": done}, now=LATER, today=TODAY)
    assert ProjectUpdate.objects.get().done == "Eleven clinics joined."
    message = Message.objects.get(letter="fellowship.update_written")
    deliver(message.pk, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.to) == ("SENT", adviser.email)


def test_the_fellow_hears_of_the_advisers_comment_and_the_adviser_of_the_fellows() -> None:
    project, adviser = with_project()
    for author, reader in ((adviser, project.fellow.user), (project.fellow.user, adviser)):
        said = keeping.comment(project, text="Well done", author=author, now=LATER)
        message = Message.objects.get(letter="fellowship.project_commented", about_id=said.pk)
        deliver(message.pk, now=LATER)
        message.refresh_from_db()
        assert (message.state, message.to) == ("SENT", reader.email)
        assert "Well done" not in message.text


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"GIF89a", b"%PDF-" + b"x" * 5_000_000])
def test_files_are_known_by_their_first_bytes_and_their_size(content: bytes) -> None:
    project, _ = with_project()
    with pytest.raises(keeping.NotAFileWeKeep):
        keeping.keep_document(project, name="Plan", content=content, now=LATER)


def test_a_document_is_kept_with_its_type() -> None:
    project, _ = with_project()
    kept = keeping.keep_document(project, name="Plan", content=b"%PDF-1.7 plan", now=LATER)
    assert (kept.kind, kept.size) == ("application/pdf", 13)


def test_milestones_change_and_are_reached() -> None:
    project, _ = with_project()
    one = keeping.save_milestone(Milestone(project=project), {"title": "Pilot", "due_on": TODAY, "done_on": None})
    keeping.save_milestone(one, {"title": "Pilot", "due_on": TODAY, "done_on": TODAY})
    assert project.milestones.get().done_on == TODAY


def test_a_project_is_shown_with_consent_and_words_and_taken_down_at_once() -> None:
    project, _ = with_project()
    admin = in_team(project.fellow.cohort.programme)
    with pytest.raises(showing.NotOffered):
        showing.publish(project, is_public=True, actor=admin, now=LATER)
    showing.offer(project, summary="We halved it.", is_offered=True, now=LATER)
    showing.publish(project, is_public=True, actor=admin, now=LATER)
    assert Project.objects.shown().get() == project
    showing.offer(project, summary="We halved it.", is_offered=True, now=LATER)
    assert Project.objects.shown().exists()
    showing.offer(project, summary="We ended it.", is_offered=True, now=LATER)
    assert not Project.objects.shown().exists()  # the team has not read these words
    showing.publish(project, is_public=True, actor=admin, now=LATER)
    showing.offer(project, summary="We ended it.", is_offered=False, now=LATER)
    assert not Project.objects.shown().exists()


def test_the_database_shows_nothing_without_consent() -> None:
    project, _ = with_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(published_at=LATER)
