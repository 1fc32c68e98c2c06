"""Which pairs the solver looks at first: the best of each mentee, the best of each mentor, and a few drawn by lot.

One side alone costs people: the mentors whom nobody has among their best would stay without anyone. Pairs that should
have been among them are found later (``pricing``), so this decides how long it takes and not what comes out.
"""

import numpy as np

from mentoring.engine.problem import NO_PAIR, Flags, Integers, Keys, Points, Problem

# With 20 there is a round less, and each is dearer; with 5 there are so many rounds that nothing is saved.
BEST = 12
# And so many in the mean that lots draw: where points are alike, they connect what the best alone leave in islands.
DRAWN = 2
# Up to this many pairs, all are looked at.
FEW = 20_000
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
    pairs = np.sort(np.concatenate(found))
    return pairs[np.diff(pairs, prepend=-1) > 0]


def best_of_rows(points: Points, wanted: Flags, row_keys: Keys, column_keys: Keys) -> Integers:
    """Places (row * columns + column) of the BEST wanted columns of each row, and of some DRAWN.

    Lots are made of the keys, so they are always the same. They decide among equal points too, for each row in another
    order: else all would crowd at the same columns.
    """
    columns = np.flatnonzero(wanted)
    kept = min(BEST, len(columns))
    if not kept:
        return np.zeros(0, np.int64)
    everyone = len(columns) == points.shape[1]
    shuffled = (column_keys[columns] & np.uint64(0xFFFF)).astype(np.int32)
    salts = (row_keys & np.uint64(0xFFFF)).astype(np.int32)
    few = 2**16 * DRAWN // len(columns)
    found = []
    for row in range(len(points)):
        here = points[row] if everyone else points[row, columns]
        lots = shuffled ^ salts[row]
        ranks = (here.astype(np.int32) << 16) | lots
        lowest = max(int(np.partition(ranks, len(ranks) - kept)[len(ranks) - kept]), 0)
        found.append(row * points.shape[1] + columns[(ranks >= lowest) | ((lots < few) & (here > NO_PAIR))])
    return np.concatenate(found)
