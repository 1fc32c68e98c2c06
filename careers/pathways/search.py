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
from heapq import heappop, heappush, heapreplace
from typing import NamedTuple

import numpy as np

from careers.frame import Words
from careers.pathways.question import Flags, Integers, Question
from careers.pathways.rules import is_ready

# Sequences extended at a time, so that numpy's overhead per call is shared; fewer where each is much work.
TOGETHER = 16
WORDS_TOGETHER = 400_000
# The bound of a whole question, some 0.2 s: words of bits looked at, and as many more for each sequence as its other
# work is worth.
WORK = 24_000_000
WORK_PER_SEQUENCE = 1_500
UNBOUNDED = 1 << 60

Path = tuple[int, ...]  # candidates, in order
Order = tuple[int, int, Path]  # cost, band after it, path


class Node(NamedTuple):
    """A sequence of moves and where it has led."""

    cost: int
    path: Path
    band: int
    gap: int  # remaining to the goal
    gained: Words  # (W,)
    passed: int  # bits of the candidates passed
    roles: int  # bits of their roles
    rungs: frozenset[int]  # candidates that are the next rung of a level held
    goal_is_rung: bool
    barred: frozenset[int]  # candidates that are no step from here: those passed, and those closed by them


class Sight(NamedTuple):
    """Candidates as seen from nodes: (nodes, J)."""

    possible: Flags
    costs: Integers  # of the way there
    remaining: Integers  # gap to the goal from there
    bands: Integers


class Children(NamedTuple):
    """The moves worth making from a node in the order of their bounds; nodes are made of them one by one."""

    node: Node
    moves: Integers  # (n, 5): bound, candidate, cost, remaining gap, band


class Found(NamedTuple):
    """One route. They compare by cost, then number of moves, then the levels' slugs."""

    cost: int  # millionths
    moves: int
    passed: tuple[int, ...]  # levels


@dataclass(slots=True)
class Work:
    """What one question may still cost. Its searches draw on it in turn, each as much as it uses."""

    left: int = WORK


