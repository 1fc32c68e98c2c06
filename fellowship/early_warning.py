"""Early warning: points for what happened, a level, and the reason for every point. No model; anyone can count again.

Like a score at a bedside: the right chart for the person (how far the year has come, their share of time, leave),
points added up, a level, and somebody who is told. The facts are gathered elsewhere; this is the chart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum


class Sign(StrEnum):
    """What is looked at. The stored words."""

    EARLY_TASK = "EARLY_TASK"  # something of the first weeks is overdue
    MISSED_DAY = "MISSED_DAY"  # mandatory days missed and not made up
    MISSED_IN_A_ROW = "MISSED_IN_A_ROW"  # the last so many meetings of any kind
    SILENT = "SILENT"  # weeks without signing in, an update or attending
    UPDATE_LATE = "UPDATE_LATE"  # monthly updates of the project that are overdue
    STUCK = "STUCK"  # milestones overdue
    NO_MENTOR = "NO_MENTOR"  # weeks without a live mentor since the round was published
    TIME_NOT_GIVEN = "TIME_NOT_GIVEN"  # says that protected time was not received
    ASKED_FOR_HELP = "ASKED_FOR_HELP"  # asked to be spoken to
    SURVEY_MISSING = "SURVEY_MISSING"  # questionnaires not answered after the last reminder


class Level(IntEnum):
    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """So many points from ``first`` on, and ``more`` points for each further ``every``; at most ``most`` points."""

    first: int
    points: int
    every: int = 0  # 0: no further points
    more: int = 0
    most: int = 10


USUAL: Mapping[Sign, Rule] = {
    Sign.EARLY_TASK: Rule(first=1, points=3, every=1, more=2, most=7),
    Sign.MISSED_DAY: Rule(first=1, points=3, every=1, more=3, most=9),
    Sign.MISSED_IN_A_ROW: Rule(first=2, points=2, every=1, more=2, most=6),
    Sign.SILENT: Rule(first=3, points=2, every=2, more=2, most=6),
    Sign.UPDATE_LATE: Rule(first=1, points=1, every=1, more=2, most=5),
    Sign.STUCK: Rule(first=2, points=1, every=2, more=1, most=3),
    Sign.NO_MENTOR: Rule(first=4, points=1, every=4, more=1, most=3),
    Sign.TIME_NOT_GIVEN: Rule(first=1, points=3, every=1, more=1, most=5),
    Sign.ASKED_FOR_HELP: Rule(first=1, points=7),
    Sign.SURVEY_MISSING: Rule(first=1, points=1, every=1, more=1, most=2),
}

# In weeks: a part-time fellow has proportionally more of them before a point is due.
COUNTED_IN_WEEKS = frozenset({Sign.SILENT, Sign.NO_MENTOR})
# Looked at in the first so many weeks alone, when one missed task tells most.
EARLY_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From so many points on. Each must be above the one before."""

    low: int = 1
    medium: int = 3
    high: int = 5
    critical: int = 7

    def __post_init__(self) -> None:
        if not 0 < self.low < self.medium < self.high < self.critical:
            raise ValueError("Each level must need more points than the one before.")

    def level_of(self, points: int) -> Level:
        """The level that so many points make."""
        steps = (self.low, self.medium, self.high, self.critical)
        return Level(sum(points >= step for step in steps))


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which no clock runs, both counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one fellow on a day. ``counts``: by sign, how many; weeks are given as ``since`` instead."""

    started_on: date
    share_of_time: float = 1.0  # 1: full time
    counts: Mapping[Sign, int] = field(default_factory=dict)
    since: Mapping[Sign, date] = field(default_factory=dict)  # of signs counted in weeks: when the clock began
    leaves: Sequence[Leave] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Points for one sign, with what was counted."""

    sign: Sign
    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The reasons, most points first; their points add up."""

    points: int
    level: Level
    reasons: tuple[Reason, ...]


def warn(
    facts: Facts, *, on: date, rules: Mapping[Sign, Rule] = USUAL, thresholds: Thresholds | None = None
) -> Standing:
    """How things stand on a day. On leave nothing is counted: the level is NONE, but for who asked for help."""
    reasons = []
    for sign, rule in rules.items():
        count = _count(facts, sign, on)
        points = points_of(rule, count)
        if points and (sign == Sign.ASKED_FOR_HELP or not is_on_leave(facts.leaves, on)):
            reasons.append(Reason(sign, count, points))
    reasons.sort(key=lambda reason: (-reason.points, reason.sign))
    total = sum(reason.points for reason in reasons)
    return Standing(total, (thresholds or Thresholds()).level_of(total), tuple(reasons))


def points_of(rule: Rule, count: int) -> int:
    """Points that a rule gives for a count; never fewer for more."""
    if count < rule.first:
        return 0
    further = (count - rule.first) // rule.every * rule.more if rule.every else 0
    return min(rule.points + further, rule.most)


def is_on_leave(leaves: Sequence[Leave], on: date) -> bool:
    return any(leave.first <= on <= leave.last for leave in leaves)


def days_between(first: date, last: date, leaves: Sequence[Leave]) -> int:
    """Days from ``first`` until before ``last`` on which the clock ran; leave that overlaps counts once."""
    if last <= first:
        return 0
    away: set[date] = set()
    for leave in leaves:  # only the days in between: leave "until 9999" is no more work than a week
        begins, ends = max(leave.first, first), min(leave.last, last - timedelta(days=1))
        away.update(begins + timedelta(days=step) for step in range((ends - begins).days + 1))
    return (last - first).days - len(away)


def _count(facts: Facts, sign: Sign, on: date) -> int:
    if sign in COUNTED_IN_WEEKS:
        began = facts.since.get(sign)
        if began is None:
            return 0
        return int(days_between(began, on, facts.leaves) * facts.share_of_time // 7)
    if sign == Sign.EARLY_TASK:
        worked = days_between(facts.started_on, on, facts.leaves) * facts.share_of_time
        if worked > EARLY_WEEKS * 7:
            return 0
    return facts.counts.get(sign, 0)
