"""What matching a round costs, and whether its answer is the best there is.

    python -m benchmarks.matching            # every size; the largest takes a minute
    python -m benchmarks.matching 400        # sizes up to so many mentees

Each size runs in a process of its own. Peak is all the memory of that process, Python and libraries included. CPU is
that of the whole run, and of its stages: scoring; solving (choosing candidates and proving included); telling (reasons,
who is left and why, the hash of the inputs). "Bare" is the solver alone, with one cost for the first two aims and
without a proof: on all pairs that nothing keeps apart (up to 15 million), and on the pairs that ours looked at.

Value is what the second aim sums (shortfalls from the best score, or their squares); bound is what no answer can go
below, by the stored proof. "Program" is the value of an integer program that shares no code (scipy, up to 400 mentees
with the peer's rules); had it given more people one mentor, two or three, that number would stand there instead.
"""

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

# rules, mentees, mentors, wanted by each, places of each
SIZES = [
    ("peer", 50, 50, 3, 3),
    ("peer", 100, 50, 3, 3),
    ("peer", 100, 100, 3, 3),
    ("peer", 200, 80, 3, 3),
    ("peer", 200, 200, 3, 3),
    ("peer", 400, 400, 3, 3),
    ("portal", 400, 400, 3, 3),
    ("portal", 400, 200, 1, 1),
    ("portal", 5_000, 2_500, 1, 2),
    ("portal", 20_000, 10_000, 1, 2),
]
ALL_PAIRS_UP_TO = 15_000_000
PROGRAM_UP_TO = 400


def main(arguments: list[str]) -> None:
    """One line for each size and objective."""
    if len(arguments) > 1:
        print(json.dumps(measure(*arguments)))
        return
    most = int(arguments[0]) if arguments else max(size[1] for size in SIZES)
    columns = (
        "rules", "size", "aim 2", "matched", "pairs", "total", "lowest", "value", "bound", "program", "CPU s",
        "peak MB", "scoring", "solving", "telling", "bare all", "bare kept",
    )  # fmt: skip
    widths = (7, 15, 6, 8, 7, 8, 7, 10, 10, 8, 7, 8, 8, 8, 8, 9, 10)
    print("".join(f"{column:>{width}}" for column, width in zip(columns, widths, strict=True)))
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for size in SIZES:
        if size[1] > most:
            continue
        for objective in ("fair", "total") if size[1] <= PROGRAM_UP_TO else ("fair",):
            command = [sys.executable, "-m", "benchmarks.matching", *map(str, size), objective]
            answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            row = json.loads(answer.stdout)
            cells = [row[column] for column in columns]
            texts = [f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells]
            print("".join(f"{text:>{width}}" for text, width in zip(texts, widths, strict=True)), flush=True)


def measure(rules: str, mentees: str, mentors: str, wanted: str, places: str, objective: str) -> dict[str, Any]:
    """One size, in this process."""
    from benchmarks.mentoring_people import PeerRules, peer_people, portal_people
    from mentoring.engine import Aim, Objective, Round, Stage, Weights, find_pairs

    numbers = int(mentees), int(mentors)
    if rules == "peer":
        one, other = peer_people(*numbers, wanted=int(wanted), seed=numbers[0])
    else:
        one, other = portal_people(*numbers, wanted=int(wanted), places=int(places))
    scheme = PeerRules() if rules == "peer" else Weights()
    asked = Round(mentees=one, mentors=other, scheme=scheme, objective=Objective(objective))
    begun: dict[Stage, float] = {}
    started = time.process_time()
    draft = find_pairs(asked, lambda stage, percent: begun.setdefault(stage, time.process_time()) and None)
    ended = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bound = draft.bounds[Aim.POINTS]
    return {
        "rules": rules,
        "size": f"{mentees}+{mentors} x{wanted}",
        "aim 2": objective,
        "matched": draft.met[0],
        "pairs": len(draft.pairs),
        "total": draft.total,
        "lowest": draft.lowest,
        "value": bound.value,
        "bound": bound.bound,
        "program": program(asked, draft.met) if rules == "peer" and numbers[0] <= PROGRAM_UP_TO else "",
        "CPU s": ended - started,
        "peak MB": round(peak),
        "scoring": begun[Stage.SOLVING] - started,
        "solving": begun[Stage.EXPLAINING] - begun[Stage.SOLVING],
        "telling": ended - begun[Stage.EXPLAINING],
        **bare(asked),
    }


def problem_of(asked: Any) -> Any:
    """The numbers that the solver is given for a round without live pairs."""
    import numpy as np

    from mentoring.engine.finding import _keys
    from mentoring.engine.problem import Problem
    from mentoring.engine.rules import Rules
    from mentoring.engine.scoring import table_of_points

    mentees = sorted(asked.mentees, key=lambda one: one.id)
    mentors = sorted(asked.mentors, key=lambda one: one.id)
    scoring = asked.scheme.scoring(mentees, mentors)
    rows = np.arange(len(mentees))
    table = table_of_points(scoring, Rules(mentees, mentors, (), ()), rows, asked.floor, lambda share: None)
    return Problem(
        points=table,
        best=scoring.best,
        needs=np.array([mentee.wanted for mentee in mentees]),
        has=np.zeros(len(mentees), np.int64),
        places=np.array([mentor.places for mentor in mentors]),
        weeks=np.array([min(mentee.weeks, 15) for mentee in mentees]),
        mentee_keys=_keys([one.id for one in mentees]),
        mentor_keys=_keys([one.id for one in mentors]),
        objective=asked.objective,
    )


def program(asked: Any, met: tuple[int, ...]) -> int | str:
    """The value of the second aim by an integer program, if it can give no more people one mentor, two, three."""
    from tests.mentoring.exact import best_values

    best = best_values(problem_of(asked))
    places = tuple(best.places[level] for level in sorted(best.places))
    return best.shortfalls if places == met else f"{places[0]}!"


def bare(asked: Any) -> dict[str, float | str]:
    """CPU seconds of the solver alone, with one cost for the first two aims."""
    import numpy as np

    from mentoring.engine.candidates import candidates

    problem = problem_of(asked)
    few = problem.points.size <= ALL_PAIRS_UP_TO
    return {
        "bare all": solver_alone(problem, np.flatnonzero(problem.points >= 0)) if few else "",
        "bare kept": solver_alone(problem, candidates(problem)),
    }


def solver_alone(problem: Any, pairs: Any) -> float:
    import numpy as np
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    started = time.process_time()
    people, others = problem.points.shape
    mentees, mentors = np.divmod(pairs, others)
    unmet = np.repeat(np.arange(people), problem.needs)
    which = np.arange(len(unmet)) - (np.cumsum(problem.needs) - problem.needs)[unmet]
    costs = problem.shortfalls(problem.points[mentees, mentors])
    dear = 2 * int(problem.needs.sum()) * problem.best**2
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([mentees, people + np.arange(others), unmet]),
        np.concatenate([people + mentors, np.full(others + len(unmet), people + others)]),
        np.concatenate([np.ones_like(mentees), problem.places, np.ones_like(unmet)]),
        np.concatenate([costs, np.zeros(others, np.int64), dear * (which.max() + 1 - which)]),
    )
    supplies = np.concatenate([problem.needs, np.zeros(others, np.int64), [-problem.needs.sum()]])
    solver.set_nodes_supplies(np.arange(len(supplies)), supplies)
    assert solver.solve() == solver.OPTIMAL
    return time.process_time() - started


if __name__ == "__main__":
    main(sys.argv[1:])
