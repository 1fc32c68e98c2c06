"""Flows of least cost and their prices, on networks small enough to check by hand."""

import numpy as np
import pytest

from mentoring.engine.flow import Network, NoFlow, Staged, bound, cheapest_flow, prices_of, reduced_costs


def network(arcs: list[tuple[int, int, int]], supplies: list[int]) -> Network:
    tails, heads, capacities = (np.array(column, np.int64) for column in zip(*arcs, strict=True))
    return Network(tails, heads, capacities, np.array(supplies, np.int64))


# Two ways from 0 to 3: over 1, with room for one, and over 2.
DIAMOND = network([(0, 1, 1), (1, 3, 2), (0, 2, 2), (2, 3, 2)], [2, 0, 0, -2])
COSTS = np.array([1, 1, 2, 2], np.int64)


def test_prices_prove_the_cheapest_flow() -> None:
    flow = cheapest_flow(DIAMOND, COSTS)
    assert flow.tolist() == [1, 1, 1, 1]
    prices = prices_of(DIAMOND, COSTS, flow)
    reduced = reduced_costs(DIAMOND, COSTS, prices)
    assert all(reduced[flow < DIAMOND.capacities] >= 0)
    assert all(reduced[flow > 0] <= 0)
    assert bound(DIAMOND, COSTS, prices) == int(flow @ COSTS) == 6


def test_prices_may_start_anywhere() -> None:
    flow = cheapest_flow(DIAMOND, COSTS)
    start = np.array([50, -7, 3, 1000], np.int64)
    assert bound(DIAMOND, COSTS, prices_of(DIAMOND, COSTS, flow, start)) == 6


def test_a_flow_that_is_not_the_cheapest_has_no_prices() -> None:
    with pytest.raises(NoFlow, match="least cost"):
        prices_of(DIAMOND, COSTS, np.array([0, 0, 2, 2], np.int64))


def test_prices_that_prove_nothing_bound_from_below() -> None:
    assert bound(DIAMOND, COSTS, np.array([0, 0, -9, 5], np.int64)) < 6


def test_supplies_beyond_the_capacities_have_no_flow() -> None:
    with pytest.raises(NoFlow, match="INFEASIBLE"):
        cheapest_flow(network([(0, 1, 1)], [2, -2]), np.array([1], np.int64))


def test_costs_beyond_the_solvers_range_are_an_error_and_no_answer() -> None:
    with pytest.raises(NoFlow, match="BAD_COST_RANGE"):
        cheapest_flow(DIAMOND, COSTS * 2**61)


def test_a_later_aim_moves_only_what_the_earlier_ones_left_open() -> None:
    """Three ways cost the same at first; the third is dearer and stays closed though the second aim would have it."""
    ways = network([(0, 1, 1), (0, 1, 1), (0, 1, 1)], [1, -1])
    staged = Staged(ways)
    first, second = np.array([5, 5, 6], np.int64), np.array([3, 2, 0], np.int64)
    assert staged.serve(first).value == 5
    staged.settle(first, staged.serve(first))
    assert staged.is_open.tolist() == [True, True, False]
    proof = staged.serve(second)
    assert (proof.value, proof.bound, proof.holds, staged.amounts.tolist()) == (2, 2, True, [0, 1, 0])


def test_an_arc_added_later_is_used_where_it_helps() -> None:
    staged = Staged(network([(0, 1, 1)], [1, -1]))
    costs = np.array([5], np.int64)
    assert staged.serve(costs).value == 5
    staged.add(np.array([0]), np.array([1]))
    assert staged.serve(np.array([5, 4], np.int64)).value == 4
    assert staged.amounts.tolist() == [0, 1]
