"""What somebody does about a flag: looks, gives it on, puts it off, notes, closes it and says whether it helped."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.following.watching import tell_new_owner
from fellowship.models import Flag, FlagStep, Help

LONGEST_SNOOZE = 28  # days


class FlagIsClosed(Refused):
    """Somebody else closed this meanwhile. Look at what was done."""


class TooLong(Refused):
    """Put it off for four weeks at most, until a day that is still to come."""


class SayWhy(Refused):
    """Say why. Who looks at it next needs to know."""


class SayWhatWasDone(Refused):
    """Say what was done, in a sentence or two. It is how the programme learns what helps."""


@transaction.atomic
def see(flag: Flag, *, by: User, now: datetime) -> None:
    """Note that somebody has taken this on. Twice is as good as once. Raises FlagIsClosed."""
    flag = _locked(flag.uuid)
    if flag.seen_at is None:
        flag.seen_at = now
        flag.owner = flag.owner or by
        flag.save()
        FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.SEEN, at=now, by=by)


@transaction.atomic
def give(flag: Flag, *, to: User, due_on: date, by: User, now: datetime) -> None:
    """Give a flag to somebody of the team, with a day; they get a letter. Raises FlagIsClosed."""
    flag = _locked(flag.uuid)
    is_new, flag.owner, flag.due_on = flag.owner_id != to.pk and to.pk != by.pk, to, due_on
    step = FlagStep.objects.create(
        flag=flag, kind=FlagStep.Kind.OWNER, at=now, by=by, text=f"To {to}, by {due_on:%-d %B %Y}"[:1000]
    )
    if is_new:
        tell_new_owner(flag, step.pk, now=now)
    flag.save()


@transaction.atomic
def snooze(flag: Flag, *, until: date, why: str, by: User, now: datetime, today: date) -> None:
    """Put a flag off. It comes back on that day, or when it goes up. Raises FlagIsClosed, TooLong, SayWhy."""
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE):
        raise TooLong
    if not why.strip():
        raise SayWhy
    flag = _locked(flag.uuid)
    flag.snoozed_until, flag.seen_at = until, flag.seen_at or now
    flag.due_on = max(flag.due_on, until)
    flag.save()
    words = f"Until {until:%-d %B %Y}: {why}"
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.SNOOZED, at=now, by=by, text=words[:1000])


@transaction.atomic
def note(flag: Flag, *, text: str, by: User, now: datetime) -> None:
    """Keep a note about a flag. Raises FlagIsClosed."""
    flag = _locked(flag.uuid)
    flag.seen_at = flag.seen_at or now
    flag.save()
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.NOTE, at=now, by=by, text=text)


@transaction.atomic
def close(flag: Flag, *, what_was_done: str, helped: str, by: User, now: datetime) -> None:
    """Close a flag; a call for help is answered with it. Raises FlagIsClosed, SayWhatWasDone."""
    if not what_was_done.strip():
        raise SayWhatWasDone
    flag = _locked(flag.uuid)
    flag.ended_at, flag.end, flag.what_was_done, flag.helped = now, Flag.End.DONE, what_was_done, helped
    flag.seen_at = flag.seen_at or now
    flag.save()
    Help.objects.filter(fellow=flag.fellow_id, answered_at=None).update(answered_at=now, updated_at=now)
    FlagStep.objects.create(flag=flag, kind=FlagStep.Kind.ENDED, at=now, by=by, text=Flag.End.DONE.label)
    audit.record(
        actor=by, action="fellowship.warning_closed", about=flag, subject=flag.fellow.user,
        scope=flag.fellow.cohort.programme.scope, now=now,
    )  # fmt: skip


@transaction.atomic
def say_whether_it_helped(flag: Flag, *, helped: str) -> None:
    """Judge a closed flag later."""
    Flag.objects.filter(pk=flag.pk, ended_at__isnull=False).update(helped=helped)


def _locked(uuid: UUID) -> Flag:
    flag: Flag = (
        Flag.objects.select_for_update(of=("self",), no_key=True)
        .select_related("fellow__cohort__programme", "fellow__user")
        .get(uuid=uuid)
    )
    if flag.ended_at is not None:
        raise FlagIsClosed
    return flag
