"""An admin shares out ten applications, and a reviewer scores all ten, in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from fellowship.models import Application, Cohort, Reader, Review
from fellowship.models.moves import ApplicationState, CohortState
from tests.fellowship.readings import CANARY, full_of_canaries, handed_in, read_call, score
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def test_a_reviewer_scores_ten(page: Page, base_url: str) -> None:
    call, admin, (reviewer, other) = read_call(2, reviews_each=1)
    Cohort.objects.filter(pk=call.cohort_id).update(state=CohortState.SELECTING)
    Reader.objects.filter(user=reviewer).delete()
    Reader.objects.filter(user=other).update(reads=False)
    for _ in range(9):
        handed_in(call)
    full_of_canaries(call)
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/reading/")
    look(page, "reading")
    page.get_by_role("link", name="Say by when to read").click()
    look(page, "reading-settings")
    due = timezone.localdate() + timedelta(days=20)
    for part, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("textbox", name="At").fill("5pm")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Look who would read what").click()
    expect(page.get_by_role("heading", level=1, name="10 readings to share out")).to_be_visible()
    look(page, "reading-share")
    page.get_by_role("button", name="Share out 10 readings").click()
    expect(page.get_by_text("10 readings are shared out, and each reviewer is told.")).to_be_visible()
    page.get_by_role("link", name="Who reads which application").click()
    look(page, "reading-list")
    page.get_by_role("link", name=re.compile("^T-")).first.click()
    look(page, "reading-detail")

    page.context.clear_cookies()
    sign_in(page, reviewer, base_url)
    page.goto("/reviews/")
    look(page, "my-reviews")
    page.get_by_role("link", name="Tell us what you are too close to").click()
    look(page, "declare")
    page.get_by_label("That is all I know of now").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Read the next one").click()
    look(page, "review")
    page.get_by_text("You know who wrote it").click()
    page.get_by_role("link", name="Report words that tell it").click()
    look(page, "review-report")
    page.get_by_label("Which words tell it?").fill("The last sentence")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("The team hides it.")).to_be_visible()
    page.get_by_text("You know who wrote it").click()
    page.get_by_role("link", name="Return the application").click()
    look(page, "review-return")
    page.go_back()
    for number in range(1, 11):
        expect(page.get_by_role("heading", level=1, name=f"Application {number}")).to_be_visible()
        assert CANARY.lower() not in page.content().lower()
        page.get_by_role("group", name="Change: points").get_by_label("4", exact=True).check()
        page.get_by_label("Why: Change").fill("Clear who gains")
        if number == 1:
            page.get_by_role("button", name="Save what I gave for Change").click()
            expect(page.get_by_text("Saved.")).to_be_visible()
            expect(page.get_by_label("Why: Change")).to_have_value("Clear who gains")
            page.get_by_role("button", name="Finish").click()
            expect(page.get_by_role("link", name="Choose points for “Reach”")).to_be_visible()
            look(page, "review-missing")
        page.get_by_label("Reach: points, 0 to 20").fill(str(number))
        page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("That was the last one. Thank you for reading.")).to_be_visible()
    look(page, "my-reviews-done")
    page.get_by_role("link", name="Application 10").click()
    look(page, "review-over")
    assert Review.objects.filter(state=Review.State.DONE).count() == 10
    assert Application.objects.filter(state=ApplicationState.SCORED).count() == 10


def test_an_admin_builds_the_rubric_moderates_and_reads_the_table(page: Page, base_url: str) -> None:
    call, admin, (first, second) = read_call(2)
    one = handed_in(call, name="Ada Byron", organisation_name="North Trust")
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/rubric/")
    look(page, "rubric")
    page.get_by_label("What is scored").fill("The plan")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("“The plan” is scored from now on.")).to_be_visible()
    page.get_by_role("link", name="The plan").click()
    look(page, "rubric-item")
    page.get_by_role("button", name="Delete it").click()
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/reading/reviewers/{first.pk}/")
    look(page, "reader-edit")
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/reading/applications/")
    page.get_by_role("link", name=one.reference).click()
    for user in (first, second):
        page.get_by_label("Give it to").select_option(value=str(user.pk))
        page.get_by_role("button", name="Give it to them").click()
        expect(page.get_by_text("has it, and is told.")).to_be_visible()
    page.get_by_label("Words to hide").fill("Caerphilly")
    page.get_by_role("button", name="Hide them").click()
    expect(page.get_by_role("link", name="No answer of this application says that")).to_be_visible()
    look(page, "words-hide")
    page.get_by_label("Words to hide").fill("Fewer people")
    page.get_by_role("button", name="Hide them").click()
    expect(page.get_by_text("Reviewers see [hidden] in their place.")).to_be_visible()
    reviews = list(Review.objects.order_by("pk"))
    score(reviews[0], 1, 5)
    score(reviews[1], 5, 15)
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/scores/")
    look(page, "score-table")
    page.get_by_role("link", name="Ada Byron").click()
    look(page, "score-detail")
    page.get_by_role("button", name="Keep the note").click()
    look(page, "score-note")
    page.get_by_label("Note").fill("Ask about the budget")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("button", name="Enter what was agreed").click()
    look(page, "moderate")
    page.get_by_label("Change, Reader 1").fill("4")
    page.get_by_role("button", name="Keep what was agreed").click()
    expect(page.get_by_text("The agreed scores are kept.")).to_be_visible()
    one.refresh_from_db()
    assert one.state == ApplicationState.SCORED
