"""The framework as numpy arrays: what every calculation about gaps, fit and pathways reads instead of the database.

``current_frame()`` gives the frame of the current catalogue: one query, and a handful more when the catalogue has
changed since this process last asked. A frame holds numbers, ids, slugs and short names, so that results can be shown
without further queries; summaries and descriptions stay in the database.

Everything is addressed by index. Levels, skills, roles, families and starting points are each sorted by slug (starting
points by code), so an index is also a stable rank for breaking ties.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careers import rungs
from careers.models import (
    Family,
    Level,
    Registration,
    Requirement,
    Role,
    Skill,
    StartingPoint,
    StartingPointSkill,
    Track,
)
from careers.models.framework import is_added_to_a_job
from careers.revision import PerRevision
from common import bands
from common.vocabulary import Band, Profession, SkillLevel

Words = NDArray[np.uint64]
SkillLevels = NDArray[np.uint8]  # one number per skill of the frame, 0 (none, or not assessed) to 4 (expert)

NO_BAND = -1
# The first level of a role is open to newcomers when its typical band starts at 5 or lower, or, where it has no band
# (work added to another job), when it asks for nothing beyond the working level.
ENTRY_BAND = Band.B5.rank
ENTRY_SKILL = SkillLevel.WORKING
REGISTRATION_RANK = {Registration.NO.value: 0, Registration.SOMETIMES.value: 1, Registration.YES.value: 2}
PROFESSION_BIT = {profession.value: 1 << place for place, profession in enumerate(Profession)}


def profession_mask(professions: Iterable[str]) -> int:
    """A set of professions (values of ``Profession``) as bits. Raises KeyError for an unknown one."""
    mask = 0
    for profession in professions:
        mask |= PROFESSION_BIT[profession]
    return mask


def professions_in(mask: int) -> tuple[Profession, ...]:
    """The professions of a mask, in the order of ``Profession``."""
    return tuple(profession for profession in Profession if mask & PROFESSION_BIT[profession.value])


@dataclass(frozen=True)
class Names:
    """Who stands at each index: database ids, slugs and names, and the way back from a slug."""

    ids: tuple[int, ...]
    slugs: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """Index by slug."""
        return {slug: index for index, slug in enumerate(self.slugs)}

    @cached_property
    def by_id(self) -> dict[int, int]:
        """Index by database id."""
        return {pk: index for index, pk in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Frame:
    """The live framework: L levels, S skills, R roles, P starting points. Bands are ranks or NO_BAND."""

    skills: Names
    families: Names
    roles: Names
    role_family: NDArray[np.int32]  # (R,)
    levels: Names
    level_role: NDArray[np.int32]  # (L,)
    level_order: NDArray[np.int32]  # (L,)
    level_track: tuple[str, ...]
    band_low: NDArray[np.int8]  # (L,)
    band_high: NDArray[np.int8]  # (L,)
    added: NDArray[np.bool_]  # (L,) extras to a job that somebody has, without a post or a band of their own
    registration: NDArray[np.int8]  # (L,) 0 no, 1 sometimes, 2 yes
    professions: NDArray[np.int64]  # (L,) bits of the professions that may apply
    required: NDArray[np.uint8]  # (L, S) 0 where a level does not need the skill, or names it without a level
    named: NDArray[np.bool_]  # (L, S) the level needs the skill, with or without a required level
    points: Names
    point_background: tuple[str, ...]
    point_band_low: NDArray[np.int8]  # (P,)
    point_band_high: NDArray[np.int8]  # (P,)
    point_professions: NDArray[np.int64]  # (P,) the usual registration
    brings: NDArray[np.uint8]  # (P, S)

    # Derived from the above.
    total: NDArray[np.int64] = field(init=False)  # (L,) sum of required levels; 0 for a level that cannot be rated
    role_levels: tuple[tuple[int, ...], ...] = field(init=False)  # levels of each role, most junior first
    next_rungs: tuple[tuple[int, ...], ...] = field(init=False)  # two where the ladder forks just above
    no_steps: tuple[frozenset[int], ...] = field(init=False)  # lower rungs, and the same rung on the other track
    first_rung: NDArray[np.bool_] = field(init=False)  # (L,)
    entry: NDArray[np.bool_] = field(init=False)  # (L,) first rungs that are open to newcomers

    def __post_init__(self) -> None:
        members: list[list[int]] = [[] for _ in self.roles.ids]
        for level, role in enumerate(self.level_role):
            members[role].append(level)
        next_rungs: list[tuple[int, ...]] = [()] * len(self.levels)
        no_steps: list[frozenset[int]] = [frozenset()] * len(self.levels)
        first = np.zeros(len(self.levels), bool)
        ordered = []
        for levels in members:
            levels.sort(key=lambda level: (self.level_order[level], self.level_track[level] == Track.MANAGEMENT, level))
            ordered.append(tuple(levels))
            for level, above in rungs.next_rungs(levels, self.level_track).items():
                next_rungs[level] = above
            for place, level in enumerate(levels):
                no_steps[level] = frozenset(levels[:place])
            for one, other in rungs.peers(levels, self.level_track):
                no_steps[one] |= {other}
                no_steps[other] |= {one}
            first[list(rungs.first_rungs(levels, self.level_track))] = True
        derive = object.__setattr__  # the class is frozen for everybody else
        derive(self, "total", self.required.sum(axis=1, dtype=np.int64))
        derive(self, "role_levels", tuple(ordered))
        derive(self, "next_rungs", tuple(next_rungs))
        derive(self, "no_steps", tuple(no_steps))
        derive(self, "first_rung", first)
        junior = np.where(
            self.band_low == NO_BAND, self.required.max(axis=1, initial=0) <= ENTRY_SKILL, self.band_low <= ENTRY_BAND
        )
        derive(self, "entry", first & junior)

    def without_band(self, levels: Sequence[int]) -> str:
        """Why these levels have no band, where we know; for ``common.bands.sentence``."""
        return bands.NOT_ITS_OWN if self.added[list(levels)].all() else ""

    @property
    def rated(self) -> NDArray[np.bool_]:
        """(L,) Levels with required levels, as against chief roles, whose skills are named without any."""
        return self.total > 0

    @cached_property
    def words(self) -> Words:
        """(W, L) Required levels as bits, see ``pack``."""
        return pack(self.required)

    @cached_property
    def rungs(self) -> NDArray[np.int64]:
        """(2, n) Every step of every ladder: from level, to level."""
        steps = [(level, above) for level, nexts in enumerate(self.next_rungs) for above in nexts]
        return np.array(steps, np.int64).reshape(len(steps), 2).T

    @cached_property
    def bands_up(self) -> NDArray[np.int64]:
        """(bands + 1, L) How many bands up a level is from each band; 0 where either is not known or it is no step up.

        Row 0 is for no band, so that the row of a rank is rank + 1.
        """
        ranks = np.arange(len(Band), dtype=np.int64)[:, np.newaxis]
        up = np.where(self.band_low == NO_BAND, 0, np.maximum(0, self.band_low - ranks))
        return np.vstack([np.zeros_like(up[:1]), up])

    @cached_property
    def band_after(self) -> NDArray[np.int64]:
        """(bands + 1, L) The band after a move, rows as in ``bands_up``.

        It is unchanged inside the typical range, else the nearest end of that; from no band it is the lowest typical.
        """
        ranks = np.arange(NO_BAND, len(Band), dtype=np.int64)[:, np.newaxis]
        low, high = self.band_low.astype(np.int64), self.band_high.astype(np.int64)
        inside = np.where(ranks == NO_BAND, low, np.clip(ranks, low, np.maximum(low, high)))
        return np.where(low == NO_BAND, ranks, inside)

    @cached_property
    def needed(self) -> SkillLevels:
        """(L, S) As ``required``; 1 where a skill is named without a level."""
        return np.maximum(self.required, self.named)


def unary(levels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(n, S) skill levels as (n, 4 S) bits: level 3 of a skill sets the first three of its four."""
    rows, skills = levels.shape
    steps = np.arange(len(SkillLevel), dtype=np.uint8)
    return (levels[:, :, np.newaxis] > steps).reshape(rows, skills * len(steps))


