"""What to do about each gap: learning that the person may apply to, events, what to do at work, and what shows it.

Who may apply is decided by ``careers.models.eligibility``: what we know to be closed to the person is left out, what is
not known stays and says so.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from careers.directions.learning import ASK_SOMEONE
from careers.models import Activity, CostBand, Learning, LearningSkill, LearningStatus, Skill
from careers.models.eligibility import Applicant
from common.vocabulary import SkillLevel
from events.models import Event
from planning.gap import Gap, Need

MOST_COURSES, MOST_EVENTS = 3, 2
NO_EVIDENCE = "Something that you made or did, what came of it, and somebody who can say so."
_COST_ORDER = {cost.value: place for place, cost in enumerate((CostBand.FREE, CostBand.FUNDED, CostBand.UNKNOWN))}


@dataclass(frozen=True)
class Course:
    """Learning for one skill. ``enough``: it takes a typical learner to the level that is needed."""

    name: str
    url: str
    kind: str
    cost: str
    reaches: int
    enough: bool
    not_known: tuple[str, ...]  # what would decide whether the person may apply
    doubt: str

    @property
    def facts(self) -> str:
        """What it is and costs. It says nothing about the person, so that others may read it."""
        reaches = "" if self.enough else f"teaches up to {SkillLevel(self.reaches).label.lower()}"
        return ", ".join(filter(None, (self.kind.lower(), self.cost.lower(), reaches, self.doubt.lower())))

    @property
    def words(self) -> str:
        """The same with what is not known of whether the person may apply."""
        return ", ".join((self.facts, *([f"not known: {', '.join(self.not_known)}"] if self.not_known else [])))


@dataclass(frozen=True)
class NextStep:
    """What to do about one gap. ``at_work`` and ``evidence`` are never empty."""

    need: Need
    url: str
    courses: tuple[Course, ...]
    events: tuple[Event, ...]
    at_work: str
    evidence: str


def next_steps(gap: Gap, applicant: Applicant, *, now: datetime) -> list[NextStep]:
    """A next step for every gap, in the order of the gap. Five queries, whatever their number; none without a gap."""
    needs = {need.pk: need for need in gap.open}
    if not needs:
        return []
    courses = _courses(needs, applicant)
    events = _events(needs, now)
    activities: dict[int, tuple[str, str]] = {}
    for pk, activity, evidence in Activity.objects.filter(skill__in=needs).values_list(
        "skill_id", "activity", "evidence"
    ):
        activities.setdefault(pk, (activity, evidence))
    return [
        NextStep(
            need=need,
            url=reverse("careers:skill_detail", args=[need.slug]),
            courses=tuple(courses[pk][:MOST_COURSES]),
            events=tuple(events[pk][:MOST_EVENTS]),
            at_work=activities.get(pk, (ASK_SOMEONE, ""))[0],
            evidence=activities.get(pk, ("", ""))[1] or NO_EVIDENCE,
        )
        for pk, need in needs.items()
    ]


def _courses(needs: dict[int, Need], applicant: Applicant) -> dict[int, list[Course]]:
    """Open learning by skill: what is enough first, then what is known to be open to the person, then the cheapest."""
    conditions = list(applicant.conditions())
    open_ = Learning.objects.live().exclude(status=LearningStatus.CLOSED).teaching(needs).meeting(conditions)
    rows: dict[int, Any] = {row.pk: row for row in open_}
    teaches = LearningSkill.objects.filter(learning__in=rows, skill__in=needs)
    found: dict[int, list[tuple[Any, Course]]] = defaultdict(list)
    for learning, skill, reaches in teaches.values_list("learning_id", "skill_id", "reaches"):
        need, row = needs[skill], rows[learning]
        if reaches <= need.have:
            continue
        unknown = tuple(each.words for each in conditions if getattr(row, f"unknown_{each.name}"))
        course = Course(
            row.name, row.get_absolute_url(), row.get_kind_display(), row.get_cost_band_display(), reaches,
            reaches >= need.need, unknown, row.doubt,
        )  # fmt: skip
        order = (not course.enough, row.unknowns, _COST_ORDER.get(row.cost_band, len(_COST_ORDER)), -reaches, row.name)
        found[skill].append((order, course))
    ordered = {
        skill: [course for _, course in sorted(pairs, key=lambda pair: pair[0])] for skill, pairs in found.items()
    }
    return defaultdict(list, ordered)


def _events(needs: Collection[int], now: datetime) -> dict[int, list[Event]]:
    """Events open to all that are about a skill, the soonest first."""
    about = Prefetch("skills", Skill.objects.filter(pk__in=needs).only("pk"), to_attr="about")
    soon = Event.objects.listed().upcoming(now).filter(skills__in=needs).distinct().order_by("starts_at", "pk")
    found: dict[int, list[Event]] = defaultdict(list)
    for event in soon.prefetch_related(about):
        for skill in event.about:
            found[skill.pk].append(event)
    return found
