"""Learning sets: no colleagues together, sizes alike, mixed as well as can be."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fellowship.solving.learning_sets import (
    DoesNotDivide,
    Facilitator,
    Member,
    NoSetsFit,
    TooFewForASet,
    TooManyOfOneEmployer,
    divide,
    how_many_sets,
    imbalance,
)


def cohort(count: int, seed: int = 1) -> list[Member]:
    lot = random.Random(seed)
    professions = ["nurse", "doctor", "pharmacist", "analyst", "manager", ""]
    regions = ["North", "South", "East", "West", "London"]
    return [Member(one, f"Trust {one % 17}", lot.choice(professions), lot.choice(regions)) for one in range(count)]


def test_sixty_fellows_are_divided_within_the_rules_and_as_mixed_as_can_be() -> None:
    people = cohort(60)
    leaders = [Facilitator(1000 + one, f"Trust {one}", most=2) for one in range(6)]
    found = divide(people, leaders)
    of = {person.id: person for person in people}
    assert sorted(member for one in found.sets for member in one.members) == sorted(of)
    assert {len(one.members) for one in found.sets} == {6}
    for one in found.sets:
        assert len({of[member].employer for member in one.members}) == len(one.members)
        assert one.facilitator is not None
        assert f"Trust {one.facilitator - 1000}" not in {of[member].employer for member in one.members}
    assert max(Counter(one.facilitator for one in found.sets).values()) <= 2
    assert found.imbalance == imbalance([[of[member] for member in one.members] for one in found.sets]) == found.bound


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 1)), min_size=10, max_size=10))
@settings(max_examples=25, deadline=None)
def test_no_division_in_two_is_better_mixed(traits: list[tuple[int, int, int]]) -> None:
    people = [Member(place, f"E{e}", f"P{p}", f"R{r}") for place, (e, p, r) in enumerate(traits)]
    apart = Counter(person.employer for person in people)
    if max(apart.values()) > 2:
        with pytest.raises(TooManyOfOneEmployer):
            divide(people, count=2)
        return
    offs = []
    for chosen in combinations(people, 5):
        rest = [person for person in people if person not in chosen]
        if all(len({person.employer for person in half}) == 5 for half in (chosen, rest)):
            offs.append(imbalance([chosen, rest]))
    assert divide(people, count=2).imbalance == min(offs)


def test_the_order_of_people_does_not_matter() -> None:
    people = cohort(30)
    assert divide(people) == divide(random.Random(4).sample(people, len(people)))


def test_who_is_kept_stays() -> None:
    people = cohort(12)
    found = divide(people, kept={0: 1, 1: 1, 2: 0})
    assert {0, 1} <= set(found.sets[1].members) and 2 in found.sets[0].members


def test_colleagues_cannot_be_kept_together() -> None:
    with pytest.raises(NoSetsFit):
        divide(cohort(34), kept={0: 1, 17: 1})


@pytest.mark.parametrize(("people", "sets"), [(5, 1), (8, 1), (10, 2), (24, 4), (30, 5), (60, 10), (500, 83)])
def test_the_usual_number_of_sets(people: int, sets: int) -> None:
    assert how_many_sets(people) == sets


def test_too_few_people_or_sets_that_do_not_divide_are_refused_in_words() -> None:
    with pytest.raises(TooFewForASet):
        divide(cohort(4))
    with pytest.raises(DoesNotDivide):
        divide(cohort(9))
    with pytest.raises(DoesNotDivide):
        divide(cohort(12), count=3)
