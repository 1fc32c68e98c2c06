"""What changed between two runs of a round, and the two side by side in numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from mentoring.models import Run, RunPair


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of two runs. ``better`` is 1 or 2 where a run is better by it, else 0."""

    name: str
    first: str
    second: str
    better: int


def compare(first: Run, second: Run) -> list[Figure]:
    """Two finished runs in numbers. Two queries."""
    figures = [
        _figure("People with a mentor", _met(first, 0), _met(second, 0)),
        _figure("With at least two", _met(first, 1), _met(second, 1)),
        _figure("With three", _met(first, 2), _met(second, 2)),
    ]
    pairs = [run.pairs.count() for run in (first, second)]
    averages = [run.total / number if number else None for run, number in zip((first, second), pairs, strict=True)]
    same_scale = first.best == second.best and first.weights == second.weights and first.scores == second.scores
    figures += [
        _figure("New pairs", pairs[0], pairs[1]),
        _figure("Points of all pairs", first.total, second.total, counts=same_scale),
        _figure("Points of a pair on average", averages[0], averages[1], counts=same_scale),
        _figure("Points of the pair that fits least", first.lowest, second.lowest, counts=same_scale),
        _figure("Lowest score allowed", first.floor, second.floor, counts=False),
    ]
    return figures


def _met(run: Run, place: int) -> int:
    return run.met[place] if place < len(run.met) else 0


def _figure(name: str, first: float | None, second: float | None, *, counts: bool = True) -> Figure:
    better = 0
    if counts and first is not None and second is not None and first != second:
        better = 1 if first > second else 2
    return Figure(name, _words(first), _words(second), better)


def _words(number: float | None) -> str:
    if number is None:
        return "None"
    return f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"


def run_before(run: Run) -> Run | None:
    """The last run of the round before this one that came to its end."""
    return Run.objects.filter(round=run.round_id, state=Run.State.DONE, number__lt=run.number).first()


def pairs_only_in(run: Run, other: Run) -> "QuerySet[RunPair, RunPair]":
    """Pairs of a run that the other does not have."""
    return run.pairs.exclude(pk__in=_also_in(run, other).values("pk"))


def pairs_in_both(run: Run, other: Run) -> int:
    """How many pairs two runs have in common."""
    return int(_also_in(run, other).count())


def _also_in(run: Run, other: Run) -> Any:
    same = RunPair.objects.filter(run=other, mentee=OuterRef("mentee"), mentor=OuterRef("mentor"))
    return run.pairs.filter(Exists(same))
