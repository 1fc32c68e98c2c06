"""What a run gives back: numbers, ids and facts, fit to be stored as they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentoring.engine.problem import Aim
from mentoring.engine.scoring import Reason
from mentoring.engine.unmatched import Unmet


@dataclass(frozen=True, slots=True)
class Pair:
    """A new pair. The points of its reasons add up to ``points``."""

    mentee: str
    mentor: str
    points: int | None  # None: pinned, though the scores in use know no such pair
    reasons: tuple[Reason, ...]
    is_pin: bool


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's places: offered, and taken by live pairs, pins and what was found."""

    mentor: str
    places: int
    live: int
    pinned: int
    found: int


@dataclass(frozen=True, slots=True)
class Bound:
    """An aim's value, and what no answer at all can go below. They are equal: that is the proof."""

    value: int
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything in the order of ids."""

    pairs: tuple[Pair, ...]
    unmet: tuple[Unmet, ...]
    loads: tuple[Load, ...]
    met: tuple[int, ...]  # how many mentees have at least one mentor, two, …; live pairs included
    total: int  # points of all new pairs
    lowest: int | None  # points of the pair that fits least well
    best: int  # the most points a pair can have
    bounds: Mapping[Aim, Bound]
    possible: int  # pairs of people with something open whom nothing keeps apart
    inputs: str  # SHA-256 of all that the run read
