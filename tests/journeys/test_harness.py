"""Tests that the watched browser sees what it must see."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.access.matrix import MATRIX
from tests.journeys.accessibility import LOOKED_AT, check_accessibility, check_reflow


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


def test_every_page_is_looked_at(request: pytest.FixtureRequest) -> None:
    """Pages are all addresses that answer somebody with 200, but for files. conftest puts this test last."""
    running = {item.path for item in request.session.items}
    if request.config.option.keyword or not running.issuperset(Path(__file__).parent.glob("test_*.py")):
        pytest.skip("Only where all journeys run.")
    files = {
        "healthz", "readyz", "metrics", "sitemap", "robots", "favicon", "security_txt", "careers:role_json",
        "careers:dataset_csv", "careers:dataset_json", "events:event_ics", "events:feed", "events:attendees_csv",
        "planning:statement_text", "planning:statement_docx", "planning:plan_calendar", "planning:certificate",
        "gap_csv", "planning:export_csv", "planning:export_json", "mentoring:meeting_calendar",
        "mentoring:run_progress",
        "fellowship:interview_calendar", "fellowship:my_interviews_calendar", "fellowship:answer_file",
        "fellowship:application_file", "fellowship:set_progress", "fellowship:document",
        "fellowship:review_file", "fellowship:interview_file",
    }  # fmt: skip
    answers = {
        name: {rule.get} if isinstance(rule.get, int) else set(rule.get.values()) for name, rule in MATRIX.items()
    }
    pages = {name for name, statuses in answers.items() if 200 in statuses} - files
    assert pages - LOOKED_AT == set()
