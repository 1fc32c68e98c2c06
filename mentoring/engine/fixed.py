"""Pairs that stand before anything is solved, the places they take, and pins that cannot stand."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentoring.engine.people import Fixed, Mentee, Mentor, Rule
from mentoring.engine.rules import Rules


class Fault(StrEnum):
    """Why a pin cannot stand."""

    UNKNOWN = "unknown"  # it names someone who does not take part
    NO_PLACE = "no_place"  # the mentor's places are taken by live pairs and pins
    NOT_WANTED = "not_wanted"  # the mentee wants no further mentor
    BARRED = "barred"  # a rule forbids the two


@dataclass(frozen=True, slots=True)
class Misfit:
    """A pin that cannot stand, and the rule in its way, if that is it."""

    mentee: str
    mentor: str
    fault: Fault
    rule: Rule | None = None


class PinsDoNotFit(Exception):
    """Some pins contradict the rest of the round. ``misfits`` names each."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        super().__init__(f"{len(misfits)} pins do not fit.")
        self.misfits = tuple(misfits)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many places are taken before anything is solved, by id, and the pins that are not live already."""

    of_mentees: Counter[str]
    of_mentors: Counter[str]
    pins: tuple[tuple[str, str], ...]  # (mentee, mentor), sorted, each once


def standing(mentees: Sequence[Mentee], mentors: Sequence[Mentor], fixed: Collection[Fixed], rules: Rules) -> Standing:
    """Live pairs and pins together. Live pairs stand whatever has changed since. Raises PinsDoNotFit."""
    live = {(pair.mentee, pair.mentor) for pair in fixed if not pair.is_pin}
    pins = tuple(sorted({(pair.mentee, pair.mentor) for pair in fixed if pair.is_pin} - live))
    of_mentees = Counter(mentee for mentee, _ in [*live, *pins])
    of_mentors = Counter(mentor for _, mentor in [*live, *pins])
    wanted = {mentee.id: mentee.wanted for mentee in mentees}
    offered = {mentor.id: mentor.places for mentor in mentors}
    misfits = []
    for mentee, mentor in pins:
        if mentee not in wanted or mentor not in offered:
            misfits.append(Misfit(mentee, mentor, Fault.UNKNOWN))
        elif (rule := rules.first_against(mentee, mentor)) is not None:
            misfits.append(Misfit(mentee, mentor, Fault.BARRED, rule))
        elif of_mentees[mentee] > wanted[mentee]:
            misfits.append(Misfit(mentee, mentor, Fault.NOT_WANTED))
        elif of_mentors[mentor] > offered[mentor]:
            misfits.append(Misfit(mentee, mentor, Fault.NO_PLACE))
    if misfits:
        raise PinsDoNotFit(misfits)
    return Standing(of_mentees, of_mentors, pins)
