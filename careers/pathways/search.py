"""The search for the cheapest routes: best first, exact unless the work bound bites.

What a move costs depends on everything gained on the way, so this is a search over sequences of levels, not a shortest
path between levels. A sequence is worth extending while its cost so far plus ``Question.bound`` (what the rest costs
at least) does not exceed the worst of the routes wanted; sequences are extended cheapest first, many at a time.

Two sequences of the same levels in another order have gained the same skills, opened the same rungs and used as many
moves. They differ only in cost and band, and a higher band is never worse: it makes no later step up longer, it stays
the higher after every move, and how low a level may be is counted from the start. So the dearer one is dropped if its
band is not higher.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from careers.pathways.question import Flags, Integers, Question, Words
from careers.pathways.rules import is_ready

TOGETHER = 16  # sequences extended at a time: numpy's overhead per call is shared among them
WORK = 1_200_000  # the bound: how often one candidate level is looked at, some 0.1 s at the shipped catalogue's size
UNBOUNDED = 1 << 62

Path = tuple[int, ...]  # candidates, in order


class Node(NamedTuple):
    """A sequence of moves and where it has led."""

    cost: int
    path: Path
    band: int
    gap: int  # remaining to the goal
    gained: Words  # (W,)
    roles: int  # bits of the roles passed
    rungs: frozenset[int]  # candidates that are the next rung of a level held
    goal_is_rung: bool
    barred: frozenset[int]  # candidates that are no step from here: levels passed, and peers of levels held


class Children(NamedTuple):
    """The moves worth making from a node in the order of their bounds; nodes are made of them one by one."""

    node: Node
    candidates: Integers
    bounds: Integers
    costs: Integers
    gaps: Integers
    bands: Integers


class Found(NamedTuple):
    """One route. They compare by cost, then number of moves, then the levels' slugs."""

    cost: int  # millionths
    moves: int
    path: Path


