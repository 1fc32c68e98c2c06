"""What lies around a place: the moves open now, roles that are alike, ways into a role, roles open to a background."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame, professions_in
from careers.pathways.routes import Move, move_to
from careers.pathways.rules import YES, Limits, Start, is_ready, openings, start_from
from common.vocabulary import Background, Band

# Roles that share less than this are not called near.
LEAST_SHARED = 2  # skills
LEAST_ALIKE = 0.1


def first_moves(frame: Frame, start: Start) -> list[Move]:
    """Every move open now: the readiest first, then the least costly, then by slug."""
    seen = openings(frame, start)
    moves = [move_to(frame, start, int(level), seen) for level in np.flatnonzero(seen.possible)]
    return sorted(moves, key=lambda move: (-move.ready, move.cost))


@dataclass(frozen=True)
class RelatedRole:
    """A role near another, compared at the pair of levels that are most alike among those of neighbouring bands.

    ``own`` needs ``of`` skills, of which ``level`` needs ``shared`` too.
    """

    role: int
    own: int  # level of the role that was asked about
    level: int  # of this role
    shared: int
    of: int
    likeness: float  # 0 to 1: shared skill levels of all skill levels of the two


def related_roles(frame: Frame, role: int, limit: int = 6) -> list[RelatedRole]:
    """The roles most like this one, by the skills they share and how well they are needed (Ruzicka similarity).

    Only levels at the same band or a neighbouring one are compared, and what they share has to be worth naming. Roles
    that ask for a registration which this one does not come after all others.
    """
    ours = np.array(frame.role_levels[role], np.int64)
    own_needs = frame.needed[ours]
    skills = np.flatnonzero(own_needs.any(axis=0))  # no others can be shared
    own, others = own_needs[:, skills], frame.needed[:, skills]
    common = np.minimum(own[:, np.newaxis], others).sum(axis=2, dtype=np.int64)
    totals = _needed_totals(frame)
    likeness = common / np.maximum(totals[ours, np.newaxis] + totals - common, 1)
    shared = (own > 0).astype(np.int64) @ (others > 0).T
    near = _bands_are_near(frame, ours) & (shared >= LEAST_SHARED) & (likeness >= LEAST_ALIKE)
    near[:, ours] = False  # not near itself
    pairs, levels = np.nonzero(near)
    barred = ~_registration_is_there(frame, ours)[pairs, levels]
    order = np.lexsort((levels, pairs, -likeness[pairs, levels], barred))
    _, first_of_role = np.unique(frame.level_role[levels[order]], return_index=True)
    found = []
    for place in order[np.sort(first_of_role)][:limit]:
        pair, level = int(pairs[place]), int(levels[place])
        found.append(
            RelatedRole(
                role=int(frame.level_role[level]),
                own=int(ours[pair]),
                level=level,
                shared=int(shared[pair, level]),
                of=int((own[pair] > 0).sum()),
                likeness=float(likeness[pair, level]),
            )
        )
    return found


def _bands_are_near(frame: Frame, levels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n, L) Whether typical bands overlap or stand next to each other; so too where one of the two is not known."""
    low, high = frame.band_low[levels, np.newaxis], frame.band_high[levels, np.newaxis]
    near: NDArray[np.bool_] = (low <= frame.band_high + 1) & (frame.band_low <= high + 1)
    near |= (low == NO_BAND) | (frame.band_low == NO_BAND)
    return near


def _registration_is_there(frame: Frame, levels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n, L) Whether who stands on one of ``levels`` holds the registration that a level needs, if it needs any."""
    held = np.where(frame.registration == YES, frame.professions, 0)
    there: NDArray[np.bool_] = (frame.registration != YES) | ((held[levels, np.newaxis] & frame.professions) != 0)
    return there


@lru_cache(maxsize=1)
def _needed_totals(frame: Frame) -> NDArray[np.int64]:
    """(L,) The sum of what each level needs."""
    totals: NDArray[np.int64] = frame.needed.sum(axis=1, dtype=np.int64)
    return totals


@dataclass(frozen=True)
class WayIn:
    """Somewhere from which a level of a role is one move: a level or a starting point, and what is there."""

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
    # What brings less: starting points, to entry levels and levels that need a registration. Where nothing is ready
    # enough and no training is given, levels as well: nobody is left without a place to come from.
    further: tuple[WayIn, ...]


def ways_in(frame: Frame, role: int) -> WaysIn:
    """Ways into a role at a typical band of the place one comes from, or one band down.

    They lead to its lowest level, and to each level that needs a registration which the rung below it does not give:
    people with that registration come in there. Who stands on a level holds the registration that it needs, who comes
    from a starting point its usual one.
    """
    lowest = tuple(level for level in frame.role_levels[role] if frame.first_rung[level])
    doors = [target for target in _doors(frame, role) if frame.rated[target]]
    found = [way for target in doors for way in _sideways(frame, target)]
    if not found:
        found = [way for target in doors for way in _sideways(frame, target, any_level=True)]
    found.sort(key=lambda way: (-way.ready, way.level is None, way.level if way.level is not None else way.point))
    return WaysIn(
        lowest,
        entries=tuple(level for level in lowest if frame.entry[level]),
        sideways=tuple(way for way in found if way.ready >= Limits().ready),
        further=tuple(way for way in found if way.ready < Limits().ready),
    )


def _doors(frame: Frame, role: int) -> list[int]:
    """Levels of a role that people come into from elsewhere, the most junior first."""
    levels = frame.role_levels[role]
    held = np.where(frame.registration == YES, frame.professions, 0)
    below = dict.fromkeys(levels, 0)  # registrations that the rungs just below a level give
    for level in levels:
        for above in frame.next_rungs[level]:
            below[above] |= int(held[level])
    return [level for level in levels if frame.first_rung[level] or (held[level] and not held[level] & below[level])]


def _sideways(frame: Frame, target: int, *, any_level: bool = False) -> Iterator[WayIn]:
    """Places that are ready enough for ``target``, and starting points that bring less of it.

    The latter only where that is worth knowing: training is given, or they hold the registration that others lack.
    With ``any_level`` every level that brings some of it.
    """
    skills = np.flatnonzero(frame.required[target])
    needed, total = frame.required[target, skills], np.int64(frame.total[target])
    limits = Limits()
    origins = (
        (frame.required, frame.band_low, frame.band_high, np.where(frame.registration == YES, frame.professions, 0)),
        (frame.brings, frame.point_band_low, frame.point_band_high, frame.point_professions),
    )
    for kind, (have, low, high, professions) in enumerate(origins):
        gap = total - np.minimum(have[:, skills], needed).sum(axis=1, dtype=np.int64)
        less_too = any_level if kind == 0 else frame.entry[target] or frame.registration[target] == YES
        open_from = gap < total if less_too else is_ready(gap, np.full_like(gap, total), limits)
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
