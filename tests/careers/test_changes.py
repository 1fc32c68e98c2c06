"""The pages that say what changed from edition to edition."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers.models import Change, Edition
from tests.careers.official.conftest import Import, do_import, shipped
from tests.careers.official.invented import like_the_catalogue

__all__ = ["do_import", "shipped"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def january(do_import: Import) -> Edition:
    """An edition with some of each."""
    invented = like_the_catalogue()
    invented.rename("Skill Name", "User focus", "User Focus")
    invented.drop("Role", "Data ethicist")
    invented.require("Senior data analyst", "Data management", "Expert")
    invented.require("Senior data analyst", "Data visualisation", "Awareness")
    invented.add("Data", "Data analyst", "Senior data analyst", "Prototyping", "Working")
    invented.add("Data", "Data baker", "Data baker", "Prototyping", "Working")
    return do_import(invented).edition


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.main_journey
def test_changes_are_told_in_plain_words_with_links(client: Client, january: Edition) -> None:
    html = text(client, january.get_absolute_url())
    assert "Senior data analyst: Data management from practitioner to expert" in html
    assert "Senior data analyst: Data visualisation from practitioner to awareness" in html
    assert "Senior data analyst: now needs Prototyping (working)" in html
    assert "User focus is now called User Focus" in html
    assert "No longer in the framework: the role Data ethicist" in html
    assert '<a href="/careers/roles/data-analyst/#senior-data-analyst">' in html
    assert '<a href="/careers/skills/user-focus/">' in html
    assert '<a href="/careers/roles/data-baker/">New role: Data baker</a>' in html
    assert "compared with" in html


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("kind=RAISED", "Data management from", "Data visualisation from"),
        ("subject=SKILL", "is now called User Focus", "Data management from"),
        ("q=visual", "Data visualisation from", "Data management from"),
        ("q=data+management", "Data management from", "Data visualisation from"),
        ("kind=ADDED&subject=ROLE", "New role: Data baker", "New level: Data baker"),
    ],
)
def test_changes_are_filtered(client: Client, january: Edition, query: str, shown: str, hidden: str) -> None:
    for url in (january.get_absolute_url(), reverse("careers:changes")):
        html = text(client, f"{url}?{query}")
        assert shown in html
        assert hidden not in html


def test_the_list_of_all_changes_can_be_narrowed_to_an_edition(client: Client, january: Edition) -> None:
    html = text(client, reverse("careers:changes") + "?edition=official-january-2026&kind=RAISED")
    assert "Data management from practitioner to expert" in html
    html = text(client, reverse("careers:changes") + "?edition=nhs-november-2026")
    assert "No change fits all of these filters" in html


def test_nothing_found_offers_a_way_back(client: Client, january: Edition) -> None:
    html = text(client, january.get_absolute_url() + "?q=zebra")
    assert "No change fits all of these filters" in html
    assert f'<a href="{january.get_absolute_url()}">show all changes of this edition</a>' in html


def test_the_first_edition_says_that_there_is_nothing_to_compare(client: Client) -> None:
    for edition in Edition.objects.all():
        assert "This is the first edition here" in text(client, edition.get_absolute_url())
    assert "Nothing has changed yet" in text(client, reverse("careers:changes"))


def test_an_edition_that_changed_no_fact_says_so(client: Client, do_import: Import) -> None:
    edition = do_import(like_the_catalogue()).edition
    assert "No name and no required level changed" in text(client, edition.get_absolute_url())


def test_long_lists_come_in_pages(client: Client, january: Edition) -> None:
    for number in range(120):
        Change.objects.create(edition=january, kind="ADDED", subject="SKILL", name=f"Skill {number:03}")
    html = text(client, january.get_absolute_url() + "?kind=ADDED&subject=SKILL&page=2")
    assert "Showing 51 to 100 of 120" in html


def test_the_pages_take_few_queries_whatever_their_size(client: Client, january: Edition) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = [cost(url) for url in (january.get_absolute_url(), reverse("careers:changes"))]
    for number in range(100):
        Change.objects.create(edition=january, kind="ADDED", subject="LEVEL", name=f"L {number}", slug="data-analyst")
    assert [cost(url) for url in (january.get_absolute_url(), reverse("careers:changes"))] == before
    assert max(before) <= 5


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ADDED", "New level: Baker"),
        ("RENAMED", "Bread maker is now called Baker"),
        ("RETIRED", "No longer in the framework: the level Baker"),
        ("RESTORED", "Back in the framework: the level Baker"),
        ("MOVED", "Baker moved from Bread maker to Baker"),
        ("NEEDED", "Baker: now needs Ovens (Baker)"),
        ("DROPPED", "Baker: no longer needs Ovens (it was Bread maker)"),
        ("RAISED", "Baker: Ovens from Bread maker to Baker"),
        ("LOWERED", "Baker: Ovens from Bread maker to Baker"),
    ],
)
def test_every_kind_of_change_has_its_sentence(kind: str, words: str) -> None:
    change = Change(kind=kind, subject="LEVEL", name="Baker", skill_name="Ovens", before="Bread maker", after="Baker")
    assert str(change) == words
