"""Flows of least cost, aim by aim, each with the prices that prove it. Nothing here knows of people.

One cost that held several aims would overflow. So each aim is solved by itself, on what the aims before it left open:

    staged = Staged(network)
    proof = staged.serve(first_cost)      # a flow of least first_cost
    staged.settle(first_cost, proof)
    proof = staged.serve(second_cost)     # of all flows of least first_cost, one of least second_cost

The solver (OR-tools) tells the flow and not why there is no better one. Prices show that: give each node a price, and
let the reduced cost of an arc be its cost plus the price of its tail minus the price of its head. Where no arc of
negative reduced cost has room and none of positive reduced cost is used, no other flow is cheaper, and *every* flow of
least cost leaves arcs of positive reduced cost empty and fills those of negative. These are settled; the next aim moves
what is left.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class NoFlow(Exception):
    """The solver gave no answer: supplies do not fit the capacities, or costs are beyond its range."""


@dataclass(frozen=True, slots=True)
class Network:
    """``A`` arcs between nodes ``0 … N - 1``. All arrays are int64; supplies sum to 0 (negative: a demand)."""

    tails: Integers  # (A,)
    heads: Integers  # (A,)
    capacities: Integers  # (A,), not negative
    supplies: Integers  # (N,)


@dataclass(frozen=True, slots=True)
class Proof:
    """That no flow costs less. ``bound`` is what any flow costs at least, counted from the prices alone."""

    value: int
    bound: int
    prices: Integers  # (N,)

    @property
    def holds(self) -> bool:
        return self.value == self.bound


@dataclass(slots=True)
class Staged:
    """A network whose arcs are settled aim by aim. ``amounts`` (A,) is the flow that the last aim chose."""

    network: Network  # supplies are those that settled arcs have not met
    is_open: Flags = field(init=False)  # (A,)
    amounts: Integers = field(init=False)  # (A,)
    is_served: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.is_open = np.ones(len(self.network.tails), np.bool_)
        self.amounts = np.zeros(len(self.network.tails), np.int64)

    def add(self, tails: Integers, heads: Integers) -> None:
        """New open arcs for one unit each, after those there are."""
        network = self.network
        self.network = Network(
            np.concatenate([network.tails, tails]),
            np.concatenate([network.heads, heads]),
            np.concatenate([network.capacities, np.ones_like(tails)]),
            network.supplies,
        )
        self.is_open = np.concatenate([self.is_open, np.ones(len(tails), np.bool_)])
        self.amounts = np.concatenate([self.amounts, np.zeros_like(tails)])

    def serve(self, costs: Integers, start: Integers | None = None) -> Proof:
        """Move what is open so that it costs least.

        ``costs``: (A,); ``start``: prices (N,) that may be near. Raises NoFlow.
        """
        rest, of_rest = self._rest(), costs[self.is_open]
        prices = np.zeros_like(rest.supplies)
        if of_rest.any() or not self.is_served:  # else every flow is as good as the one there is
            self.amounts[self.is_open] = cheapest_flow(rest, of_rest)
            prices = prices_of(rest, of_rest, self.amounts[self.is_open], start)
            self.is_served = True
        settled = int(costs[~self.is_open] @ self.amounts[~self.is_open])
        return Proof(int(costs @ self.amounts), settled + bound(rest, of_rest, prices), prices)

    def settle(self, costs: Integers, proof: Proof) -> None:
        """Close each arc that is the same in every flow of least cost."""
        closing = np.flatnonzero(self.is_open & (reduced_costs(self.network, costs, proof.prices) != 0))
        network, amounts = self.network, self.amounts[closing]
        nodes = len(network.supplies)
        leaving = np.bincount(network.tails[closing], amounts, nodes).astype(np.int64)
        coming = np.bincount(network.heads[closing], amounts, nodes).astype(np.int64)
        self.network = Network(network.tails, network.heads, network.capacities, network.supplies - leaving + coming)
        self.is_open[closing] = False

    def _rest(self) -> Network:
        network, is_open = self.network, self.is_open
        return Network(network.tails[is_open], network.heads[is_open], network.capacities[is_open], network.supplies)


def cheapest_flow(network: Network, costs: Integers) -> Integers:
    """A flow (A,) of least cost that meets all supplies. Raises NoFlow."""
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(network.tails, network.heads, network.capacities, costs)
    solver.set_nodes_supplies(np.arange(len(network.supplies)), network.supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise NoFlow(f"The solver says {status.name}.")
    return np.asarray(solver.flows(arcs), np.int64)


def prices_of(network: Network, costs: Integers, flow: Integers, start: Integers | None = None) -> Integers:
    """Prices (N,) that prove a flow of least cost: lengths of shortest ways to each node where there is room.

    ``start`` are prices (N,) that may be near, such as those of a flow before; any will do. After Bellman, Ford and
    Moore: in each round, all arcs from nodes that came nearer. Raises NoFlow if some cycle would make the flow cheaper.
    """
    has_room, is_used = flow < network.capacities, flow > 0
    tails = np.concatenate([network.tails[has_room], network.heads[is_used]])
    heads = np.concatenate([network.heads[has_room], network.tails[is_used]])
    lengths = np.concatenate([costs[has_room], -costs[is_used]])
    order = np.argsort(tails, kind="stable")
    heads, lengths = heads[order], lengths[order]
    nodes = len(network.supplies)
    counts = np.bincount(tails, minlength=nodes)
    firsts = np.cumsum(counts) - counts
    prices = np.zeros(nodes, np.int64) if start is None else start.copy()
    nearer = np.arange(nodes)
    for _round in range(nodes + 1):
        how_many = counts[nearer]
        arcs = np.arange(how_many.sum()) + np.repeat(firsts[nearer] - np.cumsum(how_many) + how_many, how_many)
        ways = np.repeat(prices[nearer], how_many) + lengths[arcs]
        is_shorter = ways < prices[heads[arcs]]
        if not is_shorter.any():
            return prices
        reached = heads[arcs[is_shorter]]
        np.minimum.at(prices, reached, ways[is_shorter])
        came_nearer = np.zeros(nodes, np.bool_)
        came_nearer[reached] = True
        nearer = np.flatnonzero(came_nearer)
    raise NoFlow("The flow is not of least cost.")


def reduced_costs(network: Network, costs: Integers, prices: Integers) -> Integers:
    """(A,): cost of each arc, plus the price of its tail, minus that of its head."""
    return costs + prices[network.tails] - prices[network.heads]


def bound(network: Network, costs: Integers, prices: Integers) -> int:
    """What any flow of the network costs at least, whatever the prices: the value of the dual."""
    gains = np.minimum(reduced_costs(network, costs, prices), 0)
    return int(gains @ network.capacities) - int(prices @ network.supplies)
