"""How near a person is to every level at once: gap, readiness and what is missing. Shapes: L levels, S skills."""

import numpy as np
from numpy.typing import NDArray

from careers.frame import Frame, SkillLevels, Words, pack


def gaps(frame: Frame, have: SkillLevels) -> NDArray[np.int64]:
    """(L,) Skill steps missing to each level: the sum of max(0, required - have) over its skills.

    A skill that is not assessed counts as 0.
    """
    return gaps_of(frame, pack(have[np.newaxis])[:, 0])


def gaps_of(frame: Frame, have: Words) -> NDArray[np.int64]:
    """The same for skill levels that are packed already: (W,) words."""
    some = np.flatnonzero(have)  # a person holds few of all skills, and the others are missing as a whole
    there = np.bitwise_count(frame.words[some] & have[some, np.newaxis]).sum(axis=0, dtype=np.int64)
    return np.asarray(frame.total - there)


def readiness(frame: Frame, have: SkillLevels) -> NDArray[np.float64]:
    """(L,) The share of each level that is there: the sum of min(have, required) over the sum of required, 0 to 1.

    NaN for a level whose skills have no required levels. Fit is the same number.
    """
    total = np.where(frame.rated, frame.total, np.nan)
    return (total - gaps(frame, have)) / total


def missing(frame: Frame, have: SkillLevels, level: int) -> list[tuple[int, int, int]]:
    """(skill, from, to) for every skill of ``level`` that is not there yet, in the order of the frame's skills."""
    needed = frame.required[level]
    return [(int(skill), int(have[skill]), int(needed[skill])) for skill in np.flatnonzero(needed > have)]
