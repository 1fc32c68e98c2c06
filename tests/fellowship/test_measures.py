"""Results of evaluations: people against themselves, and small numbers that nobody can work out."""

from hypothesis import given
from hypothesis import strategies as st

from fellowship.measures import SMALLEST, Change, compare, hide_small, score_of


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


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 12), max_size=7))
def test_no_small_count_is_shown_nor_follows_from_the_total(counts: dict[str, int]) -> None:
    shown = hide_small(counts)
    assert shown.keys() == counts.keys()
    hidden = [counts[word] for word, count in shown.items() if count is None]
    for word, count in shown.items():
        assert count is None or (count == counts[word] and (count == 0 or count >= SMALLEST))
    unknown = sum(counts.values()) - sum(count or 0 for count in shown.values())
    if any(0 < count < SMALLEST for count in counts.values()) and len(counts) > 1:
        assert len(hidden) >= 2
        assert unknown >= SMALLEST or len(hidden) == len(counts)


def test_large_counts_are_all_shown() -> None:
    assert hide_small({"a": 5, "b": 0, "c": 70}) == {"a": 5, "b": 0, "c": 70}


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hide_small({"a": 2, "b": 9, "c": 70}) == {"a": None, "b": None, "c": 70}
