"""Reasons in words."""

from dataclasses import asdict

import pytest

from mentoring.engine import Gap, Mentee, Mentor, Reason, Weights
from mentoring.reasons import reason_lines

pytestmark = pytest.mark.django_db
MENTEE = Mentee(
    id="a", gaps={"sql": Gap(1, 3), "no-such-skill": Gap(0, 2)}, goal_role="digital-change-manager", band=5,
    region="LONDON", times=frozenset({"MON_AM", "TUE_EVE"}), motivations=frozenset({"patients"}), shortlist=("b",),
    goal_family="x", experiences=frozenset({"returning to work"}),
)  # fmt: skip


def stored(*reasons: Reason) -> list[dict[str, object]]:
    return [asdict(reason) for reason in reasons]


def reasons(mentor: Mentor) -> list[dict[str, object]]:
    return stored(*Weights().scoring([MENTEE], [mentor]).reasons(0, 0))


def test_the_points_of_the_sentences_add_up_to_the_score() -> None:
    mentor = Mentor(
        id="b", skills={"sql": 2}, roles=frozenset({"digital-change-manager"}), band=6, region="LONDON",
        times=frozenset({"MON_AM"}), motivations=frozenset({"patients"}), experiences=frozenset({"returning to work"}),
    )  # fmt: skip
    score = int(Weights().scoring([MENTEE], [mentor]).points(0)[0])
    for for_mentor in (False, True):
        assert sum(line.points for line in reason_lines(reasons(mentor), for_mentor=for_mentor)) == score


def test_what_is_not_covered_is_said_too() -> None:
    first = reason_lines(reasons(Mentor(id="b", skills={"sql": 2})))[0]
    assert first.text.startswith("Can help with ")
    assert first.text.endswith("from awareness to working (they want practitioner)")
    assert first.lacking == "Not covered: no such skill up to working"


def test_a_mentor_who_covers_nothing_reads_so() -> None:
    lines = reason_lines(reasons(Mentor(id="z")))
    assert all(line.points == 0 and line.lacking for line in lines)
    assert "No half-day that suits both" in [line.lacking for line in lines]


def test_a_mentor_does_not_learn_that_they_are_on_somebodys_list() -> None:
    mentor = Mentor(id="b")
    assert "Number 1 on the mentee’s own list" in [line.text for line in reason_lines(reasons(mentor))]
    said = [line.text for line in reason_lines(reasons(mentor), for_mentor=True)]
    assert "What else they wish for" in said
    assert not any("list" in text for text in said)


def test_scores_of_a_programme_and_sparse_facts_have_a_sentence() -> None:
    given = {"term": "given", "points": 7, "of": 10, "facts": {}}
    assert reason_lines([given])[0].text == "Scored by the programme in its own way"
    for term in ("gaps", "goal", "bands", "place", "times", "motivations", "experiences", "new_ground", "other"):
        assert reason_lines([{"term": term, "points": 1, "of": 1}])[0].text
