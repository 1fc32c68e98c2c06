"""From communications to digital change: on a small phone, by keyboard alone, without scripts, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import check_accessibility, check_reflow

PATHWAYS = "/careers/pathways/?"
REFERENCE = f"{PATHWAYS}from=communications-and-engagement-officer&band=5&to=digital-change-manager"
PHONE = {"width": 320, "height": 640}
STATES = {
    "home": "/",
    "the form": PATHWAYS,
    "errors": f"{PATHWAYS}from=&to=&band=17",
    "a choice": f"{PATHWAYS}from=comms&to=data",
    "no goal": f"{PATHWAYS}from=ward+clerk&band=3&to=",
    "routes": REFERENCE,
    "apply now": f"{PATHWAYS}from=nurse&from=doctor&from=midwife&band=7&to=digital-change-manager",
    "no route": f"{PATHWAYS}from=nurse&band=6&to=chief-data-officer",
    "there already": f"{PATHWAYS}from=digital-change-manager&to=digital-change-manager",
}


@pytest.mark.parametrize("state", STATES)
def test_every_answer_is_accessible_and_fits_a_phone(page: Page, state: str) -> None:
    page.goto(STATES[state])
    check_accessibility(page)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    check_accessibility(page)
    check_reflow(page)
    check_accessibility(page)


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is on the first element that fits; raises AssertionError if it never gets there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector} >> nth=0").evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {selector}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_way_is_found_on_a_phone_by_keyboard_alone(
    new_context: Callable[..., BrowserContext], scripts: bool
) -> None:
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    page.goto("/")
    tab_to(page, "#id_from")
    page.keyboard.type("communications officer")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("digital change manager")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("You could be a digital change manager in two moves")
    expect(page.get_by_role("heading", name="Move 1: Change support officer")).to_be_visible()
    pictures = page.get_by_role("img", name="Route 1 as a line")
    expect(pictures).to_have_count(1)  # the other drawing is for wide screens
    assert (pictures.bounding_box() or {"width": 0})["width"] <= 288

    steps = page.locator(".app-ways__list >> nth=0")
    expect(steps).to_be_hidden()
    tab_to(page, ".app-ways > summary")
    page.keyboard.press("Enter")
    expect(steps).to_be_visible()


def test_the_question_can_be_changed_on_the_page_of_the_answer(page: Page) -> None:
    page.goto(REFERENCE)
    page.get_by_text("Change what you asked").click()
    expect(page.get_by_label("What do you do now?")).to_have_value("Communications and engagement officer")
    page.get_by_text("I do more than one job").click()
    page.get_by_label("A second job that you do as well").fill("quality improvement lead")
    page.get_by_label("Your pay band").select_option("7")
    page.get_by_role("button", name="Show me the new way").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You could apply to be a digital change manager now")


def test_paper_shows_what_is_folded_on_the_screen(page: Page) -> None:
    page.goto(REFERENCE)
    folded = page.locator(".app-ways__list >> nth=0")
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    assert folded.evaluate("element => element.getBoundingClientRect().height") > 20
    expect(page.get_by_text("Change what you asked")).to_be_hidden()
    assert len(page.pdf(format="A4")) > 10_000


def test_everything_is_unfolded_for_the_printer_and_folded_again(page: Page) -> None:
    page.goto(REFERENCE)
    folded = page.locator("main details:not([open])")
    before = folded.count()
    assert before > 3
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    page.emulate_media(media="print")
    first_route = page.locator("section", has=page.locator("#route-1"))
    for words in ("Move 2: Digital change manager", "What you would learn", "How to learn these", "At work:"):
        expect(first_route.get_by_text(words).last).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(before)
