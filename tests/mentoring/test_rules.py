"""Each rule that keeps two people apart, by an example of its own."""

import pytest

from mentoring.engine import Bar, Fixed, Mentee, Mentor, Rule
from mentoring.engine.rules import BITS, Rules


def against(mentee: Mentee, mentor: Mentor, bars: tuple[Bar, ...] = (), fixed: tuple[Fixed, ...] = ()) -> set[Rule]:
    bits = int(Rules([mentee], [mentor], bars, fixed).of(0)[0])
    return {rule for rule, bit in BITS.items() if bits & bit}


def test_nothing_keeps_strangers_apart() -> None:
    assert against(Mentee(id="ann"), Mentor(id="pat")) == set()


def test_nobody_mentors_themselves() -> None:
    assert against(Mentee(id="ann"), Mentor(id="ann")) == {Rule.SAME_PERSON}


def test_nobody_mentors_whom_they_manage_or_are_managed_by_however_far_up() -> None:
    assert against(Mentee(id="ann", managers=("bob", "pat")), Mentor(id="pat")) == {Rule.LINE_MANAGEMENT}
    assert against(Mentee(id="ann"), Mentor(id="pat", managers=("bob", "ann"))) == {Rule.LINE_MANAGEMENT}
    assert against(Mentee(id="ann", managers=("bob",)), Mentor(id="pat", managers=("bob",))) == set()


@pytest.mark.parametrize(("mentee_asks", "mentor_asks"), [(True, False), (False, True), (True, True), (False, False)])
def test_one_organisation_keeps_apart_where_either_asked_for_another(mentee_asks: bool, mentor_asks: bool) -> None:
    mentee = Mentee(id="ann", organisation="north", other_organisation=mentee_asks)
    mentor = Mentor(id="pat", organisation="north", other_organisation=mentor_asks)
    assert (against(mentee, mentor) == {Rule.SAME_ORGANISATION}) == (mentee_asks or mentor_asks)


def test_an_organisation_that_is_not_known_is_not_the_same() -> None:
    asks = {"other_organisation": True}
    assert against(Mentee(id="ann", **asks), Mentor(id="pat", **asks)) == set()
    assert against(Mentee(id="ann", organisation="north", **asks), Mentor(id="pat", **asks)) == set()


def test_formats_keep_apart_where_none_is_shared_and_both_named_some() -> None:
    ongoing, single = frozenset({"ongoing"}), frozenset({"one-off"})
    assert against(Mentee(id="ann", formats=ongoing), Mentor(id="pat", formats=single)) == {Rule.FORMAT}
    assert against(Mentee(id="ann", formats=ongoing), Mentor(id="pat", formats=ongoing | single)) == set()
    assert against(Mentee(id="ann", formats=ongoing), Mentor(id="pat")) == set()
    assert against(Mentee(id="ann"), Mentor(id="pat", formats=single)) == set()


@pytest.mark.parametrize("why", [Rule.DECLINED, Rule.MET, Rule.VETO, Rule.NOT_THESE_TWO])
def test_bars_keep_their_two_apart_and_nobody_else(why: Rule) -> None:
    bars = (Bar("ann", "pat", why), Bar("bob", "quin", why))
    assert against(Mentee(id="ann"), Mentor(id="pat"), bars) == {why}
    assert against(Mentee(id="pat"), Mentor(id="ann"), bars) == set()


def test_a_pair_that_stands_is_not_made_again() -> None:
    assert against(Mentee(id="ann"), Mentor(id="pat"), fixed=(Fixed("ann", "pat", False),)) == {Rule.PAIRED}


def test_several_rules_may_stand_in_the_way_and_those_of_one_mentee_are_not_anothers() -> None:
    first = Mentee(id="ann", organisation="north", other_organisation=True, managers=("pat",))
    second = Mentee(id="bob", organisation="north", other_organisation=True)
    rules = Rules([first, second], [Mentor(id="pat", organisation="north")], (), ())
    both = BITS[Rule.SAME_ORGANISATION] | BITS[Rule.LINE_MANAGEMENT]
    assert [int(rules.of(0)[0]), int(rules.of(1)[0])] == [both, BITS[Rule.SAME_ORGANISATION]]
