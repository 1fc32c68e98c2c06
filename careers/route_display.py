"""Routes ready for a page: every move with its words, what is gained, what closes it, and the picture of the whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from careers import route_picture, route_words
from careers.frame import NO_BAND, Frame
from careers.models import Level
from careers.pathways import Move, Outcome, Route
from careers.route_learning import Gain, WaysToLearn
from careers.route_picture import Picture, Stop
from common import bands
from common.vocabulary import Band, Profession

MOST_COMPARED = 4


@dataclass(frozen=True)
class ShownGain:
    """A skill gained, with its name and address, and (name, address, words) of what teaches it."""

    name: str
    url: str
    before: int
    after: int
    lessons: list[tuple[str, str, str]]
    at_work: str


@dataclass(frozen=True)
class ShownMove:
    """One move in words. ``level`` is the database row: typical band with how sure we are, and what the job is like."""

    number: int
    name: str
    url: str
    place: str
    level: Level
    ready: int
    sentence: str
    why: str
    band: str
    registration: str
    gains: list[ShownGain]


@dataclass(frozen=True)
class ShownRoute:
    """One route. ``description`` is the picture in words; ``compare_url`` is empty for a single level."""

    number: int
    heading: str
    sentence: str
    direct: bool
    moves: list[ShownMove]
    across: Picture
    down: Picture
    description: str
    compare_url: str


def show_routes(
    frame: Frame,
    outcome: Outcome,
    routes: Sequence[Route],
    *,
    start_name: str,
    backgrounds: Collection[str],
    professions: Collection[Profession],
) -> list[ShownRoute]:
    """The routes of an outcome, numbered from 1. Three queries for all of them: levels, learning, things to do."""
    ids = {frame.levels.ids[level] for route in routes for level in route.levels}
    rows = Level.objects.in_bulk(ids)
    learning = WaysToLearn(frame, routes, backgrounds=backgrounds, professions=professions)
    shown = []
    for number, route in enumerate(routes, start=1):
        stops = _stops(frame, outcome, route, start_name)
        shown.append(
            ShownRoute(
                number=number,
                heading=route_words.route_heading(frame, route),
                sentence=route_words.route_sentence(route),
                direct=route.direct,
                moves=[
                    _show_move(frame, place, move, rows[frame.levels.ids[move.level]], learning)
                    for place, move in enumerate(route.moves, start=1)
                ],
                across=route_picture.across(stops),
                down=route_picture.down(stops),
                description=route_words.in_one_breath(stops),
                compare_url=compare_url(frame, outcome, route),
            )
        )
    return shown


def level_url(frame: Frame, level: int) -> str:
    """The level on its role's page."""
    role = frame.roles.slugs[frame.level_role[level]]
    return f"{_address('careers:role_detail', role)}#{frame.levels.slugs[level]}"


def place_words(frame: Frame, level: int) -> str:
    """Where a level stands: "Level 2 of 5 of Digital change manager"."""
    role = int(frame.level_role[level])
    ladder = frame.role_levels[role]
    name = frame.roles.names[role]
    if len(ladder) == 1:
        return name if name != frame.levels.names[level] else ""
    return f"Level {ladder.index(level) + 1} of {len(ladder)} of {name}"


def compare_url(frame: Frame, outcome: Outcome, route: Route) -> str:
    """The levels of a route side by side, the last ones if they are too many; empty for one alone."""
    levels = [*sorted(outcome.start.held), *route.levels][-MOST_COMPARED:]
    if len(levels) < 2:
        return ""
    return f"{reverse('careers:compare')}?{urlencode([('level', frame.levels.slugs[level]) for level in levels])}"


def _show_move(frame: Frame, number: int, move: Move, level: Level, learning: WaysToLearn) -> ShownMove:
    first = number == 1
    return ShownMove(
        number=number,
        name=frame.levels.names[move.level],
        url=level_url(frame, move.level),
        place=place_words(frame, move.level),
        level=level,
        ready=move.ready,
        sentence=route_words.move_sentence(move, first=first),
        why=route_words.why_sentence(move, first=first),
        band=route_words.band_sentence(move),
        registration=route_words.registration_sentence(move, level),
        gains=[_show_gain(frame, gain) for gain in learning.for_move(move)],
    )


def _show_gain(frame: Frame, gain: Gain) -> ShownGain:
    return ShownGain(
        name=frame.skills.names[gain.skill],
        url=_address("careers:skill_detail", frame.skills.slugs[gain.skill]),
        before=gain.before,
        after=gain.after,
        lessons=[
            (lesson.name, _address("careers:learning_detail", lesson.slug), lesson.words(gain.after))
            for lesson in gain.lessons
        ],
        at_work=gain.at_work,
    )


@lru_cache(maxsize=2048)
def _address(view: str, slug: str) -> str:
    """``reverse`` for one page shows the same skills and courses many times."""
    return reverse(view, args=[slug])


def _stops(frame: Frame, outcome: Outcome, route: Route, start_name: str) -> list[Stop]:
    band = outcome.start.band
    stops = [Stop(start_name, _capital(route_words.band_words(band)), None if band == NO_BAND else band)]
    for move in route.moves:
        low, high = int(frame.band_low[move.level]), int(frame.band_high[move.level])
        typical = "" if low == NO_BAND else bands.sentence(Band.from_rank(low), Band.from_rank(high))
        stops.append(
            Stop(
                frame.levels.names[move.level],
                typical.removeprefix("Typical ").capitalize(),
                None if move.band_after == NO_BAND else move.band_after,
                move.ready,
                route_words.learn_words(move),
            )
        )
    return stops


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
