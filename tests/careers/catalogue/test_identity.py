"""Who is who between names in a file and stored rows."""

from dataclasses import dataclass
from typing import Any

import pytest

from careers.catalogue.identity import Renames, Wanted, free_slug, match, name_key


@dataclass
class Stored:
    pk: int
    name: str
    slug: str
    owner: Any = None
    retired_at: Any = None


def found(names: list[Any], rows: list[Stored], **how: Any) -> dict[str, int]:
    """The pk that each name finds."""
    wanted = [name if isinstance(name, Wanted) else Wanted(name) for name in names]
    return {wanted[index].name: row.pk for index, row in match(wanted, rows, **how).items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [("User focus", "user  Focus"), ("Bakers’ hall", "Bakers' hall"), ("A – B", "A - B"), ("ﬁne", "fine"), ("x ", "x")],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_suffix_in_brackets_makes_another_name() -> None:
    assert name_key("User focus") != name_key("User focus (content design)")


def test_names_come_before_slugs_and_live_rows_before_retired_ones() -> None:
    rows = [
        Stored(1, "Baker", "baker", retired_at="then"),
        Stored(2, "Baker", "baker-2"),
        Stored(3, "Confectioner", "pastry-cook"),
        Stored(4, "Pastry cook", "cook"),
    ]
    assert found(["Baker", "Pastry cook", "Confectioner"], rows) == {"Baker": 2, "Pastry cook": 4, "Confectioner": 3}
    assert found(["Pastry cook"], rows[:3]) == {"Pastry cook": 3}


def test_no_row_is_found_twice() -> None:
    assert found(["Baker", "BAKER!"], [Stored(1, "Baker", "baker")]) == {"Baker": 1}


def test_a_rename_finds_the_row_of_the_old_name_even_through_two_renames() -> None:
    renames = Renames.of([("role", "Baker", "Bread maker"), ("role", "Bread maker", "Loaf engineer")])
    rows = [Stored(1, "Baker", "baker")]
    assert found(["Loaf engineer"], rows, renames=renames, kind="role") == {"Loaf engineer": 1}
    assert found(["Loaf engineer"], rows, renames=renames, kind="skill") == {}


def test_a_rename_does_not_count_while_the_old_name_is_still_wanted() -> None:
    renames = Renames.of([("role", "Baker", "Bread maker")])
    rows = [Stored(1, "Baker", "baker")]
    assert found(["Bread maker", "Baker"], rows, renames=renames, kind="role") == {"Baker": 1}


def test_renames_in_a_circle_come_to_an_end() -> None:
    renames = Renames.of([("role", "A", "B"), ("role", "B", "A")])
    assert set(renames.olds("role", "A")) == {"A", "B"}


def test_names_belong_to_an_owner_unless_rows_may_move() -> None:
    rows = [Stored(1, "Head", "head", owner="bakers"), Stored(2, "Head", "head-2", owner="cooks")]
    wanted = [Wanted("Head", "cooks"), Wanted("Head", "waiters")]
    assert match(wanted, rows, owner=lambda row: row.owner) == {0: rows[1]}
    assert match(wanted, rows, owner=lambda row: row.owner, moves=True) == {0: rows[1], 1: rows[0]}


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert free_slug("Head of baking", {"baker"}) == "head-of-baking"
    assert free_slug("Baker", {"baker", "baker-2"}) == "baker-3"
    assert len(free_slug("x" * 500, set())) == 190
    assert free_slug("日本語", set()) == "unnamed"
