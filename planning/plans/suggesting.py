"""Which actions close the gap: as much of it as any course can, with the fewest courses; the rest at work.

The rule, which the page states too (docs/adr/0105):

1. Courses are only those that the person may apply to, can pay and has the hours for.
2. They close as much of the gap as all of these courses together, and are the fewest that do.
3. Among equally few, those of which it is known that the person may apply; then the cheapest; then those that take the
   fewest hours a week; then A to Z.
4. For each skill that is still short there is one thing to do at work.
5. What closes most comes first. As much as fits into the person's hours a week is for now, the rest for later.

Nothing here reads the database or the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

HOURS_AT_WORK = 1  # a week, for one thing to do at work


@dataclass(frozen=True)
class Short:
    """A skill that is short: by id, from the level that is there (0 to 3) to the one needed (1 to 4)."""

    skill: int
    have: int
    need: int


@dataclass(frozen=True)
class Offer:
    """A course that is open to the person. ``reaches``: skill id → level (1 to 4).

    ``hours`` a week: as the catalogue states them, else our estimate.
    """

    name: str
    reaches: Mapping[int, int]
    unknowns: int = 0  # how much is not known of whether they may apply
    cost: int = 0  # its place in the order of costs, the cheapest first
    hours: int = 1


@dataclass(frozen=True)
class Chosen:
    """An action: a course for the skills it closes most of, or (``offer`` None) something at work for one skill."""

    offer: int | None  # its place among the offers
    skills: tuple[int, ...]
    closes: int  # levels
    hours: int
    now: bool


def suggest(shorts: Sequence[Short], offers: Sequence[Offer], *, hours: int) -> tuple[Chosen, ...]:
    """The actions by the rule above, the first to begin with first. Never empty where something is short.

    Raises ValueError for an offer that takes more than ``hours``: it is not for this person.
    """
    if any(offer.hours > hours for offer in offers):
        raise ValueError("An offer takes more hours than there are.")
    picked = fewest(shorts, offers)
    level = {short.skill: short.have for short in shorts}
    found: list[tuple[int | None, tuple[int, ...], int, int]] = []
    # In the order in which they close most of what those before leave open.
    left = set(picked)
    while left:
        first = min(left, key=lambda one: (-_closes(offers[one], shorts, level), offers[one].hours, offers[one].name))
        left.remove(first)
        gained = [short for short in shorts if _reached(offers[first], short) > level[short.skill]]
        closes = _closes(offers[first], shorts, level)
        level |= {short.skill: _reached(offers[first], short) for short in gained}
        found.append((first, tuple(short.skill for short in gained), closes, offers[first].hours))
    found += [(None, (short.skill,), 1, HOURS_AT_WORK) for short in shorts if level[short.skill] < short.need]
    return _in_time(found, hours)


def fewest(shorts: Sequence[Short], offers: Sequence[Offer]) -> tuple[int, ...]:
    """The places of the fewest offers that close as much as all of them together, exactly; ties by rule 3.

    A course closes levels of a skill from below, so together they close most if for each skill one of them is among
    those that take it furthest: a cover of at most as many skills as a level needs, 14 in the framework.
    """
    best = [max((_reached(offer, short) for offer in offers), default=0) for short in shorts]
    wanted = sum(1 << place for place, short in enumerate(shorts) if best[place] > short.have)
    covers = [
        sum(1 << place for place, short in enumerate(shorts) if _reached(offer, short) == best[place]) & wanted
        for offer in offers
    ]
    by_name = sorted(range(len(offers)), key=lambda one: (offers[one].name, one))

    @cache
    def cheapest(left: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """(how dear, which) of the best cover of the skills in ``left``."""
        if not left:
            return (0, 0, 0, 0), ()
        lowest = left & -left
        found = []
        for rank, one in enumerate(by_name):
            if covers[one] & lowest:
                price, rest = cheapest(left & ~covers[one])
                offer = offers[one]
                mine = (1, offer.unknowns, offer.cost, offer.hours)
                found.append((tuple(a + b for a, b in zip(price, mine, strict=True)), rank, (one, *rest)))
        price, _, chosen = min(found)
        return price, chosen

    return tuple(sorted(cheapest(wanted)[1]))


def _reached(offer: Offer, short: Short) -> int:
    """The level that somebody with this short skill has after the course; no more than is needed counts."""
    return max(short.have, min(offer.reaches.get(short.skill, 0), short.need))


def _closes(offer: Offer, shorts: Iterable[Short], level: Mapping[int, int]) -> int:
    return sum(max(0, _reached(offer, short) - level[short.skill]) for short in shorts)


def _in_time(found: Iterable[tuple[int | None, tuple[int, ...], int, int]], hours: int) -> tuple[Chosen, ...]:
    """Put what closes most first, and say what fits into the hours."""
    chosen = []
    for offer, skills, closes, takes in sorted(found, key=lambda one: -one[2]):
        now = takes <= hours
        hours -= takes if now else 0
        chosen.append(Chosen(offer, skills, closes, takes, now))
    return tuple(sorted(chosen, key=lambda one: not one.now))
