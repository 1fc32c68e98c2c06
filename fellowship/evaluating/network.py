"""The picture of who knows whom in a cohort, without names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from statistics import mean

from fellowship.measures import SMALLEST
from fellowship.models import Cohort, Connection, Response, Wave


@dataclass(frozen=True, slots=True)
class Dot:
    """A fellow in the picture of who knows whom, without a name. Places in per cent of the picture."""

    x: float
    y: float
    knows: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who know each other, as at least one of them says."""

    x1: float
    y1: float
    x2: float
    y2: float
    worked: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Who knows whom at one time: those who answered, as dots in a ring, the best known first."""

    wave: Wave
    people: int
    dots: tuple[Dot, ...]
    ties: tuple[Tie, ...]
    mean_known: float
    percent: int  # of all pairs that could know each other
    worked: int


def networks_of(cohort: Cohort, *, on: date) -> list[Network]:
    """The picture at each time that is over and at which five or more answered. Three queries."""
    waves = list(cohort.waves.filter(closes_on__lt=on, asks_connections=True))
    people: dict[int, list[int]] = {wave.pk: [] for wave in waves}
    done = Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).order_by()
    for wave_id, user in done.values_list("wave", "user"):
        people[wave_id].append(user)
    said: dict[int, dict[frozenset[int], bool]] = {wave.pk: {} for wave in waves}
    named = Connection.objects.filter(response__wave__in=waves, response__handed_in_at__isnull=False).order_by()
    for wave_id, one, other, strength in named.values_list("response__wave", "response__user", "to", "strength"):
        pair = frozenset((one, other))
        said[wave_id][pair] = said[wave_id].get(pair, False) or strength == Connection.Strength.WORKED
    return [_network(wave, people[wave.pk], said[wave.pk]) for wave in waves if len(people[wave.pk]) >= SMALLEST]


def _network(wave: Wave, people: list[int], said: Mapping[frozenset[int], bool]) -> Network:
    there = set(people)
    ties = {pair: worked for pair, worked in said.items() if len(pair) == 2 and pair <= there}
    degree = {one: sum(one in pair for pair in ties) for one in people}
    # By how many they know: where somebody sits says nothing of who they are.
    order = sorted(people, key=lambda one: -degree[one])
    place = {
        one: (
            round(50 + 46 * sin(2 * pi * number / len(order)), 2),
            round(50 - 46 * cos(2 * pi * number / len(order)), 2),
        )
        for number, one in enumerate(order)
    }
    lines = sorted(
        (Tie(*place[min(pair)], *place[max(pair)], worked) for pair, worked in ties.items()),
        key=lambda tie: (tie.worked, tie.x1, tie.y1, tie.x2, tie.y2),
    )
    possible = len(people) * (len(people) - 1) // 2
    return Network(
        wave, len(people), tuple(Dot(*place[one], degree[one]) for one in order), tuple(lines),
        mean_known=mean(degree.values()), percent=round(100 * len(ties) / possible), worked=sum(ties.values()),
    )  # fmt: skip
