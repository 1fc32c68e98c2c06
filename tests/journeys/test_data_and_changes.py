"""What changed, open data and official words in a browser, with an edition that replaced another."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.careers.official.invented import Invented, like_the_catalogue
from tests.journeys.accessibility import check_accessibility, check_reflow

PAGES = ("/data/", "/careers/changes/", "/careers/changes/official-october-2025/")


@pytest.fixture
def january(tmp_path: Path) -> Invented:
    """An edition that renames, retires, adds and asks for more, imported with its (invented) words."""
    invented = like_the_catalogue()
    invented.rename("Skill Name", "User focus", "User Focus")
    invented.drop("Role", "Data ethicist")
    invented.require("Senior data analyst", "Data management", "Expert")
    invented.add("Data", "Data baker", "Data baker", "Prototyping", "Working")
    call_command("import_framework", *invented.write(tmp_path), edition="January 2026", stdout=StringIO())
    return invented


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_the_shipped_catalogue_can_be_read_by_everybody(address: str, page: Page) -> None:
    page.goto(address)
    check_accessibility(page)
    check_reflow(page)


def test_someone_sees_what_an_edition_changed_and_follows_it(page: Page, january: Invented) -> None:
    page.goto("/careers/changes/")
    check_accessibility(page)
    check_reflow(page)
    page.get_by_label("What changed").select_option("Asks for more")
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_text("Senior data analyst: Data management from practitioner to expert")).to_be_visible()
    expect(page.get_by_text("New role: Data baker")).to_have_count(0)
    page.get_by_role("link", name="January 2026", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ changes in January 2026$"))
    check_accessibility(page)
    page.get_by_role("link", name="User focus is now called User Focus").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("User Focus")


def test_official_words_show_as_text_with_safe_links(page: Page, january: Invented) -> None:
    page.goto("/careers/roles/data-analyst/")
    page.get_by_text("The official description of this role").click()
    expect(page.get_by_text("Invented words about Data analyst.")).to_be_visible()
    expect(page.get_by_text("know its page").first).to_be_visible()
    expect(page.get_by_role("link", name="page", exact=True)).to_have_count(0)


def test_files_of_both_editions_are_offered(page: Page, january: Invented) -> None:
    page.goto("/data/")
    check_accessibility(page)
    for edition in ("October 2025", "January 2026"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"CSV of required levels, {edition}").click()
        assert download.value.suggested_filename == f"official-{edition.lower().replace(' ', '-')}-requirements.csv"
