"""How a programme and its rounds go, in numbers: each has the list behind it. Notes, agendas and what people talk about
are in none of them, and answers to the two questions are counted only where five people gave some."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Programme, User
from mentoring.models import Attendee, Match, Meeting, Pulse, Round

FEWEST_ANSWERS = 5  # fewer would tell whose they are
SLOW_AFTER = timedelta(days=3)  # a proposal that has waited for so long
State = Match.State
# What the list of pairs may be narrowed to, beside single states: value, words, condition.
GROUPS: tuple[tuple[str, str, Q], ...] = (
    ("ANSWERED", "Answered", Q(answered_at__isnull=False)),
    ("UNANSWERED", "Not answered", Q(answered_at=None)),
    ("GOES_ON", "Goes on", Q(state__in=Match.TAKEN)),
    ("WELL", "Ended well", Q(state=State.ENDED, end_reason__in=("GOAL_MET", "TIME_OVER"))),
)


@dataclass(frozen=True)
class Answers:
    """Answers to one of the two questions after meetings, by how they answered; None where too few gave some."""

    question: str
    counts: list[tuple[str, int]] | None


@dataclass(frozen=True)
class Numbers:
    """What the overview shows."""

    pairs: dict[str, int]
    days_to_answer: float | None
    held: int
    minutes: int
    missed: int
    answers: list[Answers]
    answered_by: int

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


def pairs_of(programme: Programme, round_: Round | None = None) -> "QuerySet[Match]":
    """The pairs and proposals of a programme, or of one of its rounds."""
    rows = Match.objects.filter(programme=programme)
    return rows.filter(round=round_) if round_ else rows


def with_last_met(pairs: "QuerySet[Match]") -> "QuerySet[Match]":
    """With ``last_met``, when the last meeting that took place began; None if they have not met."""
    held = Meeting.objects.filter(match=OuterRef("pk"), state=Meeting.State.DONE).order_by("-starts_at")
    return pairs.annotate(last_met=Subquery(held.values("starts_at")[:1]))


def meetings_of(pairs: "QuerySet[Match]") -> "QuerySet[Meeting]":
    return Meeting.objects.filter(match__in=pairs.order_by().values("pk"))


def numbers_of(programme: Programme, round_: Round | None = None) -> Numbers:
    """All that the overview counts. Five queries."""
    pairs, meetings = pairs_of(programme, round_), meetings_of(pairs_of(programme, round_))
    counts = {state: Count("pk", filter=Q(state=state)) for state in State.values}
    counts |= {name: Count("pk", filter=condition) for name, _, condition in GROUPS}
    held = meetings.aggregate(
        held=Count("pk", filter=Q(state="DONE")), missed=Count("pk", filter=Q(state="MISSED")),
        minutes=Coalesce(Sum("minutes", filter=Q(state="DONE")), 0),
    )  # fmt: skip
    answers, people = _answers(meetings)
    return Numbers(
        pairs=pairs.order_by().aggregate(ALL=Count("pk"), **counts),
        days_to_answer=_days_to_answer(pairs),
        held=held["held"], minutes=held["minutes"], missed=held["missed"], answers=answers, answered_by=people,
    )  # fmt: skip


def mentors_of(programme: Programme, round_: Round | None, now: datetime) -> Any:
    """Everybody who was proposed somebody, with ``live``, ``waits``, ``late``, ``declined``, ``lapsed``, ``asked`` and
    ``held`` (meetings)."""
    of = Q(matches_as_mentor__programme=programme)
    if round_:
        of &= Q(matches_as_mentor__round=round_)

    def count(**conditions: Any) -> Count:
        named = {f"matches_as_mentor__{name}": value for name, value in conditions.items()}
        return Count("matches_as_mentor", filter=of & Q(**named), distinct=True)

    return User.objects.filter(of).distinct().select_related("mentor").annotate(
        asked=count(), live=count(state__in=Match.TAKEN), waits=count(state=State.PROPOSED),
        late=count(pk__in=late_in(Match.objects.filter(programme=programme), now).values("pk")),
        declined=count(state=State.DECLINED), lapsed=count(state=State.LAPSED), places=F("mentor__places"),
        held=Count(
            "matches_as_mentor__meetings", filter=of & Q(matches_as_mentor__meetings__state="DONE"), distinct=True
        ),
    )  # fmt: skip


def late_in(pairs: Any, now: datetime) -> Any:
    """Proposals that have waited for more than three days, of which the mentor knows."""
    return pairs.told().filter(state=State.PROPOSED, proposed_at__lte=now - SLOW_AFTER).order_by()


def is_slow() -> Q:
    """Mentors who let a proposal wait for more than three days, or lapse."""
    return Q(late__gt=0) | Q(lapsed__gt=0)


def having_room() -> Q:
    """Mentors with a place that nobody has, as ``mentors_of`` counts."""
    return Q(places__gt=F("live") + F("waits"))


def _days_to_answer(pairs: "QuerySet[Match]") -> float | None:
    """The median, in days; None if nobody has answered."""
    took = pairs.filter(answered_at__isnull=False).order_by("-pk").values_list("proposed_at", "answered_at")[:10_000]
    days = [(answered - proposed) / timedelta(days=1) for proposed, answered in took if answered is not None]
    return round(median(days), 1) if days else None


def _answers(meetings: "QuerySet[Meeting]") -> tuple[list[Answers], int]:
    """Both questions, and how many people have answered."""
    given = Attendee.objects.filter(meeting__in=meetings.values("pk"), answered_at__isnull=False).order_by()
    people = given.values("user").distinct().count()
    found = []
    for name, question in (("useful", "It was of use"), ("forward", "They know what happens next")):
        counted = dict(given.values_list(name).annotate(Count("pk"))) if people >= FEWEST_ANSWERS else None
        found.append(
            Answers(
                question,
                None if counted is None else [(str(one.label), counted.get(one.value, 0)) for one in reversed(Pulse)],
            )
        )
    return found, people