@dataclass(slots=True)
class Search:
    """``run`` finds the cheapest route for each of the ``limit`` cheapest sets of roles passed on the way."""

    question: Question
    limit: int = 3
    work: int = WORK
    extended: int = 0  # sequences extended
    complete: bool = True  # False: the work bound ended the search, and routes are the best found
    _best: dict[int, Found] = field(default_factory=dict)  # by the bits of the roles passed
    _worst_wanted: int = UNBOUNDED
    _heap: list[tuple[int, int, int]] = field(default_factory=list)  # bound, children, place among them
    _children: list[Children] = field(default_factory=list)
    _seen: dict[frozenset[int], list[tuple[int, int, Path]]] = field(default_factory=dict)  # cost, band, path
    _bounds: list[Integers] = field(default_factory=list)  # by the number of moves before the last

    def run(self) -> list[Found]:
        """The routes, cheapest first. The move straight to the goal, if possible, is among them."""
        question = self.question
        self._bounds = [question.bound(between) for between in range(question.limits.moves)]
        row = question.band + 1
        if question.start_rung_to_goal or question.goal_open[row, question.gap]:
            self._keep(0, Found(int(question.goal_costs[question.gap] + question.goal_band_costs[row]), 1, ()))
        if question.limits.moves > 1 and len(question.levels):
            self._search()
        routes = sorted(self._best.values())[: self.limit]
        if self.limit > 1 and 0 in self._best and self._best[0] not in routes:
            routes[-1] = self._best[0]
        return routes

    def _search(self) -> None:
        question = self.question
        budget = self.work // len(question.levels)
        nothing = np.zeros(len(question.needs), np.uint64)
        batch = [
            Node(
                cost=0,
                path=(),
                band=question.band,
                gap=question.gap,
                gained=nothing,
                roles=0,
                rungs=question.start_rungs,
                goal_is_rung=question.start_rung_to_goal,
                barred=question.barred,
            )
        ]
        while batch:
            if self.extended >= budget:
                self.complete = False
                return
            self.extended += len(batch)
            self._extend(batch)
            batch = self._next_batch()

    def _keep(self, roles: int, found: Found) -> None:
        """Keeps the best route of each set of roles, and what the worst of those wanted costs so far."""
        if roles in self._best and self._best[roles] <= found:
            return
        self._best[roles] = found
        straight = self.limit > 1 and 0 in self._best  # has its place anyway
        wanted = self.limit - straight
        costs = sorted(kept.cost for passed, kept in self._best.items() if passed or not straight)
        if len(costs) >= wanted:
            self._worst_wanted = costs[wanted - 1]

    def _extend(self, batch: list[Node]) -> None:
        """Looks at every candidate from every node of the batch: arrays are (nodes, J)."""
        question = self.question
        rows = np.array([node.band for node in batch]) + 1
        closed, gaps = self._gaps(batch)
        possible = self._possible(batch, rows, closed, gaps)
        costs = question.costs[question.cost_start + gaps] + question.band_costs[rows]
        costs += np.array([node.cost for node in batch])[:, np.newaxis]
        remaining = np.array([node.gap for node in batch])[:, np.newaxis] - closed
        bands = question.band_after[rows]
        self._finish(batch, possible, costs, remaining, bands)

        for place, node in enumerate(batch):
            between = question.limits.moves - len(node.path) - 2  # moves left before the last, after this one
            if between < 1:
                continue
            bounds = costs[place] + self._bounds[between][remaining[place]]
            worth = possible[place] & (bounds <= self._worst_wanted)
            if not question.limits.detours:
                worth &= remaining[place] > 0  # nothing is left that a further level could bring nearer
            candidates = np.flatnonzero(worth)
            if len(candidates):
                candidates = candidates[np.argsort(bounds[candidates], kind="stable")]
                arrays = (array[candidates] for array in (bounds, costs[place], remaining[place], bands[place]))
                self._children.append(Children(node, candidates, *arrays))
                heappush(self._heap, (int(bounds[candidates[0]]), len(self._children) - 1, 0))

    def _gaps(self, batch: list[Node]) -> tuple[Integers, Integers]:
        """How much of the goal's gap each candidate closes, and how far it is itself."""
        question = self.question
        missing = ~np.array([node.gained for node in batch])
        closed = np.zeros((len(batch), len(question.levels)), np.int64)
        for word in range(question.goal_words):
            closed += np.bitwise_count(question.needs[word] & missing[:, word, np.newaxis])
        gaps = closed.copy()
        for word in range(question.goal_words, len(question.needs)):
            gaps += np.bitwise_count(question.needs[word] & missing[:, word, np.newaxis])
        return closed, gaps

    def _possible(self, batch: list[Node], rows: Integers, closed: Integers, gaps: Integers) -> Flags:
        question = self.question
        ready = is_ready(gaps, question.totals, question.limits)
        possible: Flags = (ready | question.entry) & question.band_open[rows]
        for place, node in enumerate(batch):
            if node.rungs:
                possible[place, list(node.rungs)] = True
            if node.barred:
                possible[place, list(node.barred)] = False
        if not question.limits.detours:
            possible &= closed > 0
        return possible

    def _finish(
        self, batch: list[Node], possible: Flags, costs: Integers, remaining: Integers, bands: Integers
    ) -> None:
        """Keeps the routes that move to the goal next."""
        question = self.question
        goal_open = question.goal_open[bands + 1, remaining] | question.rung_to_goal
        goal_open[[place for place, node in enumerate(batch) if node.goal_is_rung]] = True
        totals = costs + question.goal_costs[remaining] + question.goal_band_costs[bands + 1]
        for place, candidate in np.argwhere(possible & goal_open & (totals <= self._worst_wanted)):
            total, node = int(totals[place, candidate]), batch[place]
            if total <= self._worst_wanted:  # which falls as routes are kept
                path = (*node.path, int(candidate))
                self._keep(node.roles | question.roles[candidate], Found(total, len(path) + 1, path))

    def _next_batch(self) -> list[Node]:
        """The next nodes by their bounds, without those that another order of the same levels has made needless."""
        batch: list[Node] = []
        while self._heap and len(batch) < TOGETHER and self._heap[0][0] <= self._worst_wanted:
            _, number, place = heappop(self._heap)
            children = self._children[number]
            if place + 1 < len(children.bounds):
                heappush(self._heap, (int(children.bounds[place + 1]), number, place + 1))
            node = self._step(children, place)
            orders = self._seen.setdefault(frozenset(node.path), [])
            if any(
                band >= node.band and (cost < node.cost or (cost == node.cost and path <= node.path))
                for cost, band, path in orders
            ):
                continue
            orders.append((node.cost, node.band, node.path))
            batch.append(node)
        return batch

    def _step(self, children: Children, place: int) -> Node:
        question, node = self.question, children.node
        candidate = int(children.candidates[place])
        peer = question.peers[candidate]
        return Node(
            cost=int(children.costs[place]),
            path=(*node.path, candidate),
            band=int(children.bands[place]),
            gap=int(children.gaps[place]),
            gained=node.gained | question.needs[:, candidate],
            roles=node.roles | question.roles[candidate],
            rungs=node.rungs | question.rungs[candidate],
            goal_is_rung=bool(node.goal_is_rung or question.rung_to_goal[candidate]),
            barred=node.barred | ({candidate} if peer < 0 else {candidate, peer}),
        )
