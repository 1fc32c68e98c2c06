"""Who reads what: even loads, no conflicts, the best fit that costs nobody; against every way on small cases."""

import random
from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from fellowship.solving.reading import MOST_FIT, Reading, assign


def value(asked: Reading, pairs: tuple[tuple[int, int], ...]) -> tuple[int, int, int, int]:
    """(readings not made, squared loads, applications without whom they want, fits not used): the less the better."""
    made = Counter(application for application, _ in [*pairs, *asked.there])
    wanting = {application for application, _ in asked.wanted}
    served = {pair[0] for pair in [*pairs, *asked.there] if pair in asked.wanted}
    missing = sum(max(need - made[application], 0) for application, need in asked.needs.items())
    loads = Counter(asked.loads) + Counter(reviewer for _, reviewer in pairs)
    squares = sum(load**2 for load in loads.values())
    return missing, squares, len(wanting - served), sum(MOST_FIT - asked.fits.get(pair, 0) for pair in pairs)


@st.composite
def small(draw: st.DrawFn) -> Reading:
    applications, reviewers = range(1, draw(st.integers(1, 3)) + 1), range(11, draw(st.integers(11, 13)) + 1)
    pairs = list(product(applications, reviewers))
    return Reading(
        needs={one: draw(st.integers(0, 2)) for one in applications},
        loads={one: draw(st.integers(0, 2)) for one in reviewers},
        barred=draw(st.lists(st.sampled_from(pairs), max_size=3)),
        fits={pair: draw(st.integers(0, MOST_FIT)) for pair in pairs},
        wanted=draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)),
    )


@given(small())
@settings(max_examples=60, deadline=None)
def test_nothing_is_better_than_what_is_found(asked: Reading) -> None:
    found = assign(asked)
    allowed = [
        [pair for reviewer in asked.loads if (pair := (application, reviewer)) not in asked.barred]
        for application in asked.needs
    ]
    ways = [
        [chosen for size in range(need + 1) for chosen in combinations(pairs, size)]
        for pairs, need in zip(allowed, asked.needs.values(), strict=True)
    ]
    best = min(value(asked, tuple(pair for part in way for pair in part)) for way in product(*ways))
    assert value(asked, found.pairs) == best
    assert not set(found.pairs) & set(asked.barred)
    assert sum(found.missing.values()) == best[0]
    assert len(found.lacking) == best[2]


def large(seed: int = 3) -> Reading:
    """450 applications, each read twice, by 60 reviewers with some conflicts and some better fits."""
    lot = random.Random(seed)
    pairs = list(product(range(450), range(1000, 1060)))
    return Reading(
        needs=dict.fromkeys(range(450), 2),
        loads=dict.fromkeys(range(1000, 1060), 0),
        barred=lot.sample(pairs, 1500),
        fits=dict.fromkeys(lot.sample(pairs, 6000), 5),
        wanted=lot.sample(pairs, 3000),
    )


def test_nine_hundred_readings_are_even_within_one_and_free_of_conflicts() -> None:
    asked = large()
    found = assign(asked)
    loads = Counter(reviewer for _, reviewer in found.pairs)
    assert len(found.pairs) == 900 and not found.missing
    assert max(loads.values()) - min(loads.values()) <= 1
    assert not set(found.pairs) & set(asked.barred)
    wanting, free = {one for one, _ in asked.wanted}, set(asked.wanted) - set(asked.barred)
    assert set(found.lacking) == {one for one in wanting if not any(pair[0] == one for pair in free)}


def test_who_knows_a_subject_is_spread_over_those_who_ask_for_it_and_is_not_overworked() -> None:
    asked = Reading(
        needs=dict.fromkeys(range(6), 2), loads={11: 0, 12: 0, 13: 0}, wanted=[(one, 11) for one in range(6)]
    )
    found = assign(asked)
    assert Counter(reviewer for _, reviewer in found.pairs) == {11: 4, 12: 4, 13: 4}
    assert len(found.lacking) == 2


def test_a_reading_there_already_counts_for_whom_an_application_wants() -> None:
    found = assign(
        Reading(needs={1: 2, 2: 1}, loads={11: 3, 12: 1}, there=[(1, 11)], wanted=[(1, 11), (1, 12), (2, 12)])
    )
    assert found.lacking == () and (1, 12) in found.pairs


def test_the_order_of_what_is_given_does_not_matter() -> None:
    asked = large(5)
    lot = random.Random(1)
    mixed = Reading(
        needs=dict(lot.sample(sorted(asked.needs.items()), len(asked.needs))),
        loads=dict(lot.sample(sorted(asked.loads.items()), len(asked.loads))),
        barred=lot.sample(sorted(asked.barred), len(asked.barred)),
        fits=dict(lot.sample(sorted(asked.fits.items()), len(asked.fits))),
        wanted=lot.sample(sorted(asked.wanted), len(asked.wanted)),
    )
    assert assign(asked) == assign(mixed)


def test_what_is_read_already_stays_and_counts() -> None:
    found = assign(Reading(needs={1: 2, 2: 2}, loads={11: 1, 12: 0, 13: 0}, there=[(1, 11)]))
    assert len(found.pairs) == 3 and (1, 11) not in found.pairs
    assert Counter(reviewer for _, reviewer in found.pairs)[11] <= 1


def test_nobody_reads_more_than_they_offer_and_what_nobody_may_read_is_said() -> None:
    found = assign(Reading(needs={1: 2, 2: 1}, loads={11: 0, 12: 0}, barred=[(1, 12)], most={11: 1}))
    assert found.missing == {1: 1}
    assert found.pairs == ((1, 11), (2, 12))


def test_where_there_is_nothing_to_read_nobody_reads() -> None:
    found = assign(Reading(needs={}, loads={11: 0, 12: 3}))
    assert (found.pairs, found.missing, found.lacking) == ((), {}, ())
