"""Who asks for a skill, and how well: read from the framework's arrays, so that a page costs the same at any size."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame
from common.vocabulary import Band, SkillLevel


@dataclass(frozen=True)
class Asking:
    """A role, with those of its levels that ask for a skill equally well. Bands are codes ("8a") or empty."""

    slug: str
    name: str
    levels: tuple[str, ...]
    band_low: str
    band_high: str


@dataclass(frozen=True)
class Demand:
    """The roles that ask for a skill at the level ``required``; None: it is named without a level.

    ``asking`` holds the first of them by name, ``roles`` counts them all.
    """

    required: int | None
    roles: int
    asking: tuple[Asking, ...]

    @property
    def more(self) -> int:
        """How many roles are not listed."""
        return self.roles - len(self.asking)


def demand(frame: Frame, skill: int, *, most: int) -> list[Demand]:
    """Who asks for the skill with this index, awareness first; at most ``most`` roles listed for each level."""
    named = np.flatnonzero(frame.named[:, skill])
    wanted: list[Demand] = []
    for required in (*SkillLevel.values, 0):
        levels = named[frame.required[named, skill] == required]
        if len(levels):
            roles = sorted({int(role) for role in frame.level_role[levels]}, key=lambda role: frame.roles.names[role])
            asking = tuple(_asking(frame, role, levels) for role in roles[:most])
            wanted.append(Demand(required or None, len(roles), asking))
    return wanted


def roles_asking(frame: Frame, skill: int) -> int:
    """How many roles name the skill with this index, at any of their levels."""
    return len(np.unique(frame.level_role[frame.named[:, skill]]))


def skills_asked_for(frame: Frame, *, family: int | None = None, entry: bool = False) -> NDArray[np.bool_]:
    """(S,) which skills one level names that is in the family with this index, and an entry level if ``entry``."""
    levels = np.ones(len(frame.levels), bool)
    if family is not None:
        levels &= frame.role_family[frame.level_role] == family
    if entry:
        levels &= frame.entry
    return np.asarray(frame.named[levels].any(axis=0))


def rated_skills(frame: Frame) -> NDArray[np.bool_]:
    """(S,) which skills some level asks for at a level, as against those that are only named for chief roles."""
    return np.asarray(frame.required.any(axis=0))


def _asking(frame: Frame, role: int, levels: Iterable[int]) -> Asking:
    chosen = sorted(
        (int(level) for level in levels if frame.level_role[level] == role), key=lambda level: frame.level_order[level]
    )
    banded = [level for level in chosen if frame.band_low[level] != NO_BAND]
    return Asking(
        slug=frame.roles.slugs[role],
        name=frame.roles.names[role],
        levels=tuple(frame.levels.names[level] for level in chosen),
        band_low=Band.from_rank(min(int(frame.band_low[level]) for level in banded)).value if banded else "",
        band_high=Band.from_rank(max(int(frame.band_high[level]) for level in banded)).value if banded else "",
    )
