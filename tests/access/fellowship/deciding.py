"""Shortlists, interviews, decisions, offers."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User
from fellowship.models import (
    Answer,
    Application,
    ApplicationMove,
    Decision,
    Deferral,
    Interview,
    InterviewSlot,
    Offer,
    Panel,
    PanelMember,
    Question,
    RubricItem,
)
from fellowship.models.moves import ApplicationState
from tests.access.rules import CANARY, OWNERS, OWNERS_GO_ON, PERSON, PERSON_GOES_ON, POSTED, SIGNED_IN, Rule, only
from tests.fellowship import world

S = ApplicationState
COHORT = {"uuid": "<decided cohort>"}
DECIDED, TOLD = {**COHORT, "application": "<decided>"}, {**COHORT, "application": "<told>"}
OFFERED, ACCEPTED = {**COHORT, "application": "<offered>"}, {**COHORT, "application": "<accepted>"}
BOOKED, PANEL = {**COHORT, "application": "<booked>"}, {**COHORT, "pk": "<panel>"}
MINE = {"uuid": "<booked>"}
# The reviewer of the programme in the rows sits on the panel. Nobody else finds the interview, not even who runs it.
PANELLIST, PANELLIST_GOES_ON = only("reviewer", others=404), only("reviewer", answer=302, others=404)

ROWS: dict[str, Rule] = {
    "fellowship:shortlist": Rule(OWNERS, arguments=COHORT),
    "fellowship:shortlist_propose": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:shortlist_look": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:shortlist_add": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:interview_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:interview_invite": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:interview": Rule(OWNERS, OWNERS, BOOKED),
    "fellowship:interview_act": Rule(POSTED, OWNERS_GO_ON, BOOKED),
    "fellowship:panel_add": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:panel": Rule(OWNERS, OWNERS, PANEL),
    "fellowship:panel_edit": Rule(OWNERS, OWNERS, PANEL),
    "fellowship:panel_remove": Rule(POSTED, OWNERS_GO_ON, {**COHORT, "pk": "<empty panel>"}),
    "fellowship:time_remove": Rule(POSTED, OWNERS_GO_ON, {**PANEL, "slot": "<interview time>"}),
    "fellowship:interview_book": Rule(PERSON, PERSON, MINE),
    "fellowship:interview_give_up": Rule(PERSON, PERSON_GOES_ON, MINE),
    "fellowship:interview_calendar": Rule(PERSON, arguments=MINE),
    "fellowship:my_interviews": Rule(SIGNED_IN),
    "fellowship:my_interviews_calendar": Rule(SIGNED_IN),
    "fellowship:interview_score": Rule(PANELLIST, PANELLIST_GOES_ON, {"uuid": "<begun interview>"}),
    "fellowship:interview_file": Rule(PANELLIST, arguments={"uuid": "<begun interview>", "question": "<panel file>"}),
    "fellowship:decision_list": Rule(OWNERS, arguments=COHORT),
    "fellowship:decision_bulk": Rule(POSTED, OWNERS_GO_ON, COHORT),
    "fellowship:decision_release": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:decision_edit": Rule(OWNERS, OWNERS, DECIDED),
    "fellowship:decision_letter": Rule(OWNERS, OWNERS, DECIDED),
    "fellowship:decision_take_back": Rule(POSTED, OWNERS_GO_ON, DECIDED),
    "fellowship:decision_undo": Rule(OWNERS, OWNERS, TOLD),
    "fellowship:offer_change": Rule(OWNERS, OWNERS, OFFERED),
    "fellowship:offer_withdraw": Rule(OWNERS, OWNERS, OFFERED),
    "fellowship:feedback_edit": Rule(OWNERS, OWNERS_GO_ON, TOLD),
    "fellowship:deferral_add": Rule(OWNERS, OWNERS, ACCEPTED),
    "fellowship:reserve_list": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:reserve_end": Rule(OWNERS, OWNERS, COHORT),
    "fellowship:reserve_until": Rule(OWNERS, OWNERS_GO_ON, COHORT),
    "fellowship:unanswered": Rule(OWNERS, arguments=COHORT),
    "fellowship:deferral_take_up": Rule(POSTED, OWNERS_GO_ON, {**COHORT, "pk": "<deferral>"}),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """Applications at each stage, the person's with an interview booked; and the stranger's, full of the canary."""
    now = timezone.now()
    person, reviewer = (User.objects.get(email=f"{role}@example.org") for role in ("person", "reviewer"))
    made = _stages(ours, person, reviewer, "Dee", now)
    stranger = User.objects.get(email="stranger@example.org")
    ProgrammeRole.objects.get_or_create(programme=theirs, user=stranger, role=ProgrammeRole.Role.FACILITATOR)
    _stages(theirs, world.person(CANARY), stranger, CANARY, now)
    return made


def _stages(programme: Programme, candidate: User, panellist: User, name: str, now: datetime) -> dict[str, str]:
    call = world.call(world.cohort(programme, places=20))
    RubricItem.objects.create(call=call, title=f"{name}: why now?", position=0, for_interview=True)

    def one(state: str, user: User | None = None) -> Application:
        found = world.application(call, state=state, user=user)
        Application.objects.filter(pk=found.pk).update(name=name, organisation_name=name, adjustments=name)
        return found

    for state in (S.SCORED, S.SHORTLISTED, S.RESERVE):
        one(state)
    decided, told, offered, accepted = one(S.INTERVIEWED), one(S.UNSUCCESSFUL), one(S.OFFERED), one(S.ACCEPTED)
    Decision.objects.create(application=decided, outcome=S.UNSUCCESSFUL, feedback=name, made_at=now)
    ApplicationMove.objects.create(application=told, before=S.SCORED, after=S.UNSUCCESSFUL, moved_at=now)
    Offer.objects.create(application=offered, offered_at=now, expires_at=now + timedelta(days=7))
    panel, empty = Panel.objects.create(call=call, name=name, place=name), Panel.objects.create(call=call, name=name)
    PanelMember.objects.create(panel=panel, user=panellist)
    booked, begun = one(S.INTERVIEW_BOOKED, candidate), one(S.INTERVIEW_BOOKED)
    slots = [
        InterviewSlot.objects.create(panel=panel, starts_at=now + after, ends_at=now + after + timedelta(minutes=40))
        for after in (timedelta(days=7), timedelta(minutes=-5), timedelta(days=8))
    ]
    Interview.objects.create(application=booked, slot=slots[0], sequence=1)
    started = Interview.objects.create(application=begun, slot=slots[1], sequence=1)
    asked = Question.objects.create(
        section=call.sections.get(), kind=Question.Kind.FILE, text=name, position=2, is_assessed=True
    )
    Answer.objects.create(
        application=begun, question=asked, file=name.encode(), file_name=f"{name}.pdf", file_type="application/pdf"
    )
    put_off = world.application(world.call(world.cohort(programme)), state=S.DEFERRED)
    deferral = Deferral.objects.create(application=put_off, cohort=call.cohort, reason=name, deferred_at=now)
    return {
        "<decided cohort>": str(call.cohort.uuid), "<decided>": str(decided.uuid), "<told>": str(told.uuid),
        "<offered>": str(offered.uuid), "<accepted>": str(accepted.uuid), "<booked>": str(booked.uuid),
        "<panel>": str(panel.pk), "<empty panel>": str(empty.pk), "<interview time>": str(slots[2].pk),
        "<begun interview>": str(started.uuid), "<deferral>": str(deferral.pk),
        "<panel file>": str(asked.uuid),
    }  # fmt: skip
