"""The year: sessions, what makes up for one, hours."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme
from events.models import Event
from fellowship.models import Activity, Fellow, MakeUp, Theme
from tests.access.rules import CANARY, OWNER_FIRST, OWNERS, OWNERS_GO_ON, PERSON, POSTED, Rule, only

COHORT, SESSION, MINE = {"uuid": "<cohort with a year>"}, {"uuid": "<session>"}, {"uuid": "<fellow with a year>"}
READERS = only("person", "owner", "superuser", others=404)

ROWS: dict[str, Rule] = {
    "fellowship:curriculum": Rule(OWNERS, arguments=COHORT),
    "fellowship:session_add": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:all_year_add": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:aims_map": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:attendance": Rule(OWNERS, arguments=COHORT),
    "fellowship:activity_edit": Rule(OWNERS, OWNERS, SESSION),
    "fellowship:activity_publish": Rule(POSTED, OWNERS_GO_ON, SESSION),
    "fellowship:activity_remove": Rule(POSTED, OWNER_FIRST, {"uuid": "<all-year activity>"}),
    "fellowship:make_up_add": Rule(OWNERS, OWNERS, MINE),
    "fellowship:make_up": Rule(READERS, READERS, {"uuid": "<make-up>"}),
    "fellowship:my_year": Rule(PERSON, arguments=MINE),
    "fellowship:my_hours": Rule(PERSON, arguments=MINE),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """A year with a session that the person missed, one that is a draft, and something that goes on all year."""
    made = _year(Fellow.objects.filter(cohort__programme=ours).order_by("pk")[0], "Opening")
    _year(Fellow.objects.filter(cohort__programme=theirs).order_by("pk")[0], CANARY)
    return made


def _year(fellow: Fellow, name: str) -> dict[str, str]:
    now, cohort = timezone.now(), fellow.cohort
    Fellow.objects.filter(pk=fellow.pk).update(enrolled_at=now - timedelta(days=60))
    Theme.objects.create(cohort=cohort, name=f"{name} themes")
    sessions = []
    for number, (days, state) in enumerate(((-7, Event.State.PUBLISHED), (7, Event.State.DRAFT))):
        event = Event.objects.create(
            title=f"{name} {number}", slug=f"{name.lower()}-session-{number}", summary=name, kind=Event.Kind.LECTURE,
            audience=Event.Audience.INVITED, state=state, mode=Event.Mode.ONLINE, programme=cohort.programme,
            starts_at=now + timedelta(days=days), ends_at=now + timedelta(days=days, hours=2),
            published_at=now if state == Event.State.PUBLISHED else None,
        )  # fmt: skip
        sessions.append(
            Activity.objects.create(
                cohort=cohort,
                kind=Activity.Kind.LECTURE,
                title=f"{name} {number}",
                aims=("SKILLED",),
                event=event,
                is_mandatory=True,
            )
        )
    all_year = Activity.objects.create(cohort=cohort, kind=Activity.Kind.PROJECT, title=name, aims=("INSPIRED",))
    missed = MakeUp.objects.create(
        activity=sessions[0], fellow=fellow, task=name, due_on=timezone.localdate(now), set_at=now, text=name,
        state=MakeUp.State.DONE, done_at=now,
    )  # fmt: skip
    return {
        "<cohort with a year>": str(cohort.uuid), "<session>": str(sessions[1].uuid),
        "<all-year activity>": str(all_year.uuid), "<make-up>": str(missed.uuid),
        "<fellow with a year>": str(fellow.uuid),
    }  # fmt: skip
