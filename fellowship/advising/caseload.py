"""Whom an adviser looks after: their fellows and those of advisers they stand in for, who needs somebody first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import ProgrammeRole, User
from fellowship.models import Cohort, DeepDive, Fellow, Flag
from fellowship.talks import OVER, still_to_hold


@dataclass(frozen=True)
class Caseload:
    """What somebody advises. ``held``: programme and adviser, for themselves and for whom they stand in; ids."""

    user: User
    held: tuple[tuple[int, int], ...]

    def fellows(self, today: date) -> Any:
        """The fellows, nobody's own year among them, with how much they need somebody (``with_need``)."""
        theirs = Q()
        for programme, adviser in self.held:
            theirs |= Q(cohort__programme=programme, adviser=adviser)
        return with_need(Fellow.objects.filter(theirs).exclude(user=self.user), today)

    def conversations(self) -> Any:
        """Applications of those with whom a first conversation is still to be held, the next start first."""
        theirs = Q()
        for programme, adviser in self.held:
            theirs |= Q(call__cohort__programme=programme, asked=adviser)
        found = still_to_hold().filter(theirs).exclude(user=self.user)
        return found.order_by("call__cohort__starts_on", "name", "user__name", "pk")

    def cohorts(self) -> Any:
        """The cohorts of these programmes that are not over, the newest first."""
        of = {programme for programme, _ in self.held}
        return Cohort.objects.filter(programme__in=of).exclude(state__in=OVER).select_related("programme")


def caseload_of(user: User, *, now: datetime) -> Caseload | None:
    """What this person advises today; None for who is no adviser and stands in for none. One query."""
    roles = ProgrammeRole.objects.held_by(user, on=timezone.localdate(now)).filter(role=ProgrammeRole.Role.ADVISER)
    held = tuple(roles.values_list("programme", "user"))
    return Caseload(user, held) if held else None


def with_need(fellows: Any, today: date) -> Any:
    """Fellows with ``need`` (the level of their open flag, 0 where there is none or it is put off), ``settled_by`` (its
    day), ``points`` and ``has_talked`` (whether the first conversation was held)."""
    flags = Flag.objects.filter(fellow=OuterRef("pk"), ended_at=None)
    flags = flags.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
    talks = DeepDive.objects.filter(cohort=OuterRef("cohort"), user=OuterRef("user"), held_on__isnull=False)
    return fellows.annotate(
        need=Coalesce(Subquery(flags.values("level")[:1]), 0),
        settled_by=Subquery(flags.values("due_on")[:1]),
        points=Coalesce("standing__points", 0),
        has_talked=Exists(talks),
    )


# Who needs somebody first: the highest level, what is to be settled first, most points.
NEED_FIRST = ("-need", F("settled_by").asc(nulls_last=True), "-points", "user__name", "pk")
