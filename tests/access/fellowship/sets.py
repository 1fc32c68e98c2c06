"""Learning sets: the person sits in one, which the owner leads. What was agreed is for these two alone."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User
from events.models import Event
from fellowship.models import AgreedAction, Fellow, LearningSet, SetMeeting, SetMember, SetRun
from tests.access.fellowship.projects import fellow_of
from tests.access.rules import CANARY, OWNERS, OWNERS_GO_ON, POSTED, SIGNED_IN, Rule, only

COHORT, SET = {"uuid": "<cohort>"}, {"uuid": "<set>"}
SEAT = {**COHORT, "fellow": "<fellow with a project>"}
INSIDE, INSIDE_GO_ON = (only("person", "owner", answer=answer, others=404) for answer in (200, 302))
LEADS = only("owner", others=404)

ROWS: dict[str, Rule] = {
    "fellowship:set_list": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:set_progress": Rule(OWNERS, arguments=COHORT),
    "fellowship:sets_tell": Rule(POSTED, OWNERS_GO_ON, COHORT),
    # An empty form is a set without name and facilitator.
    "fellowship:set_edit": Rule(OWNERS, OWNERS_GO_ON, {**COHORT, "number": "1"}),
    "fellowship:seat_move": Rule(OWNERS, OWNERS, SEAT),
    "fellowship:seat_keep": Rule(POSTED, OWNERS_GO_ON, SEAT),
    "fellowship:my_sets": Rule(SIGNED_IN),
    "fellowship:learning_set": Rule(INSIDE, arguments=SET),
    "fellowship:set_meeting_add": Rule(LEADS, LEADS, SET),
    "fellowship:set_meeting": Rule(INSIDE, INSIDE, {**SET, "pk": "<set meeting>"}),
    "fellowship:action_change": Rule(POSTED, INSIDE_GO_ON, {**SET, "pk": "<agreed action>"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    owner = User.objects.get(email="owner@example.org")
    ProgrammeRole.objects.get_or_create(programme=ours, user=owner, role=ProgrammeRole.Role.FACILITATOR)
    mine = _set(fellow_of(ours, "person@example.org"), "Otters", owner)
    _set(fellow_of(theirs, "stranger@example.org"), CANARY, None)
    SetRun.objects.create(cohort=mine.cohort, state=SetRun.State.DONE, asked_at=timezone.now())
    meeting = mine.meetings.get()
    return {
        "<set>": str(mine.uuid),
        "<set meeting>": str(meeting.pk),
        "<agreed action>": str(meeting.actions.get().pk),
    }


def _set(fellow: Fellow, name: str, facilitator: User | None) -> LearningSet:
    now, cohort = timezone.now(), fellow.cohort
    cohort.sets_told_at = now
    cohort.save()
    made = LearningSet.objects.create(cohort=cohort, number=1, name=name, facilitator=facilitator)
    SetMember.objects.create(learning_set=made, fellow=fellow)
    event = Event.objects.create(
        title=f"{name}: meeting 1", slug=f"{name.lower()}-meeting-1", summary=name, kind=Event.Kind.LEARNING_SET,
        audience=Event.Audience.INVITED, state=Event.State.PUBLISHED, published_at=now, mode=Event.Mode.ONLINE,
        starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=3, hours=2), programme=cohort.programme,
    )  # fmt: skip
    meeting = SetMeeting.objects.create(learning_set=made, event=event)
    AgreedAction.objects.create(meeting=meeting, fellow=fellow, text=f"{name}: ask the board")
    return made
