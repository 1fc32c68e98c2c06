"""Whole rounds: against the rules word by word and an integer program, and what an admin relies on by examples."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from benchmarks.mentoring_people import PeerRules, peer_people, portal_people
from mentoring.engine import (
    Aim,
    Bar,
    Draft,
    Fault,
    Fixed,
    Gap,
    Given,
    Mentee,
    Mentor,
    Misfit,
    PinsDoNotFit,
    Round,
    RoundIsTooLarge,
    Rule,
    Stage,
    find_pairs,
    finding,
)
from tests.mentoring import rounds as examples
from tests.mentoring.by_definition import problem_of
from tests.mentoring.exact import best_values
from tests.mentoring.problems import values_of
from tests.mentoring.rounds import chosen

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def found(asked: Round) -> Draft:
    """The draft, once pins that do not fit are left out."""
    try:
        return find_pairs(asked)
    except PinsDoNotFit:
        return find_pairs(replace(asked, fixed=[pair for pair in asked.fixed if not pair.is_pin]))


@given(examples.rounds())
@SLOW
def test_a_round_is_solved_as_its_rules_say(asked: Round) -> None:
    try:
        draft = find_pairs(asked)
    except PinsDoNotFit:
        assume(False)
    places = {one.id: at for at, one in enumerate(sorted(asked.mentees, key=lambda one: one.id))}
    others = {one.id: at for at, one in enumerate(sorted(asked.mentors, key=lambda one: one.id))}
    new = [(places[pair.mentee], others[pair.mentor]) for pair in draft.pairs if not pair.is_pin]
    assert len(new) == len(set(new)), "the same pair twice"
    problem = problem_of(asked)
    assert values_of(problem, set(new)) == best_values(problem)
    for pair in draft.pairs:
        if not pair.is_pin:
            assert pair.points == problem.points[places[pair.mentee], others[pair.mentor]]


@given(examples.rounds())
@SLOW
def test_the_points_of_reasons_add_up_and_each_stays_below_its_most(asked: Round) -> None:
    draft = found(asked)
    for pair in draft.pairs:
        if pair.points is not None:
            assert pair.points == sum(reason.points for reason in pair.reasons)
            assert all(0 <= reason.points <= reason.of for reason in pair.reasons)
            assert sum(reason.of for reason in pair.reasons) == draft.best == 100


@given(examples.rounds())
@SLOW
def test_loads_and_those_left_out_are_counted(asked: Round) -> None:
    draft = found(asked)
    loads = {load.mentor: load for load in draft.loads}
    assert sum(load.found + load.pinned for load in draft.loads) == len(draft.pairs)
    for load in draft.loads:
        assert load.found == 0 or load.live + load.pinned + load.found <= load.places
    live = {(pair.mentee, pair.mentor) for pair in asked.fixed if not pair.is_pin}
    unmet = {one.mentee: one for one in draft.unmet}
    for mentee in asked.mentees:
        has = sum(pair[0] == mentee.id for pair in live | chosen(draft))
        assert (mentee.id in unmet) == (has < mentee.wanted)
        if mentee.id in unmet:
            assert (unmet[mentee.id].has, unmet[mentee.id].wanted) == (has, mentee.wanted)
    assert set(loads) == {mentor.id for mentor in asked.mentors}


@pytest.mark.parametrize("peer", [True, False])
def test_twenty_orders_of_rows_give_one_answer(peer: bool) -> None:
    """Of the peer's people many are alike, so there are ties everywhere."""
    asked = peer_round(150, 150, 3) if peer else Round(**people(150, 150))
    first = find_pairs(asked)
    shuffler = random.Random(4)
    for _ in range(20):
        mixed = replace(asked, mentees=shuffled(asked.mentees, shuffler), mentors=shuffled(asked.mentors, shuffler))
        assert find_pairs(mixed) == first


def test_bars_and_fixed_pairs_may_come_in_any_order() -> None:
    scores = {f"{mentee} {mentor}": 50 for mentee in "abcd" for mentor in "wxyz"}
    fixed = [Fixed("a", "w", True), Fixed("b", "x", False)]
    bars = [Bar("c", "y", Rule.MET), Bar("d", "z", Rule.VETO), Bar("c", "z", Rule.DECLINED)]
    first = find_pairs(examples.given(scores, fixed=fixed, bars=bars))
    assert find_pairs(examples.given(scores, fixed=fixed[::-1], bars=bars[::-1])) == first


