"""Times of interviews: invited, chosen by the candidate, changed, given up. One time is one person's, whoever races."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common.refusals import Refused
from fellowship.interviewing.conflicts import note_conflicts
from fellowship.letters.interviews import REMIND_BEFORE
from fellowship.models import Application, Call, Conflict, Interview, InterviewSlot, Panel, PanelMember
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.moving.following import end_interview_reminders, tell_panel
from notifications.outbox import queue_email

S = ApplicationState


class NobodyTicked(Refused):
    """Nobody was ticked. Tick at least one: choosing nobody never means everybody."""


class CannotInvite(Refused):
    """Some of these cannot be invited as they stand now, so nobody was. Look at the list as it is."""


class NotInvited(Refused):
    """There is no interview to choose a time for, as your application stands now."""


class TimeIsTaken(Refused):
    """Somebody else has just taken this time. Please choose another one."""


class TimeIsGone(Refused):
    """This time is not offered any more. Please choose another one."""


class HasBegun(Refused):
    """The interview has begun, so its time cannot be changed any more. Write to the programme’s team."""


class NotBegunYet(Refused):
    """The interview has not begun yet. Say this afterwards."""


@transaction.atomic
def invite(call: Call, chosen: Collection[str], *, actor: User, now: datetime) -> int:
    """Invite exactly these (by uuid), shortlisted or having missed a first interview; all or none.

    Returns how many were invited; those who are already are left aside. Raises NobodyTicked, CannotInvite, NotYours.
    """
    if not chosen:
        raise NobodyTicked
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(call=call, uuid__in=chosen)
    found = list(rows.order_by("pk"))
    if len(found) != len(set(chosen)):
        raise CannotInvite
    if any(one.state not in (S.SHORTLISTED, S.MISSED, S.INTERVIEW_INVITED) for one in found):
        raise CannotInvite
    note_conflicts(call)
    new = [one for one in found if one.state != S.INTERVIEW_INVITED]
    for one in new:
        move(one.pk, S.INTERVIEW_INVITED, actor=actor, now=now)
    return len(new)


def free_times(application: Application, now: datetime) -> "QuerySet[InterviewSlot]":
    """Times that this candidate may choose: to come, nobody's, and with nobody on the panel who may not meet them."""
    slots = InterviewSlot.objects.filter(panel__call=application.call_id, starts_at__gt=now, interview=None)
    return (
        slots.exclude(Exists(_barred(application).filter(panel=OuterRef("panel"))))
        .select_related("panel")
        .order_by("starts_at", "pk")
    )


@transaction.atomic
def book(application_id: int, slot_id: int, *, actor: User, now: datetime) -> Interview:
    """Book a time, or change to it. The same time again changes nothing.

    Raises NotInvited, TimeIsGone, TimeIsTaken, HasBegun, NotYours.
    """
    application = _locked(application_id)
    if application.state not in (S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED):
        raise NotInvited
    slot: InterviewSlot | None = (
        InterviewSlot.objects.select_for_update(of=("self",))
        .filter(pk=slot_id, panel__call=application.call_id)
        .first()
    )
    interview, _ = Interview.objects.select_related("slot").get_or_create(application=application)
    if slot is not None and interview.slot_id == slot.pk and application.state == S.INTERVIEW_BOOKED:
        return interview
    if slot is None or slot.starts_at <= now:
        raise TimeIsGone
    if _barred(application).filter(panel__slots=slot).exists():
        raise TimeIsGone
    if Interview.objects.filter(slot=slot).exclude(pk=interview.pk).exists():
        raise TimeIsTaken
    old = interview.slot
    if application.state == S.INTERVIEW_BOOKED and old is not None and old.starts_at <= now:
        raise HasBegun
    interview.slot = slot
    interview.sequence += 1
    interview.save()
    scope = application.call.cohort.programme.scope
    if application.state == S.INTERVIEW_INVITED:
        move(application.pk, S.INTERVIEW_BOOKED, actor=actor, now=now)
    else:
        _tell_of_a_change(interview, scope, now)
    end_interview_reminders(interview, now)
    if slot.starts_at - REMIND_BEFORE > now:
        queue_email(
            letter="fellowship.interview_soon", about_id=interview.pk,
            key=f"fellowship.interview_soon:{interview.pk}:{interview.sequence}",
            due_at=slot.starts_at - REMIND_BEFORE, scope=scope, now=now,
        )  # fmt: skip
    for panel in {slot.panel_id, *([old.panel_id] if old is not None else [])}:
        tell_panel(panel, scope, now)
    return interview


@transaction.atomic
def give_up(application_id: int, *, actor: User, now: datetime) -> Application:
    """Give a booked time back; the invitation stands. Twice is once. Raises HasBegun, NotLegal, NotYours."""
    application = _locked(application_id)
    interview = Interview.objects.filter(application=application).select_related("slot").first()
    slot = interview.slot if interview is not None else None
    if application.state == S.INTERVIEW_BOOKED and slot is not None and slot.starts_at <= now:
        raise HasBegun
    return move(application_id, S.INTERVIEW_INVITED, actor=actor, now=now)


@transaction.atomic
def say_held(application_id: int, *, took_place: bool, actor: User, now: datetime) -> Application:
    """Say that an interview took place, or that the candidate was not there. Raises NotBegunYet, NotLegal, NotYours."""
    application = _locked(application_id)
    interview = Interview.objects.filter(application=application).select_related("slot").first()
    if interview is not None and interview.slot is not None and interview.slot.starts_at > now:
        raise NotBegunYet
    return move(application_id, S.INTERVIEWED if took_place else S.MISSED, actor=actor, now=now)


def tell_of_another_place(panel: Panel, scope: str, now: datetime) -> None:
    """Write to everybody who has booked a time to come with this panel; their calendars are brought up to date."""
    ahead = Interview.objects.filter(
        slot__panel=panel, slot__starts_at__gt=now, application__state=S.INTERVIEW_BOOKED
    ).order_by("pk")
    for interview in ahead:
        interview.sequence += 1
        interview.save()
        _tell_of_a_change(interview, scope, now)


def _tell_of_a_change(interview: Interview, scope: str, now: datetime) -> None:
    queue_email(
        letter="fellowship.interview_moved", about_id=interview.pk,
        key=f"fellowship.interview_moved:{interview.pk}:{interview.sequence}", scope=scope, now=now,
    )  # fmt: skip


def _barred(application: Application) -> "QuerySet[PanelMember]":
    """Who sits on a panel and may not meet this candidate."""
    conflicts = Conflict.objects.filter(application=application).values("reviewer")
    return PanelMember.objects.filter(Q(user__in=conflicts) | Q(user=application.user_id))


def _locked(application_id: int) -> Application:
    locked: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    return locked
