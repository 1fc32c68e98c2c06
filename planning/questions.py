"""Which skills an assessment asks about, and in which order: those that matter for today's job and the goal."""

from collections.abc import Iterable

import numpy as np

from careers.fit import readiness
from careers.frame import Frame, SkillLevels

FEWEST, USUAL, MOST = 12, 18, 25
NEIGHBOURS = 15  # levels near the start and the goal whose skills fill the list up


def relevant_skills(
    frame: Frame, *, point: int | None = None, level: int | None = None, goal: int | None = None
) -> list[int]:
    """12 to 25 skills by index, the same for the same ends and catalogue.

    First what the goal needs, familiar skills before new ones; then what today's job brings; then, up to 18, what the
    levels nearest to both need most often. With neither a job nor a goal these are the entry levels. Every skill of the
    goal is asked; where goal and job together have more than 25, the rarest of the job's are left for the search.
    """
    have = typical_skills(frame, point=point, level=level)
    wanted = frame.needed[goal] if goal is not None else np.zeros_like(have)
    common = frame.named.sum(axis=0)
    chosen = _sorted(np.flatnonzero(wanted), -have.astype(int), -wanted.astype(int))
    chosen += _sorted(np.flatnonzero((have > 0) & (wanted == 0)), -have.astype(int), -common)
    del chosen[MOST:]
    if len(chosen) < USUAL:
        counts = _needed_nearby(frame, np.maximum(have, wanted))
        others = _sorted(np.flatnonzero(counts + common), -counts, -common)
        chosen += [skill for skill in others if skill not in set(chosen)][: USUAL - len(chosen)]
    return chosen


def typical_skills(frame: Frame, *, point: int | None = None, level: int | None = None) -> SkillLevels:
    """(S,) What people in a job usually bring; a level is taken at what it asks for. Zeros without a job."""
    if point is not None:
        return np.asarray(frame.brings[point])
    return np.asarray(frame.required[level]) if level is not None else np.zeros(len(frame.skills), np.uint8)


def _needed_nearby(frame: Frame, skills: SkillLevels) -> np.ndarray:
    """(S,) How many of the nearest levels, or of the entry levels if nothing is known, need each skill."""
    if not skills.any():
        return np.asarray(frame.named[frame.entry].sum(axis=0))
    nearness = np.nan_to_num(readiness(frame, skills))
    nearest = np.lexsort((np.arange(len(nearness)), -nearness))[:NEIGHBOURS]
    return np.asarray(frame.named[nearest].sum(axis=0))


def _sorted(skills: Iterable[int], *keys: np.ndarray) -> list[int]:
    """By the first key, then the second, then the index, which is the order of the slugs."""
    return sorted((int(skill) for skill in skills), key=lambda skill: (*(int(key[skill]) for key in keys), skill))
