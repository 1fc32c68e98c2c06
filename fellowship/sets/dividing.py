"""Divisions of a cohort into learning sets: asked for by an admin, calculated by a worker, stored whole or not at all.

A worker that dies leaves its run to the next sweep. Sets that fellows were told of are never calculated again: from
then on an admin moves people one by one.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts import audit
from accounts.models import Profile, ProgrammeRole, User
from common.refusals import Refused
from fellowship.models import Cohort, Fellow, LearningSet, SetMember, SetRun
from fellowship.models.moves import FellowState
from fellowship.solving.learning_sets import Facilitator, Member, Sets, divide, how_many_sets
from notifications.doorbell import ring

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
State = SetRun.State

WORKING = "fellowship.divide_cohorts"
SAID_EVERY = timedelta(seconds=0.5)
MOST_TRIES = 3
SITTING = (FellowState.ACTIVE, FellowState.PAUSED)  # who has a seat in a set that is being made
GAVE_UP = "The calculation was begun three times and did not come to its end. Try again later."
BROKE = "Something went wrong on our side. Your sets are as they were."


class SetsAreTold(Refused):
    """Fellows know their sets already. Move people one by one instead."""


class DividesAlready(Refused):
    """The sets of this cohort are being calculated. Wait for it."""


class _Lost(Exception):
    """Another worker has the run now."""


@transaction.atomic
def ask_division(cohort: Cohort, *, count: int | None, actor: User, now: datetime) -> SetRun:
    """Put a calculation into the queue. ``count``: of sets; None: the usual number.

    Raises SetsAreTold, DividesAlready, and TooFewForASet or DoesNotDivide at once where no calculation could help.
    """
    held = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=cohort.pk)
    if held.sets_told_at:
        raise SetsAreTold
    how_many_sets(held.fellows.filter(state__in=SITTING).count())
    try:
        with transaction.atomic():
            run: SetRun = SetRun.objects.create(cohort=held, count=count, asked_by=actor, asked_at=now)
    except IntegrityError:
        raise DividesAlready from None
    audit.record(actor=actor, action="fellowship.sets_asked", about=held, scope=held.programme.scope, now=now)
    ring(WORKING, run.pk)
    return run


def members_of(cohort: Cohort) -> dict[int, Member]:
    """The fellows who sit in sets, as the solver takes them, by id. Two queries.

    Work is as in their application, or as in their profile where they came without one.
    """
    fellows = Fellow.objects.filter(cohort=cohort, state__in=SITTING)
    profiles = {
        profile.pk: profile
        for profile in Profile.objects.select_related("organisation").filter(pk__in=fellows.values("user"))
    }
    spelled: dict[str, str] = {}  # one employer, however people write it
    found = {}
    for fellow in fellows.select_related("application__organisation"):
        work, profile = fellow.application, profiles.get(fellow.user_id)
        named = _first(work and work.organisation and work.organisation.name, work and work.organisation_name,
                       profile and profile.works_for)  # fmt: skip
        found[fellow.pk] = Member(
            fellow.pk,
            employer=spelled.setdefault(" ".join(named.split()).casefold(), named),
            profession=_first(work and work.profession, profile and profile.profession),
            region=_first(work and work.region, profile and profile.region),
        )
    return found


def facilitators_of(cohort: Cohort, sets: int) -> list[Facilitator]:
    """The facilitators of the programme, each for an even share of the sets. Two queries."""
    roles = ProgrammeRole.objects.filter(
        programme=cohort.programme_id, role=ProgrammeRole.Role.FACILITATOR, user__is_active=True
    )
    ids = list(roles.order_by("user").values_list("user", flat=True))
    work = {
        profile.pk: profile.works_for
        for profile in Profile.objects.select_related("organisation").filter(pk__in=ids)
    }  # fmt: skip
    most = -(-sets // len(ids)) if ids else 0
    return [Facilitator(one, work.get(one, ""), most) for one in ids]


def work_on_divisions(*, clock: Clock, first: int | None = None) -> int:
    """Calculate every division that waits, or whose worker died. ``first``: the one rung for. Returns how many."""
    now = clock()
    worn_out = SetRun.objects.filter(state=State.RUNNING, leased_until__lt=now, tries__gte=MOST_TRIES)
    worn_out.update(state=State.FAILED, problem=GAVE_UP, finished_at=now, lease="", leased_until=None, updated_at=now)
    waiting = _free(now).order_by("pk").values_list("pk", flat=True)
    return sum(_work(pk, clock) for pk in list(waiting if first is None else waiting.filter(pk=first)))


def _free(now: datetime) -> Any:
    return SetRun.objects.filter(
        Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now), tries__lt=MOST_TRIES
    )


def _work(pk: int, clock: Clock) -> bool:
    """Take up a run and bring it to its end. False if another worker was quicker."""
    lease, now = uuid.uuid4().hex, clock()
    taken = _free(now).filter(pk=pk).update(
        state=State.RUNNING, lease=lease, leased_until=now + settings.RUN_LEASE, tries=F("tries") + 1, percent=5,
        updated_at=now,
    )  # fmt: skip
    if not taken:
        return False
    run, hold = SetRun.objects.select_related("cohort").get(pk=pk), _Hold(pk, lease, clock, now)
    try:
        members = members_of(run.cohort)
        count = run.count or how_many_sets(len(members))
        found = divide(
            list(members.values()), facilitators_of(run.cohort, count), count=count,
            kept=_kept(run.cohort, count, members), on_better=hold.say,
        )  # fmt: skip
        _store(run, found, hold)
    except _Lost:
        log.warning("division_lost", run=pk)
    except Refused as refusal:
        hold.end(state=State.FAILED, problem=str(refusal))
    except Exception:
        log.exception("division_failed", run=pk)
        hold.end(state=State.FAILED, problem=BROKE)
    return True


@dataclass
class _Hold:
    """Our hold on a run: says how good the best division is so far."""

    pk: int
    lease: str
    clock: Clock
    said_at: datetime
    worst: int | None = field(default=None, init=False)  # how far the first division was from the bound

    def say(self, best: int, bound: int) -> None:
        """Write it and renew the lease, twice a second at most. The bar is how far the gap to the bound has closed."""
        now = self.clock()
        if self.worst is None:
            self.worst = max(best - bound, 1)
        elif now - self.said_at < SAID_EVERY:
            return
        self.said_at = now
        percent = 10 + 80 * (self.worst - min(best - bound, self.worst)) // self.worst
        SetRun.objects.filter(pk=self.pk, lease=self.lease, state=State.RUNNING).update(
            percent=percent, best=best, bound=bound, leased_until=now + settings.RUN_LEASE, updated_at=now
        )

    def end(self, **fields: Any) -> bool:
        """Write how it ended, if it is still ours."""
        now = self.clock()
        mine = SetRun.objects.filter(pk=self.pk, lease=self.lease, state=State.RUNNING)
        return bool(mine.update(**fields, finished_at=now, lease="", leased_until=None, updated_at=now))


def _kept(cohort: Cohort, count: int, members: Mapping[int, Member]) -> dict[int, int]:
    """Who stays in which set, counted from 0: those whom an admin keeps, in sets that there will be."""
    rows = SetMember.objects.filter(learning_set__cohort=cohort, is_kept=True, learning_set__number__lte=count)
    return {
        fellow: number - 1 for fellow, number in rows.values_list("fellow", "learning_set__number") if fellow in members
    }


@transaction.atomic
def _store(run: SetRun, found: Sets, hold: _Hold) -> None:
    """The sets in place of those that were there, with the end of the run. Raises _Lost."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=run.cohort_id)
    if not SetRun.objects.select_for_update().filter(pk=run.pk, lease=hold.lease, state=State.RUNNING).exists():
        raise _Lost
    if cohort.sets_told_at:
        raise SetsAreTold
    kept = set(SetMember.objects.filter(learning_set__cohort=cohort, is_kept=True).values_list("fellow", flat=True))
    SetMember.objects.filter(learning_set__cohort=cohort).delete()
    LearningSet.objects.filter(cohort=cohort, number__gt=len(found.sets)).delete()
    seats = []
    for number, one in enumerate(found.sets, start=1):
        made, _ = LearningSet.objects.update_or_create(
            cohort=cohort, number=number, defaults={"facilitator_id": one.facilitator}
        )
        seats += [SetMember(learning_set=made, fellow_id=pk, is_kept=pk in kept) for pk in one.members]
    SetMember.objects.bulk_create(seats)
    if not hold.end(state=State.DONE, percent=100, best=found.imbalance, bound=found.bound):
        raise _Lost


def _first(*words: Any) -> str:
    """The first that says something; empty if none does."""
    return next((str(word) for word in words if word), "")
