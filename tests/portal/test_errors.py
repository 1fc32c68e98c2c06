"""What people see when something goes wrong."""

import re
from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.portal.error_urls")


@pytest.fixture
def visitor(settings: Settings) -> Client:
    """Someone who gets error pages as in production, where Django's test client would raise."""
    settings.DEBUG = False
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", html)
    assert found, html[:500]
    return found[1]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/suspect/", 400, "We could not read that request"),
        ("/refuse/", 403, "You cannot see this page"),
        ("/nothing-here/", 404, "Page not found"),
        ("/fail/", 500, "Something went wrong on our side"),
        ("/careers/roles/?q=%00", 400, "We could not read that request"),
    ],
)
def test_errors_have_pages_of_our_own_without_the_reason(
    visitor: Client, address: str, status: int, words: str
) -> None:
    response = visitor.get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert heading(html) == words
    assert "Digital Health Pathways" in html
    assert "secret reason" not in html
    assert "Traceback" not in html


def test_a_form_without_its_token_is_explained(visitor: Client) -> None:
    response = visitor.post("/take/", {"a": "b"})
    assert response.status_code == 403
    assert heading(response.content.decode()) == "We could not check that this form was yours"
    assert "CSRF_TRUSTED_ORIGINS" not in response.content.decode()


def test_a_foreign_host_is_refused(visitor: Client) -> None:
    response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("address", ["/refuse/", "/nothing-here/", "/fail/", "/suspect/"])
def test_error_pages_need_no_database(visitor: Client, address: str) -> None:
    """They are asked for when the database is away. (The test has none: a query would fail it.)"""
    with mock.patch("django.db.backends.utils.CursorWrapper.execute", side_effect=DatabaseError):
        assert heading(visitor.get(address).content.decode())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/careers/roles/scrum-master/", "scrum master"),
        ("/careers/Data_Analyst", "Data Analyst"),
    ],
)
def test_a_missing_page_offers_to_search_for_the_words_of_its_address(
    visitor: Client, address: str, words: str, db: None
) -> None:
    html = visitor.get(address).content.decode()
    assert f"Were you looking for “{words}”?" in html
    assert f"/careers/search/?q={words.replace(' ', '%20')}" in html


@pytest.mark.parametrize(
    "address", ["/12345/", "/wp-login.php", "/<script>alert(1)</script>/", f"/{'a' * 61}/", "/%22%3E/"]
)
def test_what_is_no_word_is_not_offered(visitor: Client, address: str) -> None:
    html = visitor.get(address).content.decode()
    assert "Were you looking for" not in html
    assert "<script>alert" not in html
