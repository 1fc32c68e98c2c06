"""The pages about the portal itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as portal_settings
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.privacy import registered
from careers.models import Edition
from common import public_pages
from tests.page_text import text

pytestmark = pytest.mark.django_db

PAGES = ("/accessibility/", "/privacy/", "/cookies/", "/terms/", "/contact/", "/about-the-data/")
WITH_CONTACT = ("/accessibility/", "/privacy/", "/contact/", "/about-the-data/")


@pytest.mark.parametrize("address", WITH_CONTACT)
def test_without_a_contact_address_pages_say_so_and_invent_none(
    client: Client, settings: Settings, address: str
) -> None:
    settings.CONTACT_EMAIL = ""
    settings.ORGANISATION_NAME = ""
    assert "The organisation that runs this copy has not given a contact address yet" in text(client, address)
    assert not re.findall(r"mailto:[^?]", client.get(address).content.decode())


@pytest.mark.parametrize("address", WITH_CONTACT)
def test_the_contact_address_and_the_organisation_are_those_of_the_settings(
    client: Client, settings: Settings, address: str
) -> None:
    settings.CONTACT_EMAIL = "careers@trust.example"
    settings.ORGANISATION_NAME = "Example Trust & Partners"
    page = text(client, address)
    assert "careers@trust.example" in page
    assert "Example Trust & Partners" in page
    assert "has not given" not in page
    assert 'href="mailto:careers@trust.example' in client.get(address).content.decode()


def test_a_new_contact_address_reaches_people_who_have_the_old_page(client: Client, settings: Settings) -> None:
    public_pages._release.cache_clear()
    etag = client.get("/contact/").headers["ETag"]
    assert client.get("/contact/", headers={"If-None-Match": etag}).status_code == 304
    settings.CONTACT_EMAIL = "new@trust.example"
    public_pages._release.cache_clear()  # as a restart does
    assert client.get("/contact/", headers={"If-None-Match": etag}).status_code == 200
    public_pages._release.cache_clear()


def test_the_cookies_page_names_the_cookies_that_signing_in_sets(client: Client) -> None:
    page = text(client, "/cookies/")
    client.get("/account/login/")
    names = {*client.cookies, portal_settings.SESSION_COOKIE_NAME}
    assert portal_settings.CSRF_COOKIE_NAME in names
    for name in names:
        assert name in page
    assert "14 days, or until you sign out" in page


def test_a_note_for_the_next_page_is_in_no_cookie_of_its_own(client: Client, django_user_model: type[User]) -> None:
    client.force_login(django_user_model.objects.create_user("ada@example.org", "three quiet otters"))
    left = client.post("/account/logout/")
    assert set(left.cookies) <= {portal_settings.SESSION_COOKIE_NAME, portal_settings.CSRF_COOKIE_NAME}
    assert "You are signed out" in client.get(left.url).content.decode()
    assert "You are signed out" not in client.get(left.url).content.decode()


def test_the_privacy_page_names_everything_that_is_kept_about_people_and_for_how_long(
    client: Client, settings: Settings
) -> None:
    settings.OUTBOX_KEEPS_BODIES = timedelta(days=41)
    page = text(client, "/privacy/")
    assert len(registered()) > 15
    for one in registered():
        assert f"{one.title} {one.keeps}" in page
    assert "E-mails that we sent you 41 days" in page
    assert "deleted after 30 days" in page
    assert "That is done after 14 days" in page
    assert "deleted 30 minutes after you last looked at them" in page


@pytest.mark.parametrize("address", PAGES)
def test_reading_sets_no_cookie_as_the_privacy_page_says(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_the_accessibility_statement_has_its_date_and_target(client: Client) -> None:
    page = text(client, "/accessibility/")
    assert "Web Content Accessibility Guidelines 2.2" in page
    assert "22 November 2026" in page


def test_about_the_data_shows_the_editions_in_use_with_their_licence_and_attribution(client: Client) -> None:
    page = text(client, "/about-the-data/")
    for edition in Edition.objects.filter(is_current=True):
        for fact in (edition.name, edition.licence, edition.attribution):
            assert fact in page
    assert "Not loaded here. All explanations are in our own words." in page
    Edition.objects.create(
        framework="OFFICIAL", name="July 1999", slug="old", date=datetime(1999, 7, 1, tzinfo=UTC).date(),
        loaded_at=datetime(2026, 1, 1, tzinfo=UTC), source="https://example.org/", licence="None",
    )  # fmt: skip
    assert "July 1999" not in text(client, "/about-the-data/")


def test_about_the_data_reads_before_anything_is_loaded(client: Client) -> None:
    Edition.objects.all().delete()
    assert "No edition has been loaded yet" in text(client, "/about-the-data/")


def test_terms_keep_away_from_the_nhs_unless_the_organisation_may_use_its_logo(
    client: Client, settings: Settings
) -> None:
    assert "not an official service of the NHS" in text(client, "/terms/")
