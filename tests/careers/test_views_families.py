"""The page of families."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from careers.models import Family
from tests.careers.pages import heading, html, links, words

pytestmark = pytest.mark.django_db
ADDRESS = "/careers/"


def test_each_family_says_how_many_roles_it_has_and_the_span_of_their_bands(client: Client) -> None:
    response = client.get(ADDRESS)
    assert heading(response) == f"{Family.objects.live().count()} families of roles"
    text = words(response)
    assert "4 roles Typical band 9 to very senior manager" in text
    assert Family.objects.get(slug="data").summary in text


def test_a_family_leads_to_its_roles(client: Client) -> None:
    address = links(client.get(ADDRESS))["Chief digital and data"]
    assert address == "/careers/roles/?family=chief-digital-and-data"
    assert heading(client.get(address)) == "4 roles"


def test_families_are_filtered_by_where_they_come_from_and_by_band(client: Client) -> None:
    assert heading(client.get(ADDRESS, {"framework": "NHS"})) == "10 families of roles"
    at_the_top = links(client.get(ADDRESS, {"band": "VSM"}))
    assert "Chief digital and data" in at_the_top
    assert "Clinical coding" not in at_the_top


def test_families_are_sorted_by_their_number_of_roles(client: Client) -> None:
    source = html(client.get(ADDRESS, {"sort": "roles"}))
    counts = [int(count) for count in re.findall(r"<span>(\d+) roles?</span>", source)]
    assert len(counts) == 18
    assert counts == sorted(counts, reverse=True)


def test_a_band_that_does_not_exist_is_named_and_left_out(client: Client) -> None:
    response = client.get(ADDRESS, {"band": "11"})
    assert "We left out a filter that we do not know. Choose from the list: Has roles at" in words(response)
    assert heading(response) == "18 families of roles"


def test_the_page_costs_three_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        client.get(ADDRESS)
