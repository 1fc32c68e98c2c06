"""Results of evaluations: people against themselves, and groups too small to show."""

from fellowship.measures import Change, compare, score_of


def test_a_score_needs_half_of_its_items() -> None:
    assert score_of({1: 4, 2: 2}, [1, 2, 3, 4]) == 3
    assert score_of({1: 4}, [1, 2, 3]) is None


def test_only_people_with_both_answers_are_compared() -> None:
    before = {1: 2.0, 2: 3.0, 3: 3.0, 4: 2.0, 5: 4.0, 6: 1.0}
    after = {1: 4.0, 2: 3.0, 3: 5.0, 4: 3.0, 5: 3.0, 7: 5.0}
    found = compare(before, after, asked=8)
    assert (found.asked, found.answered_before, found.answered_after) == (8, 6, 6)
    assert len(found.pairs) == 5 and Change(1.0, 5.0) not in found.pairs
    assert (found.middle_before, found.middle_after, found.middle_change) == (3.0, 3.0, 1.0)
    assert (found.rose, found.fell) == (3, 1)


def test_fewer_than_five_are_not_shown() -> None:
    found = compare(dict.fromkeys(range(4), 1.0), dict.fromkeys(range(9), 2.0), asked=9)
    assert found.pairs == () and found.middle_change is None and found.rose is None
