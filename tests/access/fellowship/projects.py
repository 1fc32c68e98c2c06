"""Improvement projects: of the person, who is a fellow of the cohort in the rows."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from fellowship.models import Cohort, Fellow, Measure, Milestone, Project, ProjectDocument, Risk
from tests.access.rules import CANARY, OWNERS, OWNERS_GO_ON, PERSON, PERSON_GOES_ON, POSTED, Rule, only

FELLOW = {"uuid": "<fellow with a project>"}
READERS = only("person", "owner", "superuser", others=404)
MONTH = {**FELLOW, "year": "<year>", "month": "<month>"}

ROWS: dict[str, Rule] = {
    "fellowship:project_list": Rule(OWNERS, arguments={"uuid": "<cohort>"}),
    "fellowship:project_publish": Rule(POSTED, OWNERS_GO_ON, FELLOW),
    "fellowship:project": Rule(READERS, READERS, FELLOW),
    "fellowship:project_edit": Rule(PERSON, PERSON, FELLOW),
    "fellowship:measure_add": Rule(PERSON, PERSON, FELLOW),
    "fellowship:measure_edit": Rule(PERSON, PERSON, {**FELLOW, "pk": "<measure>"}),
    "fellowship:reading_add": Rule(PERSON, PERSON, {**FELLOW, "pk": "<measure>"}),
    "fellowship:milestone_add": Rule(PERSON, PERSON, FELLOW),
    "fellowship:milestone_edit": Rule(PERSON, PERSON, {**FELLOW, "pk": "<milestone>"}),
    "fellowship:risk_add": Rule(PERSON, PERSON, FELLOW),
    "fellowship:risk_edit": Rule(PERSON, PERSON, {**FELLOW, "pk": "<risk>"}),
    "fellowship:update_edit": Rule(PERSON, PERSON, MONTH),
    "fellowship:document_add": Rule(PERSON, PERSON, FELLOW),
    "fellowship:document": Rule(READERS, arguments={**FELLOW, "pk": "<document>"}),
    # An empty form takes the consent back.
    "fellowship:project_show": Rule(PERSON, PERSON_GOES_ON, FELLOW),
    "fellowship:part_remove": Rule(POSTED, PERSON_GOES_ON, {**FELLOW, "kind": "risks", "pk": "<risk>"}),
}


def fellow_of(programme: Programme, email: str) -> Fellow:
    """The person of that address as a fellow of the programme's first cohort."""
    cohort = Cohort.objects.filter(programme=programme).order_by("pk")[0]
    user = User.objects.get(email=email)
    made, _ = Fellow.objects.get_or_create(cohort=cohort, user=user, defaults={"enrolled_at": timezone.now()})
    return made


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """A project with one of everything; and one of the stranger's programme."""
    today = timezone.localdate()
    mine = _project(fellow_of(ours, "person@example.org"), "Fewer letters")
    _project(fellow_of(theirs, "stranger@example.org"), f"{CANARY} project")
    return {
        "<fellow with a project>": str(mine.fellow.uuid),
        "<measure>": str(mine.measures.get().pk),
        "<milestone>": str(mine.milestones.get().pk),
        "<risk>": str(mine.risks.get().pk),
        "<document>": str(mine.documents.get().pk),
        "<year>": str(today.year),
        "<month>": str(today.month),
    }


def _project(fellow: Fellow, title: str) -> Project:
    now = timezone.now()
    today = timezone.localdate(now)
    slug = title.lower().replace(" ", "-")
    made = Project.objects.create(
        fellow=fellow, title=title, aim=f"{title}: half as many.", started_on=today - timedelta(days=40), slug=slug,
        summary=f"{title}, in short.", is_offered=True, offered_at=now, published_at=now,
    )  # fmt: skip
    Measure.objects.create(project=made, name=title, baseline=40, target=20).readings.create(on=today, value=30)
    Milestone.objects.create(project=made, title=title, due_on=today)
    Risk.objects.create(project=made, text=title, likelihood=2, impact=2)
    ProjectDocument.objects.create(
        project=made, name=title, kind="application/pdf", size=5, content=b"%PDF-", kept_at=now
    )
    return made
