"""The home page."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoAssertNumQueries

from careers.frame import current_frame
from careers.models import Family, Learning, Network, Skill
from portal.pages.home import families

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.main_journey
def test_both_ends_of_a_way_can_be_said_at_once(client: Client) -> None:
    html = home(client)
    form = re.findall(r'<form class="app-way".*?</form>', html, re.DOTALL)[0]
    assert f'method="get" action="{reverse("careers:pathways")}"' in form
    assert re.findall(r'name="(\w+)"', form) == ["from", "band", "to"]
    for name in ("from", "to"):
        suggested = re.findall(rf'name="{name}"[^>]*list="([^"]+)"', form)[0]
        assert f'<datalist id="{suggested}">' in html
    answer = client.get(reverse("careers:pathways"), {"from": "Nurse", "band": "6", "to": "product manager"})
    assert "You could" in answer.content.decode()


def test_it_counts_what_there_is(client: Client) -> None:
    html = home(client)
    assert f"{Skill.objects.live().count()} skills" in html
    assert f"{Learning.objects.filter(retired_at=None).count()} ways to learn" in html
    assert f"{Network.objects.filter(retired_at=None).count()} networks" in html


def test_every_family_with_roles_is_there_with_their_number(client: Client) -> None:
    listed = families(current_frame())
    assert [name for name, _, _ in listed] == sorted((name for name, _, _ in listed), key=str.casefold)
    counted = {family.name: family.roles.live().count() for family in Family.objects.live()}  # type: ignore[attr-defined]
    assert {name: count for name, _, count in listed} == {name: count for name, count in counted.items() if count}
    html = unescape(home(client))
    for name, address, _ in listed:
        assert f'<a href="{address}">{name}</a>' in html


def test_it_offers_nothing_that_is_not_there(client: Client) -> None:
    links = re.findall(r'<a[^>]*href="([^"]+)"', home(client))
    assert len(links) > 30
    for link in links:
        address = urlsplit(unescape(link))
        if address.path:
            resolve(address.path)


def test_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    home(client)  # the frame is built once
    with django_assert_max_num_queries(6):
        home(client)


def test_ids_are_unique_and_labels_have_their_controls(client: Client) -> None:
    html = home(client)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
