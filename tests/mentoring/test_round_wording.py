"""Sentences about whom a draft leaves: exact in number, and with every rule and step the engine knows."""

import pytest

from mentoring.engine import Cause, Fault, Misfit, Rule, Step
from mentoring.rounds.wording import CAUSES, RULES, listed, misfit_words, what_would_help, why_left

NAMES = {"1": "Ada", "2": "Bo"}


def test_every_rule_and_cause_of_the_engine_has_words() -> None:
    assert set(RULES) == set(Rule)
    assert set(CAUSES) == set(Cause)


def test_why_somebody_is_left_is_said_with_numbers_the_commonest_first() -> None:
    facts = {"allowed": 0, "places": 0, "barred": {"declined": 1, "same_organisation": 7}, "changes": []}
    assert why_left("no_one_allowed", facts, 8) == [
        "No mentor may be matched with them.",
        "7 of 8 mentors: each works for the same organisation.",
        "1 mentor of 8 declined them before.",
    ]
    facts = {"allowed": 1, "places": 2, "barred": {}, "changes": []}
    assert why_left("all_taken", facts, 8) == [
        "1 mentor may be matched with them, and all of their 2 places went to others."
    ]
    assert why_left("no_mentors", {"barred": {}}, 0) == ["The round has no mentors."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"step": Step.ONE_MORE_PLACE, "count": 3, "mentors": ["1", "2"], "points": 61, "rule": None},
            "One more place with Ada, Bo or 1 other. The best of them would score 61.",
        ),
        (
            {"step": Step.LOWER_FLOOR, "count": 1, "mentors": ["2"], "points": 38, "rule": "floor"},
            "A lowest score of 38 or less: then Bo could take them.",
        ),
        (
            {"step": Step.LOWER_FLOOR, "count": 1, "mentors": ["2"], "points": 0, "rule": "floor"},
            "No lowest score: then Bo could take them.",
        ),
        (
            {"step": Step.LIFT_RULE, "count": 1, "mentors": ["1"], "points": None, "rule": "same_organisation"},
            "An exception for Ada, who has a place and works for the same organisation.",
        ),
    ],
)
def test_what_would_help_names_who_and_how(change: dict[str, object], sentence: str) -> None:
    assert what_would_help([change], NAMES.__getitem__) == [sentence]


def test_where_nothing_in_the_round_would_help_that_is_said() -> None:
    assert what_would_help([], NAMES.__getitem__) == ["Only other mentors would help."]


@pytest.mark.parametrize("fault", list(Fault))
def test_each_pin_that_cannot_stand_is_told_with_both_names(fault: Fault) -> None:
    words = misfit_words(Misfit("1", "2", fault, Rule.VETO if fault is Fault.BARRED else None), "Kim", "Ada")
    assert words.startswith("Kim cannot be put together with Ada: ")


def test_lists_of_words_read_like_sentences() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or"), listed([])] == [
        "a",
        "a and b",
        "a, b or c",
        "",
    ]