@dataclass(slots=True)
class Search:
    """``run`` finds the cheapest route for each of the ``limit`` cheapest sets of roles passed on the way.

    It draws on ``work``, but at most ``most`` of it.
    """

    question: Question
    work: Work
    most: int
    limit: int = 3
    any_will_do: bool = False  # stop at the first route, and look for it where the gap is smallest
    extended: int = 0  # sequences extended
    complete: bool = True  # False: the work bound ended the search, and routes are the best found
    _best: dict[int, Found] = field(default_factory=dict)  # by the bits of the roles passed
    _worst_wanted: int = UNBOUNDED
    _heap: list[tuple[int, int, int]] = field(default_factory=list)  # bound, children, place among them
    _children: list[Children] = field(default_factory=list)
    _seen: dict[int, list[Order]] = field(default_factory=dict)  # by the bits of the candidates passed
    _bounds: Integers = field(default_factory=lambda: np.zeros((0, 0), np.int64))  # (moves before the last, gap + 1)

    def run(self) -> list[Found]:
        """The routes, cheapest first. The move straight to the goal, if possible, is among them."""
        question = self.question
        row = question.band + 1
        if question.start_rung_to_goal or question.goal_open[row, question.gap]:
            self._keep(0, Found(int(question.goal_costs[question.gap] + question.goal_band_costs[row]), 1, ()))
        if question.limits.moves > 1 and len(question.levels):
            self._finish([self._root()], self._look([self._root()]))  # all routes of two moves: how dear may others be?
            if self._worst_wanted < UNBOUNDED:
                self.question = question.without_the_dear(self._worst_wanted)
            if len(self.question.levels):
                self._search()
        routes = sorted(self._best.values())[: self.limit]
        if self.limit > 1 and 0 in self._best and self._best[0] not in routes:
            routes[-1] = self._best[0]
        return routes

    def _root(self) -> Node:
        question = self.question
        return Node(
            cost=0,
            path=(),
            band=question.band,
            gap=question.gap,
            gained=np.zeros(len(question.needs), np.uint64),
            passed=0,
            roles=0,
            rungs=question.start_rungs,
            goal_is_rung=question.start_rung_to_goal,
            barred=frozenset(),
        )

    def _search(self) -> None:
        each = self.question.needs.size + WORK_PER_SEQUENCE
        budget = min(self.most, self.work.left) // each
        bounds = [self.question.bound(between) for between in range(1, max(2, self.question.limits.moves - 1))]
        self._bounds = np.vstack([np.full_like(bounds[0], 2 * UNBOUNDED), *bounds])
        batch = [self._root()]
        while batch and not (self.any_will_do and self._best):
            if self.extended >= budget:
                self.complete = False
                return
            self.extended += len(batch)
            self.work.left -= len(batch) * each
            self._extend(batch)
            batch = self._next_batch()

    def _keep(self, roles: int, found: Found) -> None:
        """Keeps the best route of each set of roles as long as it is among those wanted."""
        if roles in self._best and self._best[roles] <= found:
            return
        self._best[roles] = found
        straight = self.limit > 1 and 0 in self._best  # has its place anyway
        wanted = self.limit - straight
        ranked = sorted((kept, passed) for passed, kept in self._best.items() if passed or not straight)
        if len(ranked) > wanted:
            del self._best[ranked[wanted][1]]
        if len(ranked) >= wanted:
            self._worst_wanted = ranked[wanted - 1][0].cost

    def _look(self, batch: list[Node]) -> Sight:
        """Every candidate as seen from every node of the batch."""
        question = self.question
        rows = np.array([node.band for node in batch]) + 1
        closed, gaps = self._gaps(batch)
        possible = self._possible(batch, rows, closed, gaps)
        costs = question.costs[question.cost_start + gaps] + question.band_costs[rows]
        costs += np.array([node.cost for node in batch])[:, np.newaxis]
        remaining = np.array([node.gap for node in batch])[:, np.newaxis] - closed
        return Sight(possible, costs, remaining, question.band_after[rows])

    def _extend(self, batch: list[Node]) -> None:
        """Keeps the routes that lead through the batch and one more level, and what else is worth extending."""
        question = self.question
        sight = self._look(batch)
        self._finish(batch, sight)
        possible, costs, remaining, bands = sight
        moves_left = question.limits.moves - np.array([len(node.path) for node in batch]) - 2  # before the last
        bounds = costs + self._bounds[np.maximum(moves_left, 0)[:, np.newaxis], remaining]
        worth = possible & (bounds <= self._worst_wanted)
        if self.any_will_do:
            bounds = remaining
        if not question.limits.detours:
            worth &= remaining > 0  # at 0 nothing is left that a further level could bring nearer
        for place in np.flatnonzero(worth.any(axis=1)):
            candidates = np.flatnonzero(worth[place])
            candidates = candidates[np.argsort(bounds[place, candidates], kind="stable")]
            moves = [candidates, *(array[place, candidates] for array in (costs, remaining, bands))]
            self._children.append(Children(batch[place], np.array([bounds[place, candidates], *moves]).T))
            heappush(self._heap, (int(bounds[place, candidates[0]]), len(self._children) - 1, 0))

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

    def _finish(self, batch: list[Node], sight: Sight) -> None:
        """Keeps the routes that move to the goal next."""
        question = self.question
        possible, costs, remaining, bands = sight
        goal_open = question.goal_open[bands + 1, remaining] | question.rung_to_goal
        goal_open[[place for place, node in enumerate(batch) if node.goal_is_rung]] = True
        totals = costs + question.goal_costs[remaining] + question.goal_band_costs[bands + 1]
        places, candidates = np.nonzero(possible & goal_open & (totals <= self._worst_wanted))
        finished = totals[places, candidates]
        for which in np.argsort(finished, kind="stable").tolist():
            total, candidate, node = int(finished[which]), int(candidates[which]), batch[places[which]]
            if total > self._worst_wanted:  # which falls as routes are kept
                break
            path = tuple(question.levels[[*node.path, candidate]].tolist())
            self._keep(node.roles | 1 << question.role(candidate), Found(total, len(path) + 1, path))

    def _next_batch(self) -> list[Node]:
        """The next nodes by their bounds, without those that another order of the same levels has made needless."""
        batch: list[Node] = []
        most = min(TOGETHER, 1 + WORDS_TOGETHER // self.question.needs.size)
        while self._heap and len(batch) < most and self._heap[0][0] <= self._worst_wanted:
            _, number, place = self._heap[0]
            children = self._children[number]
            if place + 1 < len(children.moves):
                heapreplace(self._heap, (int(children.moves[place + 1, 0]), number, place + 1))
            else:
                heappop(self._heap)
            node = children.node
            _, candidate, cost, gap, band = children.moves[place].tolist()
            order = (cost, band, (*node.path, candidate))
            orders = self._seen.setdefault(node.passed | 1 << candidate, [])
            if not any(_needless(order, other, self.any_will_do) for other in orders):
                orders.append(order)
                batch.append(self._step(node, candidate, order, gap))
        return batch

    def _step(self, node: Node, candidate: int, order: Order, gap: int) -> Node:
        question = self.question
        cost, band, path = order
        return Node(
            cost=cost,
            path=path,
            band=band,
            gap=gap,
            gained=node.gained | question.needs[:, candidate],
            passed=node.passed | 1 << candidate,
            roles=node.roles | 1 << question.role(candidate),
            rungs=node.rungs | question.rungs(candidate),
            goal_is_rung=node.goal_is_rung or bool(question.rung_to_goal[candidate]),
            barred=node.barred | question.closed_by(candidate),
        )


def _needless(order: Order, other: Order, any_cost: bool) -> bool:
    """Another order of the same levels costs no more, leads to no lower band, and wins a tie."""
    cost, band, path = order
    other_cost, other_band, other_path = other
    return other_band >= band and (any_cost or other_cost < cost or (other_cost == cost and other_path <= path))
