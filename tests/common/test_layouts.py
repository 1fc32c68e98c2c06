"""Tests for the layouts, the header and footer, and the pages for when something is wrong."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.views.defaults import bad_request, server_error
from pytest_django import DjangoAssertNumQueries, Settings

PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def _gallery(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.common.gallery"
    settings.STORAGES = PLAIN_STATIC


def test_a_page_has_one_h1_a_skip_link_and_a_title(client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.count("<h1") == 1
    assert 'href="#maincontent"' in html
    assert 'id="maincontent"' in html
    assert "<title>Components – Digital Health Pathways</title>" in html


@pytest.mark.parametrize("address", ["/", "/form/", "/careers/roles/?band=7", "/careers/roles/?q=zzz", "/nothing/"])
def test_no_page_has_a_style_or_a_script_in_its_text(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


def test_pages_need_no_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    with django_assert_num_queries(0):
        assert client.get("/careers/roles/").status_code == 200


def test_the_navigation_marks_the_page_and_its_section(client: Client) -> None:
    html = client.get("/careers/roles/").content.decode()
    assert re.findall(r'aria-current="(\w+)">([A-Z]\w+)', html) == [("page", "Roles")]


def test_wrong_input_is_in_the_title_and_answers_200(client: Client) -> None:
    answer = client.post("/form/", {})
    assert answer.status_code == 200
    assert "<title>Error: Every kind of field" in answer.content.decode()


def test_an_empty_list_offers_a_way_on(client: Client) -> None:
    html = client.get("/careers/roles/?q=zzz").content.decode()
    assert "Nothing fits all of these filters" in html
    assert 'href="/careers/roles/"' in html


def test_the_footer_says_that_it_is_not_the_nhs_until_an_organisation_has_its_logo(
    client: Client, settings: Settings
) -> None:
    assert "is not an official NHS service" in client.get("/").content.decode()
    settings.ORGANISATION_NAME = "Example Trust"
    html = client.get("/").content.decode()
    assert "is run by Example Trust" in html
    assert "is not an official NHS service" in html
    settings.SERVICE_LOGO = "images/favicon.svg"
    html = client.get("/").content.decode()
    assert "is not an official NHS service" not in html
    assert '<img class="app-service-name__logo" src="/static/images/favicon.svg" alt="Example Trust">' in html


def test_the_name_of_the_service_is_a_setting(client: Client, settings: Settings) -> None:
    settings.SERVICE_NAME = "Careers <here>"
    html = client.get("/").content.decode()
    assert "Careers &lt;here&gt;" in html
    assert "Digital Health Pathways" not in html


def test_mailing_the_page_gives_its_whole_address(client: Client) -> None:
    html = client.get("/?a=1&b=%C3%BC").content.decode()
    assert (
        'href="mailto:?subject=Data%20analyst&amp;body=http%3A%2F%2Flocalhost%3A8000%2F%3Fa%3D1%26b%3D%25C3%25BC"'
        in html
    )


def test_a_message_is_said_once(client: Client) -> None:
    assert "You are now their mentor" in client.get("/?message=1").content.decode()
    assert "You are now their mentor" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/nothing/", 404, "Page not found"), ("/error/403/", 403, "You cannot see this page")],
)
def test_a_refused_page_says_what_to_do(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_the_page_for_a_fault_needs_neither_database_nor_addresses() -> None:
    with override_settings(ROOT_URLCONF="tests.common.no_addresses"):
        answer = server_error(RequestFactory().get("/"))
        assert answer.status_code == 500
        assert "Something went wrong on our side" in answer.content.decode()
        answer = bad_request(RequestFactory().get("/"), ValueError())
        assert answer.status_code == 400
        assert "We could not read that request" in answer.content.decode()


def test_a_form_from_elsewhere_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/form/", {})
    assert answer.status_code == 403
    assert "We could not check that this form was yours" in answer.content.decode()


def test_every_component_draws_nothing_wrong_without_its_parameters() -> None:
    for name in ("card", "facts", "tag", "confidence_note", "stats", "contents", "alphabet", "crumb", "back_link"):
        assert "None" not in render_to_string(f"components/{name}.html")
