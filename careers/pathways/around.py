"""What lies around a place: the moves open now, roles that are alike, ways into a role, roles open to a background."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from careers.frame import NO_BAND, Frame, professions_in
from careers.pathways.routes import Move, move_to
from careers.pathways.rules import YES, Limits, Start, is_ready, openings, start_from
from common.vocabulary import Background, Band


def first_moves(frame: Frame, start: Start) -> list[Move]:
    """Every move open now: the readiest first, then the least costly, then by slug."""
    seen = openings(frame, start)
    moves = [move_to(frame, start, int(level), seen) for level in np.flatnonzero(seen.possible)]
    return sorted(moves, key=lambda move: (-move.ready, move.cost))


@dataclass(frozen=True)
class RelatedRole:
    """A role near another: ``shared`` of the other's ``of`` skills are needed here too."""

    role: int
    shared: int
    of: int
    likeness: float  # 0 to 1: shared skill levels of all skill levels of the two, each at its highest in the role


def related_roles(frame: Frame, role: int, limit: int = 6) -> list[RelatedRole]:
    """The roles most like this one, by the skills they share and how well they are needed (Ruzicka similarity)."""
    profiles = frame.role_profiles
    own = profiles[role]
    likeness = np.minimum(profiles, own).sum(axis=1) / np.maximum(np.maximum(profiles, own).sum(axis=1), 1)
    shared = ((profiles > 0) & (own > 0)).sum(axis=1)
    likeness[role] = 0
    nearest = np.argsort(-likeness, kind="stable")[:limit]
    return [
        RelatedRole(int(other), int(shared[other]), int((own > 0).sum()), float(likeness[other]))
        for other in nearest
        if shared[other]
    ]


@dataclass(frozen=True)
class WayIn:
    """Somewhere from which the lowest level of a role is one move: a level or a starting point, and what is there."""

    to: int  # level
    level: int | None
    point: int | None
    ready: int  # per cent of ``to``, rounded down


@dataclass(frozen=True)
class WaysIn:
    """How people get into a role."""

    lowest: tuple[int, ...]  # its first rung, or two where the ladder begins as a fork
    entries: tuple[int, ...]  # those of them that are entry levels, where training is given
    sideways: tuple[WayIn, ...]  # levels of other roles and starting points that are ready enough, the readiest first


def ways_in(frame: Frame, role: int) -> WaysIn:
    """Ways into the lowest level of a role at a typical band of the place one comes from, or one band down.

    Who stands on a level holds the registration that it needs, who comes from a starting point its usual one.
    """
    lowest = tuple(level for level in frame.role_levels[role] if frame.first_rung[level])
    found = [way for target in lowest if frame.rated[target] for way in _sideways(frame, target)]
    found.sort(key=lambda way: (-way.ready, way.level is None, way.level if way.level is not None else way.point))
    return WaysIn(lowest, tuple(level for level in lowest if frame.entry[level]), tuple(found))


def _sideways(frame: Frame, target: int) -> Iterator[WayIn]:
    needed, total = frame.required[target], np.int64(frame.total[target])
    limits = Limits()
    origins = (
        (frame.required, frame.band_low, frame.band_high, np.where(frame.registration == YES, frame.professions, 0)),
        (frame.brings, frame.point_band_low, frame.point_band_high, frame.point_professions),
    )
    for kind, (have, low, high, professions) in enumerate(origins):
        gap = total - np.minimum(have, needed).sum(axis=1, dtype=np.int64)
        open_from = is_ready(gap, np.full_like(gap, total), limits)
        if frame.band_low[target] != NO_BAND:
            # Some band b of the place has: at most two up to the target, which is at most one below b.
            nearest = np.maximum(low, frame.band_low[target] - limits.bands_up)
            open_from &= (low == NO_BAND) | (nearest <= np.minimum(high, frame.band_high[target] + 1))
        if frame.registration[target] == YES:
            open_from &= (professions & frame.professions[target]) != 0
        for origin in np.flatnonzero(open_from):
            if kind == 0 and frame.level_role[origin] == frame.level_role[target]:
                continue
            yield WayIn(
                to=target,
                level=int(origin) if kind == 0 else None,
                point=int(origin) if kind == 1 else None,
                ready=int(100 * (total - gap[origin]) // total),
            )


@lru_cache(maxsize=1)
def open_to_background(frame: Frame) -> dict[str, frozenset[int]]:
    """Roles by background (``Background``) that someone of it could move into now, at some level.

    Someone: at one of the starting points of that background, at any of its typical bands, at most one band down, with
    the registration usual there. Worked out once per frame.
    """
    roles: dict[str, set[int]] = {background.value: set() for background in Background}
    for point, background in enumerate(frame.point_background):
        low, high = int(frame.point_band_low[point]), int(frame.point_band_high[point])
        bands = [None] if low == NO_BAND else [Band.from_rank(rank) for rank in range(low, high + 1)]
        for band in bands:
            start = start_from(
                frame, points=[point], band=band, professions=professions_in(int(frame.point_professions[point]))
            )
            roles[background].update(frame.level_role[openings(frame, start).possible].tolist())
    return {background: frozenset(found) for background, found in roles.items()}
