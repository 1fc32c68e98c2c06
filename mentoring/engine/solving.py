"""The best pairs by the stated order of aims: exact, proved, and one answer whatever the order of rows.

Each mentee sends as many units as mentors are still wanted; each unit goes over a pair to a mentor and on to the end,
or straight to the end, which means a place that stays unmet. Pairs hold one unit, mentors as many as they have places.
A first place unmet is dearer than a second, a second than a third: by the exchange property of flows the cheapest then
has the most mentees with one mentor, among these the most with two, and so on.

Of many pairs only the candidates go to the solver. For each aim the prices of its proof are put to all the others: a
pair that they call dear could not have made the answer better; those that they call cheap are added, and the aim is
served again. So the proofs are about all pairs, whatever the candidates were.
"""

from collections.abc import Callable

import numpy as np

from mentoring.engine.candidates import BEST, FEW, candidates
from mentoring.engine.flow import Integers, Network, Proof, Staged
from mentoring.engine.pricing import useful_pairs
from mentoring.engine.problem import Aim, Problem, Solution

TIE_BITS = 40


def solve(problem: Problem, on_step: Callable[[Aim], None] = lambda aim: None) -> Solution:
    """The best pairs. ``on_step`` hears which aim is served next, and may raise to end the work.

    Raises NoFlow if costs are beyond the range of the solver, which those of MOST_POINTS and 100,000 people are not.
    """
    return _Search(problem, on_step).run()


class _Search:
    """Pairs are written as places in the table of points: mentee * J + mentor."""

    def __init__(self, problem: Problem, on_step: Callable[[Aim], None]) -> None:
        self.problem = problem
        self.on_step = on_step
        self.pairs = candidates(problem)
        self.later = np.zeros(0, np.int64)  # pairs added since
        self.has_all = problem.points.size <= FEW
        self.staged = Staged(self._network())
        self.proofs: dict[Aim, Proof] = {}

    def run(self) -> Solution:
        for aim in Aim:
            self.on_step(aim)
            costs = self._costs(aim)
            proof = self.staged.serve(costs)
            most = BEST
            while len(useful := self._useful_pairs(aim, proof, most)):
                most *= 2  # so that a few rounds are enough, whatever there is
                mentees, mentors = self._split(useful)
                self.staged.add(mentees, len(self.problem.needs) + mentors)
                self.later = np.concatenate([self.later, useful])
                self.on_step(aim)
                costs = self._costs(aim)
                proof = self.staged.serve(costs, proof.prices)
            self.staged.settle(costs, proof)
            self.proofs[aim] = proof
        amounts = self.staged.amounts
        chosen = np.concatenate([
            self.pairs[amounts[: len(self.pairs)] > 0], self.later[amounts[len(amounts) - len(self.later) :] > 0]
        ])  # fmt: skip
        mentees, mentors = self._split(np.sort(chosen))
        return Solution(mentees, mentors, self.proofs, len(self.pairs) + len(self.later), len(self.later))

    def _useful_pairs(self, aim: Aim, proof: Proof, most: int) -> Integers:
        if self.has_all or aim is Aim.TIES:  # ties are decided among the pairs looked at
            return np.zeros(0, np.int64)
        known = np.concatenate([self.pairs, self.later])
        return useful_pairs(self.problem, {**self.proofs, aim: proof}, known, most)

    def _split(self, pairs: Integers) -> tuple[Integers, Integers]:
        mentees, mentors = np.divmod(pairs, len(self.problem.places))
        return mentees, mentors

    def _network(self) -> Network:
        """Arcs: the candidates, one for each mentor, one for each place wanted. Nodes: mentees, mentors, the end."""
        problem = self.problem
        mentees, mentors = self._split(self.pairs)
        people, others = len(problem.needs), len(problem.places)
        end = people + others
        unmet = np.repeat(np.arange(people), problem.needs)
        return Network(
            tails=np.concatenate([mentees, people + np.arange(others), unmet]),
            heads=np.concatenate([people + mentors, np.full(others + len(unmet), end)]),
            capacities=np.concatenate([np.ones_like(mentees), problem.places, np.ones_like(unmet)]),
            supplies=np.concatenate([problem.needs, np.zeros(others, np.int64), [-problem.needs.sum()]]),
        )

    def _costs(self, aim: Aim) -> Integers:
        """(A,): what each arc costs towards an aim."""
        problem = self.problem
        of_mentors = np.zeros_like(problem.places)
        unmet = np.repeat(np.arange(len(problem.needs)), problem.needs)
        of_unmet = np.zeros_like(unmet)
        of_pairs: Callable[[Integers], Integers] = np.zeros_like
        if aim is Aim.PLACES:
            before = np.cumsum(problem.needs) - problem.needs
            which = problem.has[unmet] + np.arange(len(unmet)) - before[unmet]  # 0: the first mentor of this mentee
            of_unmet = which.max(initial=0) + 1 - which
        elif aim is Aim.POINTS:
            of_pairs = self._shortfalls
        elif aim is Aim.WAITING:
            of_unmet = problem.weeks[unmet]
        else:
            of_pairs = self._tie_numbers
        return np.concatenate([of_pairs(self.pairs), of_mentors, of_unmet, of_pairs(self.later)])

    def _shortfalls(self, pairs: Integers) -> Integers:
        return self.problem.shortfalls(self.problem.points.ravel()[pairs])

    def _tie_numbers(self, pairs: Integers) -> Integers:
        """A number for each pair that looks drawn by lot and is always the same: after SplitMix64."""
        mentees, mentors = self._split(pairs)
        of_mentors = self.problem.mentor_keys[mentors]
        mixed = self.problem.mentee_keys[mentees] ^ (of_mentors << np.uint64(32) | of_mentors >> np.uint64(32))
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        return ((mixed ^ mixed >> np.uint64(31)) >> np.uint64(64 - TIE_BITS)).astype(np.int64)
