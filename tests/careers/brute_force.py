"""The definition of a route (docs/pathways.md) word by word, trying everything: slow, naive and separate on purpose."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from careers.frame import Frame
from careers.pathways import Start


@dataclass(frozen=True)
class Rules:
    ready: Fraction = Fraction(1, 2)
    bands_up: int = 2
    moves: int = 5
    detours: bool = False


@dataclass(frozen=True)
class Person:
    have: tuple[int, ...]
    band: int | None
    floor: int | None
    professions: int
    held: frozenset[int]


@dataclass(frozen=True, order=True)
class BruteRoute:
    cost: int  # millionths
    moves: int
    levels: tuple[int, ...]


class BruteForce:
    def __init__(self, frame: Frame, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.levels = range(len(frame.levels))
        self.required = [tuple(int(needed) for needed in row) for row in frame.required]
        self.low = [None if band < 0 else int(band) for band in frame.band_low]
        self.high = [None if band < 0 else int(band) for band in frame.band_high]
        self.role = [int(role) for role in frame.level_role]
        self.order = [int(order) for order in frame.level_order]
        self.track = list(frame.level_track)
        self.registration = [int(needed) for needed in frame.registration]
        self.professions = [int(mask) for mask in frame.professions]

    @staticmethod
    def person(start: Start) -> Person:
        return Person(
            have=tuple(int(level) for level in start.have),
            band=None if start.band < 0 else start.band,
            floor=None if start.floor < 0 else start.floor,
            professions=start.professions,
            held=start.held,
        )

    def gap(self, have: tuple[int, ...], level: int) -> int:
        return sum(max(0, needed - there) for needed, there in zip(self.required[level], have, strict=True))

    def rung(self, level: int) -> int:
        """The height of a level: forks count both tracks' levels as equally high."""
        ladder = sorted(
            (other for other in self.levels if self.role[other] == self.role[level]), key=self.order.__getitem__
        )
        height = 0
        heights: dict[int, int] = {}
        for place, other in enumerate(ladder):
            if self.track[other] == "SINGLE":
                height = max(heights.values(), default=0) + 1
            else:
                same = [heights[o] for o in ladder[:place] if self.track[o] == self.track[other]]
                trunk = [heights[o] for o in ladder[:place] if self.track[o] == "SINGLE"]
                height = max(same + trunk, default=0) + 1
            heights[other] = height
        return heights[level]

    def is_next_rung(self, below: int, above: int) -> bool:
        if self.role[below] != self.role[above] or self.rung(above) != self.rung(below) + 1:
            return False
        return "SINGLE" in (self.track[below], self.track[above]) or self.track[below] == self.track[above]

    def is_first(self, level: int) -> bool:
        return self.rung(level) == 1

    def is_entry(self, level: int) -> bool:
        if self.low[level] is None:
            return self.is_first(level) and max(self.required[level]) <= 2
        return self.is_first(level) and self.low[level] <= 3  # band 5

    def up(self, person: Person, level: int) -> int:
        low = self.low[level]
        return 0 if person.band is None or low is None else max(0, low - person.band)

    def acceptable(self, person: Person, level: int) -> bool:
        if sum(self.required[level]) == 0:
            return False
        if self.registration[level] == 2 and not self.professions[level] & person.professions:
            return False
        high = self.high[level]
        return person.floor is None or high is None or high >= person.floor

    def possible(self, person: Person, level: int) -> bool:
        if level in person.held or not self.acceptable(person, level):
            return False
        if any(self.is_next_rung(held, level) for held in person.held):
            return True
        if self.up(person, level) > self.rules.bands_up:
            return False
        total = sum(self.required[level])
        return self.is_entry(level) or Fraction(total - self.gap(person.have, level), total) >= self.rules.ready

    def steps_back(self, person: Person, level: int) -> bool:
        """To a lower rung of a role held, or to the same rung on the other track."""
        return any(
            self.role[held] == self.role[level]
            and (self.order[held] > self.order[level] or self.rung(held) == self.rung(level))
            for held in person.held
        )

    def cost(self, person: Person, level: int) -> int:
        gap, total = self.gap(person.have, level), sum(self.required[level])
        learning = Fraction(10**6) * (gap + Fraction(gap * gap, total))
        return int(learning + Fraction(1, 2)) + 2 * 10**6 * max(0, self.up(person, level) - 1)

    def moved(self, person: Person, level: int) -> Person:
        low, high, band = self.low[level], self.high[level], person.band
        if low is not None and high is not None:
            band = low if band is None else min(max(band, low), high)
        have = tuple(map(max, person.have, self.required[level]))
        return replace(person, have=have, band=band, held=person.held | {level})

    def all_routes(self, person: Person, goal: int) -> Iterator[BruteRoute]:
        if goal not in person.held:
            yield from self._routes(person, goal, 0, (), person.held)

    def _routes(
        self, person: Person, goal: int, cost: int, path: tuple[int, ...], held: frozenset[int]
    ) -> Iterator[BruteRoute]:
        passed = replace(person, held=person.held - held)
        if self.possible(person, goal) and not self.steps_back(passed, goal):
            yield BruteRoute(cost + self.cost(person, goal), len(path) + 1, (*path, goal))
        if len(path) + 1 >= self.rules.moves:
            return
        for level in self.levels:
            if level == goal or not self.possible(person, level) or self.steps_back(person, level):
                continue
            after = self.moved(person, level)
            if self.rules.detours or self.gap(after.have, goal) < self.gap(person.have, goal):
                yield from self._routes(after, goal, cost + self.cost(person, level), (*path, level), held)

    def best(self, start: Start, goal: int, limit: int) -> list[BruteRoute]:
        """The cheapest route of each set of roles passed, the cheapest first; the move straight there among them."""
        by_roles: dict[frozenset[int], BruteRoute] = {}
        for route in self.all_routes(self.person(start), goal):
            roles = frozenset(self.role[level] for level in route.levels[:-1])
            by_roles[roles] = min(route, by_roles.get(roles, route))
        ranked = sorted(by_roles.values())
        chosen = ranked[:limit]
        straight = by_roles.get(frozenset())
        if limit > 1 and straight and straight not in chosen:
            chosen[-1] = straight
        return chosen
