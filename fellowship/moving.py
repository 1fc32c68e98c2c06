"""The one way by which an application changes its state: who may, what is written down, which letter follows.

``STEPS`` is the whole table; a move that is not in it does not exist. ``UNDO`` are the few ways back, for those who run
the programme and with a reason; they cancel the letters of what is undone that have not left.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.roles import RUNNING_IT, may
from common.refusals import Refused
from fellowship.models import Application, ApplicationMove, Cohort, NotLegal
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState
from notifications.models import Message
from notifications.outbox import cancel, queue_email

S = ApplicationState


class NoPlaceLeft(Refused):
    """Every place of the cohort is offered or taken. Wait until one falls, or give the cohort more places."""


class NotYours(Refused):
    """You may not do this with this application."""


class SayWhy(Refused):
    """Say why this is undone. The reason is kept with the application."""


class Who(StrEnum):
    APPLICANT = "APPLICANT"
    TEAM = "TEAM"  # owners and admins of the programme, and who stands in for them
    CLOCK = "CLOCK"  # the minute's task


@dataclass(frozen=True, slots=True)
class Step:
    """Who may take it, and the letter that the applicant gets; empty: none."""

    who: frozenset[Who]
    letter: str = ""


_TEAM, _APPLICANT, _CLOCK = frozenset({Who.TEAM}), frozenset({Who.APPLICANT}), frozenset({Who.CLOCK})

_STEPS: dict[tuple[str, str], Step] = {
    (S.DRAFT, S.SUBMITTED): Step(_APPLICANT, "received"),
    (S.SUBMITTED, S.ELIGIBLE): Step(_TEAM),
    (S.SUBMITTED, S.INELIGIBLE): Step(_TEAM, "not_eligible"),
    (S.ELIGIBLE, S.INFO_REQUESTED): Step(_TEAM, "information_asked"),
    (S.INFO_REQUESTED, S.ELIGIBLE): Step(_APPLICANT | _TEAM),
    (S.ELIGIBLE, S.IN_REVIEW): Step(_TEAM),
    (S.IN_REVIEW, S.MODERATION): Step(_TEAM | _CLOCK),
    (S.IN_REVIEW, S.SCORED): Step(_TEAM | _CLOCK),
    (S.MODERATION, S.SCORED): Step(_TEAM),
    (S.SCORED, S.SHORTLISTED): Step(_TEAM),
    (S.SCORED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.SCORED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.SHORTLISTED, S.INTERVIEW_INVITED): Step(_TEAM, "interview_invited"),
    (S.SHORTLISTED, S.OFFERED): Step(_TEAM, "offered"),
    (S.SHORTLISTED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.SHORTLISTED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED): Step(_APPLICANT | _TEAM, "interview_booked"),
    (S.INTERVIEW_INVITED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEW_BOOKED, S.INTERVIEW_INVITED): Step(_APPLICANT | _TEAM, "interview_given_up"),
    (S.INTERVIEW_BOOKED, S.INTERVIEWED): Step(_TEAM),
    (S.INTERVIEW_BOOKED, S.MISSED): Step(_TEAM, "interview_missed"),
    (S.MISSED, S.INTERVIEW_INVITED): Step(_TEAM, "interview_invited"),
    (S.MISSED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEWED, S.OFFERED): Step(_TEAM, "offered"),
    (S.INTERVIEWED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.INTERVIEWED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.RESERVE, S.OFFERED): Step(_TEAM, "offered"),
    (S.RESERVE, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.OFFERED, S.ACCEPTED): Step(_APPLICANT, "accepted"),
    (S.OFFERED, S.DECLINED): Step(_APPLICANT, "declined"),
    (S.OFFERED, S.EXPIRED): Step(_CLOCK, "expired"),
    (S.OFFERED, S.OFFER_WITHDRAWN): Step(_TEAM, "offer_withdrawn"),
    (S.ACCEPTED, S.ONBOARDING): Step(_TEAM | _CLOCK),
    (S.ACCEPTED, S.DEFERRED): Step(_TEAM, "deferred"),
    (S.ONBOARDING, S.ENROLLED): Step(_TEAM, "enrolled"),
    (S.ONBOARDING, S.CONDITIONS_NOT_MET): Step(_TEAM, "conditions_not_met"),
    (S.ONBOARDING, S.DEFERRED): Step(_TEAM, "deferred"),
    (S.ENROLLED, S.DEFERRED): Step(_TEAM, "deferred"),
}
_BEFORE_ENROLLED = (
    S.DRAFT, S.SUBMITTED, S.ELIGIBLE, S.INFO_REQUESTED, S.IN_REVIEW, S.MODERATION, S.SCORED, S.SHORTLISTED, S.RESERVE,
    S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.MISSED, S.INTERVIEWED, S.OFFERED, S.ACCEPTED, S.ONBOARDING,
)  # fmt: skip
STEPS: Mapping[tuple[str, str], Step] = {
    **_STEPS,
    **{(before, S.WITHDRAWN): Step(_APPLICANT, "withdrawn") for before in _BEFORE_ENROLLED},
}

UNDO: frozenset[tuple[str, str]] = frozenset({
    (S.INELIGIBLE, S.SUBMITTED),
    (S.SHORTLISTED, S.SCORED),
    (S.RESERVE, S.SCORED),
    (S.UNSUCCESSFUL, S.SCORED),
    (S.UNSUCCESSFUL, S.INTERVIEWED),
    (S.EXPIRED, S.OFFERED),
    (S.MISSED, S.INTERVIEW_BOOKED),
})  # fmt: skip


def open_to(application: Application, who: Collection[Who]) -> list[str]:
    """Where the application may go from here, if these ask."""
    return [after for (before, after), step in STEPS.items() if before == application.state and step.who & set(who)]


@transaction.atomic
def move(
    application_id: int, after: str, *, actor: User | None, now: datetime, reason: str = "", undo: bool = False
) -> Application:
    """Take one step. ``actor`` is None for the clock. Returns the application as it is then.

    Taking it twice is taking it once: who asks for the state that it is in already gets it back as it is. Raises
    NotLegal, NotYours, NoPlaceLeft, and SayWhy for an undo without a reason.
    """
    application = _locked(application_id, after)
    programme = application.call.cohort.programme
    if application.state == after:
        return application
    before = application.state
    if undo:
        if (before, after) not in UNDO:
            raise NotLegal
        if actor is None or not may(actor, programme, RUNNING_IT, now=now):
            raise NotYours
        if not reason.strip():
            raise SayWhy
    else:
        step = STEPS.get((before, after))
        if step is None:
            raise NotLegal
        if not step.who & _who(application, actor, now):
            raise NotYours
    if after in HOLDING_A_PLACE and before not in HOLDING_A_PLACE:
        _hold_a_place(application)
    application.state = after
    if after == S.SUBMITTED and application.submitted_at is None:
        application.submitted_at = now
    if after != S.RESERVE:
        application.reserve_rank = None
    application.save()
    made = ApplicationMove.objects.create(
        application=application, before=before, after=after, moved_at=now, moved_by=actor, is_undo=undo, reason=reason
    )
    _letters(made, programme.scope, now)
    audit.record(
        actor=actor, action="fellowship.application_moved", about=application, subject=application.user,
        scope=programme.scope, detail={"before": before, "after": after, "undo": undo}, now=now,
    )  # fmt: skip
    return application


def letter_key(move_id: int) -> str:
    """The outbox key of the letter of a move: one move, one letter."""
    return f"fellowship.move:{move_id}"


def _locked(application_id: int, after: str) -> Application:
    """The application, locked; where a place may be taken, its cohort first, so that places are counted one by one."""
    if after in HOLDING_A_PLACE:
        Cohort.objects.select_for_update(of=("self",), no_key=True).get(call__applications=application_id)
    locked: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    return locked


def _who(application: Application, actor: User | None, now: datetime) -> set[Who]:
    if actor is None:
        return {Who.CLOCK}
    who = {Who.APPLICANT} if actor.pk == application.user_id else set()
    # Nobody decides about themselves, whatever their role.
    if not who and may(actor, application.call.cohort.programme, RUNNING_IT, now=now):
        who.add(Who.TEAM)
    return who


def _hold_a_place(application: Application) -> None:
    cohort = application.call.cohort
    held = Application.objects.filter(call__cohort=cohort).holding_a_place().count()
    if held >= cohort.places:
        raise NoPlaceLeft


def _letters(made: ApplicationMove, scope: str, now: datetime) -> None:
    if made.is_undo:
        undone = made.application.moves.filter(before=made.after, after=made.before, is_undo=False).last()
        if undone is not None:
            mail = Message.objects.filter(key=letter_key(undone.pk))
            cancel(mail, reason="What it told was undone.", now=now)
        return
    letter = STEPS[made.before, made.after].letter
    if letter:
        queue_email(letter=f"fellowship.{letter}", about_id=made.pk, key=letter_key(made.pk), scope=scope, now=now)
