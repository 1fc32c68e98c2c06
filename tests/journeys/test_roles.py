"""From the list of roles to a role, a comparison and a starting point, as people with a keyboard and a small screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import check_accessibility, check_reflow

# States beside those in test_browsing.py.
PAGES = (
    "/careers/roles/?family=data&band=5&skill=zzzz&entry=on",
    "/careers/compare/?level=developer&q=data",
    "/careers/compare/?level=developer&level=lead-developer&level=data-scientist&level=product-manager&level=nothing",
    "/careers/starting-points/?sort=title",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_read_by_everybody_on_any_screen(address: str, page: Page) -> None:
    page.goto(address)
    check_accessibility(page)
    check_reflow(page)
    check_accessibility(page)


@pytest.mark.main_journey
def test_a_role_is_found_by_filters_and_compared_with_one_near_it(page: Page) -> None:
    page.goto("/careers/roles/")
    page.get_by_label("Family").select_option("Data")
    page.get_by_label("Your band").select_option("Band 6")
    page.get_by_role("button", name="Show results").click()
    page.get_by_role("link", name="Remove filter Family: Data").click()
    expect(page).to_have_url(re.compile(r"\?band=6&sort=name$"))
    page.goto("/careers/roles/data-engineer/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Data engineer")
    page.get_by_role("link", name=re.compile("^Compare .* with .*analytics engineer")).click()
    expect(page.get_by_role("heading", name="Skill by skill")).to_be_visible()
    expect(page.get_by_text("skills to raise")).to_be_visible()
    page.get_by_label("Add a level").fill("senior data analyst")
    page.get_by_role("button", name="Add this level").click()
    expect(page.get_by_role("article").filter(has_text="Senior data analyst")).to_be_visible()
    page.get_by_role("link", name="Remove Senior data analyst").click()
    expect(page.get_by_role("article")).to_have_count(2)


def test_levels_that_may_be_meant_can_be_chosen_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/careers/compare/")
    page.get_by_label("Add a level").focus()
    page.keyboard.type("anlyst")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which level do you mean?")).to_be_visible()
    choice = page.get_by_role("main").get_by_role("link", name="Senior data analyst")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose one more level to compare with")).to_be_visible()
