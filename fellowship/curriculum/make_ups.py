"""What a fellow does instead of a session that they missed: set by the team, handed in, accepted or given back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.curriculum.attendance import Came, attendance_of
from fellowship.models import Activity, Fellow, MakeUp
from notifications.outbox import queue_email

State = MakeUp.State


class NothingMissed(Refused):
    """This fellow did not miss that session, so there is nothing to make up for."""


class SetAlready(Refused):
    """There is something to do for that session already."""


class DueInThePast(Refused):
    """That day has passed. Give them a day that is still to come."""


class SayWhatYouDid(Refused):
    """Say what you did, in a sentence or more."""


class SayWhatIsMissing(Refused):
    """Say what is still missing, so that they know what to do."""


class MakeUpHasMoved(Refused):
    """Somebody changed it meanwhile. Load the page again to see how it is now."""


@transaction.atomic
def set_make_up(fellow: Fellow, activity: Activity, *, task: str, due_on: date, actor: User, now: datetime) -> MakeUp:
    """Give a fellow something to do for a session that they missed; they are told. Raises NothingMissed, SetAlready,
    DueInThePast."""
    if due_on < timezone.localdate(now):
        raise DueInThePast
    known = dict(attendance_of(fellow.cohort, [fellow], now=now).of(fellow))
    came = known.get(activity)
    if came is None or came in (Came.PRESENT, Came.LATE):
        raise NothingMissed
    try:
        with transaction.atomic():
            made: MakeUp = MakeUp.objects.create(
                fellow=fellow, activity=activity, task=task, due_on=due_on, set_by=actor, set_at=now
            )
    except IntegrityError:
        raise SetAlready from None
    _tell(made, "make_up_set", f"{made.pk}", now)
    _record(made, "fellowship.make_up_set", actor, now)
    return made


@transaction.atomic
def hand_in(make_up_id: int, *, text: str, now: datetime) -> MakeUp:
    """The fellow says what they did; as long as it is not accepted they may say it again. Raises SayWhatYouDid,
    MakeUpHasMoved."""
    if not text.strip():
        raise SayWhatYouDid
    made = _locked(make_up_id)
    if made.state == State.ACCEPTED:
        raise MakeUpHasMoved
    made.text, made.state, made.done_at = text.strip(), State.DONE, now
    made.save()
    _tell(made, "make_up_done", f"{made.pk}:{now.timestamp():.0f}", now)
    return made


@transaction.atomic
def accept(make_up_id: int, *, answer: str, actor: User, now: datetime) -> MakeUp:
    """It counts as attended from now on. Twice is once. Raises MakeUpHasMoved for what was not handed in."""
    made = _locked(make_up_id)
    if made.state == State.ACCEPTED:
        return made
    if made.state != State.DONE:
        raise MakeUpHasMoved
    made.state, made.answer, made.accepted_by, made.accepted_at = State.ACCEPTED, answer.strip(), actor, now
    made.save()
    _tell(made, "make_up_answered", f"{made.pk}:{now.timestamp():.0f}", now)
    _record(made, "fellowship.make_up_accepted", actor, now)
    return made


@transaction.atomic
def give_back(make_up_id: int, *, answer: str, actor: User, now: datetime) -> MakeUp:
    """Not enough yet: the fellow reads why and goes on. Raises SayWhatIsMissing, MakeUpHasMoved."""
    if not answer.strip():
        raise SayWhatIsMissing
    made = _locked(make_up_id)
    if made.state != State.DONE:
        raise MakeUpHasMoved
    made.state, made.answer = State.SET, answer.strip()
    made.save()
    _tell(made, "make_up_answered", f"{made.pk}:{now.timestamp():.0f}", now)
    _record(made, "fellowship.make_up_given_back", actor, now)
    return made


def _locked(make_up_id: int) -> MakeUp:
    made: MakeUp = (
        MakeUp.objects.select_for_update(of=("self",), no_key=True)
        .select_related("fellow__cohort__programme", "fellow__user", "activity")
        .get(pk=make_up_id)
    )
    return made


def _tell(made: MakeUp, letter: str, key: str, now: datetime) -> None:
    queue_email(
        letter=f"fellowship.{letter}", about_id=made.pk, key=f"fellowship.{letter}:{key}",
        scope=made.fellow.cohort.programme.scope, now=now,
    )  # fmt: skip


def _record(made: MakeUp, action: str, actor: User, now: datetime) -> None:
    audit.record(
        actor=actor, action=action, about=made, subject=made.fellow.user, scope=made.fellow.cohort.programme.scope,
        now=now,
    )  # fmt: skip
