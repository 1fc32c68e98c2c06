"""From eighteen skills on a phone to a gap report and an account, with nothing lost; and the reports beside it."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from careers.models import Level
from events.models import Event
from planning.models import Assessment
from planning.sharing import report_address, share_report
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.journeys.test_events import sign_in
from tests.planning.world import answer, assessment_of, goal, person

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
PASSWORD = "three quiet otters"


@pytest.fixture(autouse=True)
def _no_limits_from_before(transactional_db: None) -> None:
    cache.clear()


def look(page: Page, name: str) -> None:
    """axe finds nothing, a phone need not scroll sideways; keeps a picture where one is asked for."""
    check_accessibility(page)
    size = page.viewport_size
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    check_reflow(page)
    assert size
    page.set_viewport_size(size)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def code_from_the_mail() -> str:
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def answer_all(page: Page) -> int:
    """Answers every skill, with a note for the third. Returns how many there were."""
    number = 0
    while "/skills/" in page.url:
        number += 1
        expect(page.get_by_text(re.compile(rf"^Skill {number} of \d+$"))).to_be_visible()
        if number == 3:
            page.get_by_text("Note what shows it").click()
            page.get_by_label("What shows it?").fill("I ran the ward’s move to the new record")
        page.get_by_label(("Working", "Practitioner", "None yet", "I don’t know")[number % 4], exact=True).check()
        page.get_by_role("button", name="Save and go on").click()
    return number


@pytest.mark.main_journey
def test_signed_out_on_a_phone_to_the_gap_and_an_account_with_nothing_lost(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    started = time.monotonic()
    page.goto("/")
    page.get_by_role("link", name="Look at your own skills").click()
    look(page, "start")
    page.get_by_label("What do you do now?").fill("nurse")
    page.get_by_label("Where do you want to go?").fill("digital change manager")
    page.get_by_label("Your pay band").select_option("Band 6")
    page.get_by_role("button", name="Begin").click()
    look(page, "skill")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    look(page, "skill-error")
    assert answer_all(page) == 18
    look(page, "strengths")
    page.locator("input[type=checkbox]").nth(1).check()
    for _ in range(3):
        page.get_by_role("button", name="Save and go on").click()
    heading(page, "Check your answers")
    look(page, "check")
    page.get_by_role("button", name="Show me my gap").click()
    heading(page, "My gap to Digital change manager")
    headline = page.locator(".nhsuk-body-l").inner_text()
    assert re.match(r"You meet \d of the \d+ skills|Here is how", headline)
    look(page, "gap")
    assert time.monotonic() - started < 300, "eighteen skills in five minutes of clicks"

    page.get_by_role("link", name="create an account to keep them").click()
    page.get_by_label("Full name").fill("Ada Okafor")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code from the e-mail").fill(code_from_the_mail())
    page.get_by_role("button", name="Confirm").click()
    heading(page, "My gap to Digital change manager")
    expect(page.get_by_text("The answers you gave before you signed in are in your account now.")).to_be_visible()
    expect(page.locator(".nhsuk-body-l")).to_have_text(headline)
    expect(page.get_by_text("Only you can see this.", exact=True)).to_be_visible()
    kept = Assessment.objects.get()
    assert kept.user is not None and kept.user.email == "ada@example.org"
    assert kept.answers.filter(answered_at__isnull=False).count() == 18
    assert kept.answers.get(position=3).note == "I ran the ward’s move to the new record"
    page.goto("/me/")
    expect(page.get_by_text("your goal is Digital change manager")).to_be_visible()
    look(page, "dashboard")


def test_another_job_or_goal_is_said_without_beginning_again(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    page.goto("/assessment/")
    page.get_by_label("What do you do now?").fill("nurse")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Expert", exact=True).check()
    page.get_by_role("button", name="Save and go on").click()
    page.goto("/assessment/check/")
    page.get_by_role("link", name="Change where I want to go").click()
    heading(page, "Change your job or goal")
    look(page, "about")
    expect(page.get_by_label("What do you do now?")).to_have_value("Nurse")
    page.get_by_label("Where do you want to go?").fill("digital change manager")
    page.get_by_role("button", name="Change it").click()
    if page.get_by_text("Which level is your goal?").count():
        page.get_by_label("Digital change manager", exact=True).check()
        page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("It is changed, and your answers are kept.")).to_be_visible()
    assert Assessment.objects.get().answers.filter(level=4).count() == 1
    page.goto("/assessment/check/")
    look(page, "check-changed")


def test_a_return_code_opens_the_answers_elsewhere_and_clearing_leaves_nothing_to_go_back_to(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/assessment/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Expert", exact=True).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Get a return code").click()
    page.get_by_role("button", name="Make a code").click()
    code = page.locator(".app-code").inner_text()
    page.get_by_role("link", name="Back to my answers").click()
    page.get_by_role("link", name="finish and clear").click()
    page.get_by_role("button", name="Finish and clear").click()
    expect(page.get_by_text("Your answers are no longer on this computer.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Expert")).to_have_count(0)
    other = new_context().new_page()
    other.goto(f"/assessment/return/?code={code}")
    look(other, "return")
    other.get_by_role("button", name="Open my answers").click()
    heading(other, "Check your answers")
    expect(other.get_by_text("Expert")).to_have_count(1)
    for address, name in (
        ("/assessment/code/", "code"), ("/assessment/clear/", "clear"), ("/assessment/import/", "import"),
        ("/assessment/skills/add/?q=data", "add"), ("/assessment/about-me/values/", "values"),
    ):  # fmt: skip
        other.goto(address)
        look(other, name)


def test_a_screen_that_somebody_left_is_emptied(page: Page) -> None:
    page.clock.install()
    page.goto("/assessment/")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Skill 1 of 18")).to_be_visible()
    page.clock.fast_forward(29 * 60_000)
    expect(page.get_by_text("Skill 1 of 18")).to_be_visible()
    page.clock.fast_forward(2 * 60_000)
    page.wait_for_url("**/assessment/")
    expect(page.get_by_text("Skill 1 of 18")).to_have_count(0)


def test_reports_fits_and_links_of_somebody_signed_in(page: Page, base_url: str) -> None:
    sam = person(name="Sam Okafor")
    for number in range(2):
        assessment = assessment_of(sam, {"user-focus": number + 1, "digital-change-management": 4})
        answer(assessment, "data-modelling", 2, note="A note")
    event = Event.objects.create(
        title="Evening of change", summary="Words", kind="WEBINAR", mode="ONLINE", state="PUBLISHED", slug="evening",
        starts_at="2090-01-01T18:00Z", ends_at="2090-01-01T19:00Z",
    )  # fmt: skip
    event.skills.set([row.skill for row in goal().requirements.select_related("skill")])
    sign_in(page, sam, base_url)
    chief = Level.objects.live().filter(requirements__isnull=False, requirements__required=None)[0]
    shared = share_report(
        sam, assessment, goal(), given_to="Kit", days=30, now=assessment.created_at
    )  # fmt: skip
    for address, name in (
        ("/fit/", "fit"), ("/fit/?far=STRETCH&band=7&page=2", "fit-filtered"),
        ("/fit/?far=CLOSEST&band=VSM", "fit-empty"),
        ("/gap/digital-change-manager/", "report"), ("/gap/digital-change-manager/routes/", "routes"),
        (f"/gap/{chief.slug}/", "report-chief"),
        ("/gap/digital-change-manager/share/", "share"), ("/me/shared/", "shared"),
        (f"/me/shared/{shared.nonce}/revoke/", "revoke"), ("/me/assessments/", "history"),
        (f"/me/assessments/{assessment.pk}/", "history-one"), (f"/me/assessments/{assessment.pk}/delete/", "delete"),
    ):  # fmt: skip
        page.goto(address)
        look(page, name)
    page.goto("/gap/digital-change-manager/request/")
    look(page, "request")
    page.get_by_label("Your manager’s name (optional)").fill("Kit Marsh")
    page.get_by_role("button", name="Make the page").click()
    heading(page, "Request for time and funding to learn")
    look(page, "request-letter")
    visitor = page.context.browser.new_context(base_url=base_url).new_page()  # type: ignore[union-attr]
    visitor.goto(report_address(shared).replace("http://localhost:8000", base_url))
    heading(visitor, "Sam Okafor on the way to Digital change manager")
    look(visitor, "shared-report")
    page.goto("/gap/digital-change-manager/")
    page.emulate_media(forced_colors="active")
    look(page, "report-forced-colours")
