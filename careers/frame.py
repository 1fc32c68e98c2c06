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
from careers.revision import PerRevision
from common.vocabulary import Band, Profession, SkillLevel

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
    total: NDArray[np.int32] = field(init=False)  # (L,) sum of required levels; 0 for a level that cannot be rated
    role_levels: tuple[tuple[int, ...], ...] = field(init=False)  # levels of each role, most junior first
    next_rungs: tuple[tuple[int, ...], ...] = field(init=False)  # two where the ladder forks just above
    peer: NDArray[np.int32] = field(init=False)  # (L,) the same rung on the other track, or -1
    first_rung: NDArray[np.bool_] = field(init=False)  # (L,)
    entry: NDArray[np.bool_] = field(init=False)  # (L,) first rungs that are open to newcomers

    def __post_init__(self) -> None:
        members: list[list[int]] = [[] for _ in self.roles.ids]
        for level, role in enumerate(self.level_role):
            members[role].append(level)
        next_rungs: list[tuple[int, ...]] = [()] * len(self.levels)
        peer = np.full(len(self.levels), -1, np.int32)
        first = np.zeros(len(self.levels), bool)
        ladders = []
        for levels in members:
            levels.sort(key=lambda level: (self.level_order[level], self.level_track[level] == Track.MANAGEMENT, level))
            ladders.append(tuple(levels))
            for level, above in _rungs(levels, self.level_track).items():
                next_rungs[level] = above
            for one, other in _peers(levels, self.level_track):
                peer[one], peer[other] = other, one
            first[list(_bottom(levels, self.level_track))] = True
        derive = object.__setattr__  # the class is frozen for everybody else
        derive(self, "total", self.required.sum(axis=1, dtype=np.int32))
        derive(self, "role_levels", tuple(ladders))
        derive(self, "next_rungs", tuple(next_rungs))
        derive(self, "peer", peer)
        derive(self, "first_rung", first)
        junior = np.where(
            self.band_low == NO_BAND, self.required.max(axis=1, initial=0) <= ENTRY_SKILL, self.band_low <= ENTRY_BAND
        )
        derive(self, "entry", first & junior)

    @property
    def rated(self) -> NDArray[np.bool_]:
        """(L,) Levels with required levels, as against chief roles, whose skills are named without any."""
        return self.total > 0

    @cached_property
    def role_profiles(self) -> NDArray[np.int32]:
        """(R, S) The highest required level of each skill in a role; 1 where it is only named."""
        profiles = np.zeros((len(self.roles), len(self.skills)), np.int32)
        np.maximum.at(profiles, self.level_role, np.maximum(self.required, self.named))
        return profiles

    def gap_skills(self, have: SkillLevels, level: int) -> list[tuple[int, int, int]]:
        """(skill, from, to) for every skill of ``level`` that is not there yet, by name of the skill."""
        needed = self.required[level]
        missing = np.flatnonzero(needed > have)
        return [(int(skill), int(have[skill]), int(needed[skill])) for skill in missing]


def _blocks(levels: Sequence[int], tracks: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """A ladder as a list of stretches: a rung of the trunk is ((level,), ()), a fork (technical, management)."""
    blocks: list[tuple[list[int], list[int]]] = []
    forked = False
    for level in levels:
        track = tracks[level]
        if track == Track.SINGLE:
            blocks.append(([level], []))
        else:
            if not forked:
                blocks.append(([], []))
            blocks[-1][track == Track.MANAGEMENT].append(level)
        forked = track != Track.SINGLE
    return [(tuple(one), tuple(other)) for one, other in blocks]


def _rungs(levels: Sequence[int], tracks: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """The next rung or rungs of each level of one ladder (in order of seniority)."""
    above: dict[int, tuple[int, ...]] = {}
    blocks = _blocks(levels, tracks)
    for place, tracks_of_block in enumerate(blocks):
        after = tuple(chain[0] for chain in blocks[place + 1] if chain) if place + 1 < len(blocks) else ()
        for chain in tracks_of_block:
            for rung, level in enumerate(chain):
                above[level] = (chain[rung + 1],) if rung + 1 < len(chain) else after
    return above


def _peers(levels: Sequence[int], tracks: Sequence[str]) -> list[tuple[int, int]]:
    return [pair for one, other in _blocks(levels, tracks) for pair in zip(one, other, strict=False)]


def _bottom(levels: Sequence[int], tracks: Sequence[str]) -> tuple[int, ...]:
    blocks = _blocks(levels, tracks)
    return tuple(chain[0] for chain in blocks[0] if chain) if blocks else ()


def build_frame() -> Frame:
    """Reads the live catalogue: seven queries, whatever its size."""
    skills = Skill.objects.live().order_by("slug").values_list("id", "slug", "name")
    families = Family.objects.live().order_by("slug").values_list("id", "slug", "name")
    roles = Role.objects.live().order_by("slug").values_list("id", "slug", "name", "family_id")
    levels = (
        Level.objects.live()
        .filter(role__retired_at=None)
        .order_by("slug")
        .values_list(
            "id", "slug", "name", "role_id", "order", "track", "band_low", "band_high", "registration", "professions"
        )
    )
    points = (
        StartingPoint.objects.filter(retired_at=None)
        .order_by("code")
        .values_list("id", "slug", "title", "background", "band_low", "band_high", "profession")
    )
    skill_names, family_names, role_names = _names(skills), _names(families), _names(roles)
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
