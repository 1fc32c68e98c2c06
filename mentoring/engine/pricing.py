"""Which pairs, of those that the solver has not looked at, might make its answer better: asked of the prices."""

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.flow import Flags, Integers, Proof
from mentoring.engine.problem import NO_PAIR, Aim, Problem

Whole = NDArray[np.signedinteger]

ROWS_TOGETHER = 32  # so that the arrays of one step stay in the processor's cache


def useful_pairs(problem: Problem, proofs: dict[Aim, Proof], known: Integers, most: int) -> Integers:
    """Pairs (mentee * J + mentor, sorted) that might serve the last aim of ``proofs`` better and those before no worse.

    ``known`` are the pairs that the proofs are about. Of each mentee the ``most`` most promising: after they have been
    added, the others are asked again. None left means that the proofs hold for all pairs.
    """
    people, width = problem.points.shape
    *before, asked = [_Prices(problem, aim, proof) for aim, proof in proofs.items()]
    if asked.are_indifferent:
        return np.zeros(0, np.int64)
    before = [prices for prices in before if not prices.are_indifferent]
    has_place = problem.places > 0
    found = []
    for first in range(0, people, ROWS_TOGETHER):
        rows = slice(first, min(first + ROWS_TOGETHER, people))
        cheap: Flags = (asked.reduced(rows) < 0) & (problem.points[rows] > NO_PAIR) & has_place
        for prices in before:
            cheap &= prices.reduced(rows) == 0
        found.append(first * width + np.flatnonzero(cheap))
    pairs = np.concatenate(found)
    pairs = pairs[~np.isin(pairs, known, assume_unique=True, kind="sort")]
    mentees, mentors = np.divmod(pairs, width)
    promise = asked.of_mentees[mentees].astype(np.int64) - asked.of_mentors[mentors]
    if asked.aim is Aim.POINTS:
        promise += problem.shortfalls(problem.points[mentees, mentors])
    # Equals in an order of each mentee's own, so that not all crowd at the same mentors.
    lots = problem.mentee_keys[mentees] ^ problem.mentor_keys[mentors]
    order = np.lexsort([lots, promise, mentees])
    rank = np.arange(len(order)) - np.searchsorted(mentees[order], mentees[order])
    return np.sort(pairs[order][rank < most])


class _Prices:
    """What one aim's prices make of a pair: its cost, plus the price of the mentee, minus that of the mentor."""

    def __init__(self, problem: Problem, aim: Aim, proof: Proof) -> None:
        self.problem, self.aim = problem, aim
        largest = (problem.best + 1) ** 2 + 2 * int(np.abs(proof.prices).max(initial=0))
        # Half the width, where it is enough, halves the time.
        self.dtype: type[np.signedinteger] = np.int32 if largest < 2**31 else np.int64
        prices: Whole = proof.prices.astype(self.dtype)
        self.of_mentees, self.of_mentors = prices[: len(problem.needs)], prices[len(problem.needs) : -1]
        self.are_indifferent = aim is not Aim.POINTS and not self.of_mentees.any() and not self.of_mentors.any()

    def reduced(self, rows: slice) -> Whole:
        """(rows, J)"""
        by_mentee: Whole = self.of_mentees[rows, None]
        if self.aim is not Aim.POINTS:
            return by_mentee - self.of_mentors
        cost: Whole = self.problem.shortfalls(self.problem.points[rows], self.dtype)
        cost += by_mentee
        cost -= self.of_mentors
        return cost
