"""Early warning, dashboards, reports."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Programme, User
from fellowship.models import Cohort, Fellow, Flag, FlagStep, Help, Standing
from tests.access.rules import CANARY, ORGANISERS, OWNERS, OWNERS_GO_ON, PERSON, PERSON_GOES_ON, POSTED, Rule

WATCHED, FLAG = {"uuid": "<watched cohort>"}, {"uuid": "<flag>"}

ROWS: dict[str, Rule] = {
    "fellowship:warning_list": Rule(OWNERS, arguments=WATCHED),
    "fellowship:flag": Rule(OWNERS, OWNERS, FLAG),
    "fellowship:flag_see": Rule(POSTED, OWNERS_GO_ON, FLAG),
    "fellowship:warning_rules": Rule(OWNERS, OWNERS, {"slug": "<programme>"}),
    "fellowship:cohorts_dashboard": Rule(ORGANISERS),
    "fellowship:cohort_dashboard": Rule(OWNERS, arguments=WATCHED),
    "fellowship:funder_report": Rule(OWNERS, arguments=WATCHED),
    "fellowship:eligible_staff": Rule(OWNERS, OWNERS_GO_ON, WATCHED),
    "fellowship:help_ask": Rule(PERSON, PERSON_GOES_ON, {"uuid": "<watched fellow>"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """A running cohort of each with a fellow whom somebody should look after: the person, and one of the stranger's."""
    made = {}
    hers = User.objects.create_user("flagged@example.net", name=f"{CANARY} Fellow")
    for programme, user in ((theirs, hers), (ours, User.objects.get(email="person@example.org"))):
        words = CANARY if programme == theirs else "Sam"
        made = _watched(programme, user, words)
    return made


def _watched(programme: Programme, user: User, words: str) -> dict[str, str]:
    now, today = timezone.now(), timezone.localdate()
    cohort = Cohort.objects.create(
        programme=programme, name=f"Watched {words}", slug="watched", places=20, starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=300), state=Cohort.State.RUNNING,
    )  # fmt: skip
    fellow = Fellow.objects.create(cohort=cohort, user=user, enrolled_at=now)
    reasons = [{"sign": "ASKED_FOR_HELP", "count": 1, "points": 7}]
    Standing.objects.create(fellow=fellow, points=7, level=4, reasons=reasons, counted_at=now)
    Help.objects.create(fellow=fellow, text=f"{words} needs help", asked_at=now)
    flag = Flag.objects.create(
        fellow=fellow, level=4, points=7, reasons=reasons, raised_at=now, due_on=date(2027, 1, 1)
    )
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.NOTE, at=now, text=f"Talked with {words}")
    return {"<watched cohort>": str(cohort.uuid), "<flag>": str(flag.uuid), "<watched fellow>": str(fellow.uuid)}
