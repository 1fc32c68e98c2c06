"""Likely renames are proposed for a person to confirm, and nothing else is."""

import pytest

from careers.models import Level
from careers.official.renames import Rename
from tests.careers.official.conftest import Import
from tests.careers.official.invented import like_the_catalogue

pytestmark = pytest.mark.django_db


def test_nothing_is_proposed_where_nothing_vanished(do_import: Import) -> None:
    assert do_import(like_the_catalogue()).proposals == []


@pytest.mark.parametrize(
    ("kind", "column", "old", "new", "role"),
    [
        ("skill", "Skill Name", "User focus", "User focused", ""),
        ("skill", "Skill Name", "Prototyping", "Making prototypes", ""),
        ("role", "Role", "Data ethicist", "Data and AI ethicist", ""),
        ("level", "Role Level", "Senior data analyst", "Senior analyst of data", "Data analyst"),
    ],
)
def test_a_like_name_with_like_needs_is_proposed(
    do_import: Import, kind: str, column: str, old: str, new: str, role: str
) -> None:
    invented = like_the_catalogue()
    invented.rename(column, old, new)
    proposals = do_import(invented, dry_run=True).proposals
    assert [proposal.rename for proposal in proposals] == [Rename(kind, old, new, role)]
    assert do_import(invented, dry_run=True, renames=[proposals[0].rename]).proposals == []


def test_another_name_with_the_same_official_words_is_proposed(do_import: Import) -> None:
    invented = like_the_catalogue()
    do_import(invented, "October 2025")
    invented.rename("Skill Name", "User focus", "Wholly other")
    (proposal,) = do_import(invented, dry_run=True).proposals
    assert proposal.rename == Rename("skill", "User focus", "Wholly other")
    assert "the official words are the same" in proposal.reason


def test_one_that_went_and_one_that_came_with_nothing_in_common_are_no_rename(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.drop("Skill Name", "Prototyping")
    invented.add("Data", "Data analyst", "Senior data analyst", "Kneading bread", "Working")
    assert do_import(invented, dry_run=True).proposals == []


def test_each_new_name_is_proposed_once(do_import: Import) -> None:
    invented = like_the_catalogue()
    gone = ["Associate data analyst", "Senior data analyst"]
    for level in gone:
        invented.drop("Role Level", level)
    invented.add("Data", "Data analyst", "Associate analyst of data", "User focus", "Working")
    proposals = do_import(invented, dry_run=True).proposals
    assert [proposal.rename.old for proposal in proposals] == ["Associate data analyst"]
    assert Level.objects.live().filter(name__in=gone).count() == 2, "a dry run"


def test_a_proposal_is_a_line_to_paste_into_the_file() -> None:
    assert Rename("skill", "Old, tired", 'The "new"').as_csv() == 'skill,"Old, tired","The ""new""",'
    assert Rename("level", "Old", "New", "Role").as_csv() == "level,Old,New,Role"