def pack(levels: NDArray[np.uint8]) -> Words:
    """(n, S) skill levels as (W, n) words of unary bits: the higher of two levels is OR, a sum is a count of bits.

    An ordinary row of 231 skills is 15 words, so that all levels are compared with one person in microseconds.
    """
    return pack_bits(unary(levels))


def pack_bits(bits: NDArray[np.bool_]) -> Words:
    """(n, any) bits as (at least one, n) words."""
    rows, width = bits.shape
    padded = np.zeros((rows, 64 * max(1, -(-width // 64))), bool)
    padded[:, :width] = bits
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)


def build_frame() -> Frame:
    """Reads the live catalogue: seven queries, whatever its size."""
    skills = Skill.objects.live().order_by("slug").values_list("id", "slug", "name")
    families = Family.objects.live().order_by("slug").values_list("id", "slug", "name")
    roles = Role.objects.live().order_by("slug").values_list("id", "slug", "name", "family_id")
    level_columns = "role_id", "order", "track", "band_low", "band_high", "registration", "professions", "note"
    levels = list(Level.objects.live().order_by("slug").values_list("id", "slug", "name", *level_columns))
    points = (
        StartingPoint.objects.filter(retired_at=None)
        .order_by("code")
        .values_list("id", "slug", "title", "background", "band_low", "band_high", "profession")
    )
    skill_names, family_names, role_names = _names(skills), _names(families), _names(roles)
    levels = [row for row in levels if row[3] in role_names.by_id]  # a role may be retired between two of the queries
    level_names, point_names = _names(levels), _names(points)

    required = np.zeros((len(level_names), len(skill_names)), np.uint8)
    named = np.zeros_like(required, dtype=bool)
    for level_id, skill_id, level in Requirement.objects.values_list("level_id", "skill_id", "required"):
        place = level_names.by_id.get(level_id), skill_names.by_id.get(skill_id)
        if None not in place:
            required[place] = level or 0
            named[place] = True
    brings = np.zeros((len(point_names), len(skill_names)), np.uint8)
    for point_id, skill_id, typical in StartingPointSkill.objects.values_list(
        "starting_point_id", "skill_id", "typical"
    ):
        place = point_names.by_id.get(point_id), skill_names.by_id.get(skill_id)
        if None not in place:
            brings[place] = typical

    return Frame(
        skills=skill_names,
        families=family_names,
        roles=role_names,
        role_family=np.array([family_names.by_id.get(row[3], -1) for row in roles], np.int32),
        levels=level_names,
        level_role=np.array([role_names.by_id[row[3]] for row in levels], np.int32),
        level_order=np.array([row[4] for row in levels], np.int32),
        level_track=tuple(row[5] for row in levels),
        band_low=_ranks(row[6] for row in levels),
        band_high=_ranks(row[7] for row in levels),
        added=np.array([is_added_to_a_job(row[6], row[10]) for row in levels], bool),
        registration=np.array([REGISTRATION_RANK[row[8]] for row in levels], np.int8),
        professions=np.array([profession_mask(row[9]) for row in levels], np.int64),
        required=required,
        named=named,
        points=point_names,
        point_background=tuple(row[3] for row in points),
        point_band_low=_ranks(row[4] for row in points),
        point_band_high=_ranks(row[5] for row in points),
        point_professions=np.array([profession_mask([row[6]] if row[6] else []) for row in points], np.int64),
        brings=brings,
    )


def _names(rows: Iterable[tuple[Any, ...]]) -> Names:
    ids, slugs, names = zip(*(row[:3] for row in rows), strict=True) if rows else ((), (), ())
    return Names(ids, slugs, names)


def _ranks(bands: Iterable[str]) -> NDArray[np.int8]:
    return np.array([Band(band).rank if band else NO_BAND for band in bands], np.int8)


current_frame: PerRevision[Frame] = PerRevision(build_frame)
