"""What lies around a role, ready for its page: how people get in, and the roles near it."""

from dataclasses import dataclass

from careers.frame import Frame
from careers.pathways import RelatedRole, WayIn, related_roles, ways_in
from careers.roles.browsing import facts_of

MOST_SIDEWAYS = 5


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
    """A role near this one, at the two levels that were compared."""

    name: str
    slug: str
    band_low: str
    band_high: str
    registration: str  # a sentence without its full stop, or empty
    shared: int  # skills that both levels need
    of: int  # skills of this role's level
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
    """The roles most like the one with this index, up to six: those open to the same people first, then the nearest."""
    return [_neighbour(frame, related) for related in related_roles(frame, role)]


def _entrance(frame: Frame, way: WayIn) -> Entrance:
    to, to_slug = frame.levels.names[way.to], frame.levels.slugs[way.to]
    if way.level is not None:
        role = frame.roles.names[frame.level_role[way.level]]
        return Entrance(frame.levels.names[way.level], role, frame.levels.slugs[way.level], way.ready, to, to_slug)
    point = way.point or 0
    return Entrance(frame.points.names[point], "", frame.points.slugs[point], way.ready, to, to_slug)


def _neighbour(frame: Frame, related: RelatedRole) -> Neighbour:
    facts = facts_of(frame, related.role)
    return Neighbour(
        name=facts.name,
        slug=facts.slug,
        band_low=facts.band_low,
        band_high=facts.band_high,
        registration=facts.registration,
        shared=related.shared,
        of=related.of,
        likeness=int(100 * related.likeness),
        own_level=frame.levels.names[related.own],
        own_slug=frame.levels.slugs[related.own],
        level=frame.levels.names[related.level],
        level_slug=frame.levels.slugs[related.level],
    )
