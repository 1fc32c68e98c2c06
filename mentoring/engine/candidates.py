"""Which pairs the solver looks at first: the best of each mentee and the best of each mentor.

One side alone costs people: the mentors whom nobody has among their best would stay without anyone.
"""

import numpy as np

from mentoring.engine.problem import Flags, Integers, Keys, Points, Problem

BEST = 20
# Up to this many pairs, all are looked at.
FEW = 300_000
ROWS_TOGETHER = 64


def candidates(problem: Problem) -> Integers:
    """The pairs to start with, as places (mentee * J + mentor) in the table of points, sorted."""
    points = problem.points
    if points.size <= FEW:
        return np.flatnonzero(problem.is_pair)
    height, width = points.shape
    has_place = problem.places > 0
    found = [best_of_rows(points, has_place, problem.mentee_keys, problem.mentor_keys)]
    for first in range(0, width, ROWS_TOGETHER):
        some = slice(first, first + ROWS_TOGETHER)
        block = np.ascontiguousarray(points[:, some].T)
        best = best_of_rows(block, problem.needs > 0, problem.mentor_keys[some], problem.mentee_keys)
        mentors, mentees = np.divmod(best, height)
        mentors += first
        found.append((mentees * width + mentors)[has_place[mentors]])
    return np.unique(np.concatenate(found))


def best_of_rows(points: Points, wanted: Flags, row_keys: Keys, column_keys: Keys) -> Integers:
    """Places (row * columns + column) of the BEST wanted columns of each row, or a few more.

    Among equal points the keys decide, for each row in another order: else all would crowd at the same ones.
    """
    columns = np.flatnonzero(wanted)
    kept = min(BEST, len(columns))
    if not kept:
        return np.zeros(0, np.int64)
    everyone = len(columns) == points.shape[1]
    shuffled = (column_keys[columns] & np.uint64(0xFFFF)).astype(np.int32)
    salts = (row_keys & np.uint64(0xFFFF)).astype(np.int32)
    found = []
    for row in range(len(points)):
        here = points[row] if everyone else points[row, columns]
        ranks = (here.astype(np.int32) << 16) | (shuffled ^ salts[row])
        lowest = max(int(np.partition(ranks, len(ranks) - kept)[len(ranks) - kept]), 0)
        found.append(row * points.shape[1] + columns[ranks >= lowest])
    return np.concatenate(found)
