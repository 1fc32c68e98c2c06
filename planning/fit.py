"""How well a person fits every level of the catalogue at once, with the reasons, in the order that helps them most.

Fit is the sum of min(have, required) over the sum of required (careers.fit). Levels of equal fit are ordered by fewer
skills missing, then by how near their band is to the person's. What moves the person lifts a level in the order by at
most ``MOST_LIFTED`` points of 100 and never changes the fit itself.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame, SkillLevels, unary
from careers.models import StatementTarget

CLOSE, NEAR = 75, 50  # per cent
MOST_LIFTED = 5.0  # points of 100
UNKNOWN_DISTANCE = 99  # bands; after every distance that is known


class Distance(Enum):
    """How far a level is, in the words of the page."""

    CLOSEST = "Closest now"
    ONE_STEP = "One step away"
    STRETCH = "A stretch"


@dataclass(frozen=True, eq=False)
class Fits:
    """Every level's fit for one person, as arrays over the L levels of the frame. NaN: a level that cannot be rated."""

    fit: NDArray[np.float64]  # (L,) 0 to 1
    met: NDArray[np.int64]  # (L,) skills at the required level or above
    one_short: NDArray[np.int64]  # (L,) skills one level below
    missing: NDArray[np.int64]  # (L,) skills further below
    needed: NDArray[np.int64]  # (L,) skills with a required level
    lift: NDArray[np.float64]  # (L,) points of 100 that the level gains in the order, 0 to MOST_LIFTED
    order: tuple[int, ...] = field(default=())  # rated levels, the best first

    def per_cent(self, level: int) -> int:
        """Rounded down, so that 100 means everything."""
        return int(np.floor(self.fit[level] * 100 + 1e-9))

    def distance(self, level: int) -> Distance:
        """By the fit alone."""
        if self.fit[level] * 100 >= CLOSE:
            return Distance.CLOSEST
        return Distance.ONE_STEP if self.fit[level] * 100 >= NEAR else Distance.STRETCH


@lru_cache(maxsize=2)
def _required_bits(frame: Frame) -> NDArray[np.float32]:
    """(4 S, L) Required levels in unary, for a matrix product."""
    return np.ascontiguousarray(unary(frame.required).T.astype(np.float32))


def fit_matrix(frame: Frame, have: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n, L) The fit of n people, given as (n, S) skill levels, to every level; NaN where a level cannot be rated.

    In unary the smaller of two levels is the number of bits both have, so that one matrix product gives all sums.
    """
    there = unary(have).astype(np.float32) @ _required_bits(frame)
    return np.asarray(there / np.where(frame.rated, frame.total, np.nan), np.float64)


def fits(frame: Frame, have: SkillLevels, *, band: int | None = None, lift: NDArray[np.float64] | None = None) -> Fits:
    """The fit of one person to every level, with reasons and order. ``band`` is the rank of today's, if known."""
    fit = fit_matrix(frame, have[np.newaxis])[0]
    short = frame.required.astype(np.int8) - have.astype(np.int8)  # (L, S)
    needs = frame.required > 0
    needed = needs.sum(axis=1)
    one_short, further = ((short == 1) & needs).sum(axis=1), (short > 1).sum(axis=1)
    lifted = np.zeros(len(fit)) if lift is None else lift
    keys = (
        np.arange(len(fit)),
        bands_away(frame, band),
        one_short + further,
        -np.round(np.nan_to_num(fit) * 100 + lifted, 9),
    )
    order = tuple(int(level) for level in np.lexsort(keys) if frame.total[level])
    return Fits(fit, needed - one_short - further, one_short, further, needed, lifted, order)


def bands_away(frame: Frame, band: int | None) -> NDArray[np.int64]:
    """(L,) How many bands lie between a band and the typical range of each level; unknown comes after all others."""
    low, high = frame.band_low.astype(np.int64), frame.band_high.astype(np.int64)
    if band is None:
        return np.where(low == NO_BAND, UNKNOWN_DISTANCE, low)  # the most junior first
    return np.where(low == NO_BAND, UNKNOWN_DISTANCE, np.maximum(0, np.maximum(low - band, band - high)))


def lift_by_statements(frame: Frame, statements: Collection[int]) -> NDArray[np.float64]:
    """(L,) Points of 100 that the statements (database ids) which a person chose lift each level by.

    A statement points at families, roles or skills with a weight of 1 to 3; a level counts the highest weight of each
    statement that points at its family, its role or a skill it needs. The level with most has MOST_LIFTED points, the
    others in proportion. One query.
    """
    total = np.zeros(len(frame.levels))
    by_statement: dict[int, NDArray[np.float64]] = {}
    rows = StatementTarget.objects.filter(statement__in=list(statements), statement__retired_at=None)
    for statement, family, role, skill, weight in rows.values_list(
        "statement_id", "family_id", "role_id", "skill_id", "weight"
    ):
        best = by_statement.setdefault(statement, np.zeros_like(total))
        np.maximum(best, _pointed_at(frame, family, role, skill) * float(weight), out=best)
    for weights in by_statement.values():
        total += weights
    return total * (MOST_LIFTED / total.max()) if total.any() else total


def _pointed_at(frame: Frame, family: int | None, role: int | None, skill: int | None) -> NDArray[np.bool_]:
    """(L,) The levels of a family or role, or those that need a skill; none where the frame does not have it."""
    if family is not None:
        return np.asarray(frame.role_family[frame.level_role] == frame.families.by_id.get(family, -2))
    if role is not None:
        return np.asarray(frame.level_role == frame.roles.by_id.get(role, -2))
    place = frame.skills.by_id.get(skill or 0)
    return np.zeros(len(frame.levels), bool) if place is None else np.asarray(frame.named[:, place])
