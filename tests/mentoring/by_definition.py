"""The rules of docs/matching.md word by word, pair by pair: slow, naive and separate from the engine on purpose."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from mentoring.engine import Given, Mentee, Mentor, Round, Rule, Weights
from mentoring.engine.problem import Problem
from tests.mentoring.problems import keys


def problem_of(asked: Round) -> Problem:
    """What is left to decide once fixed pairs have taken their places. People in the order of their ids."""
    fixed = {(pair.mentee, pair.mentor) for pair in asked.fixed}
    mentees = sorted(asked.mentees, key=lambda one: one.id)
    mentors = sorted(asked.mentors, key=lambda one: one.id)
    has = np.array([sum(pair[0] == mentee.id for pair in fixed) for mentee in mentees])
    taken = np.array([sum(pair[1] == mentor.id for pair in fixed) for mentor in mentors])
    table = np.full((len(mentees), len(mentors)), -1, np.int16)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            points = points_of(asked, mentee, mentor)
            if points is not None and points >= asked.floor and not barred(asked, mentee, mentor):
                table[row, column] = points
    return Problem(
        points=table,
        best=100,
        needs=np.maximum(np.array([mentee.wanted for mentee in mentees]) - has, 0),
        has=has,
        places=np.maximum(np.array([mentor.places for mentor in mentors]) - taken, 0),
        weeks=np.array([min(mentee.weeks, 15) for mentee in mentees]),
        mentee_keys=keys(len(mentees), 1),
        mentor_keys=keys(len(mentors), 2),
        objective=asked.objective,
    )


def barred(asked: Round, mentee: Mentee, mentor: Mentor) -> set[Rule]:
    """All rules but the floor and the score's own."""
    rules = {bar.why for bar in asked.bars if (bar.mentee, bar.mentor) == (mentee.id, mentor.id)}
    if (mentee.id, mentor.id) in {(pair.mentee, pair.mentor) for pair in asked.fixed}:
        rules.add(Rule.PAIRED)
    if mentee.id == mentor.id:
        rules.add(Rule.SAME_PERSON)
    if mentor.id in mentee.managers or mentee.id in mentor.managers:
        rules.add(Rule.LINE_MANAGEMENT)
    asks = mentee.other_organisation or mentor.other_organisation
    if asks and mentee.organisation and mentee.organisation == mentor.organisation:
        rules.add(Rule.SAME_ORGANISATION)
    if mentee.formats and mentor.formats and not mentee.formats & mentor.formats:
        rules.add(Rule.FORMAT)
    return rules


def points_of(asked: Round, mentee: Mentee, mentor: Mentor) -> int | None:
    if isinstance(asked.scheme, Given):
        return asked.scheme.scores.get((mentee.id, mentor.id))
    assert isinstance(asked.scheme, Weights)
    weights = asked.scheme.out_of_100()
    return sum(half_up(weights[name] * share) for name, share in shares(mentee, mentor).items())  # type: ignore[index]


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def shares(mentee: Mentee, mentor: Mentor) -> Mapping[str, Fraction]:
    missing = sum(gap.target - gap.have for gap in mentee.gaps.values())
    taught = sum(
        min(gap.target - gap.have, max(0, mentor.skills.get(skill, 0) - gap.have)) for skill, gap in mentee.gaps.items()
    )
    new = [skill for skill in mentee.gaps if skill not in mentee.talked_about]
    above = None if mentee.band is None or mentor.band is None else mentor.band - mentee.band
    near = mentee.region == mentor.region != ""
    order = mentee.shortlist
    goal = Fraction(1, 2) if mentee.goal_family in mentor.families else Fraction(0)
    return {
        "gaps": Fraction(taught, missing) if missing else Fraction(0),
        "goal": Fraction(1) if mentee.goal_role in mentor.roles else goal,
        "bands": Fraction(above in (1, 2)),
        "place": Fraction(near or (mentee.remote and mentor.remote)),
        "times": Fraction(min(3, len(mentee.times & mentor.times)), 3),
        "motivations": Fraction(min(2, len(mentee.motivations & mentor.motivations)), 2),
        "experiences": Fraction(bool(mentee.experiences & mentor.experiences)),
        "new_ground": Fraction(any(mentor.skills.get(skill, 0) > mentee.gaps[skill].have for skill in new)),
        "shortlist": Fraction(len(order) - order.index(mentor.id), len(order)) if mentor.id in order else Fraction(0),
    }
