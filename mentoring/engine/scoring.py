"""What a way of scoring pairs is, and the table of points it makes of a round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from mentoring.engine.people import Mentee, Mentor, Rule
from mentoring.engine.problem import MOST_POINTS, NO_PAIR, Integers, Points
from mentoring.engine.rules import BITS, Bits, Rules

ROWS_BETWEEN_SIGNS = 64


class Term(StrEnum):
    """What points are given for."""

    GAPS = "gaps"
    GOAL = "goal"
    BANDS = "bands"
    PLACE = "place"
    TIMES = "times"
    MOTIVATIONS = "motivations"
    EXPERIENCES = "experiences"
    NEW_GROUND = "new_ground"
    SHORTLIST = "shortlist"
    GIVEN = "given"  # a score that came from elsewhere
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """Part of a pair's points, with the facts that a sentence is made of: numbers, words and ids, fit for JSON.

    ``facts`` also say what is *not* there: gaps that this mentor does not cover, times that nobody shares.
    """

    term: Term
    points: int
    of: int  # the most that this term can give
    facts: Mapping[str, Any] = field(default_factory=dict)


class Scoring(Protocol):
    """Points for the pairs of given mentees (I) and mentors (J), addressed by their places."""

    @property
    def best(self) -> int:
        """The most points that a pair can have; at most MOST_POINTS."""

    def points(self, mentee: int) -> Points:
        """(J,): 0 … best, or NO_PAIR where this way of scoring knows no such pair."""

    def reasons(self, mentee: int, mentor: int) -> tuple[Reason, ...]:
        """Where the points of a pair come from. They add up to its points."""


class Scheme(Protocol):
    """A way of scoring, before it knows the people."""

    def scoring(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Scoring: ...


@dataclass(frozen=True)
class Given:
    """Scores that come from elsewhere. Who is not named together is no pair."""

    scores: Mapping[tuple[str, str], int]  # (id of mentee, id of mentor): 0 … best
    best: int

    def __post_init__(self) -> None:
        if not 0 < self.best <= MOST_POINTS:
            raise ValueError(f"The best score must be 1 to {MOST_POINTS}.")
        if not all(0 <= score <= self.best for score in self.scores.values()):
            raise ValueError(f"Scores must be 0 to {self.best}.")

    def scoring(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Scoring:
        return _GivenScoring(self, mentees, mentors)


class _GivenScoring:
    def __init__(self, given: Given, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        self.best = given.best
        self.width = len(mentors)
        rows = {mentee.id: row for row, mentee in enumerate(mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(mentors)}
        self.of: list[dict[int, int]] = [{} for _ in mentees]
        for (mentee, mentor), score in given.scores.items():
            if mentee in rows and mentor in columns:
                self.of[rows[mentee]][columns[mentor]] = score

    def points(self, mentee: int) -> Points:
        row = np.full(self.width, NO_PAIR, np.int16)
        row[list(self.of[mentee])] = list(self.of[mentee].values())
        return row

    def reasons(self, mentee: int, mentor: int) -> tuple[Reason, ...]:
        return (Reason(Term.GIVEN, self.of[mentee][mentor], self.best),)


def table_of_points(
    scoring: Scoring, rules: Rules, mentees: Integers, floor: int, on_share: Callable[[float], None]
) -> Points:
    """(rows, J): a row for each of ``mentees``; NO_PAIR where a rule forbids or the points are below the floor.

    ``on_share`` hears now and then which share is done.
    """
    table = np.empty((len(mentees), rules.width), np.int16)
    for row, mentee in enumerate(mentees.tolist()):
        if row % ROWS_BETWEEN_SIGNS == 0:
            on_share(row / len(mentees))
        points = scoring.points(mentee)
        barred = rules.of(mentee) != 0
        if floor > 0:
            barred |= points < floor
        np.putmask(points, barred, NO_PAIR)
        table[row] = points
    return table


def all_rules_of(scoring: Scoring, rules: Rules, mentee: int, floor: int) -> tuple[Points, Bits]:
    """(J,) points, and (J,) the sum of ``BITS`` of all that stands in the way, score and floor included."""
    points, bits = scoring.points(mentee), rules.of(mentee)
    bits[points == NO_PAIR] |= BITS[Rule.NOT_SCORED]
    bits[(points > NO_PAIR) & (points < floor)] |= BITS[Rule.FLOOR]
    return points, bits
