"""What to do about each gap: learning that the person may apply to, events, what to do at work, and what shows it.

Who may apply is decided by ``careers.models.eligibility``: what we know to be closed to the person is left out, what is
not known stays and says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse

from careers.directions.learning import ASK_SOMEONE
from careers.directions.words import listed
from careers.frame import Frame
from careers.models import CostBand, Learning, LearningSkill, LearningStatus, Skill
from careers.models.eligibility import Applicant
from careers.roles.building import ways_to_build
from common.vocabulary import SkillLevel
from events.models import Event
from planning.gap import Gap, Need
from planning.shadowing import people_offering

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
        unknown = [f"not known whether it is open to {listed(self.not_known, 'or')}"] if self.not_known else []
        return ", ".join((self.facts, *unknown))


@dataclass(frozen=True)
class NextStep:
    """What to do about one gap. ``at_work`` and ``evidence`` are never empty."""

    need: Need
    url: str
    courses: tuple[Course, ...]
    events: tuple[Event, ...]
    at_work: str
    evidence: str
    people: int  # who offer a chat or a day at work about it
    people_url: str


def next_steps(
    frame: Frame, gap: Gap, applicant: Applicant, *, now: datetime, besides: int | None = None
) -> list[NextStep]:
    """A next step for every gap, in the order of the gap. Four queries, whatever their number; none without a gap.

    ``besides``: whose own offers (id) do not count.
    """
    needs = {need.pk: need for need in gap.open}
    if not needs:
        return []
    lessons = open_lessons(frame, applicant)
    events = _events(needs, now)
    ways = ways_to_build()
    people = people_offering(needs, besides=besides, now=now)
    offers = reverse("planning:offer_list")
    shown = []
    for pk, need in needs.items():
        to_do = ways[pk].to_do if pk in ways else ()
        shown.append(
            NextStep(
                need=need,
                url=reverse("careers:skill_detail", args=[need.slug]),
                courses=_courses(lessons.get(pk, ()), need),
                events=tuple(events[pk][:MOST_EVENTS]),
                at_work=to_do[0].activity if to_do else ASK_SOMEONE,
                evidence=(to_do[0].evidence if to_do else "") or NO_EVIDENCE,
                people=people.get(pk, 0),
                people_url=f"{offers}?{urlencode({'skill': need.slug})}",
            )
        )
    return shown


@dataclass(frozen=True)
class Lesson:
    """What a course teaches of one skill, and what is not known of whether somebody may apply."""

    name: str
    url: str
    kind: str
    cost: str
    cost_order: int
    reaches: int
    not_known: tuple[str, ...]
    doubt: str


@lru_cache(maxsize=512)
def open_lessons(frame: Frame, applicant: Applicant) -> Mapping[int, tuple[Lesson, ...]]:
    """All open learning that nothing we know rules out for an applicant, by database id of the skill taught.

    Looked up once for each frame and kind of applicant: two queries. ``frame`` stands for the state of the catalogue.
    """
    conditions = list(applicant.conditions())
    open_ = Learning.objects.live().exclude(status=LearningStatus.CLOSED).meeting(conditions)
    rows: dict[int, Any] = {row.pk: row for row in open_}
    found: dict[int, list[Lesson]] = defaultdict(list)
    for learning, skill, reaches in LearningSkill.objects.filter(learning__in=rows).values_list(
        "learning_id", "skill_id", "reaches"
    ):
        row = rows[learning]
        found[skill].append(
            Lesson(
                name=row.name,
                url=row.get_absolute_url(),
                kind=row.get_kind_display(),
                cost=row.get_cost_band_display(),
                cost_order=_COST_ORDER.get(row.cost_band, len(_COST_ORDER)),
                reaches=reaches,
                not_known=tuple(each.words for each in conditions if getattr(row, f"unknown_{each.name}")),
                doubt=row.doubt,
            )
        )
    return {skill: tuple(lessons) for skill, lessons in found.items()}


def _courses(lessons: Iterable[Lesson], need: Need) -> tuple[Course, ...]:
    """What is enough first, then what is known to be open to the person, then the cheapest."""
    useful = sorted(
        (lesson for lesson in lessons if lesson.reaches > need.have),
        key=lambda one: (one.reaches < need.need, len(one.not_known), one.cost_order, -one.reaches, one.name),
    )
    return tuple(
        Course(one.name, one.url, one.kind, one.cost, one.reaches, one.reaches >= need.need, one.not_known, one.doubt)
        for one in useful[:MOST_COURSES]
    )


def _events(needs: Collection[int], now: datetime) -> dict[int, list[Event]]:
    """Events open to all that are about a skill, the soonest first."""
    about = Prefetch("skills", Skill.objects.filter(pk__in=needs).only("pk"), to_attr="about")
    soon = Event.objects.listed().upcoming(now).filter(skills__in=needs).distinct().order_by("starts_at", "pk")
    found: dict[int, list[Event]] = defaultdict(list)
    for event in soon.prefetch_related(about):
        for skill in event.about:
            found[skill.pk].append(event)
    return found
