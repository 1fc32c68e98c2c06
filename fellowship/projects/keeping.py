"""What a fellow keeps of a project: aim, measures, milestones, risks, documents, the month in three answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.letters.projects import COMMENTED, WRITTEN
from fellowship.models import (
    Cohort,
    Fellow,
    Measure,
    Milestone,
    Project,
    ProjectComment,
    ProjectDocument,
    ProjectUpdate,
    Reading,
    Risk,
)
from notifications.outbox import queue_email

MOST_MEASURES, MOST_MILESTONES, MOST_RISKS, MOST_DOCUMENTS, MOST_COMMENTS, MOST_READINGS = 8, 40, 30, 20, 300, 400
MOST_BYTES = 5_000_000
_TYPES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class Enough(Refused):
    """There are enough of these already. Take one out first."""


class SameTarget(Refused):
    """The target must differ from where it stands now, or nothing would be left to do."""


class DayIsAhead(Refused):
    """That day is still to come. Enter what you have read, not what you expect."""


class MonthIsOver(Refused):
    """Updates are for this month, and for months since the project began."""


class NotAFileWeKeep(Refused):
    """We keep PDF files and PNG or JPEG pictures of up to 5 MB. Save it as one of these."""


@transaction.atomic
def save_project(fellow: Fellow, fields: Mapping[str, Any], *, now: datetime, today: date) -> Project:
    """Begin or change the project of a fellow. ``fields``: title, aim, sponsor, sponsor_job.

    The address of its public page is made from the first title and stays.
    """
    project = Project.objects.select_for_update().filter(fellow=fellow).first()
    is_new = project is None
    if project is None:
        slug = f"{slugify(fields['title'])[:70].strip('-') or 'project'}-{fellow.uuid.hex[:8]}"
        project = Project(fellow=fellow, started_on=today, slug=slug)
    for name, value in fields.items():
        setattr(project, name, value)
    project.save()
    if is_new:
        cohort = Cohort.objects.select_related("programme").get(pk=fellow.cohort_id)
        audit.record(
            actor=fellow.user, action="fellowship.project_begun", about=project, subject=fellow.user,
            scope=cohort.programme.scope, now=now,
        )  # fmt: skip
    return project


def save_measure(measure: Measure, fields: Mapping[str, Any]) -> Measure:
    """Add or change a measure. ``fields``: name, unit, baseline, target. Raises Enough, SameTarget."""
    if fields["baseline"] == fields["target"]:
        raise SameTarget
    return _kept(measure, fields, MOST_MEASURES)  # type: ignore[no-any-return]


@transaction.atomic
def read_measure(measure: Measure, *, on: date, value: Decimal, today: date) -> Reading:
    """Note what a measure was on a day; a second reading of a day replaces the first. Raises DayIsAhead, Enough."""
    if on > today:
        raise DayIsAhead
    Measure.objects.select_for_update().get(pk=measure.pk)
    if not measure.readings.filter(on=on).exists() and measure.readings.count() >= MOST_READINGS:
        raise Enough
    reading, _ = Reading.objects.update_or_create(measure=measure, on=on, defaults={"value": value})
    return reading


def save_milestone(milestone: Milestone, fields: Mapping[str, Any]) -> Milestone:
    """Add or change a milestone. ``fields``: title, due_on, done_on. Raises Enough."""
    return _kept(milestone, fields, MOST_MILESTONES)  # type: ignore[no-any-return]


def save_risk(risk: Risk, fields: Mapping[str, Any]) -> Risk:
    """Add or change a risk. ``fields``: text, likelihood, impact, answer, closed_on. Raises Enough."""
    return _kept(risk, fields, MOST_RISKS)  # type: ignore[no-any-return]


@transaction.atomic
def _kept(row: Any, fields: Mapping[str, Any], most: int) -> Any:
    """Store a row that belongs to a project, if that has not too many of them."""
    if row.pk is None:
        Project.objects.select_for_update(of=("self",)).get(pk=row.project_id)  # counted one after the other
        if type(row).objects.filter(project=row.project_id).count() >= most:
            raise Enough
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def months_open(project: Project, today: date) -> list[date]:
    """The months that an update may be written for: since the project began, the newest first, by their first days."""
    month, found = today.replace(day=1), []
    first = max(project.started_on.replace(day=1), (today - timedelta(days=370)).replace(day=1))
    while month >= first:
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


@transaction.atomic
def write_update(project: Project, month: date, fields: Mapping[str, str], *, now: datetime, today: date) -> None:
    """Keep the three answers of a month; it is told when they are first given. Raises MonthIsOver.

    ``fields``: done, coming, in_the_way.
    """
    if month not in months_open(project, today):
        raise MonthIsOver
    update, is_new = ProjectUpdate.objects.update_or_create(
        project=project, month=month, defaults={**fields, "written_at": now}
    )
    if is_new:
        scope = project.fellow.cohort.programme.scope
        queue_email(letter=WRITTEN, about_id=update.pk, key=f"{WRITTEN}:{update.pk}", scope=scope, now=now)


@transaction.atomic
def comment(project: Project, *, text: str, author: User, now: datetime) -> ProjectComment:
    """Say something about a project. The fellow hears of others’ words, the adviser of the fellow’s. Raises Enough."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.comments.count() >= MOST_COMMENTS:
        raise Enough
    said = ProjectComment.objects.create(project=project, author=author, text=text, written_at=now)
    queue_email(
        letter=COMMENTED, about_id=said.pk, key=f"{COMMENTED}:{said.pk}", scope=project.fellow.cohort.programme.scope,
        now=now,
    )  # fmt: skip
    return said


def type_of(content: bytes) -> str:
    """The type of a file by its first bytes and not by its name. Raises NotAFileWeKeep, also for one too large."""
    if len(content) <= MOST_BYTES:
        for beginning, kind in _TYPES.items():
            if content.startswith(beginning):
                return kind
    raise NotAFileWeKeep


@transaction.atomic
def keep_document(project: Project, *, name: str, content: bytes, now: datetime) -> ProjectDocument:
    """Keep a file with the project. Raises NotAFileWeKeep, Enough."""
    kind = type_of(content)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.documents.count() >= MOST_DOCUMENTS:
        raise Enough
    return ProjectDocument.objects.create(
        project=project, name=name, kind=kind, size=len(content), content=content, kept_at=now
    )
