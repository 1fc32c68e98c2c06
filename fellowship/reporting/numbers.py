"""The numbers of cohorts. Constant in queries, however many people and cohorts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from fellowship.curriculum.attendance import attendance_of
from fellowship.models import Application, Cohort, Fellow, Flag, Offer, Project, SetMember, Standing, SupportCheck
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState, FellowState
from mentoring.models import Match

S = ApplicationState
# Where an application has been at least, for the funnel: each stage with the states from which on it counts.
_FROM_OFFER = (S.OFFERED, S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.ONBOARDING, S.ENROLLED,
               S.CONDITIONS_NOT_MET, S.DEFERRED)  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """One cohort in numbers. ``attended``: the share of mandatory attendances, or None where none is noted."""

    cohort: Cohort
    states: Counter[str] = field(default_factory=Counter)
    fellows: Counter[str] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    offered: int = 0  # people who were offered a place, also those who withdrew afterwards
    open_flags: int = 0
    freed: int = 0  # places of fellows who left before the start
    with_adviser: int = 0
    with_project: int = 0
    in_sets: int = 0
    with_mentor: int = 0
    attended: float | None = None
    time_given: tuple[int, int] = (0, 0)  # fellows who get all of it, of those who answered the last check

    @property
    def handed_in(self) -> int:
        return sum(count for state, count in self.states.items() if state != S.DRAFT)

    @property
    def held(self) -> int:
        return sum(self.states[state] for state in HOLDING_A_PLACE) - self.freed

    @property
    def enrolled(self) -> int:
        return sum(self.fellows.values())

    @property
    def going_on(self) -> int:
        return self.fellows[FellowState.ACTIVE] + self.fellows[FellowState.PAUSED]

    @property
    def completed(self) -> int:
        return self.fellows[FellowState.COMPLETED] + self.fellows[FellowState.ALUMNI]


def numbers_of(cohorts: Sequence[Cohort]) -> list[Numbers]:
    """What takes no look at single sessions: for lists of cohorts. Six queries."""
    made = {cohort.pk: Numbers(cohort) for cohort in cohorts}
    applications = Application.objects.filter(call__cohort__in=made).exclude(state=S.WITHDRAWN, submitted_at=None)
    for cohort, state, count in applications.order_by().values_list("call__cohort", "state").annotate(Count("pk")):
        made[cohort].states[state] = count
    offers = Exists(Offer.objects.filter(application=OuterRef("pk")))
    offered = applications.filter(Q(state__in=_FROM_OFFER) | Q(offers)).order_by()
    for cohort, count in offered.values_list("call__cohort").annotate(Count("pk")):
        made[cohort] = replace(made[cohort], offered=count)
    people = Fellow.objects.filter(cohort__in=made).order_by()
    freed = Count("pk", filter=Q(place_is_free=True, application__state__in=HOLDING_A_PLACE))
    for cohort, state, count, free in people.values_list("cohort", "state").annotate(Count("pk"), freed=freed):
        made[cohort].fellows[state] = count
        made[cohort] = replace(made[cohort], freed=made[cohort].freed + free)
    standings = Standing.objects.filter(fellow__cohort__in=made).order_by()
    for cohort, level, count in standings.values_list("fellow__cohort", "level").annotate(Count("pk")):
        made[cohort].levels[level] = count
    return list(made.values())


def numbers_in_full(cohort: Cohort, *, now: datetime) -> Numbers:
    """Everything of one cohort. Thirteen queries."""
    (short,) = numbers_of([cohort])
    fellows = list(Fellow.objects.filter(cohort=cohort, state__in=(FellowState.ACTIVE, FellowState.PAUSED)))
    users = {one.user_id for one in fellows}
    live = Match.objects.filter(programme=cohort.programme_id, state__in=Match.LIVE, mentee__in=users)
    answered = SupportCheck.objects.filter(fellow__in=fellows).exclude(time="").order_by("asked_at", "pk")
    last = dict(answered.values_list("fellow", "time"))  # of several the last one stays
    return Numbers(
        cohort, short.states, short.fellows, short.levels, freed=short.freed,
        open_flags=Flag.objects.filter(fellow__cohort=cohort, ended_at=None).count(),
        with_adviser=sum(one.adviser_id is not None for one in fellows),
        with_project=Project.objects.filter(fellow__in=fellows).count(),
        in_sets=SetMember.objects.filter(fellow__in=fellows).count(),
        with_mentor=len(set(live.exclude(state=Match.State.PROPOSED).values_list("mentee", flat=True))),
        attended=attendance_of(cohort, fellows, now=now).share(fellows),
        time_given=(sum(time == SupportCheck.Time.ALL for time in last.values()), len(last)),
    )  # fmt: skip


def waiting_for_staff(cohort: Cohort) -> dict[str, int]:
    """What waits for the team. One query."""
    found: dict[str, int] = Application.objects.filter(call__cohort=cohort).aggregate(
        screening=Count("pk", filter=Q(state=S.SUBMITTED)),
        moderation=Count("pk", filter=Q(state=S.MODERATION)),
        decisions=Count("pk", filter=Q(decision__released_at__isnull=True, decision__isnull=False)),
        offers=Count("pk", filter=Q(state=S.OFFERED)),
        reserve=Count("pk", filter=Q(state=S.RESERVE)),
        ready=Count("pk", filter=Q(state=S.ONBOARDING)),
    )
    return found
