"""Divisions of a cohort into learning sets: asked for by an admin, calculated by a worker, stored whole or not at all.

Workers that die: ``common.runs``. Sets that fellows were told of are never calculated again: from then on an admin
moves people one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Profile, ProgrammeRole, User
from common.refusals import Refused
from common.runs import Clock, Hold, work_on
from fellowship.models import Cohort, Fellow, LearningSet, SetMember, SetRun
from fellowship.models.moves import FellowState
from fellowship.solving.learning_sets import Facilitator, Member, Sets, divide, how_many_sets
from notifications.doorbell import ring

WORKING = "fellowship.divide_cohorts"
SITTING = (FellowState.ACTIVE, FellowState.PAUSED)  # who has a seat in a set that is being made
GAVE_UP = "The calculation was begun three times and did not come to its end. Try again later."
BROKE = "Something went wrong on our side. Your sets are as they were."


class SetsAreTold(Refused):
    """Fellows know their sets already. Move people one by one instead."""


class DividesAlready(Refused):
    """The sets of this cohort are being calculated. Wait for it."""


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
    return work_on(SetRun, _divide, clock=clock, first=first, gave_up=GAVE_UP, broke=BROKE)


def _divide(run: SetRun, hold: Hold) -> None:
    """Divide a cohort and store the sets. Raises Lost."""
    hold.say(percent=5)
    members = members_of(run.cohort)
    count = run.count or how_many_sets(len(members))
    found = divide(
        list(members.values()), facilitators_of(run.cohort, count), count=count,
        kept=_kept(run.cohort, count, members), on_better=_Said(hold).say,
    )  # fmt: skip
    _store(run, found, hold)


@dataclass
class _Said:
    """Says how good the best division is so far. That a run is lost is found when it is stored."""

    hold: Hold
    worst: int | None = field(default=None, init=False)  # how far the first division was from the bound

    def say(self, best: int, bound: int) -> None:
        """Twice a second at most. The bar is how far the gap to the bound has closed."""
        if self.worst is None:
            self.worst = max(best - bound, 1)
        elif not self.hold.is_time():
            return
        percent = 10 + 80 * (self.worst - min(best - bound, self.worst)) // self.worst
        self.hold.say(percent=percent, best=best, bound=bound)


def _kept(cohort: Cohort, count: int, members: Mapping[int, Member]) -> dict[int, int]:
    """Who stays in which set, counted from 0: those whom an admin keeps, in sets that there will be."""
    rows = SetMember.objects.filter(learning_set__cohort=cohort, is_kept=True, learning_set__number__lte=count)
    return {
        fellow: number - 1 for fellow, number in rows.values_list("fellow", "learning_set__number") if fellow in members
    }


@transaction.atomic
def _store(run: SetRun, found: Sets, hold: Hold) -> None:
    """The sets in place of those that were there, with the end of the run. Raises Lost, SetsAreTold."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=run.cohort_id)
    hold.lock()
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
    hold.done(best=found.imbalance, bound=found.bound)


def _first(*words: Any) -> str:
    """The first that says something; empty if none does."""
    return next((str(word) for word in words if word), "")
