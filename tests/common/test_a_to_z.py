"""Lists in the order of the alphabet."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from careers.models import GlossaryTerm
from common.a_to_z import AToZForm, LetterLink, letter_links
from common.lists import ListPage, list_page

pytestmark = pytest.mark.django_db


class Terms(AToZForm):
    ordered_by = "term"


@pytest.fixture(autouse=True)
def _terms() -> None:
    GlossaryTerm.objects.all().delete()
    for term in ("apple", "Banana", "avocado", "5G", "Éclair"):
        GlossaryTerm.objects.create(term=term, slug=term.lower(), meaning="Something.")


def page(query: str = "") -> ListPage[Any]:
    return list_page(RequestFactory().get(f"/terms/?{query}"), Terms(QueryDict(query)), GlossaryTerm.objects.all())


def terms(query: str) -> list[str]:
    return [row.term for row in page(query).rows]


def links(query: str) -> dict[str, LetterLink]:
    return {link.letter: link for link in letter_links(page(query), GlossaryTerm.objects.all())}


def test_capitals_do_not_matter_for_the_order() -> None:
    assert terms("")[:4] == ["5G", "apple", "avocado", "Banana"]


def test_a_letter_shows_its_own_rows() -> None:
    assert terms("letter=A") == ["apple", "avocado"]
    assert terms("letter=B") == ["Banana"]


def test_what_begins_with_no_letter_of_the_alphabet_is_found_under_other() -> None:
    assert sorted(terms("letter=Other")) == ["5G", "Éclair"]


def test_the_index_links_only_letters_that_lead_somewhere() -> None:
    index = links("letter=A")
    assert index["B"] == LetterLink("B", "/terms/?letter=B", current=False)
    assert index["C"].url == ""
    assert index["A"].current
    assert index["All"] == LetterLink("All", "/terms/", current=False)
    assert index["Other"].url == "/terms/?letter=Other"
    assert links("")["All"].current


def test_other_is_left_out_where_nothing_is_there() -> None:
    GlossaryTerm.objects.filter(term__in=["5G", "Éclair"]).delete()
    assert "Other" not in links("")


def test_a_letter_that_is_none_is_reported_and_left_out() -> None:
    shown = page("letter=AB")
    assert shown.count == 5
    assert "We left out a first letter" in str(shown.form.errors)
