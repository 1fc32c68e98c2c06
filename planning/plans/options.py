"""The courses that could close a gap: those open to a person, and why each of the others is left out."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from careers.directions.words import listed
from careers.models import CostBand, Learning, LearningKind, LearningSkill, LearningStatus
from careers.models.eligibility import Applicant
from planning.gap import Need
from planning.models import ActionKind, Pays
from planning.plans.suggesting import Offer

# Hours a week in all, our estimate by kind where the catalogue only knows how long a course goes on.
HOURS = {
    LearningKind.TRAINING: 1, LearningKind.MENTORING: 1, LearningKind.REGISTRATION: 1, LearningKind.QUALIFICATION: 3,
    LearningKind.LEADERSHIP: 3, LearningKind.APPRENTICESHIP: 7, LearningKind.FELLOWSHIP: 8,
    LearningKind.GRADUATE_SCHEME: 37,
}  # fmt: skip
MOST_HOURS = 40
# "10 to 15 hours weekly", "two days a week", "Three days a month released": the lower number counts.
_STATED = re.compile(r"\b(\w+)(?: to \w+)? (hour|day)s?(?: a| per| each)? (week|month)", re.IGNORECASE)
_NUMBERS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five"), start=1)}
_HOURS_IN = {"hour": 1.0, "day": 7.5}
_WEEKS_IN = {"week": 1.0, "month": 52 / 12}
_COSTS = {cost: place for place, cost in enumerate((CostBand.FREE, CostBand.FUNDED, CostBand.UNKNOWN, CostBand.PAID))}


@dataclass(frozen=True)
class Course:
    """A course that is open to the person, with its words for the page. ``offer`` is what suggesting works with."""

    slug: str
    name: str
    url: str
    kind: ActionKind
    words: str
    offer: Offer


@dataclass(frozen=True)
class LeftOut:
    """A course that would teach something of the gap, and why it is not suggested, as a sentence."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True)
class Options:
    courses: tuple[Course, ...]
    left_out: tuple[LeftOut, ...]


def options_for(
    needs: Iterable[Need], applicant: Applicant, *, pays: str, hours: int, completed: Collection[int] = ()
) -> Options:
    """All live learning that takes a person further in one of ``needs``. Two queries; none without a need.

    What we know to be closed to the person is left out, what is not known stays and says so: the rules of careers.
    ``completed``: ids of courses that the person has behind them.
    """
    have = {need.pk: need.have for need in needs}
    if not have:
        return Options((), ())
    taught: dict[int, dict[int, int]] = defaultdict(dict)
    for learning, skill, reaches in LearningSkill.objects.filter(skill__in=have).values_list(
        "learning_id", "skill_id", "reaches"
    ):
        if reaches > have[skill]:
            taught[learning][skill] = reaches
    conditions = list(applicant.conditions())
    rows: Any = Learning.objects.live().filter(pk__in=taught)
    for one in conditions:
        rows = rows.annotate(
            **{
                f"met_{one.name}": Case(When(one.met, then=Value(1)), default=Value(0), output_field=IntegerField()),
                f"unknown_{one.name}": Case(
                    When(one.unknown, then=Value(1)), default=Value(0), output_field=IntegerField()
                ),
            }
        )
    courses, left_out = [], []
    for row in rows.order_by("name"):
        against = [one.words for one in conditions if not getattr(row, f"met_{one.name}")]
        if reason := _why_not(row, against, pays, hours, row.pk in completed):
            left_out.append(LeftOut(row.name, row.get_absolute_url(), reason))
        else:
            unknown = [one.words for one in conditions if getattr(row, f"unknown_{one.name}")]
            courses.append(_course(row, unknown, taught[row.pk]))
    return Options(tuple(courses), tuple(left_out))


def hours_of(row: Learning) -> tuple[int, bool]:
    """Hours a week that a course takes, rounded up, and whether the catalogue states them: else it is our estimate."""
    if found := _STATED.search(f"{row.duration}. {row.eligibility_note}"):
        many, unit, every = found[1].lower(), found[2].lower(), found[3].lower()
        if number := _NUMBERS.get(many) or (int(many) if many.isascii() and many.isdecimal() else 0):
            return ceil(number * _HOURS_IN[unit] / _WEEKS_IN[every]), True
    return HOURS[LearningKind(row.kind)], False


def weekly(hours: int) -> str:
    """ "about 3 hours a week"."""
    return f"about {hours} hours a week" if hours > 1 else "about an hour a week"


def _why_not(row: Learning, against: list[str], pays: str, hours: int, is_completed: bool) -> str:
    if is_completed:
        return "You said that you completed it."
    if row.status == LearningStatus.CLOSED:
        return "It is closed now."
    if against:
        return f"As far as we know it is not open to you, because of what you said: {listed(against, 'and')}."
    if row.cost_band == CostBand.PAID and pays == Pays.NOTHING:
        return "It costs money, and you said that you can pay nothing."
    takes, is_stated = hours_of(row)
    if takes > hours:
        whole = ": it is a job of its own" if row.kind == LearningKind.GRADUATE_SCHEME else ""
        by_us = "" if is_stated else " by our estimate"
        return f"It takes about {takes} hours a week{by_us}{whole}, and you have {hours}."
    return ""


def _course(row: Learning, unknown: list[str], reaches: Mapping[int, int]) -> Course:
    takes, _ = hours_of(row)
    words = [
        row.get_kind_display(),
        row.get_cost_band_display(),
        weekly(takes),
    ]
    words += [f"not known whether it is open to {listed(unknown, 'or')}"] if unknown else []
    words += [row.doubt] if row.doubt else []
    return Course(
        slug=row.slug,
        name=row.name,
        url=row.get_absolute_url(),
        kind=ActionKind.MENTOR if row.kind == LearningKind.MENTORING else ActionKind.LEARN,
        words=", ".join((words[0], *(word[0].lower() + word[1:] for word in words[1:]))),
        offer=Offer(row.name, reaches, len(unknown), _COSTS[CostBand(row.cost_band)], takes),
    )
