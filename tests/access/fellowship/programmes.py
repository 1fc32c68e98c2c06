"""What everybody sees of programmes."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme
from fellowship.models import Call, Cohort, EligibilityRule, ProgrammePage, Question, Section, Signpost
from tests.access.rules import CANARY, GOES_ON, PUBLIC, Rule

PAGE = {"slug": "digital-fellowship", "cohort": "year-one"}

ROWS: dict[str, Rule] = {
    "fellowship:programme_list": PUBLIC,
    "fellowship:programme": Rule(arguments={"slug": "digital-fellowship"}),
    "fellowship:call_start": Rule(arguments=PAGE),
    "fellowship:call_check": Rule(200, 200, PAGE),
    "fellowship:late_code": Rule(200, 200, PAGE),
    # Visitors sign in; all others have not answered the check yet.
    "fellowship:application_start": Rule(GOES_ON, GOES_ON, PAGE),
    "fellowship:signpost": Rule(405, 302, {"pk": "<signpost>"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """An open call of the programme in the rows, with a check before it; and one of the stranger's, not published."""
    ProgrammePage.objects.create(programme=ours, is_public=True, summary="A year for people who change how care works.")
    call = _call(ours, "Year one", published=True)
    _call(theirs, f"{CANARY} year", published=False)
    rule = call.rules.get()
    return {
        "<cohort>": str(call.cohort.uuid),
        "<section>": str(call.sections.get().pk),
        "<question>": str(Question.objects.get(section__call=call).uuid),
        "<rule>": str(rule.pk),
        "<signpost>": str(rule.signposts.get().pk),
        "<day>": str(call.cohort.mandatory_days.get().pk),
    }


def _call(programme: Programme, name: str, *, published: bool) -> Call:
    now = timezone.now()
    starts_on = timezone.localdate(now) + timedelta(days=100)
    cohort = Cohort.objects.create(
        programme=programme, name=name, slug=name.lower().replace(" ", "-"), places=2, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=300), state="OPEN" if published else "PLANNED",
    )  # fmt: skip
    cohort.mandatory_days.create(on=starts_on, title=f"{name}: opening day")
    call = Call.objects.create(
        cohort=cohort, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30),
        published_at=now if published else None,
    )  # fmt: skip
    section = Section.objects.create(call=call, title="Your project", position=0)
    Question.objects.create(section=section, kind=Question.Kind.LONG, text="What is it about?", position=0)
    rule = EligibilityRule.objects.create(
        call=call, subject="PROJECT", question="Do you lead a project?", accepted=["yes"], otherwise="NOT_YET",
        reason=f"{name} needs a project.", position=0,
    )  # fmt: skip
    Signpost.objects.create(rule=rule, kind="EVENTS", title="Events", position=0)
    return call
