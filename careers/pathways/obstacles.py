"""Where no route exists: which rule stood in the way, found by lifting it, and the nearest level within reach."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from careers.frame import NO_BAND, Frame, professions_in
from careers.pathways.question import ask
from careers.pathways.routes import Route, follow
from careers.pathways.rules import (
    ALL_PROFESSIONS,
    Limits,
    Start,
    bands_after,
    openings,
    reaches,
    registration_held,
)
from careers.pathways.search import WORK, Search
from common.vocabulary import Band, Profession

WORK_PER_RULE = WORK // 8
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


def obstacles_on_the_way(frame: Frame, start: Start, goal: int, limits: Limits) -> tuple[list[Obstacle], bool]:
    """The rules that keep every way to an acceptable goal closed.

    Each of them alone stands in the way: without it there is a route. Where no single rule does, they are a smallest
    set of rules that stand in the way together, and the flag is True.
    """
    alone = [rule for rule in LIFTABLE if _route_without(frame, start, goal, limits, (rule,))]
    if alone:
        return [_on_the_way(frame, start, goal, limits, rule, (rule,)) for rule in alone], False
    together = list(LIFTABLE)
    if not _route_without(frame, start, goal, limits, together):
        return [Obstacle(Rule.UNKNOWN, "No route was found, even with every limit lifted.")], False
    for rule in LIFTABLE:
        fewer = [other for other in together if other is not rule]
        if _route_without(frame, start, goal, limits, fewer):
            together = fewer
    return [_on_the_way(frame, start, goal, limits, rule, together) for rule in together], True


LIFTABLE = (Rule.BANDS_UP, Rule.READINESS, Rule.MOVES, Rule.DETOURS, Rule.BAND_FLOOR, Rule.REGISTRATION)


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


def _route_without(
    frame: Frame, start: Start, goal: int, limits: Limits, rules: Iterable[Rule]
) -> tuple[int, ...] | None:
    """The levels of a route that exists without these rules, None where none was found."""
    start, limits = _lifted(start, limits, rules)
    if not fewest_moves(frame, start, limits, toward=goal)[goal]:
        return None
    return cheapest(frame, start, goal, limits, WORK_PER_RULE)


def cheapest(frame: Frame, start: Start, goal: int, limits: Limits, work: int) -> tuple[int, ...] | None:
    """The levels of the cheapest route, None where none was found within ``work``."""
    question = ask(frame, start, goal, limits)
    for found in Search(question, limit=1, work=work).run():
        return (*(int(question.levels[candidate]) for candidate in found.path), goal)
    return None


def fewest_moves(frame: Frame, start: Start, limits: Limits, toward: int | None = None) -> NDArray[np.int64]:
    """(L,) No route reaches a level in fewer moves than this; 0: none reaches it at all.

    An optimistic count: after each round everything gained, every rung opened and the best band of any way so far are
    taken together. More of each never closes a move, so what is out of reach here is out of reach.
    """
    passable = np.ones(len(frame.levels), bool)
    if toward is not None and not limits.detours:
        missing = frame.required[toward] > start.have
        passable = (np.minimum(frame.required[:, missing], frame.required[toward, missing]) > start.have[missing]).any(
            1
        )
    fewest = np.zeros(len(frame.levels), np.int64)
    for moves in range(1, limits.moves + 1):
        possible = openings(frame, start, limits).possible
        fewest[possible & (fewest == 0)] = moves
        passed = np.flatnonzero(possible & passable)
        if not len(passed):
            break
        bands = bands_after(frame, start.band)[passed]
        start = replace(
            start,
            have=np.maximum(start.have, frame.required[passed].max(axis=0)),
            band=NO_BAND if NO_BAND in (start.band, *bands) else max(start.band, int(bands.max())),
            held=start.held | {int(level) for level in passed},
        )
    return fewest


def nearest_within_reach(frame: Frame, start: Start, goal: int, limits: Limits) -> Route | None:
    """The cheapest route to the level from which the remaining gap to the goal is smallest; None if none is nearer.

    A goal without required levels has no gap: then it is the level that shares most of its skills, of these the one
    nearest below it in band, of these the one nearest to the start.
    """
    fewest = fewest_moves(frame, start, limits)
    within = np.flatnonzero(fewest > 0)
    gaps = openings(frame, start, limits).gap[within]
    if frame.rated[goal]:
        after = np.maximum(frame.required[within], start.have)
        remaining = (np.maximum(after, frame.required[goal]) - after).sum(axis=1)
        today = int((np.maximum(start.have, frame.required[goal]) - start.have).sum())
        first, second = remaining, fewest[within]
        keep = remaining < today
    else:
        first = -(frame.named[within] & frame.named[goal]).sum(axis=1)
        second = np.maximum(0, frame.band_low[goal] - frame.band_high[within].astype(np.int64))
        keep = np.ones(len(within), bool)
    order = [place for place in np.lexsort((within, gaps, second, first)) if keep[place]]
    for place in order[:NEAREST_TRIED]:
        levels = cheapest(frame, start, int(within[place]), limits, WORK_PER_RULE)
        if levels:
            return follow(frame, start, levels, limits)
    one_move = next((place for place in order if fewest[within[place]] == 1), None)
    return None if one_move is None else follow(frame, start, [int(within[one_move])], limits)


def _on_the_way(frame: Frame, start: Start, goal: int, limits: Limits, rule: Rule, lifted: Iterable[Rule]) -> Obstacle:
    match rule:
        case Rule.BANDS_UP:
            return Obstacle(rule, f"A step on the way would be more than {_number(limits.bands_up)} bands up.")
        case Rule.READINESS:
            return Obstacle(rule, "A step on the way would lead to a level of which less than half is there.")
        case Rule.MOVES:
            return Obstacle(rule, f"It would take more than {_number(limits.moves)} moves.")
        case Rule.DETOURS:
            return Obstacle(rule, "The way would lead through jobs that bring you no nearer to the goal.")
        case Rule.BAND_FLOOR:
            return Obstacle(rule, f"The way would lead through jobs below {_band(start)}, the lowest you would accept.")
        case _:
            levels = _route_without(frame, start, goal, limits, lifted) or ()
            closed = [level for level in levels if not registration_held(frame, start.professions)[level]]
            professions = professions_in(int(np.bitwise_or.reduce(frame.professions[closed])))
            names = _either(professions)
            return Obstacle(
                rule, f"The way would lead through jobs open only to people with a registration: {names}.", professions
            )


def _either(professions: tuple[Profession, ...]) -> str:
    names = [profession.label.lower() for profession in professions]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _band(start: Start) -> str:
    band = Band.from_rank(start.floor)
    return band.label[0].lower() + band.label[1:]


def _number(count: int) -> str:
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
