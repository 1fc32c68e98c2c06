"""Why someone is left without a mentor they wanted, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentoring.engine.people import Rule
from mentoring.engine.problem import Integers, Points
from mentoring.engine.rules import BITS, Bits

NAMED = 3  # mentors named in a change, the best first


class Cause(StrEnum):
    """What it comes down to."""

    NO_MENTORS = "no_mentors"  # the round has none at all
    NO_ONE_ALLOWED = "no_one_allowed"  # every mentor is barred by some rule
    ALL_TAKEN = "all_taken"  # there are mentors, and each of their places went to someone


class Step(StrEnum):
    """Something that would change it."""

    ONE_MORE_PLACE = "one_more_place"  # at any of these mentors: one more person would have a mentor
    LIFT_RULE = "lift_rule"  # these mentors have a place left, and only this rule stands in the way
    LOWER_FLOOR = "lower_floor"  # these mentors have a place left; ``points`` is what the best of them would score


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be enough. ``count`` mentors come into question; ``mentors`` are the best few of them."""

    step: Step
    count: int
    mentors: tuple[str, ...]
    points: int | None  # what the best of them would score, where that is known
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A mentee with fewer mentors than wanted."""

    mentee: str
    has: int
    wanted: int
    cause: Cause
    allowed: int  # mentors whom no rule forbids, those they have not counted
    places: int  # that these offer in all; each is taken
    barred: Mapping[Rule, int]  # mentors by the rule that stands in the way; one may be barred by several
    changes: tuple[Change, ...]


def why_unmet(
    *,
    mentee: str,
    has: int,
    wanted: int,
    mentors: list[str],
    points: Points,
    bits: Bits,
    places: Integers,
    left: Integers,
) -> Unmet:
    """All arrays are (J,): points and rules of this mentee with each mentor, places offered, and places left over.

    ``left`` is below 0 where a mentor has more live pairs than places: there one more place would not be enough.
    """
    allowed = bits == 0
    barred = {rule: int(np.count_nonzero(bits & bit)) for rule, bit in BITS.items()}
    barred = {rule: count for rule, count in barred.items() if count and rule is not Rule.PAIRED}
    cause = Cause.ALL_TAKEN if allowed.any() else Cause.NO_ONE_ALLOWED
    if not mentors:
        cause = Cause.NO_MENTORS
    changes = []
    for rule in barred:
        if rule not in (Rule.SAME_PERSON, Rule.NOT_SCORED):  # nothing would change that
            step = Step.LOWER_FLOOR if rule is Rule.FLOOR else Step.LIFT_RULE
            changes.append(_change(step, np.flatnonzero((bits == BITS[rule]) & (left > 0)), mentors, points, rule))
    changes.append(_change(Step.ONE_MORE_PLACE, np.flatnonzero(allowed & (left == 0)), mentors, points))
    return Unmet(
        mentee=mentee,
        has=has,
        wanted=wanted,
        cause=cause,
        allowed=int(np.count_nonzero(allowed)),
        places=int(places[allowed].sum()),
        barred=barred,
        changes=tuple(change for change in changes if change.count),
    )


def _change(step: Step, who: Integers, mentors: list[str], points: Points, rule: Rule | None = None) -> Change:
    best_first = who[np.argsort(-points[who], kind="stable")]  # mentors are in the order of their ids
    best = int(points[best_first[0]]) if len(who) and points[best_first[0]] >= 0 else None
    return Change(step, len(who), tuple(mentors[place] for place in best_first[:NAMED].tolist()), best, rule)
