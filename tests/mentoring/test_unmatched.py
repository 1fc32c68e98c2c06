"""Why someone is left, and that what is said to change it does."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from mentoring.engine import (
    Bar,
    Cause,
    Change,
    Draft,
    Fixed,
    Mentee,
    Mentor,
    PinsDoNotFit,
    Round,
    Rule,
    Step,
    Unmet,
    find_pairs,
)
from tests.mentoring import rounds as examples


def met(draft: Draft) -> int:
    return sum(draft.met)


def left_out(asked: Round) -> Unmet:
    (unmet,) = find_pairs(asked).unmet
    return unmet


@given(examples.rounds())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_step_that_is_said_to_be_enough_is_enough(asked: Round) -> None:
    try:
        draft = find_pairs(asked)
    except PinsDoNotFit:
        assume(False)
    for unmet in draft.unmet:
        for change in unmet.changes:
            for mentor in change.mentors:
                after = carried_out(asked, unmet, change, mentor)
                if after is not None:
                    assert met(find_pairs(after)) > met(draft), (unmet, change, mentor)


@given(examples.rounds())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_where_places_are_short_every_place_of_an_allowed_mentor_is_taken(asked: Round) -> None:
    try:
        draft = find_pairs(asked)
    except PinsDoNotFit:
        assume(False)
    places = {mentor.id: mentor.places for mentor in asked.mentors}
    used = {load.mentor: load.live + load.pinned + load.found for load in draft.loads}
    for unmet in draft.unmet:
        assert (unmet.cause is Cause.ALL_TAKEN) == (unmet.allowed > 0)
        for change in unmet.changes:
            if change.step is Step.ONE_MORE_PLACE:
                assert all(used[mentor] == places[mentor] for mentor in change.mentors)
            else:
                assert all(used[mentor] < places[mentor] for mentor in change.mentors)


def carried_out(asked: Round, unmet: Unmet, change: Change, mentor: str) -> Round | None:
    """The round with one step taken; None for rules that follow from who people are."""
    if change.step is Step.ONE_MORE_PLACE:
        mentors = [replace(one, places=one.places + (one.id == mentor)) for one in asked.mentors]
        return replace(asked, mentors=mentors)
    if change.step is Step.LOWER_FLOOR:
        return replace(asked, floor=0)
    if change.rule in {bar.why for bar in asked.bars}:
        lifted = Bar(unmet.mentee, mentor, change.rule)
        return replace(asked, bars=[bar for bar in asked.bars if bar != lifted])
    if change.rule is Rule.FORMAT:
        mentees = [replace(one, formats=frozenset()) if one.id == unmet.mentee else one for one in asked.mentees]
        return replace(asked, mentees=mentees)
    return None


def test_whose_mentors_are_all_taken_hears_how_many_and_where_one_more_place_would_help() -> None:
    asked = examples.given(
        {"ann pat": 90, "ann quin": 80, "bob pat": 70, "bob quin": 75, "cat pat": 10, "cat quin": 20},
        mentors=[Mentor(id="pat"), Mentor(id="quin"), Mentor(id="rob", places=4)],
    )
    assert left_out(asked) == Unmet(
        mentee="cat",
        has=0,
        wanted=1,
        cause=Cause.ALL_TAKEN,
        allowed=2,
        places=2,
        barred={Rule.NOT_SCORED: 1},
        changes=(Change(Step.ONE_MORE_PLACE, 2, ("quin", "pat"), 20),),
    )


def test_whom_nobody_may_meet_hears_which_rules_stand_in_the_way() -> None:
    scores = {"ann pat": 90, "ann quin": 30, "ann rob": 20, "ann ann": 99, "ann sam": 60}
    asked = examples.given(
        scores,
        floor=40,
        bars=[Bar("ann", "pat", Rule.DECLINED), Bar("ann", "rob", Rule.MET), Bar("ann", "sam", Rule.DECLINED)],
    )
    assert left_out(asked) == Unmet(
        mentee="ann",
        has=0,
        wanted=1,
        cause=Cause.NO_ONE_ALLOWED,
        allowed=0,
        places=0,
        barred={Rule.SAME_PERSON: 1, Rule.DECLINED: 2, Rule.MET: 1, Rule.FLOOR: 2},
        changes=(
            Change(Step.LIFT_RULE, 2, ("pat", "sam"), 90, Rule.DECLINED),
            Change(Step.LOWER_FLOOR, 1, ("quin",), 30, Rule.FLOOR),
        ),
    )


def test_a_rule_is_no_way_out_where_the_mentor_has_no_place() -> None:
    asked = examples.given({"ann pat": 90, "bob pat": 80}, bars=[Bar("ann", "pat", Rule.VETO)])
    assert left_out(asked).changes == ()


def test_a_mentor_with_more_pairs_than_places_is_no_way_out() -> None:
    asked = examples.given(
        {"ann pat": 90},
        mentors=[Mentor(id="pat", places=1)],
        fixed=[Fixed("x", "pat", False), Fixed("y", "pat", False)],
    )
    assert (left_out(asked).cause, left_out(asked).changes) == (Cause.ALL_TAKEN, ())


def test_who_has_one_mentor_of_two_hears_of_the_others_only() -> None:
    asked = examples.given({"ann pat": 90}, mentees=[Mentee(id="ann", wanted=2)], mentors=[Mentor(id="pat", places=2)])
    unmet = left_out(asked)
    assert (unmet.has, unmet.wanted, unmet.cause, unmet.allowed, unmet.barred) == (1, 2, Cause.NO_ONE_ALLOWED, 0, {})


def test_a_round_without_mentors_says_so() -> None:
    assert left_out(Round(mentees=[Mentee(id="ann")], mentors=[])).cause is Cause.NO_MENTORS
