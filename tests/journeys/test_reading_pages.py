"""Skills, learning, networks, conferences, the glossary and the pages about the portal, each in its richest state."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import check_accessibility, check_reflow

pytestmark = pytest.mark.django_db

PAGES = (
    "/careers/skills/",
    "/careers/skills/?letter=D&family=data&entry=on&q=data",
    "/careers/skills/?family=nothing&letter=nothing",
    "/careers/skills/user-focus/",
    "/careers/skills/security-architecture/",
    "/careers/learning/",
    "/careers/learning/?background=CLINICAL&band=5&nation=WALES&employer=NHS",
    "/careers/learning/?band=nothing&skill=nothing&q=nothing",
    "/careers/learning/topol-digital-fellowship/",
    "/careers/learning/prince2-foundation/",
    "/careers/networks/",
    "/careers/conferences/?month=3",
    "/careers/glossary/",
    "/careers/glossary/?term=backlog",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/terms/",
    "/contact/",
    "/about-the-data/",
    "/careers/nothing-here/",
)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_fit_a_phone(page: Page, address: str) -> None:
    page.goto(address)
    check_accessibility(page)
    check_reflow(page)
    check_accessibility(page)


def test_someone_finds_out_what_may_be_open_to_them_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/careers/learning/")
    page.get_by_label("Where I work").select_option("Wales")
    page.get_by_label("My band").select_option("Band 5")
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile("band=5.*nation=WALES"))
    expect(page.get_by_role("heading", name="May fit, best known first")).to_be_visible()
    page.get_by_role("link", name="Remove filter My band: Band 5").click()
    expect(page).to_have_url(re.compile(r"/careers/learning/\?nation=WALES"))


def test_someone_goes_from_a_letter_to_a_skill_to_what_teaches_it(page: Page) -> None:
    page.goto("/careers/skills/")
    page.get_by_role("navigation", name="A to Z").get_by_role("link", name="P", exact=True).click()
    page.get_by_role("link", name="Project management", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Project management")
    page.get_by_role("link", name="See everything that teaches this skill").click()
    expect(page.get_by_role("link", name="Remove filter Teaches a skill: Project management")).to_be_visible()


def test_see_also_leads_to_the_other_word(page: Page) -> None:
    page.goto("/careers/glossary/?term=backlog")
    page.get_by_role("link", name="Sprint", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sprint")


def test_letters_and_levels_are_seen_in_forced_colours(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto("/careers/skills/?letter=B")
    letters = page.get_by_role("navigation", name="A to Z")
    chosen = letters.get_by_role("link", name="B", exact=True)
    other = letters.get_by_role("link", name="C", exact=True)
    weight = "element => getComputedStyle(element).fontWeight"
    assert int(chosen.evaluate(weight)) > int(other.evaluate(weight))
    check_accessibility(page)
