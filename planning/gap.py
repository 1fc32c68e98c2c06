"""The gap between a person and one level: skill by skill, and in one sentence.

The gap is the sum of max(0, required - have) over the level's skills; a skill that was not assessed counts as 0 and is
shown as such (careers.fit).
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from careers.frame import Frame
from planning.standing import Standing


class State(Enum):
    """Where a person stands on one skill of a level, in the words of the page."""

    MET = "You have it"
    ONE_SHORT = "One level short"
    FURTHER = "Still to build"
    NOT_ASSESSED = "Not assessed"


@dataclass(frozen=True)
class Need:
    """One skill of a level. ``need`` is 1 to 4, ``have`` 0 to 4 and 0 where it was not assessed."""

    skill: int  # in the frame
    pk: int
    slug: str
    name: str
    need: int
    have: int
    known: bool

    @property
    def steps(self) -> int:
        """Levels that are missing."""
        return max(0, self.need - self.have)

    @property
    def state(self) -> State:
        if not self.known:
            return State.NOT_ASSESSED
        if not self.steps:
            return State.MET
        return State.ONE_SHORT if self.steps == 1 else State.FURTHER


@dataclass(frozen=True)
class Gap:
    """A person against one level. ``needs`` has what is missing first, the smallest step first, then what is met.

    ``any_level``: the level names its skills without levels, as those of chiefs do, so that any level counts.
    """

    level: int  # in the frame
    name: str
    needs: tuple[Need, ...]
    any_level: bool

    @property
    def open(self) -> tuple[Need, ...]:
        """What is not met."""
        return tuple(need for need in self.needs if need.steps)

    @property
    def met(self) -> int:
        return len(self.needs) - len(self.open)

    @property
    def steps(self) -> int:
        """The gap: levels missing in all."""
        return sum(need.steps for need in self.needs)

    @property
    def ready(self) -> int:
        """How much of it is there in per cent, rounded down."""
        total = sum(need.need for need in self.needs)
        return (total - self.steps) * 100 // total if total else 0

    @property
    def not_assessed(self) -> int:
        return sum(not need.known for need in self.needs)

    @property
    def headline(self) -> str:
        """The answer in one sentence. It never says that somebody should not apply."""
        count, open_ = len(self.needs), len(self.open)
        if not count:
            return f"Nobody has written down yet which skills {self.name} needs."
        if not open_:
            return (
                f"You meet all {count} skills of {self.name}."
                if count > 1
                else f"You meet the one skill of {self.name}."
            )
        if not self.met:
            others = "the one skill" if count == 1 else f"the {in_words(count)} skills"
            return f"Here is how people show {others} that {self.name} asks for."
        rest = "the other one" if open_ == 1 else f"the other {in_words(open_)}"
        return f"You meet {self.met} of the {count} skills of {self.name}. Here is how people show {rest}."


def gap_to(frame: Frame, standing: Standing, level: int) -> Gap:
    """The gap to one level; no query."""
    any_level = not frame.rated[level]
    required = frame.needed[level] if any_level else frame.required[level]
    needs = [
        Need(
            skill=int(skill),
            pk=frame.skills.ids[skill],
            slug=frame.skills.slugs[skill],
            name=frame.skills.names[skill],
            need=int(required[skill]),
            have=int(standing.have[skill]),
            known=standing.knows(frame.skills.ids[skill]),
        )
        for skill in np.flatnonzero(required)
    ]
    needs.sort(key=lambda need: (not need.steps, need.steps, need.name))
    return Gap(level, frame.levels.names[level], tuple(needs), any_level)


def in_words(number: int) -> str:
    """ "three"; digits from ten on."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
