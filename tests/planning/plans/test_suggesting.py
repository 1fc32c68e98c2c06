"""The rule of suggestions, against every other choice there is."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.plans.suggesting import HOURS_AT_WORK, Chosen, Offer, Short, fewest, suggest

SKILLS = range(5)


@st.composite
def _shorts(draw: st.DrawFn) -> list[Short]:
    found = []
    for skill in draw(st.sets(st.sampled_from(SKILLS), min_size=1)):
        need = draw(st.integers(1, 4))
        found.append(Short(skill, draw(st.integers(0, need - 1)), need))
    return found


def _offers(hours: int = 9) -> st.SearchStrategy[list[Offer]]:
    offer = st.builds(
        Offer,
        name=st.sampled_from("abcdefg"),
        reaches=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 4)),
        unknowns=st.integers(0, 2),
        cost=st.integers(0, 3),
        hours=st.integers(1, hours),
    )
    return st.lists(offer, max_size=6)


def _closed(shorts: list[Short], offers: list[Offer]) -> int:
    """Levels closed by all of these courses together, counted one by one."""
    return sum(
        any(short.have < level <= offer.reaches.get(short.skill, 0) for offer in offers)
        for short in shorts
        for level in range(short.have + 1, short.need + 1)
    )


@given(_shorts(), _offers())
def test_no_fewer_courses_close_as_much_and_no_equally_few_are_dearer(shorts: list[Short], offers: list[Offer]) -> None:
    chosen = fewest(shorts, offers)
    most = _closed(shorts, offers)
    assert _closed(shorts, [offers[one] for one in chosen]) == most

    def price(some: tuple[int, ...]) -> tuple[int, ...]:
        of = [offers[one] for one in some]
        return (
            len(some), sum(one.unknowns for one in of), sum(one.cost for one in of), sum(one.hours for one in of),
        )  # fmt: skip

    every = [some for size in range(len(offers) + 1) for some in combinations(range(len(offers)), size)]
    best = min(price(some) for some in every if _closed(shorts, [offers[one] for one in some]) == most)
    assert price(chosen) == best


@given(_shorts(), _offers(), st.integers(9, 20))
def test_what_is_suggested_is_never_empty_and_keeps_to_the_hours(
    shorts: list[Short], offers: list[Offer], hours: int
) -> None:
    chosen = suggest(shorts, offers, hours=hours)
    assert chosen and chosen[0].now, "there is always something to begin with"
    assert sum(one.hours for one in chosen if one.now) <= hours
    assert all(one.closes > 0 and one.skills for one in chosen)
    assert [one.now for one in chosen] == sorted((one.now for one in chosen), reverse=True)
    for horizon in (True, False):
        closes = [one.closes for one in chosen if one.now is horizon]
        assert closes == sorted(closes, reverse=True), "what closes most comes first"


@given(_shorts(), _offers())
def test_every_skill_still_short_has_one_thing_to_do_at_work(shorts: list[Short], offers: list[Offer]) -> None:
    chosen = suggest(shorts, offers, hours=9)
    taken = [offers[one.offer] for one in chosen if one.offer is not None]
    short = {one.skill for one in shorts if max([one.have, *(o.reaches.get(one.skill, 0) for o in taken)]) < one.need}
    at_work = [one for one in chosen if one.offer is None]
    assert sorted(skill for one in at_work for skill in one.skills) == sorted(short)
    assert sum(one.closes for one in chosen) == _closed(shorts, offers) + len(short)


@given(_shorts(), _offers(), st.randoms())
def test_the_order_of_the_catalogue_decides_nothing(shorts: list[Short], offers: list[Offer], random: object) -> None:
    offers = [
        Offer(f"{place} {one.name}", one.reaches, one.unknowns, one.cost, one.hours) for place, one in enumerate(offers)
    ]
    mixed = list(offers)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    def names(of: list[Offer]) -> list[str]:
        return [
            of[one.offer].name if one.offer is not None else f"work {one.skills}"
            for one in suggest(shorts, of, hours=9)
        ]

    assert names(offers) == names(mixed)


def test_two_courses_are_found_where_taking_the_largest_first_would_need_three() -> None:
    a, b, c, d, e, f = range(6)
    shorts = [Short(skill, 0, 1) for skill in range(6)]
    sets = {"large": (a, b, c, d), "left": (a, b, e), "right": (c, d, f)}
    offers = [Offer(name, dict.fromkeys(skills, 1)) for name, skills in sets.items()]
    assert [offers[one].name for one in fewest(shorts, offers)] == ["left", "right"]


def test_equally_good_courses_are_told_apart_by_certainty_cost_hours_and_name() -> None:
    short = [Short(1, 0, 2)]
    reaches = {1: 2}
    offers = [
        Offer("b", reaches), Offer("a", reaches, hours=2), Offer("a", reaches, cost=1), Offer("a", reaches, unknowns=1),
    ]  # fmt: skip
    while len(offers) > 1:
        assert fewest(short, offers) == (0,)
        offers.pop(0)
    assert fewest(short, [Offer("b", reaches), Offer("a", reaches)]) == (1,)


def test_a_course_for_one_level_goes_on_at_work() -> None:
    (course, work) = suggest([Short(7, 1, 4)], [Offer("one level", {7: 2})], hours=2)
    assert (course.offer, course.skills, course.closes) == (0, (7,), 1)
    assert work == Chosen(None, (7,), 1, HOURS_AT_WORK, now=True)


def test_a_course_that_takes_too_many_hours_may_not_be_offered() -> None:
    with pytest.raises(ValueError, match="more hours"):
        suggest([Short(1, 0, 1)], [Offer("long", {1: 1}, hours=3)], hours=2)