def people(mentees: int, mentors: int) -> dict[str, object]:
    one, other = portal_people(mentees, mentors, wanted=2, places=2, seed=9)
    return {"mentees": one, "mentors": other}


def peer_round(mentees: int, mentors: int, wanted: int) -> Round:
    one, other = peer_people(mentees, mentors, wanted=wanted, seed=1)
    return Round(mentees=one, mentors=other, scheme=PeerRules())


def shuffled(rows: object, shuffler: random.Random) -> list:
    return shuffler.sample(list(rows), len(rows))  # type: ignore[call-overload, arg-type]


def test_live_pairs_are_not_touched_and_take_their_places() -> None:
    asked = examples.given({"ann pat": 10, "bob pat": 99}, fixed=[Fixed("ann", "pat", False)])
    draft = find_pairs(asked)
    assert chosen(draft) == set()
    assert [one.mentee for one in draft.unmet] == ["bob"]
    assert (draft.loads[0].live, draft.loads[0].found) == (1, 0)


def test_a_mentor_with_fewer_places_than_live_pairs_keeps_them_and_gets_nobody() -> None:
    asked = examples.given(
        {"ann pat": 10, "bob pat": 99, "cat pat": 99},
        mentors=[Mentor(id="pat", places=1)],
        fixed=[Fixed("ann", "pat", False), Fixed("bob", "pat", False)],
    )
    assert chosen(find_pairs(asked)) == set()


def test_a_pin_stands_and_all_else_is_best_around_it() -> None:
    scores = {"ann pat": 90, "ann quin": 20, "bob pat": 80, "bob quin": 70}
    assert chosen(find_pairs(examples.given(scores))) == {("ann", "pat"), ("bob", "quin")}
    draft = find_pairs(examples.given(scores, fixed=[Fixed("ann", "quin", True)]))
    assert chosen(draft) == {("ann", "quin"), ("bob", "pat")}
    assert [pair.is_pin for pair in draft.pairs] == [True, False]


def test_a_pin_may_be_below_the_floor_or_without_a_score() -> None:
    asked = examples.given({"ann pat": 10, "bob quin": 90}, floor=40, fixed=[Fixed("ann", "quin", True)])
    draft = find_pairs(asked)
    assert [(pair.mentee, pair.points, pair.reasons) for pair in draft.pairs] == [("ann", None, ())]
    low = find_pairs(examples.given({"ann pat": 10}, floor=40, fixed=[Fixed("ann", "pat", True)]))
    assert [pair.points for pair in low.pairs] == [10]


def test_pins_that_cannot_stand_are_all_named() -> None:
    asked = Round(
        mentees=[Mentee(id="ann"), Mentee(id="bob"), Mentee(id="cat"), Mentee(id="pat", wanted=0)],
        mentors=[Mentor(id="pat", places=3), Mentor(id="quin", places=1), Mentor(id="rob", places=2)],
        fixed=[
            Fixed("ann", "pat", True),
            Fixed("ann", "rob", True),  # ann wants one
            Fixed("bob", "quin", True),
            Fixed("cat", "quin", True),  # quin has one place
            Fixed("dan", "pat", True),  # who is dan
            Fixed("pat", "pat", True),
        ],
    )
    with pytest.raises(PinsDoNotFit) as refused:
        find_pairs(asked)
    assert refused.value.misfits == (
        Misfit("ann", "pat", Fault.NOT_WANTED),
        Misfit("ann", "rob", Fault.NOT_WANTED),
        Misfit("bob", "quin", Fault.NO_PLACE),
        Misfit("cat", "quin", Fault.NO_PLACE),
        Misfit("dan", "pat", Fault.UNKNOWN),
        Misfit("pat", "pat", Fault.BARRED, Rule.SAME_PERSON),
    )


def test_a_pin_of_two_whom_a_rule_keeps_apart_is_refused_with_the_rule() -> None:
    asked = examples.given({"ann pat": 10}, fixed=[Fixed("ann", "pat", True)], bars=[Bar("ann", "pat", Rule.DECLINED)])
    with pytest.raises(PinsDoNotFit) as refused:
        find_pairs(asked)
    assert refused.value.misfits == (Misfit("ann", "pat", Fault.BARRED, Rule.DECLINED),)


def test_a_pin_given_twice_and_a_pin_of_a_live_pair_take_one_place() -> None:
    twice = examples.given({"ann pat": 10}, fixed=[Fixed("ann", "pat", True), Fixed("ann", "pat", True)])
    assert len(find_pairs(twice).pairs) == 1
    live = examples.given({"ann pat": 10}, fixed=[Fixed("ann", "pat", True), Fixed("ann", "pat", False)])
    assert find_pairs(live).pairs == ()


