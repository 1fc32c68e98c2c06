"""Who reads which application: everybody read often enough, the load even, wishes met where that costs nobody.

A flow of least cost (OR-tools). In this order: as many readings as asked; the least sum of squared loads, which is
loads within one of each other wherever conflicts allow it; as many applications as possible with at least one of the
readers wanted for them, such as one who knows the subject; the most readings by somebody who fits.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

MOST_FIT = 10
MOST_READERS = 900
_MOST_LOAD = 10_000
# What is better by one aim can cost the next no more than one round of changes does, and a round visits each reader
# once: two readings by each, one application without whom it wants for each, the load of one.
_LACKING = 20_000
_LOAD = 40_000_000
_MISSING = 2 * _LOAD * _MOST_LOAD


class TooManyReadings(Exception):
    """So many readers that the costs of the aims would run into each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is to be read, by whom. Readings there already stay, and count."""

    needs: Mapping[int, int]  # by application: readings in all
    loads: Mapping[int, int]  # by reviewer: what they read already
    barred: Collection[tuple[int, int]] = ()  # (application, reviewer): a conflict, or returned before
    there: Collection[tuple[int, int]] = ()  # (application, reviewer)
    fits: Mapping[tuple[int, int], int] = field(default_factory=dict)  # 0 … MOST_FIT; not named: 0
    wanted: Collection[tuple[int, int]] = ()  # (application, reviewer): at least one of these for each application
    most: Mapping[int, int] = field(default_factory=dict)  # by reviewer: readings in all, at most


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what is left, and what nobody may read."""

    pairs: tuple[tuple[int, int], ...]  # (application, reviewer), sorted
    missing: Mapping[int, int]  # by application: readings for which there is nobody
    lacking: Collection[int] = ()  # applications that want somebody and are read by none of those


def assign(asked: Reading) -> Readers:
    """The best readers; the same whatever the order of what is given. Raises TooManyReadings."""
    applications, reviewers = sorted(asked.needs), sorted(asked.loads)
    made = Counter(application for application, _ in asked.there)
    open_needs = [max(asked.needs[one] - made[one], 0) for one in applications]
    if len(reviewers) > MOST_READERS or max(asked.loads.values(), default=0) + len(applications) > _MOST_LOAD:
        raise TooManyReadings
    flow = _Flow(applications, reviewers, open_needs)
    wanted, closed = set(asked.wanted), {*asked.barred, *asked.there}
    content = {application for application, reviewer in asked.there if (application, reviewer) in wanted}
    for row, application in enumerate(applications):
        if not open_needs[row]:
            continue
        flow.wants_one(row, is_content=application in content)
        for column, reviewer in enumerate(reviewers):
            pair = (application, reviewer)
            if pair not in closed:
                flow.may_read(row, column, MOST_FIT - asked.fits.get(pair, 0), is_wanted=pair in wanted)
    for column, reviewer in enumerate(reviewers):
        load = asked.loads[reviewer]
        room = min(asked.most.get(reviewer, load + len(applications)) - load, len(applications))
        flow.has_room(column, load, max(room, 0))
    pairs, missing = flow.solved() if flow.arcs else ((), {})
    served = content | {application for application, reviewer in pairs if (application, reviewer) in wanted}
    lacking = {application for application, _ in wanted if application in asked.needs} - served
    return Readers(pairs, missing, tuple(sorted(lacking)))


class _Flow:
    """Nodes: the applications, the reviewers, the end; and for each application one more before those it wants."""

    def __init__(self, applications: list[int], reviewers: list[int], needs: list[int]) -> None:
        self.applications, self.reviewers, self.needs = applications, reviewers, needs
        self.end = len(applications) + len(reviewers)
        self.arcs: list[tuple[int, int, int, int]] = []  # tail, head, room, cost
        for row, need in enumerate(needs):
            self.arcs.append((row, self.end, need, _MISSING))

    def wants_one(self, row: int, *, is_content: bool) -> None:
        """The first of those wanted comes without the cost that everybody else has; no more do."""
        need = self.needs[row]
        self.arcs.append((row, self.end + 1 + row, 0 if is_content else 1, 0))
        self.arcs.append((row, self.end + 1 + row, need, _LACKING))

    def may_read(self, row: int, column: int, cost: int, *, is_wanted: bool) -> None:
        tail, cost = (self.end + 1 + row, cost) if is_wanted else (row, cost + _LACKING)
        self.arcs.append((tail, len(self.applications) + column, 1, cost))

    def has_room(self, column: int, load: int, room: int) -> None:
        """One arc for each further reading; from load l to l + 1 the square grows by 2 l + 1."""
        tail = len(self.applications) + column
        self.arcs.extend((tail, self.end, 1, _LOAD * (2 * (load + step) + 1)) for step in range(room))

    def solved(self) -> tuple[tuple[tuple[int, int], ...], dict[int, int]]:
        """(application, reviewer) of each reading, sorted; and by application the readings not made."""
        solver = SimpleMinCostFlow()
        tails, heads, rooms, costs = (np.array(one, np.int64) for one in zip(*self.arcs, strict=True))
        arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
        nodes = self.end + 1 + len(self.applications)
        supplies = np.zeros(nodes, np.int64)
        supplies[: len(self.needs)] = self.needs
        supplies[self.end] = -sum(self.needs)
        solver.set_nodes_supplies(np.arange(nodes), supplies)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise TooManyReadings(f"The solver says {status.name}.")
        amounts = solver.flows(arcs)
        first = len(self.applications)
        pairs, missing = [], {}
        for arc in np.flatnonzero(amounts):
            tail, head = int(tails[arc]), int(heads[arc])
            row = tail if tail < first else tail - self.end - 1
            if first <= head < self.end:
                pairs.append((self.applications[row], self.reviewers[head - first]))
            elif head == self.end and tail < first:
                missing[self.applications[row]] = int(amounts[arc])
        return tuple(sorted(pairs)), missing
