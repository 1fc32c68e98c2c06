"""Who takes part in a round, as the engine sees them: ids, numbers and sets, no names and no rows of a database.

Ids belong to people and stay the same: whoever is mentor and mentee at once has one id in both places. Ties are broken
by ids, so that the order in which people are given cannot matter. Words (skills, roles, regions, half-days, formats)
are any strings, as long as both sides use the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

LONGEST_WAIT = 15  # weeks; longer waits count as this


class Gap(NamedTuple):
    """What someone wants to learn of a skill: from one level (0 … 4) to a higher one."""

    have: int
    target: int


class Rule(StrEnum):
    """Why two people may not be matched. The stored words; screens have their own."""

    SAME_PERSON = "same_person"
    PAIRED = "paired"  # they are a live or pinned pair already
    LINE_MANAGEMENT = "line_management"
    SAME_ORGANISATION = "same_organisation"
    FORMAT = "format"  # one wants something ongoing, the other only single conversations
    DECLINED = "declined"
    MET = "met"  # earlier, in this programme
    VETO = "veto"  # the mentee's
    NOT_THESE_TWO = "not_these_two"  # an admin's
    NOT_SCORED = "not_scored"  # the scores in use know no such pair
    FLOOR = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What mentors and mentees have in common. Nothing said is empty, and earns no points."""

    id: str
    organisation: str = ""
    other_organisation: bool = False  # asks for someone from elsewhere
    managers: tuple[str, ...] = ()  # ids of those above, as far up as is known
    band: int | None = None  # on any scale on which one more is the next
    region: str = ""
    remote: bool = False  # is fine with meeting from afar
    times: frozenset[str] = frozenset()  # half-days that suit
    motivations: frozenset[str] = frozenset()
    experiences: frozenset[str] = frozenset()  # that they chose to name, to be matched on
    formats: frozenset[str] = frozenset()  # empty: any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee(Person):
    wanted: int = 1  # mentors in all, those there already included
    weeks: int = 0  # waited
    gaps: Mapping[str, Gap] = field(default_factory=dict)  # by skill
    talked_about: frozenset[str] = frozenset()  # skills of earlier conversations
    goal_role: str = ""
    goal_family: str = ""
    shortlist: tuple[str, ...] = ()  # ids of mentors, the most wanted first

    def __post_init__(self) -> None:
        if self.wanted < 0 or self.weeks < 0:
            raise ValueError("Mentors wanted and weeks waited must not be below 0.")
        if not all(0 <= gap.have < gap.target for gap in self.gaps.values()):
            raise ValueError("A gap must lead to a higher level.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor(Person):
    places: int = 1  # mentees in all, those there already included; 0 while paused
    skills: Mapping[str, int] = field(default_factory=dict)  # by skill: the level (0 … 4) they can teach
    roles: frozenset[str] = frozenset()  # held now or before
    families: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.places < 0 or not all(0 <= level < 2**8 for level in self.skills.values()):
            raise ValueError("Places and levels must not be below 0.")


class Fixed(NamedTuple):
    """A pair that stands before anything is solved: a live one, or one that an admin pinned."""

    mentee: str
    mentor: str
    is_pin: bool


class Bar(NamedTuple):
    """Two people who may not be matched: DECLINED, MET, VETO or NOT_THESE_TWO."""

    mentee: str
    mentor: str
    why: Rule
