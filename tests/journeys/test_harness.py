"""Tests that the watched browser sees what it must see."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, Route

from tests.journeys import test_browsing, test_data_and_changes, test_pathways, test_reading_pages, test_roles
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.test_access import MATRIX


def serve(page: Page, html: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body=f"<!doctype html><html lang=en><title>Test</title>{html}")

    page.route("**/harness", answer)
    page.goto("/harness")


def test_axe_finds_a_picture_without_a_text(page: Page) -> None:
    serve(page, "<main><h1>Test</h1><p>Fine</p></main>")
    check_accessibility(page)
    serve(page, "<main><h1>Test</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        check_accessibility(page)


def test_a_page_that_scrolls_sideways_is_found(page: Page) -> None:
    serve(page, "<meta name=viewport content='width=device-width'><p>Fine")
    check_reflow(page)
    serve(page, "<meta name=viewport content='width=device-width'><div style='width:400px'>Wide</div>")
    with pytest.raises(AssertionError, match="pixels wide"):
        check_reflow(page)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>console.error('oh')</script>", "console: oh"),
        ("<script>throw new Error('ah')</script>", "page error: ah"),
        ("<img src='http://third.invalid/x.png' alt=''>", "third party"),
    ],
)
def test_the_browser_reports_faults(
    html: str, fault: str, new_context: Callable[..., BrowserContext], request: pytest.FixtureRequest
) -> None:
    # The faults are asserted when the fixture ends, so end it here.
    page = new_context().new_page()
    serve(page, html)
    page.wait_for_timeout(100)
    definition = request._get_active_fixturedef("new_context")
    with pytest.raises(AssertionError, match=fault):
        definition.finish(request)  # type: ignore[arg-type]


def test_a_page_that_is_meant_to_be_missing_is_no_fault(page: Page) -> None:
    answer = page.goto("/there-is-no-such-page/")
    assert answer is not None
    assert answer.status == 404


def test_every_page_is_looked_at() -> None:
    """What a page is to a browser, that is: all addresses but those of files."""
    files = {
        "healthz", "readyz", "sitemap", "robots", "favicon", "security_txt", "careers:role_json", "careers:dataset_csv",
        "careers:dataset_json",
    }  # fmt: skip
    addresses = (
        *test_browsing.PAGES,
        *test_data_and_changes.PAGES,
        *test_pathways.STATES.values(),
        *test_reading_pages.PAGES,
        *test_roles.PAGES,
    )
    looked_at = set()
    for address in addresses:
        with suppress(Resolver404):
            looked_at.add(resolve(urlsplit(address).path).view_name)
    assert set(MATRIX) - files - looked_at == set()
