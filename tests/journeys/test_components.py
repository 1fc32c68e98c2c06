"""Every shared component in a real browser: on a phone, in forced colours, on paper, without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from tests.journeys.accessibility import check_accessibility, check_reflow

ADDRESSES = [
    "/?message=1",
    "/form/",
    "/careers/roles/?band=7&background=CLINICAL&page=3",
    "/careers/roles/?band=zz",
    "/no/",
]


@pytest.fixture(autouse=True)
def _gallery(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.common.gallery"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_component_is_accessible_and_fits_a_phone(page: Page, address: str) -> None:
    page.goto(address)
    check_accessibility(page)
    check_reflow(page)
    check_accessibility(page)


def test_a_form_with_errors_takes_the_focus_to_them(page: Page) -> None:
    page.goto("/form/")
    page.get_by_label("Day", exact=True).fill("")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title("Error: Every kind of field – Digital Health Pathways")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    check_accessibility(page)
    page.get_by_role("link", name="The date must include a day").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()


@pytest.mark.parametrize("selector", ["body", "h1", ".nhsuk-input", ".nhsuk-button", ".nhsuk-select"])
def test_everything_is_set_in_arial(page: Page, selector: str) -> None:
    page.goto("/form/")
    family = page.locator(selector).first.evaluate("element => getComputedStyle(element).fontFamily")
    assert family.lower().startswith("arial")


def test_every_stop_of_the_keyboard_shows_where_it_is(page: Page) -> None:
    page.goto("/careers/roles/?band=7")
    seen: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const element = document.activeElement;
                const marked = ["outline", "boxShadow", "backgroundColor", "border"];
                const look = (node) => marked.map((name) => getComputedStyle(node)[name]).join();
                const label = element.labels && element.labels[0];
                const focused = look(element) + (label ? getComputedStyle(label, "::before").boxShadow : "");
                const name = element.outerHTML.slice(0, 120);
                element.blur();
                const blurred = look(element) + (label ? getComputedStyle(label, "::before").boxShadow : "");
                element.focus();
                return [name, element === document.body || focused !== blurred];
            }"""
        )
        name, visible = stop
        assert visible, f"no visible focus: {name}"
        seen.add(name)
    assert len(seen) >= 20


def test_filters_start_closed_on_a_phone_and_open_elsewhere(page: Page) -> None:
    filters = page.locator("details.app-filters")
    page.goto("/careers/roles/")
    expect(filters).to_have_attribute("open", "")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/careers/roles/")
    expect(filters).not_to_have_attribute("open", "")
    filters.locator("summary").click()
    page.get_by_label("Words in the title").fill("analyst")
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 roles")
    page.get_by_role("link", name="Remove filter Words in the title: “analyst”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("60 roles")


def test_without_scripts_filters_and_menu_are_open_and_no_dead_button_shows(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto("/careers/roles/")
    expect(page.get_by_role("link", name="Learning")).to_be_visible()
    page.get_by_label("Words in the title").fill("analyst")
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 roles")
    page.goto("/")
    expect(page.get_by_role("link", name="E-mail me this page")).to_be_visible()
    expect(page.get_by_text("Print", exact=True)).to_be_hidden()
    expect(page.get_by_text("Copy link")).to_be_hidden()


def test_the_link_can_be_copied(new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/?a=1")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/?a=1")


def test_a_table_is_a_stop_of_the_keyboard_only_where_it_scrolls(page: Page) -> None:
    table = page.get_by_role("region", name="Skills by level")
    page.goto("/")
    expect(table).not_to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 360, "height": 800})
    expect(table).to_have_attribute("tabindex", "0")


def test_skill_levels_are_seen_in_forced_colours_and_on_paper(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto("/")
    marks = page.locator(".app-level--2").first.locator("i")
    widths = [mark.evaluate("element => getComputedStyle(element).borderLeftWidth") for mark in marks.all()]
    # Borders keep their width where colours and backgrounds are taken away.
    assert widths == ["3px", "3px", "1px", "1px"]
    page.emulate_media(media="print", forced_colors="none")
    assert marks.first.evaluate("element => getComputedStyle(element).borderLeftWidth") == "3px"


def test_paper_holds_the_content_and_not_the_navigation(page: Page) -> None:
    page.goto("/careers/roles/?band=7")
    page.emulate_media(media="print")
    for name in (".nhsuk-header__navigation", ".nhsuk-header__search", ".app-filters", ".nhsuk-pagination"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("is not an official NHS service")).to_be_visible()


def test_a_wide_table_fits_on_paper(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 1000})
    page.goto("/")
    page.emulate_media(media="print")
    box = page.locator(".app-compare").first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 700
