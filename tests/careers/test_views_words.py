"""The glossary."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import GlossaryTerm
from tests.page_text import text

pytestmark = pytest.mark.django_db

GLOSSARY = "/careers/glossary/"


def terms(client: Client, query: str = "") -> list[str]:
    html = client.get(f"{GLOSSARY}?{query}").content.decode()
    return [unescape(term) for term in re.findall(r'<dt class="nhsuk-summary-list__key">([^<]+)', html)]


def test_every_term_is_on_one_of_its_pages(client: Client) -> None:
    shown = [term for page in range(1, 5) for term in terms(client, f"page={page}")]
    assert sorted(shown) == sorted(GlossaryTerm.objects.live().values_list("term", flat=True))
    assert shown == sorted(shown, key=str.lower)


def test_other_names_are_shown_and_found(client: Client) -> None:
    assert "A11y" in text(client, f"{GLOSSARY}?letter=A")
    assert "Accessibility" in terms(client, "q=a11y")


def test_see_also_leads_to_the_term_wherever_it_is(client: Client) -> None:
    html = client.get(f"{GLOSSARY}?letter=A").content.decode()
    addresses = re.findall(r"See also: (.*?)</p>", html)
    links = re.findall(r'href="([^"]+)"', " ".join(addresses))
    here = [link for link in links if link.startswith("#")]
    elsewhere = [link for link in links if link.startswith("/")]
    assert here
    assert elsewhere
    assert len(here) + len(elsewhere) == len(links)
    for link in here:
        assert f'id="{link[1:]}"' in html
    for link in elsewhere:
        address, _, anchor = link.replace("&amp;", "&").partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()


def test_a_term_has_an_address_of_its_own(client: Client) -> None:
    for term in GlossaryTerm.objects.live().order_by("-term")[:3]:
        address, _, anchor = term.get_absolute_url().partition("#")
        assert terms(client, address.partition("?")[2]) == [term.term]
        assert anchor == term.slug


def test_an_unknown_term_shows_the_whole_glossary_and_says_so(client: Client) -> None:
    page = text(client, f"{GLOSSARY}?term=nothing")
    assert "We know no such term. Here is the whole glossary." in page
    assert f"{GlossaryTerm.objects.live().count()} words explained" in page


def test_an_empty_glossary_points_at_the_search(client: Client) -> None:
    page = text(client, f"{GLOSSARY}?q=zzzz")
    assert "The glossary has no such word yet" in page


@pytest.mark.parametrize("query", ["", "letter=A&q=a", "term=backlog", "term=nothing"])
def test_the_glossary_costs_the_same_few_queries_however_much_there_is(client: Client, query: str) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(f"{GLOSSARY}?{query}")
    for number in range(150):
        GlossaryTerm.objects.create(
            term=f"Abracadabra {number}", slug=f"abracadabra-{number}", meaning="A word.", see_also=("Backlog",)
        )
    with CaptureQueriesContext(connection) as after:
        client.get(f"{GLOSSARY}?{query}")
    assert len(after) == len(before) <= 8
