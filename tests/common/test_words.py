"""Finding rows by words."""

import pytest

from careers.models import GlossaryTerm
from common.words import with_words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _terms() -> None:
    GlossaryTerm.objects.create(term="Zebra crossing", slug="zebra-crossing", meaning="Where people cross 100% safely.")
    GlossaryTerm.objects.create(term="Zebrafish", slug="zebrafish", meaning="A small animal that does not cross roads.")


def found(text: str) -> list[str]:
    rows = GlossaryTerm.objects.filter(with_words(text, ("term", "meaning"))).filter(term__startswith="Zebra")
    return sorted(rows.values_list("slug", flat=True))


def test_every_word_has_to_be_somewhere_in_any_order_and_case() -> None:
    assert found("zebra CROSS") == ["zebra-crossing", "zebrafish"]
    assert found("animal zebra") == ["zebrafish"]
    assert found("zebra elephant") == []


def test_no_words_leave_out_nothing() -> None:
    assert found("   ") == ["zebra-crossing", "zebrafish"]


def test_signs_that_mean_something_to_databases_are_ordinary_here() -> None:
    assert found("100%") == ["zebra-crossing"]
    assert found("_____") == []