def test_waits_count_up_to_fifteen_weeks() -> None:
    def who_is_matched(weeks_of_ann: int, weeks_of_bob: int) -> str:
        mentees = [Mentee(id="ann", weeks=weeks_of_ann), Mentee(id="bob", weeks=weeks_of_bob)]
        ((mentee, _),) = chosen(find_pairs(examples.given({"ann pat": 50, "bob pat": 50}, mentees=mentees)))
        return mentee

    assert (who_is_matched(15, 14), who_is_matched(14, 15)) == ("ann", "bob")
    assert who_is_matched(15, 90) == who_is_matched(90, 15) == who_is_matched(15, 15)


def test_nobody_is_matched_below_the_floor() -> None:
    assert chosen(find_pairs(examples.given({"ann pat": 39, "bob quin": 40}, floor=40))) == {("bob", "quin")}


def test_the_summary_counts_people_points_and_the_pair_that_fits_least() -> None:
    asked = examples.given(
        {"ann pat": 90, "ann quin": 50, "bob pat": 60},
        mentees=[Mentee(id="ann", wanted=2), Mentee(id="bob"), Mentee(id="cat")],
        mentors=[Mentor(id="pat", places=2), Mentor(id="quin")],
    )
    draft = find_pairs(asked)
    assert (draft.met, draft.total, draft.lowest, draft.possible) == ((2, 1), 200, 50, 3)
    assert {aim: (bound.value, bound.bound) for aim, bound in draft.bounds.items()}[Aim.POINTS] == (4200, 4200)


def test_progress_is_told_in_stages_and_never_goes_back() -> None:
    heard: list[tuple[Stage, int]] = []
    find_pairs(Round(**people(150, 150)), lambda stage, percent: heard.append((stage, percent)))  # type: ignore[arg-type]
    assert list(dict.fromkeys(stage for stage, _ in heard)) == list(Stage)
    percents = [percent for _, percent in heard]
    assert percents == sorted(percents)
    assert percents[0] == 0
    assert percents[-1] < 100


def test_progress_may_end_the_work_at_each_stage() -> None:
    class Cancelled(Exception):
        pass

    for ending in Stage:

        def cancel(stage: Stage, percent: int, ending: Stage = ending) -> None:
            if stage is ending:
                raise Cancelled

        with pytest.raises(Cancelled):
            find_pairs(Round(**people(20, 5)), cancel)  # type: ignore[arg-type]


def test_the_hash_of_inputs_knows_every_change_and_no_order() -> None:
    asked = Round(**people(5, 5))  # type: ignore[arg-type]
    same = replace(asked, mentees=asked.mentees[::-1])
    assert find_pairs(same).inputs == find_pairs(asked).inputs
    first = asked.mentees[0]
    changes = [
        replace(asked, floor=1),
        replace(asked, mentees=[replace(first, weeks=first.weeks + 1), *asked.mentees[1:]]),
        replace(asked, mentees=[replace(first, gaps={**first.gaps, "new": Gap(0, 1)}), *asked.mentees[1:]]),
        replace(asked, mentors=asked.mentors[1:]),
        replace(asked, bars=[Bar("mentee00000", "mentor00000", Rule.MET)]),
        replace(asked, bars=[Bar("mentee00000", "mentor00000", Rule.VETO)]),
        replace(asked, scheme=Given({}, 100)),
    ]
    assert len({find_pairs(one).inputs for one in [asked, *changes]}) == 1 + len(changes)


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        find_pairs(Round(mentees=[Mentee(id="a"), Mentee(id="a")], mentors=[]))


def test_a_round_too_large_for_memory_is_refused_before_anything_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_PAIRS", 3)
    with pytest.raises(RoundIsTooLarge, match="Split it"):
        find_pairs(Round(mentees=[Mentee(id="a"), Mentee(id="b")], mentors=[Mentor(id="c"), Mentor(id="d")]))


def test_a_round_without_anyone() -> None:
    draft = find_pairs(Round(mentees=[], mentors=[]))
    assert (draft.pairs, draft.unmet, draft.met, draft.lowest) == ((), (), (), None)


def test_given_scores_must_be_within_their_range() -> None:
    for scores, best in (({("a", "b"): 101}, 100), ({("a", "b"): -1}, 100), ({}, 0), ({}, 32_001)):
        with pytest.raises(ValueError, match="core"):
            Given(scores, best)
