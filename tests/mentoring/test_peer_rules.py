"""The nearest open peer's rules and people: as many matched and as many points as an integer program reaches."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.mentoring_people import PeerRules, peer_people
from mentoring.engine import Mentee, Mentor, Objective, Round, find_pairs
from tests.mentoring.exact import best_values
from tests.mentoring.problems import problem
from tests.mentoring.rounds import chosen


def by_definition(mentee: Mentee, mentor: Mentor) -> int:
    """-1 for no pair."""
    assert mentee.band is not None
    assert mentor.band is not None
    gap = mentor.band - mentee.band
    if mentee.organisation == mentor.organisation or gap <= 0 or gap > 2:
        return -1
    profession = 10 if mentee.goal_family in mentor.families else 0
    return (12 if gap == 2 else 9) + profession + (6 if mentee.experiences & mentor.experiences else 0)


def compare(mentees: int, mentors: int, wanted: int, objective: Objective, seed: int) -> None:
    one, other = peer_people(mentees, mentors, wanted=wanted, seed=seed)
    asked = Round(mentees=one, mentors=other, scheme=PeerRules(), objective=objective)
    draft = find_pairs(asked)
    best = best_values(
        problem(
            [[by_definition(mentee, mentor) for mentor in other] for mentee in one],
            best=28, needs=np.full(mentees, wanted), places=np.full(mentors, 3), objective=objective,
        )
    )  # fmt: skip
    points = {(a.id, b.id): by_definition(a, b) for a in one for b in other}
    scores = [points[pair] for pair in chosen(draft)]
    assert -1 not in scores
    got = Counter(Counter(mentee for mentee, _ in chosen(draft)).values())
    met = {level: sum(count for mentors, count in got.items() if mentors >= level) for level in got}
    assert met == {level: count for level, count in best.places.items() if level in met}
    power = 2 if objective is Objective.FAIR else 1
    assert sum((28 - score) ** power for score in scores) == best.shortfalls
    assert draft.total == sum(scores)
    assert len(draft.unmet) == mentees - best.places[wanted]


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize(("mentees", "mentors"), [(50, 50), (100, 50), (200, 80), (200, 200), (400, 400)])
def test_three_mentors_each(mentees: int, mentors: int, objective: Objective) -> None:
    compare(mentees, mentors, 3, objective, seed=mentees)


@pytest.mark.parametrize(("mentees", "mentors"), [(100, 50), (200, 80)])
def test_one_mentor_each(mentees: int, mentors: int) -> None:
    compare(mentees, mentors, 1, Objective.TOTAL, seed=mentees + 1)


def test_best_total_has_no_fewer_points_than_fair_and_fair_no_more_squares() -> None:
    one, other = peer_people(100, 100, wanted=3, seed=5)
    fair = Round(mentees=one, mentors=other, scheme=PeerRules())
    drafts = {asked.objective: find_pairs(asked) for asked in (fair, replace(fair, objective=Objective.TOTAL))}
    squares = {
        objective: sum((28 - (pair.points or 0)) ** 2 for pair in draft.pairs) for objective, draft in drafts.items()
    }
    assert drafts[Objective.TOTAL].total >= drafts[Objective.FAIR].total
    assert squares[Objective.FAIR] <= squares[Objective.TOTAL]
    assert drafts[Objective.TOTAL].met == drafts[Objective.FAIR].met
