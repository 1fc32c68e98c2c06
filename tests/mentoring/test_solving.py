"""The solver against an integer program, and each aim by an example of its own."""

import numpy as np
import pytest
from hypothesis import given, settings

from mentoring.engine import candidates, solving
from mentoring.engine.problem import Aim, Objective, Problem
from mentoring.engine.solving import solve
from tests.mentoring.exact import best_values
from tests.mentoring.problems import keys, pairs_of, problem, problems, values_of


@given(problems())
@settings(max_examples=100, deadline=None)
def test_every_aim_reaches_what_an_integer_program_reaches(asked: Problem) -> None:
    solution = solve(asked)
    pairs = pairs_of(solution)
    assert len(pairs) == len(solution.mentees), "a pair was chosen twice"
    assert values_of(asked, pairs) == best_values(asked)
    assert all(proof.holds for proof in solution.proofs.values())


@given(asked=problems(most=9))
@settings(max_examples=100, deadline=None)
def test_prices_find_the_pairs_that_candidates_left_out(asked: Problem) -> None:
    """With one candidate each, most of the pairs that belong to the answer are found by asking the prices."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "BEST", 1)
        patch.setattr(candidates, "FEW", 0)
        patch.setattr(solving, "FEW", 0)
        patch.setattr(solving, "BEST", 1)
        solution = solve(asked)
    whole = solve(asked)
    assert values_of(asked, pairs_of(solution)) == values_of(asked, pairs_of(whole))


def test_some_answers_need_pairs_that_candidates_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everyone's best is the first mentor, every mentor's best is the first mentee."""
    asked = problem([[90, 80, 70], [85, 75, 65], [80, 70, 60]])
    for module, name, value in ((candidates, "BEST", 1), (candidates, "FEW", 0), (solving, "FEW", 0)):
        monkeypatch.setattr(module, name, value)
    solution = solve(asked)
    assert len(solution.mentees) == 3
    assert solution.added > 0


def test_all_places_are_met_before_scores_count() -> None:
    assert pairs_of(solve(problem([[100, 1], [99, -1]]))) == {(0, 1), (1, 0)}


def test_everyone_has_one_mentor_before_anyone_has_two() -> None:
    asked = problem([[100, 100], [1, -1]], needs=[2, 1])
    assert pairs_of(solve(asked)) == {(0, 1), (1, 0)}


def test_who_has_a_mentor_already_comes_after_those_who_have_none() -> None:
    asked = problem([[100], [1]], has=[1, 0])
    assert pairs_of(solve(asked)) == {(1, 0)}


def test_more_second_mentors_come_before_third_ones() -> None:
    asked = problem([[100], [1]], has=[2, 1])
    assert pairs_of(solve(asked)) == {(1, 0)}


def test_fair_shares_what_best_total_would_give_to_one() -> None:
    """100 and 42 sum to more than 70 and 70; the squares of their shortfalls do too."""
    points = [[100, 70], [70, 42]]
    assert pairs_of(solve(problem(points, objective=Objective.TOTAL))) == {(0, 0), (1, 1)}
    assert pairs_of(solve(problem(points))) == {(0, 1), (1, 0)}


def test_who_has_waited_longer_comes_first_among_equals() -> None:
    assert pairs_of(solve(problem([[50], [50], [50]], weeks=[3, 15, 4]))) == {(1, 0)}


def test_a_better_pair_comes_before_a_longer_wait() -> None:
    assert pairs_of(solve(problem([[51], [50]], weeks=[0, 15]))) == {(0, 0)}


def test_one_pair_is_never_chosen_twice() -> None:
    asked = problem([[100]], needs=[3], places=[3])
    solution = solve(asked)
    assert (solution.mentees.tolist(), solution.mentors.tolist()) == ([0], [0])


def test_a_tie_is_decided_by_keys_and_not_by_place() -> None:
    """All are equal: turning the rows round turns the answer round with them."""
    size = 12
    asked = problem(np.full((size, size), 50))
    turned = Problem(
        **{
            **{name: getattr(asked, name) for name in Problem.__slots__},
            "mentee_keys": asked.mentee_keys[::-1].copy(),
            "mentor_keys": asked.mentor_keys[::-1].copy(),
        }
    )
    expected = {(size - 1 - i, size - 1 - j) for i, j in pairs_of(solve(asked))}
    assert pairs_of(solve(turned)) == expected
    assert pairs_of(solve(asked)) != {(i, i) for i in range(size)}


def test_nobody_to_match_and_nobody_to_match_with() -> None:
    nobody = problem(np.zeros((0, 3)))
    assert pairs_of(solve(nobody)) == set()
    without = problem(np.zeros((3, 0)))
    solution = solve(without)
    assert pairs_of(solution) == set()
    assert solution.proofs[Aim.PLACES].value == solution.proofs[Aim.PLACES].bound == 3


def test_large_tables_are_solved_with_few_pairs_and_proved_for_all() -> None:
    """700 and 500 with two places wanted: 350,000 pairs."""
    rng = np.random.default_rng(7)
    points = rng.integers(0, 101, (700, 500))
    points[rng.random(points.shape) < 0.3] = -1
    asked = problem(
        points, needs=rng.integers(1, 3, 700), places=rng.integers(1, 3, 500), weeks=rng.integers(0, 16, 700)
    )
    assert points.size > candidates.FEW
    heard: list[Aim] = []
    solution = solve(asked, heard.append)
    assert solution.considered < points.size / 8
    assert all(proof.holds for proof in solution.proofs.values())
    assert list(dict.fromkeys(heard)) == [Aim.PLACES, Aim.POINTS, Aim.WAITING, Aim.TIES]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "FEW", points.size)
        patch.setattr(solving, "FEW", points.size)
        whole = solve(asked)
    assert values_of(asked, pairs_of(solution)) == values_of(asked, pairs_of(whole))


def test_the_widest_range_of_points_is_within_the_solvers_reach() -> None:
    rng = np.random.default_rng(11)
    asked = problem(rng.integers(0, 32_001, (300, 300)), best=32_000, needs=np.full(300, 3), places=np.full(300, 3))
    assert len(solve(asked).mentees) == 900


def test_a_step_may_end_the_work() -> None:
    class Cancelled(Exception):
        pass

    def cancel(aim: Aim) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(problem([[1]]), cancel)


def test_keys_of_the_tests_differ() -> None:
    assert len(set(keys(100, 1)) | set(keys(100, 2))) == 200
