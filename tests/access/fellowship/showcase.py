"""The showcase, and alumni: the person finished another year of the programme in the rows."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from fellowship.models import AlumniEntry, AlumniSurvey, Cohort, Fellow, Showcase
from tests.access.rules import CANARY, OWNERS, PERSON, SIGNED_IN, Rule

COHORT = {"uuid": "<cohort>"}
PAGE = {"slug": "digital-fellowship", "cohort": "year-one"}
FINISHED = {"uuid": "<fellow who finished>"}

ROWS: dict[str, Rule] = {
    "fellowship:showcase_edit": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:showcase": Rule(arguments=PAGE),
    "fellowship:showcase_project": Rule(arguments={**PAGE, "project": "fewer-letters"}),
    "fellowship:alumni_directory": Rule(SIGNED_IN),
    "fellowship:alumni_entry": Rule(PERSON, PERSON, FINISHED),
    "fellowship:alumni_survey": Rule(PERSON, PERSON, {**FINISHED, "year": "2026"}),
    "fellowship:alumni_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:alumni_ask": Rule(OWNERS, OWNERS, {**COHORT, "what": "survey"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    now = timezone.now()
    cohort = Cohort.objects.filter(programme=ours).order_by("pk")[0]
    Showcase.objects.create(cohort=cohort, title="Projects of year one", published_at=now)
    mine = _finished(ours, "person@example.org", "Nurse")
    _finished(theirs, "stranger@example.org", CANARY)
    return {"<fellow who finished>": str(mine.uuid)}


def _finished(programme: Programme, email: str, job: str) -> Fellow:
    now = timezone.now()
    today = timezone.localdate(now)
    cohort = Cohort.objects.create(
        programme=programme, name=f"{job} year nought", slug="year-nought", places=2, state="FINISHED",
        starts_on=today - timedelta(days=500), ends_on=today - timedelta(days=200),
    )  # fmt: skip
    one = Fellow.objects.create(
        cohort=cohort, user=User.objects.get(email=email), state=Fellow.State.ALUMNI, enrolled_at=now
    )
    AlumniEntry.objects.create(fellow=one, job=job, consented_at=now)
    AlumniSurvey.objects.create(fellow=one, year=2026, asked_at=now)
    return one
