"""From an advert that was pasted to a statement to download, in a browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from planning.models import Advert
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.journeys.test_events import sign_in
from tests.planning.adverts.scoring import adverts
from tests.planning.world import assessment_of, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.REDIS_URL = ""


def look(page: Page, name: str) -> None:
    """axe finds nothing, a phone need not scroll sideways; keeps a picture where one is asked for."""
    check_accessibility(page)
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    check_reflow(page)
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-narrow.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_a_pasted_advert_to_a_statement(page: Page, base_url: str) -> None:
    text = adverts("open")[0].text
    sam = person("adverts@example.org")
    assessment_of(sam, {"data-visualisation": 2, "developing-code-for-analysis": 1})
    sign_in(page, sam, base_url)

    page.goto("/adverts/")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("Paste the advert, or choose a file")
    look(page, "advert-read-error")
    page.get_by_label("The advert", exact=True).fill("Data officer\nYou will keep the register of assets up to date.")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("We found no person specification")).to_be_visible()
    look(page, "advert-read-none")
    page.get_by_label("The advert", exact=True).fill(text)
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Senior Information Analyst")
    expect(page.get_by_text("This advert asks for 19 things")).to_be_visible()
    look(page, "advert-detail")

    page.get_by_role("link", name="Correct essential criterion 3", exact=False).click()
    page.get_by_label("Desirable").check()
    look(page, "criterion-edit")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Desirable: 7")).to_be_visible()
    page.get_by_role("link", name="Correct these, or set a word limit").click()
    page.get_by_label("Most words").fill("1500")
    look(page, "advert-facts")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a criterion that we missed").click()
    look(page, "criterion-add")
    page.go_back()

    page.get_by_role("link", name="Draft my supporting statement").click()
    page.get_by_label("Degree in a numerate subject").fill("I have a degree in mathematics from Eastmouth.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("8 words saved of at most 1500")).to_be_visible()
    look(page, "advert-statement")
    with page.expect_download() as download:
        page.get_by_role("link", name="Word document").click()
    assert download.value.suggested_filename == "statement-senior-information-analyst.docx"

    page.goto("/me/adverts/")
    expect(page.get_by_text("1 of 19 criteria have a draft")).to_be_visible()
    look(page, "advert-list")
    page.goto(f"/me/adverts/{Advert.objects.get().pk}/delete/")
    look(page, "advert-delete")
    page.goto(f"/me/adverts/{Advert.objects.get().pk}/")
    page.get_by_role("button", name="Use as my goal").first.click()
    expect(page.get_by_text("is your goal now")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_signed_out_without_scripts_an_advert_is_read_and_kept_by_signing_in(page: Page) -> None:
    sam = person("adverts@example.org")
    page.goto("/adverts/")
    expect(page.get_by_label("Or a file with the advert")).to_have_count(0)
    page.get_by_label("The advert", exact=True).fill(adverts("open")[10].text)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("This advert asks for 8 things: 5 essential, 3 desirable.")).to_be_visible()
    assert not Advert.objects.exists()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(sam.email)
    page.get_by_label("Password", exact=True).fill("three quiet otters")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The advert you read before you signed in is in your account now")).to_be_visible()
    assert Advert.objects.get(user=sam).criteria.count() == 8


def test_what_somebody_signed_out_sees_can_be_read_by_everybody(page: Page) -> None:
    page.goto("/adverts/")
    look(page, "advert-read-signed-out")
    page.get_by_label("The advert", exact=True).fill(adverts("open")[10].text)
    page.get_by_role("button", name="Read it").click()
    look(page, "advert-tried")
