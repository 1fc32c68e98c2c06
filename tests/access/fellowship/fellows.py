"""Getting ready, fellows, advisers."""

from django.utils import timezone

from accounts.models import Programme, User
from fellowship.models import Application, DayClash, DeepDive, OnboardingItem, SupportCheck
from fellowship.models.applications import support_digest
from fellowship.models.fellows import check_token
from fellowship.models.moves import ApplicationState
from tests.access.rules import CANARY, OWNERS, OWNERS_GO_ON, PERSON, Rule, only
from tests.fellowship import world

MINE, COHORT, READY = {"uuid": "<fellow>"}, {"uuid": "<cohort of fellows>"}, {"uuid": "<getting ready>"}
NOBODY = only(others=404)  # none of these advises

ROWS: dict[str, Rule] = {
    "fellowship:my_fellowship": Rule(only("person", "stranger", others=404)),
    "fellowship:my_fellowship_of": Rule(PERSON, arguments=MINE),
    "fellowship:get_ready": Rule(PERSON, PERSON, READY),
    "fellowship:onboarding_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:onboarding": Rule(OWNERS, OWNERS, READY),
    "fellowship:enrol": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:fellow_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:fellow": Rule(OWNERS, arguments=MINE),
    "fellowship:fellow_edit": Rule(OWNERS, OWNERS, MINE),
    "fellowship:fellow_leave": Rule(OWNERS, OWNERS, MINE),
    "fellowship:fellow_move": Rule(OWNERS, OWNERS_GO_ON, {**MINE, "to": "paused"}),
    "fellowship:advisers": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:fellows_complete": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:support_check_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:support_check_ask": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:my_fellows": Rule(only(others=403)),
    "fellowship:deep_dive_list": Rule(NOBODY, arguments=COHORT),
    "fellowship:deep_dive": Rule(NOBODY, NOBODY, READY),
    "fellowship:support_check": Rule(PERSON, PERSON, {"uuid": "<support check>"}),
    "fellowship:support_check_sponsor": Rule(200, 200, {"token": "<check token>"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """The person is a fellow, and gets ready for the next cohort of the programme; and somebody of the stranger's."""
    person = User.objects.get(email="person@example.org")
    made = _fellow(ours, person, "Ada")
    _fellow(theirs, User.objects.create_user("fellow@example.net", name=CANARY), CANARY)
    return made


def _fellow(programme: Programme, user: User, name: str) -> dict[str, str]:
    now = timezone.now()
    fellow = world.fellow(world.cohort(programme, places=20), user=user, enrolled_at=now)
    check = SupportCheck.objects.create(
        fellow=fellow, number=1, asked_at=now, answer_by=timezone.localdate(now), time="SOME", time_text=name,
        sponsor="ASKED", sponsor_name=name, sponsor_email="sponsor@example.net",
    )  # fmt: skip
    check.token_hash = support_digest(check_token(check))
    check.save()
    coming = world.cohort(programme, places=20)
    day = coming.mandatory_days.create(on=coming.starts_on, title=f"{name}: opening day")
    ready = world.application(world.call(coming), state=ApplicationState.ONBOARDING, user=user)
    Application.objects.filter(pk=ready.pk).update(name=name, organisation_name=name)
    OnboardingItem.objects.bulk_create(OnboardingItem(application=ready, kind=kind) for kind in OnboardingItem.Kind)
    DayClash.objects.create(application=ready, day=day)
    DeepDive.objects.create(cohort=coming, user=user, held_on=timezone.localdate(now), hopes=name)
    return {
        "<fellow>": str(fellow.uuid), "<cohort of fellows>": str(fellow.cohort.uuid),
        "<getting ready>": str(ready.uuid), "<support check>": str(check.uuid), "<check token>": check_token(check),
    }  # fmt: skip
