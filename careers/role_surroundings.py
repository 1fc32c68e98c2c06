"""What lies around a role, ready for its page: how people get in, and the roles near it."""

from dataclasses import dataclass

import numpy as np

from careers.frame import Frame
from careers.pathways import RelatedRole, WayIn, related_roles, ways_in

MOST_SIDEWAYS = 5
NEAR = 15  # per cent
SOME = 3


@dataclass(frozen=True)
class Entrance:
    """Somewhere that people come from. ``role`` is empty for a starting point; ``ready`` is a share in per cent."""

    name: str
    role: str
    slug: str
    ready: int
    to: str
    to_slug: str


@dataclass(frozen=True)
class Entrances:
    """Names of the entry levels, then levels of other roles and starting points that are near, readiest first."""

    lowest: tuple[str, ...]
    entries: tuple[str, ...]
    levels: tuple[Entrance, ...]
    points: tuple[Entrance, ...]


@dataclass(frozen=True)
class Neighbour:
    """A role near this one, with the two levels that are most alike."""

    name: str
    slug: str
    family: str
    shared: int  # skills that both need
    of: int  # skills of this role
    likeness: int  # per cent
    own_level: str
    own_slug: str
    level: str
    level_slug: str


def entrances(frame: Frame, role: int) -> Entrances:
    """Ways into the role with this index."""
    ways = ways_in(frame, role)
    names = frame.levels.names
    seen: set[int] = set()
    levels: list[Entrance] = []
    for way in ways.sideways:
        # One level of each other role is enough: the readiest.
        if way.level is not None and (other := int(frame.level_role[way.level])) not in seen:
            seen.add(other)
            levels.append(_entrance(frame, way))
    points = {way.point: _entrance(frame, way) for way in reversed(ways.sideways) if way.point is not None}
    return Entrances(
        lowest=tuple(names[level] for level in ways.lowest),
        entries=tuple(names[level] for level in ways.entries),
        levels=tuple(levels[:MOST_SIDEWAYS]),
        points=tuple(sorted(points.values(), key=lambda point: (-point.ready, point.name))[:MOST_SIDEWAYS]),
    )


def neighbours(frame: Frame, role: int) -> list[Neighbour]:
    """The roles most like the one with this index, the nearest first: up to six, but three even if they are not near."""
    found = [_neighbour(frame, role, related) for related in related_roles(frame, role)]
    return [neighbour for place, neighbour in enumerate(found) if place < SOME or neighbour.likeness >= NEAR]


def _entrance(frame: Frame, way: WayIn) -> Entrance:
    to, to_slug = frame.levels.names[way.to], frame.levels.slugs[way.to]
    if way.level is not None:
        role = frame.roles.names[frame.level_role[way.level]]
        return Entrance(frame.levels.names[way.level], role, frame.levels.slugs[way.level], way.ready, to, to_slug)
    point = way.point or 0
    return Entrance(frame.points.names[point], "", frame.points.slugs[point], way.ready, to, to_slug)


def _neighbour(frame: Frame, role: int, related: RelatedRole) -> Neighbour:
    own, other = _most_alike(frame, role, related.role)
    return Neighbour(
        name=frame.roles.names[related.role],
        slug=frame.roles.slugs[related.role],
        family=frame.families.names[frame.role_family[related.role]],
        shared=related.shared,
        of=related.of,
        likeness=int(100 * related.likeness),
        own_level=frame.levels.names[own],
        own_slug=frame.levels.slugs[own],
        level=frame.levels.names[other],
        level_slug=frame.levels.slugs[other],
    )


def _most_alike(frame: Frame, role: int, other: int) -> tuple[int, int]:
    """One level of each role: the pair that shares most of what the two ask for, the most junior of equals."""
    ours, theirs = frame.role_levels[role], frame.role_levels[other]
    left, right = frame.required[list(ours)], frame.required[list(theirs)]
    asked = np.flatnonzero(left.any(axis=0) | right.any(axis=0))
    left, right = left[:, None, asked], right[None, :, asked]
    shared = np.minimum(left, right).sum(axis=2) / np.maximum(np.maximum(left, right).sum(axis=2), 1)
    own, near = np.unravel_index(int(shared.argmax()), shared.shape)
    return ours[int(own)], theirs[int(near)]
