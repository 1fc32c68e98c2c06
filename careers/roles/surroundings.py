"""What lies around a role, ready for its page: how people get in, and the roles near it."""

from collections.abc import Sequence
from dataclasses import dataclass

from careers.frame import NO_BAND, Frame
from careers.pathways import RelatedRole, WayIn, related_roles, ways_in
from careers.roles.browsing import facts_of

MOST_SIDEWAYS = 5
FEWEST_POINTS = 3  # starting points to name, also where they bring less than half


@dataclass(frozen=True)
class Entrance:
    """Somewhere that people come from. ``role`` is empty for a starting point; ``ready`` is a share in per cent.

    ``trains`` says that ``to`` is an entry level, where training is given.
    """

    name: str
    role: str
    slug: str
    ready: int
    to: str
    to_slug: str
    trains: bool


@dataclass(frozen=True)
class Entrances:
    """Names of the entry levels, then levels of other roles and starting points that are near, readiest first.

    ``further`` are the nearest of the starting points that bring less than half; ``further_levels`` such levels, where
    nothing is nearer.
    """

    lowest: tuple[str, ...]
    entries: tuple[str, ...]
    levels: tuple[Entrance, ...]
    points: tuple[Entrance, ...]
    further: tuple[Entrance, ...]
    further_levels: tuple[Entrance, ...]


@dataclass(frozen=True)
class Neighbour:
    """A role near this one, at the two levels that were compared."""

    name: str
    slug: str
    band_low: str
    band_high: str
    without_band: str
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
    points = _points(frame, ways.sideways)
    near = {point.slug for point in points}
    further = [point for point in _points(frame, ways.further) if point.slug not in near]
    return Entrances(
        lowest=tuple(names[level] for level in ways.lowest),
        entries=tuple(names[level] for level in ways.entries),
        levels=_levels(frame, ways.sideways, MOST_SIDEWAYS),
        points=tuple(points[:MOST_SIDEWAYS]),
        further=tuple(further[: max(0, FEWEST_POINTS - len(points))]),
        further_levels=_levels(frame, ways.further, FEWEST_POINTS),
    )


def neighbours(frame: Frame, role: int) -> list[Neighbour]:
    """The roles most like the one with this index, up to six: those open to the same people first, then the nearest."""
    return [_neighbour(frame, related) for related in related_roles(frame, role)]


def _levels(frame: Frame, ways: Sequence[WayIn], most: int) -> tuple[Entrance, ...]:
    """The readiest level of each other role, up to ``most`` roles."""
    of_role: dict[int, WayIn] = {}
    for way in ways:
        if way.level is not None:
            of_role.setdefault(int(frame.level_role[way.level]), way)
    return tuple(_entrance(frame, way) for way in list(of_role.values())[:most])


def _points(frame: Frame, ways: Sequence[WayIn]) -> list[Entrance]:
    """Each starting point once, at the level that it is readiest for; the nearest first.

    Where training is given, one without a band on our scale comes last: it may be a long way down from there.
    """
    points = {way.point: way for way in reversed(ways) if way.point is not None}
    found = [(_entrance(frame, way), frame.point_band_low[point] == NO_BAND) for point, way in points.items()]
    found.sort(key=lambda pair: (pair[0].trains and pair[1], -pair[0].ready, pair[0].name))
    return [entrance for entrance, _ in found]


def _entrance(frame: Frame, way: WayIn) -> Entrance:
    if way.level is not None:
        names, place, role = frame.levels, way.level, frame.roles.names[frame.level_role[way.level]]
    else:
        names, place, role = frame.points, way.point or 0, ""
    return Entrance(
        name=names.names[place],
        role=role,
        slug=names.slugs[place],
        ready=way.ready,
        to=frame.levels.names[way.to],
        to_slug=frame.levels.slugs[way.to],
        trains=bool(frame.entry[way.to]),
    )


def _neighbour(frame: Frame, related: RelatedRole) -> Neighbour:
    facts = facts_of(frame, related.role)
    return Neighbour(
        name=facts.name,
        slug=facts.slug,
        band_low=facts.band_low,
        band_high=facts.band_high,
        without_band=facts.without_band,
        registration=facts.registration,
        shared=related.shared,
        of=related.of,
        likeness=int(100 * related.likeness),
        own_level=frame.levels.names[related.own],
        own_slug=frame.levels.slugs[related.own],
        level=frame.levels.names[related.level],
        level_slug=frame.levels.slugs[related.level],
    )
