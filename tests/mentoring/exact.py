"""The best pairs by another method, for comparison: an integer program for each aim, solved by HiGHS through scipy.

It shares no code with the engine. Each aim's best value becomes a constraint of the next.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from mentoring.engine.problem import Objective, Problem


@dataclass(frozen=True)
class Best:
    places: Counter[int]  # {1: mentees whose first place is met, 2: …}
    shortfalls: int
    weeks: int  # of those who stay without, summed over places


@dataclass
class Program:
    """Constraints gathered one by one."""

    width: int
    rows: list[dict[int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: dict[int, float], low: float, high: float) -> None:
        self.rows.append(terms)
        self.low.append(low)
        self.high.append(high)

    def matrix(self) -> csr_array:
        columns = [column for terms in self.rows for column in terms]
        values = [value for terms in self.rows for value in terms.values()]
        lengths = np.cumsum([0, *(len(terms) for terms in self.rows)])
        return csr_array((values, columns, lengths), shape=(len(self.rows), self.width))

    def least(self, costs: Any) -> int:
        """The least cost; it is then kept for all that follows."""
        constraint = LinearConstraint(self.matrix(), self.low, self.high)
        found = milp(costs, constraints=constraint, bounds=(0, 1), integrality=np.ones(self.width))
        assert found.success, found.message
        value = round(found.fun)
        self.add({int(at): float(costs[at]) for at in np.flatnonzero(costs)}, value, value)
        return value


def best_values(problem: Problem) -> Best:
    """What the aims can reach."""
    pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(problem.points >= 0), strict=True)]
    met = [(i, n) for i, needs in enumerate(problem.needs) for n in range(int(needs))]
    width = len(pairs) + len(met) + 1  # the last stands for nothing, for when there is nothing else
    program = Program(width)
    of_mentee: dict[int, dict[int, float]] = {i: {} for i in range(len(problem.needs))}
    of_mentor: dict[int, dict[int, float]] = {}
    for at, (i, j) in enumerate(pairs):
        of_mentee[i][at] = 1
        of_mentor.setdefault(j, {})[at] = 1
    for at, (i, n) in enumerate(met, len(pairs)):
        of_mentee[i][at] = -1
        if n:
            program.add({at - 1: 1, at: -1}, 0, 1)  # no second before the first
    for terms in of_mentee.values():
        program.add(terms or {width - 1: 1}, 0, 0)
    for j, terms in of_mentor.items():
        program.add(terms, 0, float(problem.places[j]))
    levels = np.array([-1] * len(pairs) + [int(problem.has[i]) + n + 1 for i, n in met] + [-1])
    places = Counter({int(level): -program.least(-1.0 * (levels == level)) for level in sorted(set(levels) - {-1})})
    power = 2 if problem.objective is Objective.FAIR else 1
    short = [float((problem.best - int(problem.points[pair])) ** power) for pair in pairs]
    shortfalls = program.least(np.array(short + [0.0] * (len(met) + 1)))
    weeks = [float(problem.weeks[i]) for i, _ in met]
    waited = -program.least(np.array([0.0] * len(pairs) + [-week for week in weeks] + [0.0]))
    return Best(+places, shortfalls, int(sum(weeks)) - waited)
