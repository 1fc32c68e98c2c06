"""Nobody waits for ever: who still has no answer once a cohort has begun, and the end of its reserve list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from accounts import audit
from accounts.models import User
from accounts.roles import RUNNING_IT
from common.refusals import Refused
from fellowship.deciding.outcomes import Words, decide
from fellowship.models import Application, Call, Cohort, Decision, Fellow
from fellowship.models.moves import GOES_ON, ApplicationState, CohortState
from fellowship.reviewing.conflicts import calls_applied_to

S = ApplicationState
# Handed in, and neither over nor a fellow.
IN_THE_MIDDLE = (
    S.SUBMITTED, S.ELIGIBLE, S.INFO_REQUESTED, S.IN_REVIEW, S.MODERATION, S.SCORED, S.SHORTLISTED, S.INTERVIEW_INVITED,
    S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED, S.OFFERED, S.ACCEPTED, S.ONBOARDING,
)  # fmt: skip
WAITING = (*IN_THE_MIDDLE, S.RESERVE)
_BEFORE_RUNNING = (CohortState.PLANNED, CohortState.OPEN, CohortState.SELECTING)
USUAL_FEEDBACK = "Your application was a good one. There were more good applications than places, and none fell free."


class NobodyOnReserve(Refused):
    """Nobody is on the reserve list any more, so there is nothing to prepare."""


class ReserveHasChanged(Refused):
    """The reserve list has changed since you looked, so nothing was prepared. Look at the number again."""


@dataclass(frozen=True, slots=True)
class Due:
    """A cohort whose team is asked to answer: how many on its reserve list, and how many others in the middle; or to
    say that its year has begun, since until then nothing of the year is counted or asked."""

    cohort: Cohort
    on_reserve: int
    others: int
    is_to_run: bool


def reserve_is_over(call: Call, today: date) -> bool:
    """Whether those on the reserve list should hear now: from the day that the team set, else once the year begins."""
    return call.reserve_until <= today if call.reserve_until else call.cohort.has_started(today)


def waiting_of(call: Call) -> Any:
    """Applications of a call that were handed in and are not over."""
    return Application.objects.filter(call=call, state__in=WAITING)


def due_for(user: User, *, now: datetime) -> list[Due]:
    """The cohorts of which this person is asked to answer those who wait, the oldest first. One query.

    Where they have applied themselves, somebody else is asked.
    """
    rows = (
        Cohort.objects.run_by(user, RUNNING_IT, now=now)
        .filter(call__isnull=False)
        .exclude(call__in=calls_applied_to(user))
        .select_related("programme", "call")
        .annotate(
            on_reserve=Count("call__applications", filter=Q(call__applications__state=S.RESERVE)),
            in_the_middle=Count("call__applications", filter=Q(call__applications__state__in=IN_THE_MIDDLE)),
            has_fellows=Exists(Fellow.objects.filter(cohort=OuterRef("pk"), state__in=GOES_ON)),
        )
        .filter(Q(on_reserve__gt=0) | Q(in_the_middle__gt=0) | Q(state__in=_BEFORE_RUNNING, has_fellows=True))
        .order_by("starts_on", "pk")
    )
    found, today = [], localdate(now)
    for cohort in rows:
        reserve = cohort.on_reserve if reserve_is_over(cohort.call, today) else 0
        middle = cohort.in_the_middle if cohort.has_started(today) else 0
        is_to_run = cohort.has_fellows and cohort.state in _BEFORE_RUNNING and cohort.has_started(today)
        if reserve or middle or is_to_run:
            found.append(Due(cohort, reserve, middle, is_to_run))
    return found


def to_end(call: Call, *, reader: User) -> Any:
    """Those on the reserve list who would hear that it has ended: not the reader, nor who is about to be offered."""
    rows = Application.objects.filter(call=call, state=S.RESERVE).exclude(user=reader)
    return rows.exclude(decision__outcome=S.OFFERED, decision__released_at=None).order_by("reserve_rank", "pk")


@transaction.atomic
def end_reserve(call: Call, *, expected: int, feedback: str, actor: User, now: datetime) -> int:
    """Prepare for everybody left on the reserve list that no place fell free. Nobody hears before it is released.

    ``expected``: how many the team was told. ``feedback``: for those who have none yet. Twice is once. Returns how
    many. Raises NobodyOnReserve, ReserveHasChanged.
    """
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=call.cohort_id)
    rows = list(to_end(call, reader=actor).select_related("decision"))
    if not rows:
        raise NobodyOnReserve
    if len(rows) != expected:
        raise ReserveHasChanged
    for one in rows:
        before: Decision | None = getattr(one, "decision", None)
        words, code = Words(one.feedback or feedback), ""
        if before is not None and before.outcome == S.UNSUCCESSFUL:  # what somebody wrote for them stays
            words = Words(before.feedback or words.feedback, before.letter_subject, before.letter_text)
            code = before.reason_code
        decide(one.pk, S.UNSUCCESSFUL, reason_code=code, words=words, actor=actor, now=now)
    return len(rows)


@transaction.atomic
def keep_reserve_until(call: Call, day: date | None, *, actor: User, now: datetime) -> None:
    """Set the day from which the team is asked to end the reserve list; None: when the cohort begins."""
    if call.reserve_until == day:
        return
    call.reserve_until = day
    call.save(update_fields=["reserve_until", "updated_at"])
    audit.record(
        actor=actor, action="fellowship.reserve_kept_until", about=call.cohort, scope=call.cohort.programme.scope,
        detail={"until": day.isoformat() if day else ""}, now=now,
    )  # fmt: skip
