"""Random problems of every shape, and what an answer to one amounts to."""

from collections import Counter

import numpy as np
from hypothesis import strategies as st

from mentoring.engine.problem import NO_PAIR, Objective, Problem, Solution
from tests.mentoring.exact import Best


@st.composite
def problems(draw: st.DrawFn, most: int = 6) -> Problem:
    """Some have many equal points, so that ties are common; some mentees have mentors already."""
    mentees, mentors = draw(st.integers(1, most)), draw(st.integers(1, most))
    best = draw(st.sampled_from([1, 3, 28, 100, 32_000]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    barred = draw(st.sampled_from([0.0, 0.2, 0.5, 0.8]))
    points = np.where(rng.random((mentees, mentors)) < barred, NO_PAIR, rng.integers(0, best + 1, (mentees, mentors)))
    return problem(
        points,
        best=best,
        needs=rng.integers(0, 4, mentees),
        has=rng.integers(0, 3, mentees),
        places=rng.integers(0, 4, mentors),
        weeks=rng.integers(0, 16, mentees),
        objective=draw(st.sampled_from(Objective)),
    )


def problem(points: object, **details: object) -> Problem:
    """Defaults: one mentor wanted by each, one place each, nobody has waited, 100 points at best."""
    table = np.array(points, np.int16)
    mentees, mentors = table.shape
    whole = {
        "needs": np.ones(mentees, np.int64),
        "has": np.zeros(mentees, np.int64),
        "places": np.ones(mentors, np.int64),
        "weeks": np.zeros(mentees, np.int64),
        **{name: np.array(value, np.int64) for name, value in details.items() if name not in {"best", "objective"}},
    }
    return Problem(
        points=table,
        best=details.get("best", 100),  # type: ignore[arg-type]
        objective=details.get("objective", Objective.FAIR),  # type: ignore[arg-type]
        mentee_keys=keys(mentees, 1),
        mentor_keys=keys(mentors, 2),
        **whole,
    )


def keys(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**64, count, np.uint64)


def pairs_of(solution: Solution) -> set[tuple[int, int]]:
    return set(zip(solution.mentees.tolist(), solution.mentors.tolist(), strict=True))


def values_of(problem: Problem, pairs: set[tuple[int, int]]) -> Best:
    """What these pairs reach, counted pair by pair. They must be allowed."""
    got, given = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    assert all(problem.points[pair] >= 0 for pair in pairs)
    assert all(count <= problem.needs[i] for i, count in got.items())
    assert all(count <= problem.places[j] for j, count in given.items())
    places = Counter(int(problem.has[i]) + n for i, count in got.items() for n in range(1, count + 1))
    power = 2 if problem.objective is Objective.FAIR else 1
    short = sum((problem.best - int(problem.points[pair])) ** power for pair in pairs)
    return Best(places, short, sum(int(problem.weeks[i]) * int(n - got[i]) for i, n in enumerate(problem.needs)))
