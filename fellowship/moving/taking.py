"""Taking a step: checked against the table, under locks, written down, and what follows from it in one transaction."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.roles import RUNNING_IT, may
from common.refusals import Refused
from fellowship.models import Application, ApplicationMove, Cohort, NotLegal
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState
from fellowship.moving.following import follow
from fellowship.moving.table import STEPS, UNDO, Who

S = ApplicationState


class NoPlaceLeft(Refused):
    """Every place of the cohort is offered or taken. Wait until one falls, or give the cohort more places."""


class NotYours(Refused):
    """You may not do this with this application."""


class SayWhy(Refused):
    """Say why this is undone. The reason is kept with the application."""


@transaction.atomic
def move(
    application_id: int, after: str, *, actor: User | None, now: datetime, reason: str = "", undo: bool = False
) -> Application:
    """Take one step. ``actor`` is None for the clock. Returns the application as it is then.

    Taking it twice is taking it once: who asks for the state that it is in already gets it back as it is. Raises
    NotLegal, NotYours, NoPlaceLeft, OfferIsOver, and SayWhy for an undo without a reason.
    """
    application = locked(application_id, after)
    programme = application.call.cohort.programme
    if application.state == after:
        return application
    before = application.state
    if undo:
        if (before, after) not in UNDO:
            raise NotLegal
        if Who.TEAM not in _who(application, actor, now):
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
    made = ApplicationMove.objects.create(
        application=application, before=before, after=after, moved_at=now, moved_by=actor, is_undo=undo, reason=reason
    )
    follow(application, made, now)
    audit.record(
        actor=actor, action="fellowship.application_moved", about=application, subject=application.user,
        scope=programme.scope, detail={"before": before, "after": after, "undo": undo}, now=now,
    )  # fmt: skip
    return application


def locked(application_id: int, after: str) -> Application:
    """The application, locked; where places or ranks are counted, its cohort first, so that they are one by one.

    Who needs the application locked before a move asks for it here: everybody waits in the same order.
    """
    if after in (*HOLDING_A_PLACE, S.RESERVE):
        Cohort.objects.select_for_update(of=("self",), no_key=True).get(call__applications=application_id)
    found: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    return found


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
