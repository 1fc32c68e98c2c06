"""Deferral: a place put off to a later cohort, and taken up there, where it counts among the places."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.enrolling.fellows import letter_key, move_fellow
from fellowship.models import Application, ApplicationMove, Call, Cohort, Deferral, Fellow
from fellowship.models.moves import GOES_ON, ApplicationState, FellowState
from fellowship.moving import NoPlaceLeft, NotYours, move
from fellowship.moving import letter_key as move_letter_key
from notifications.models import Message
from notifications.outbox import cancel, queue_email

S = ApplicationState
# What comes along: who they are and where they work. Answers stay with the call that asked them.
_KEPT = (
    "name", "job_title", "organisation_name", "organisation", "band", "profession", "background", "region", "telephone",
    "nominated", "why", "adjustments",
)  # fmt: skip


class NotLater(Refused):
    """Choose a cohort of the same programme that starts later."""


class NoCallThere(Refused):
    """The later cohort has no call yet. Prepare it first: a place hangs on it."""


class AppliedThere(Refused):
    """They have an application to that cohort already. It has to end first."""


class TakenUp(Refused):
    """This place was taken up already."""


def deferrals_for(cohort: Cohort, *, waiting: bool = True) -> "QuerySet[Deferral]":
    """Places put off to this cohort, or to one not known yet from an earlier cohort of its programme.

    ``waiting``: those alone that nobody has taken up.
    """
    open_to_it = Q(cohort=cohort) | Q(
        cohort=None, application__call__cohort__programme=cohort.programme_id,
        application__call__cohort__starts_on__lt=cohort.starts_on,
    )  # fmt: skip
    found = Deferral.objects.filter(open_to_it)
    return found.filter(taken_up=None) if waiting else found


@transaction.atomic
def defer(application_id: int, cohort: Cohort | None, *, reason: str, actor: User, now: datetime) -> Deferral:
    """Put a place off to ``cohort``, or to one not known yet.

    It counts no longer in its own cohort, which a fellow leaves.

    Raises NotLater, NotLegal, NotYours.
    """
    # The cohort before the application, as where places are counted: a fellow who leaves frees one.
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(call__applications=application_id)
    application = move(application_id, S.DEFERRED, actor=actor, now=now, reason=reason)
    own = application.call.cohort
    if cohort is not None and (cohort.programme_id != own.programme_id or cohort.starts_on <= own.starts_on):
        raise NotLater
    fellow = Fellow.objects.filter(application=application, state__in=GOES_ON).first()
    if fellow is not None:
        move_fellow(fellow.pk, FellowState.LEFT, actor=None, now=now, reason=reason)
        # One letter tells it all: that the place is put off.
        made = fellow.moves.latest("pk")
        cancel(
            Message.objects.filter(key=letter_key(made.pk)), reason="They hear that their place is put off.", now=now
        )
    deferral, _ = Deferral.objects.update_or_create(
        application=application, defaults={"cohort": cohort, "reason": reason, "deferred_at": now}
    )
    return deferral


@transaction.atomic
def take_up(deferral_id: int, cohort: Cohort, *, actor: User, now: datetime) -> Application:
    """Take up a deferred place in ``cohort``: an accepted application to its call. Twice is once.

    Raises TakenUp for another cohort, NotYours for one's own, NotLater, NoCallThere, AppliedThere, NoPlaceLeft.
    """
    locked: Cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    deferral: Deferral = (
        Deferral.objects.select_for_update(of=("self",))
        .select_related("application__user", "application__call__cohort__programme")
        .get(pk=deferral_id)
    )
    if deferral.taken_up_id is not None:
        if deferral.taken_up is not None and deferral.taken_up.call.cohort_id == locked.pk:
            return deferral.taken_up
        raise TakenUp
    before = deferral.application
    if before.user_id == actor.pk:
        raise NotYours
    own = before.call.cohort
    if locked.programme_id != own.programme_id or locked.starts_on <= own.starts_on:
        raise NotLater
    call = Call.objects.filter(cohort=locked).first()
    if call is None:
        raise NoCallThere
    if Application.objects.filter(call=call, user=before.user).exclude(state=S.WITHDRAWN).exists():
        raise AppliedThere
    if Application.objects.filter(call__cohort=locked).holding_a_place().count() >= locked.places:
        raise NoPlaceLeft
    application = Application.objects.create(
        call=call, user=before.user, reference=_reference(before.reference), state=S.ACCEPTED, started_at=now,
        saved_at=now, submitted_at=now, previous=before, **{name: getattr(before, name) for name in _KEPT},
    )  # fmt: skip
    made = ApplicationMove.objects.create(
        application=application, before=S.DEFERRED, after=S.ACCEPTED, moved_at=now, moved_by=actor,
        reason=f"Taken up: deferred from {own}"[:500],
    )  # fmt: skip
    scope = own.programme.scope
    queue_email(letter="fellowship.accepted", about_id=made.pk, key=move_letter_key(made.pk), scope=scope, now=now)
    deferral.cohort, deferral.taken_up = locked, application
    deferral.save()
    audit.record(
        actor=actor, action="fellowship.deferral_taken_up", about=application, subject=application.user,
        scope=own.programme.scope, now=now,
    )  # fmt: skip
    return application


def _reference(old: str) -> str:
    """A reference that tells where it came from."""
    return f"{old[:15]}-{secrets.choice('ABCDEFGHJKMNPQRSTVWXYZ')}{secrets.choice('23456789')}"
