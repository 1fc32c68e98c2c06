"""The portal's own score: what a mentor can do for a mentee, term by term, in whole points that sum to at most 100."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from mentoring.engine.people import Mentee, Mentor
from mentoring.engine.problem import Points
from mentoring.engine.scoring import Reason, Scoring, Term
from mentoring.engine.terms import TERMS

BEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each term counts beside the others: any whole numbers, not all 0. They are scaled to 100 in all."""

    gaps: int = 50
    goal: int = 15
    bands: int = 10
    place: int = 5
    times: int = 5
    motivations: int = 5
    experiences: int = 5
    new_ground: int = 0
    shortlist: int = 5

    def __post_init__(self) -> None:
        weights = [getattr(self, one.name) for one in fields(self)]
        if min(weights) < 0 or not any(weights):
            raise ValueError("Weights must not be negative, and not all 0.")

    def out_of_100(self) -> Mapping[Term, int]:
        """Whole points by term that sum to 100: each rounded down, and the rest to the largest remainders."""
        weights = {Term(one.name): getattr(self, one.name) for one in fields(self)}
        whole = sum(weights.values())
        points = {term: BEST * weight // whole for term, weight in weights.items()}
        remainders = sorted(weights, key=lambda term: -(BEST * weights[term] % whole))
        for term in remainders[: BEST - sum(points.values())]:
            points[term] += 1
        return points

    def scoring(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Scoring:
        return _WeightedScoring(self, mentees, mentors)


# For rounds of single conversations: what an earlier one covered counts for less.
FOR_CONVERSATIONS = Weights(gaps=35, new_ground=25, bands=5)


class _WeightedScoring:
    best = BEST

    def __init__(self, weights: Weights, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        points = weights.out_of_100()
        self.width = len(mentors)
        self.terms = [TERMS[term](points[term], mentees, mentors) for term in points if points[term]]

    def points(self, mentee: int) -> Points:
        row = np.zeros(self.width, np.uint8)
        for term in self.terms:
            term.add(row, mentee)
        return row.astype(np.int16)

    def reasons(self, mentee: int, mentor: int) -> tuple[Reason, ...]:
        return tuple(term.reason(mentee, mentor) for term in self.terms)
