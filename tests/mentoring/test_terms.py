"""Each term of the score by an example, with the facts that its sentence is made of."""

from typing import Any

import pytest

from mentoring.engine import FOR_CONVERSATIONS, Gap, Mentee, Mentor, Reason, Term, Weights

ONLY: dict[str, int] = dict.fromkeys(
    ("gaps", "goal", "bands", "place", "times", "motivations", "experiences", "new_ground", "shortlist"), 0
)


def reason(term: Term, mentee: dict[str, Any], mentor: dict[str, Any]) -> Reason:
    """What one term alone, worth 100 points, says of two people."""
    scoring = Weights(**{**ONLY, term.value: 1}).scoring([Mentee(id="ann", **mentee)], [Mentor(id="pat", **mentor)])
    (said,) = scoring.reasons(0, 0)
    assert scoring.points(0).tolist() == [said.points]
    return said


def test_gaps_count_levels_that_the_mentor_can_teach_and_say_what_is_not_covered() -> None:
    gaps = {"python": Gap(1, 3), "sql": Gap(0, 2), "writing": Gap(2, 3)}
    said = reason(Term.GAPS, {"gaps": gaps}, {"skills": {"python": 2, "sql": 4, "writing": 2}})
    assert said.points == 60  # 1 of 2, 2 of 2, 0 of 1
    assert said.facts == {"covered": [["python", 1, 2, 3], ["sql", 0, 2, 2]], "missing": [["writing", 2, 3]]}


def test_who_names_no_gap_gets_no_points_for_gaps() -> None:
    assert reason(Term.GAPS, {}, {"skills": {"python": 4}}).points == 0


def test_points_are_rounded_to_the_nearest_and_halves_up() -> None:
    weights = Weights(**{**ONLY, "gaps": 5, "goal": 95})
    for levels, points in ((1, 1), (2, 1), (3, 2), (4, 3)):
        gaps = {"a": Gap(0, 4), "b": Gap(0, 4)}
        scoring = weights.scoring([Mentee(id="x", gaps=gaps)], [Mentor(id="y", skills={"a": levels})])
        assert int(scoring.points(0)[0]) == points, levels  # 5 × 1/8, 2/8, 3/8, 4/8


def test_many_gaps_do_not_overflow() -> None:
    gaps = {f"skill{n}": Gap(0, 4) for n in range(400)}
    said = reason(Term.GAPS, {"gaps": gaps}, {"skills": dict.fromkeys(gaps, 4)})
    assert said.points == 100


def test_a_goal_role_held_earns_all_and_its_family_half() -> None:
    wanted = {"goal_role": "analyst", "goal_family": "data"}
    role = reason(Term.GOAL, wanted, {"roles": frozenset({"analyst"}), "families": frozenset({"data"})})
    family = reason(Term.GOAL, wanted, {"roles": frozenset({"engineer"}), "families": frozenset({"data"})})
    assert (role.points, role.facts["match"]) == (100, "role")
    assert (family.points, family.facts["match"]) == (50, "family")
    assert reason(Term.GOAL, wanted, {}).points == 0
    assert reason(Term.GOAL, {}, {"roles": frozenset({"analyst"})}).facts["match"] == ""


@pytest.mark.parametrize(("above", "points"), [(-1, 0), (0, 0), (1, 100), (2, 100), (3, 0)])
def test_one_or_two_bands_above_earn_points(above: int, points: int) -> None:
    said = reason(Term.BANDS, {"band": 5}, {"band": 5 + above})
    assert (said.points, said.facts) == (points, {"above": above})


def test_an_unknown_band_earns_nothing_and_is_said_to_be_unknown() -> None:
    assert reason(Term.BANDS, {}, {"band": 5}) == Reason(Term.BANDS, 0, 100, {"above": None})
    assert reason(Term.BANDS, {"band": 5}, {}).points == 0


@pytest.mark.parametrize(
    ("mentee", "mentor", "points"),
    [
        ({"region": "Wales"}, {"region": "Wales"}, 100),
        ({"region": "Wales"}, {"region": "London"}, 0),
        ({"region": "Wales", "remote": True}, {"region": "London", "remote": True}, 100),
        ({"region": "Wales", "remote": True}, {"region": "London"}, 0),
        ({}, {}, 0),
    ],
)
def test_one_region_or_remote_for_both(mentee: dict[str, Any], mentor: dict[str, Any], points: int) -> None:
    assert reason(Term.PLACE, mentee, mentor).points == points


@pytest.mark.parametrize(("shared", "points"), [(0, 0), (1, 33), (2, 67), (3, 100), (5, 100)])
def test_three_shared_half_days_are_enough(shared: int, points: int) -> None:
    own = frozenset(f"time{n}" for n in range(6))
    said = reason(Term.TIMES, {"times": own}, {"times": frozenset(f"time{n}" for n in range(shared)) | {"other"}})
    assert (said.points, len(said.facts["shared"])) == (points, shared)


def test_words_beyond_the_width_of_a_number_are_told_apart() -> None:
    many = frozenset(f"word{n:03}" for n in range(130))
    assert reason(Term.EXPERIENCES, {"experiences": many}, {"experiences": frozenset({"word129"})}).points == 100
    said = reason(Term.MOTIVATIONS, {"motivations": many}, {"motivations": frozenset({"word000", "word129"})})
    assert said.points == 100
    assert reason(Term.MOTIVATIONS, {"motivations": many}, {"motivations": frozenset({"word100"})}).points == 50


def test_an_experience_counts_only_where_both_named_it() -> None:
    carer = {"experiences": frozenset({"carer"})}
    assert reason(Term.EXPERIENCES, carer, carer).points == 100
    assert reason(Term.EXPERIENCES, carer, {}).points == 0
    assert reason(Term.EXPERIENCES, {}, carer) == Reason(Term.EXPERIENCES, 0, 100, {"shared": [], "said": False})


def test_new_ground_is_a_gap_of_which_no_earlier_conversation_was() -> None:
    gaps = {"python": Gap(0, 2), "sql": Gap(1, 2)}
    mentor = {"skills": {"python": 3, "sql": 1}}
    assert reason(Term.NEW_GROUND, {"gaps": gaps}, mentor).facts == {"skills": ["python"]}
    talked = {"gaps": gaps, "talked_about": frozenset({"python"})}
    assert reason(Term.NEW_GROUND, talked, mentor) == Reason(Term.NEW_GROUND, 0, 100, {"skills": []})
    assert reason(Term.NEW_GROUND, {}, mentor).points == 0


def test_a_shortlist_counts_in_its_order() -> None:
    order = ("quin", "pat", "rob")
    assert reason(Term.SHORTLIST, {"shortlist": order}, {}) == Reason(Term.SHORTLIST, 67, 100, {"rank": 2, "of": 3})
    assert reason(Term.SHORTLIST, {"shortlist": ("quin",)}, {}).facts == {"rank": None, "of": 1}


def test_weights_are_scaled_to_a_hundred_points() -> None:
    assert sum(Weights().out_of_100().values()) == 100
    assert Weights().out_of_100()[Term.GAPS] == 50
    thirds = Weights(**{**ONLY, "gaps": 1, "goal": 1, "bands": 1}).out_of_100()
    assert [thirds[term] for term in (Term.GAPS, Term.GOAL, Term.BANDS)] == [34, 33, 33]
    assert sum(FOR_CONVERSATIONS.out_of_100().values()) == 100


def test_weights_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="not all 0"):
        Weights(**ONLY)
    with pytest.raises(ValueError, match="negative"):
        Weights(gaps=-1)
