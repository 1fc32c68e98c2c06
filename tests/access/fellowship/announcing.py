"""Letters to fellows, and the mentor round of a cohort."""

from django.utils import timezone

from accounts.models import Programme
from fellowship.models import Announcement, Cohort
from tests.access.rules import CANARY, OWNERS, Rule

COHORT = {"uuid": "<cohort>"}

ROWS: dict[str, Rule] = {
    "fellowship:announcement_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:announcement_to": Rule(OWNERS, arguments=COHORT),
    "fellowship:announcement_add": Rule(OWNERS, OWNERS, COHORT, "?to=all"),
    "fellowship:mentor_round": Rule(OWNERS, OWNERS, COHORT),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    for programme, subject in ((ours, "Thursday"), (theirs, CANARY)):
        cohort = Cohort.objects.filter(programme=programme).order_by("pk")[0]
        Announcement.objects.create(cohort=cohort, subject=subject, text=subject, written_at=timezone.now())
    return {}
