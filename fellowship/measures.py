"""What an evaluation shows: change per aim, response rates, and how small numbers stay hidden.

Scores are on the scale of their items, already turned so that more is better. A person counts in a change only with an
answer at both times: the same people are compared with themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

SMALLEST = 5  # groups of fewer people are not shown


@dataclass(frozen=True, slots=True)
class Change:
    """One person's score at two times."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Result:
    """An aim between two times. ``None`` where fewer than five people answered at both."""

    asked: int
    answered_before: int
    answered_after: int
    pairs: tuple[Change, ...]  # sorted, so that their order says nothing of who they are; empty where hidden
    middle_before: float | None
    middle_after: float | None
    middle_change: float | None
    rose: int | None
    fell: int | None


def score_of(answers: Mapping[int, int], items: Sequence[int]) -> float | None:
    """The mean of the items that were answered, if at least half of them were; else None."""
    given = [answers[item] for item in items if item in answers]
    return sum(given) / len(given) if given and 2 * len(given) >= len(items) else None


def compare(before: Mapping[int, float], after: Mapping[int, float], *, asked: int) -> Result:
    """``before`` and ``after``: scores by person."""
    both = sorted(before.keys() & after.keys())
    changes = sorted((Change(before[one], after[one]) for one in both), key=lambda one: (one.before, one.after))
    if len(both) < SMALLEST:
        return Result(asked, len(before), len(after), (), None, None, None, None, None)
    return Result(
        asked=asked,
        answered_before=len(before),
        answered_after=len(after),
        pairs=tuple(changes),
        middle_before=median(change.before for change in changes),
        middle_after=median(change.after for change in changes),
        middle_change=median(change.after - change.before for change in changes),
        rose=sum(change.after > change.before for change in changes),
        fell=sum(change.after < change.before for change in changes),
    )
