"""Who reads which application: everybody read often enough, the load even, wishes met where that costs nobody.

A flow of least cost (OR-tools). In this order: as many readings as asked; the least sum of squared loads, which is
loads within one of each other wherever conflicts allow it; the most readings by somebody whose skills or region fit.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

MOST_FIT = 10
_LOAD = 1_000_000  # one step of load outweighs every fit: at most 10 for each of 90,000 readings
_MISSING = 10**12  # and one reading not made outweighs every load


class TooManyReadings(Exception):
    """So many that the costs of the aims would run into each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is to be read, by whom. Readings there already stay, and count."""

    needs: Mapping[int, int]  # by application: readings in all
    loads: Mapping[int, int]  # by reviewer: what they read already
    barred: Collection[tuple[int, int]] = ()  # (application, reviewer): a conflict, or returned before
    there: Collection[tuple[int, int]] = ()  # (application, reviewer)
    fits: Mapping[tuple[int, int], int] = field(default_factory=dict)  # 0 … MOST_FIT; not named: 0
    most: Mapping[int, int] = field(default_factory=dict)  # by reviewer: readings in all, at most


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what is left, and what nobody may read."""

    pairs: tuple[tuple[int, int], ...]  # (application, reviewer), sorted
    missing: Mapping[int, int]  # by application: readings for which there is nobody


def assign(asked: Reading) -> Readers:
    """The best readers; the same whatever the order of what is given. Raises TooManyReadings."""
    applications, reviewers = sorted(asked.needs), sorted(asked.loads)
    made = Counter(application for application, _ in asked.there)
    open_needs = [max(asked.needs[one] - made[one], 0) for one in applications]
    if sum(open_needs) > _LOAD // MOST_FIT - 1 or max(asked.loads.values(), default=0) > 10_000:
        raise TooManyReadings
    flow = _Flow(applications, reviewers, open_needs)
    closed = {*asked.barred, *asked.there}
    for row, application in enumerate(applications):
        if open_needs[row]:
            for column, reviewer in enumerate(reviewers):
                if (application, reviewer) not in closed:
                    flow.may_read(row, column, MOST_FIT - asked.fits.get((application, reviewer), 0))
    for column, reviewer in enumerate(reviewers):
        load = asked.loads[reviewer]
        room = min(asked.most.get(reviewer, load + len(applications)) - load, len(applications))
        flow.has_room(column, load, max(room, 0))
    return flow.solved()


class _Flow:
    """Nodes: the applications, the reviewers, the end."""

    def __init__(self, applications: list[int], reviewers: list[int], needs: list[int]) -> None:
        self.applications, self.reviewers, self.needs = applications, reviewers, needs
        self.end = len(applications) + len(reviewers)
        self.arcs: list[tuple[int, int, int, int]] = []  # tail, head, room, cost
        for row, need in enumerate(needs):
            self.arcs.append((row, self.end, need, _MISSING))

    def may_read(self, row: int, column: int, cost: int) -> None:
        self.arcs.append((row, len(self.applications) + column, 1, cost))

    def has_room(self, column: int, load: int, room: int) -> None:
        """One arc for each further reading; from load l to l + 1 the square grows by 2 l + 1."""
        tail = len(self.applications) + column
        self.arcs.extend((tail, self.end, 1, _LOAD * (2 * (load + step) + 1)) for step in range(room))

    def solved(self) -> Readers:
        solver = SimpleMinCostFlow()
        tails, heads, rooms, costs = (np.array(one, np.int64) for one in zip(*self.arcs, strict=True))
        arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
        supplies = np.zeros(self.end + 1, np.int64)
        supplies[: len(self.needs)] = self.needs
        supplies[self.end] = -sum(self.needs)
        solver.set_nodes_supplies(np.arange(self.end + 1), supplies)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise TooManyReadings(f"The solver says {status.name}.")
        used = np.flatnonzero(solver.flows(arcs))
        amounts = solver.flows(arcs)
        first_reviewer = len(self.applications)
        pairs = [
            (self.applications[tails[arc]], self.reviewers[heads[arc] - first_reviewer])
            for arc in used
            if tails[arc] < first_reviewer and heads[arc] != self.end
        ]
        missing = {
            self.applications[tails[arc]]: int(amounts[arc])
            for arc in used
            if tails[arc] < first_reviewer and heads[arc] == self.end
        }
        return Readers(tuple(sorted(pairs)), missing)
