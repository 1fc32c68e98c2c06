"""What is asked of the solver, and what it answers: numbers only."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.flow import Flags, Integers, Proof

Points = NDArray[np.int16]
Keys = NDArray[np.uint64]

NO_PAIR = -1  # the two may not meet; not a score
MOST_POINTS = 32_000


class Objective(Enum):
    """What the second aim makes as small as it can, summed over pairs."""

    FAIR = "fair"  # squares of shortfalls: nobody gets a terrible match so that others gain a little
    TOTAL = "total"  # shortfalls: the greatest sum of points


class Aim(Enum):
    """The aims in their order."""

    PLACES = "places"  # as many mentees as possible have a mentor; then a second; then a third
    POINTS = "points"
    WAITING = "waiting"  # who has waited longer comes first
    TIES = "ties"  # a fixed number for each pair, from ids, so that one answer is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``I`` mentees and ``J`` mentors, each in the order of their ids, so that the order of rows cannot matter."""

    points: Points  # (I, J): 0 … best, or NO_PAIR
    best: int  # the most points a pair can have, at most MOST_POINTS
    needs: Integers  # (I,) mentors still wanted
    has: Integers  # (I,) mentors there already: the next one is the first, the second, …
    places: Integers  # (J,) places still free
    weeks: Integers  # (I,) waited
    mentee_keys: Keys  # (I,) from ids, for ties
    mentor_keys: Keys  # (J,)
    objective: Objective = Objective.FAIR

    @property
    def is_pair(self) -> Flags:
        """(I, J): who may meet whom, where the mentor has a place free."""
        return (self.points > NO_PAIR) & (self.places > 0)

    def shortfalls(self, points: Points, dtype: type[np.signedinteger] = np.int64) -> NDArray[np.signedinteger]:
        """What the second aim counts for pairs of so many points."""
        short = self.best - points.astype(dtype)
        return short * short if self.objective is Objective.FAIR else short


@dataclass(frozen=True, slots=True)
class Solution:
    """The pairs, in the order of ids, and why no others would serve the aims better."""

    mentees: Integers  # (P,)
    mentors: Integers  # (P,)
    proofs: dict[Aim, Proof]  # of each aim, over all pairs; that of TIES over those considered
    considered: int  # pairs that the solver looked at; prices showed that the others are of no use
    added: int  # of these, how many only the prices found


__all__ = ["MOST_POINTS", "NO_PAIR", "Aim", "Flags", "Integers", "Keys", "Objective", "Points", "Problem", "Solution"]
