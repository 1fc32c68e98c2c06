"""Finding, reading and comparing roles, and taking the data away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import check_accessibility, check_reflow

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/careers/",
    "/careers/roles/",
    "/careers/roles/?family=data&band=6&background=CLINICAL&entry=on",
    "/careers/roles/?family=nothing&skill=nothing",
    "/careers/roles/digital-change-manager/",
    "/careers/roles/software-developer/",
    "/careers/roles/digital-nurse/",
    "/careers/roles/chief-data-officer/",
    "/careers/compare/",
    "/careers/compare/?level=data-analyst&level=senior-data-analyst&level=clinical-coder&level=chief-data-officer",
    "/careers/compare/?level=nothing",
    "/careers/starting-points/",
    "/careers/starting-points/nurse/",
    "/careers/search/",
    "/careers/search/?q=CCIO",
    "/careers/search/?q=qwxzyv",
    "/careers/changes/",
    "/data/",
)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_fit_a_phone(page: Page, address: str) -> None:
    page.goto(address)
    check_accessibility(page)
    check_reflow(page)
    check_accessibility(page)


def test_someone_finds_a_role_by_a_misspelt_other_name(page: Page) -> None:
    page.goto("/")
    page.get_by_role("search").first.get_by_role("searchbox").fill("scrum mastr")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Delivery manager", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delivery manager")


def test_someone_compares_two_levels_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/careers/roles/data-analyst/")
    page.get_by_role("link", name="Compare with Associate data analyst").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Compare")
    expect(page.get_by_role("table").first).to_contain_text("Awareness")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_role_prints_without_what_a_printer_cannot_use(page: Page) -> None:
    page.goto("/careers/roles/data-analyst/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    for menu in page.locator("header nav").all():
        expect(menu).to_be_hidden()
    expect(page.get_by_role("search").first).to_be_hidden()


def test_the_type_is_arial_and_nothing_is_fetched_for_it(page: Page) -> None:
    fonts: list[str] = []
    page.on("request", lambda request: fonts.append(request.url) if request.resource_type == "font" else None)
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("arial")
    assert not fonts


def test_escape_closes_the_menu_and_the_focus_is_on_its_button(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/careers/")
    more = page.get_by_role("button", name="More")
    more.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(more).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(more).to_be_focused()
