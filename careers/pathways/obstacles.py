"""Where no route exists: which rule stood in the way, found by lifting it, and the nearest level within reach."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from careers.fit import gaps
from careers.frame import NO_BAND, Frame, professions_in
from careers.pathways.question import ask
from careers.pathways.reach import fewest_moves, passable
from careers.pathways.routes import Route, follow
from careers.pathways.rules import (
    ALL_PROFESSIONS,
    Limits,
    Start,
    reaches,
    registration_held,
)
from careers.pathways.search import Search, Work
from common.vocabulary import Band, Profession, SkillLevel

MODERATE = 1_000_000  # the work of one of the searches here at most
NEAREST_TRIED = 6
MORE_MOVES = 3  # how many beyond the limit are tried when it is lifted


class Rule(Enum):
    """What can stand between a start and a goal."""

    HELD = "held already"
    UNRATED = "no required levels"
    REGISTRATION = "registration"
    BAND_FLOOR = "band floor"
    BANDS_UP = "bands up"
    READINESS = "readiness"
    MOVES = "moves"
    DETOURS = "detours"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Obstacle:
    """A rule that stood in the way, with a sentence for the person."""

    rule: Rule
    sentence: str
    professions: tuple[Profession, ...] = ()  # REGISTRATION: any one of these would do


def obstacles_at(frame: Frame, start: Start, goal: int) -> list[Obstacle]:
    """What excludes the goal itself, whatever the way to it."""
    if goal in start.held:
        return [Obstacle(Rule.HELD, "You hold this level already.")]
    found = []
    if not frame.rated[goal]:
        sentence = (
            "The framework names the skills of this post but not how well each is needed: no route can be worked out."
        )
        found.append(Obstacle(Rule.UNRATED, sentence))
    if not registration_held(frame, start.professions)[goal]:
        professions = professions_in(int(frame.professions[goal]))
        sentence = f"It is open only to people with a professional registration: {_either(professions)}."
        found.append(Obstacle(Rule.REGISTRATION, sentence, professions))
    if not reaches(frame, start.floor)[goal]:
        found.append(Obstacle(Rule.BAND_FLOOR, f"It is typically below {_band(start)}, the lowest you would accept."))
    return found


def obstacles_on_the_way(
    frame: Frame, start: Start, goal: int, limits: Limits, work: Work
) -> tuple[list[Obstacle], bool]:
    """The rules that keep every way to an acceptable goal closed.

    Each of them alone stands in the way: without it there is a route. Where no single rule does, they are a smallest
    set of rules that stand in the way together, and the flag is True.
    """

    def without(*rules: Rule) -> tuple[int, ...] | None:
        return _route(frame, *_lifted(start, limits, rules), goal, work, any_will_do=True)

    alone = {rule: levels for rule in LIFTABLE if (levels := without(rule))}
    if alone:
        return [_on_the_way(frame, start, limits, rule, levels) for rule, levels in alone.items()], False
    together: tuple[Rule, ...] = LIFTABLE
    levels = without(*together)
    if not levels:
        return [Obstacle(Rule.UNKNOWN, "No route was found, even with every limit lifted.")], False
    for rule in LIFTABLE:
        fewer = tuple(other for other in together if other is not rule)
        if found := without(*fewer):
            together, levels = fewer, found
    return [_on_the_way(frame, start, limits, rule, levels) for rule in together], True


# In this order they are named: first what a person can change.
LIFTABLE = (Rule.BAND_FLOOR, Rule.REGISTRATION, Rule.MOVES, Rule.BANDS_UP, Rule.DETOURS, Rule.READINESS)


def _lifted(start: Start, limits: Limits, rules: Iterable[Rule]) -> tuple[Start, Limits]:
    for rule in rules:
        match rule:
            case Rule.BANDS_UP:
                limits = replace(limits, bands_up=len(Band))
            case Rule.READINESS:
                limits = replace(limits, ready=0)
            case Rule.MOVES:
                limits = replace(limits, moves=limits.moves + MORE_MOVES)
            case Rule.DETOURS:
                limits = replace(limits, detours=True)
            case Rule.BAND_FLOOR:
                start = replace(start, floor=NO_BAND)
            case Rule.REGISTRATION:
                start = replace(start, professions=ALL_PROFESSIONS)
    return start, limits


def _route(
    frame: Frame, start: Start, limits: Limits, goal: int, work: Work, *, any_will_do: bool
) -> tuple[int, ...] | None:
    """The levels of the cheapest route, or of any; None where none was found with moderate work."""
    on_the_way = passable(frame, start, goal, limits)
    if on_the_way is None:
        return None
    question = ask(frame, start, goal, limits, on_the_way)
    search = Search(question, work, most=MODERATE, limit=1, any_will_do=any_will_do)
    return next(((*found.passed, goal) for found in search.run()), None)


def is_reachable(frame: Frame, start: Start, goal: int) -> bool:
    """Whether any route to a level is found with moderate work: for what is offered to someone without a route."""
    return goal not in start.held and _route(frame, start, Limits(), goal, Work(), any_will_do=True) is not None


def nearest_within_reach(frame: Frame, start: Start, goal: int, limits: Limits, work: Work) -> Route | None:
    """The cheapest route to the level from which the remaining gap to the goal is smallest; None if none is nearer.

    A goal without required levels is taken to need its skills at the highest; where no level has any of these, the
    nearest in band counts. Ties go to fewer moves, then to the smaller gap from the start, then to the slug.
    """
    fewest = fewest_moves(frame, start, limits)
    within = np.flatnonzero(fewest > 0)
    far, today = _distances(frame, start, goal)
    order = np.lexsort((within, gaps(frame, start.have)[within], fewest[within], far[within]))
    nearer = [level for level in within[order].tolist() if far[level] < today]
    for level in nearer[:NEAREST_TRIED]:
        levels = _route(frame, start, limits, level, work, any_will_do=False)
        if levels:
            return follow(frame, start, levels, limits)
    one_move = next((level for level in nearer if fewest[level] == 1), None)
    return None if one_move is None else follow(frame, start, [one_move], limits)


def _distances(frame: Frame, start: Start, goal: int) -> tuple[NDArray[np.int64], int]:
    """(L,) How far the goal is from each level, for someone who has been at the start, and how far from the start."""
    skills = np.flatnonzero(frame.named[goal])
    needed = frame.required[goal, skills].astype(np.int64) if frame.rated[goal] else np.int64(SkillLevel.EXPERT)
    have, required = start.have[skills], frame.required[:, skills]
    if frame.rated[goal] or required.any():
        short = np.maximum(0, needed - np.maximum(required, have)).sum(axis=1)
        return short, int(np.maximum(0, needed - have.astype(np.int64)).sum())
    below = np.maximum(0, frame.band_low[goal] - frame.band_high.astype(np.int64))
    return below, int(frame.band_low[goal]) - start.band


def _on_the_way(frame: Frame, start: Start, limits: Limits, rule: Rule, levels: Iterable[int]) -> Obstacle:
    """The sentence for a rule. ``levels`` are those of a route without it."""
    match rule:
        case Rule.BANDS_UP:
            return Obstacle(rule, f"A step on the way would be more than {_number(limits.bands_up)} bands up.")
        case Rule.READINESS:
            return Obstacle(rule, "For a step on the way you would bring less than half of what it asks for.")
        case Rule.MOVES:
            return Obstacle(rule, f"It would take more than {_number(limits.moves)} moves.")
        case Rule.DETOURS:
            return Obstacle(rule, "The way would lead through jobs that bring you no nearer to the goal.")
        case Rule.BAND_FLOOR:
            return Obstacle(rule, f"The way would lead through jobs below {_band(start)}, the lowest you would accept.")
        case _:
            closed = [level for level in levels if not registration_held(frame, start.professions)[level]]
            professions = professions_in(int(np.bitwise_or.reduce(frame.professions[closed])))
            names = _either(professions)
            return Obstacle(
                rule, f"The way would lead through jobs open only to people with a registration: {names}.", professions
            )


def _either(professions: tuple[Profession, ...]) -> str:
    if not professions:
        return "which one is not recorded"
    names = [profession.label.lower() for profession in professions]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _band(start: Start) -> str:
    band = Band.from_rank(start.floor)
    return band.label[0].lower() + band.label[1:]


def _number(count: int) -> str:
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
