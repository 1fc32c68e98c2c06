"""From a gap to a plan, to a reminder, and back to what has changed, in a browser."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from notifications.delivery import deliver
from notifications.models import Message
from planning.models import Action
from planning.plans.reminders import queue_due_letters
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.journeys.test_events import sign_in
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


def test_from_a_gap_to_a_plan_a_reminder_and_a_look_back(page: Page, base_url: str) -> None:
    now = timezone.now()
    sam = person("plan@example.org", name="Sam")
    assessment_of(sam, {"user-focus": 1}, now=now, band="6", nation="ENGLAND")
    sign_in(page, sam, base_url)

    page.goto("/gap/digital-change-manager/")
    page.get_by_role("link", name="Plan what to do").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you can pay")
    look(page, "plan-about")
    page.get_by_label("Nothing: only what is free", exact=False).check()
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Actions for Digital change manager")
    page.get_by_text("How we choose").click()
    page.get_by_text(re.compile(r"courses? that teach")).click()
    look(page, "plan-suggest")
    page.get_by_role("button", name="Add to my plan").click()
    expect(page.get_by_text("in your plan now")).to_be_visible()
    expect(page.get_by_role("heading", name="Now", exact=True)).to_be_visible()
    look(page, "plan")
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    assert re.search(r"can pay nothing\. You look back on \d+ \w+ \d{4}\.\n", page.locator("main").inner_text())
    page.emulate_media(media="screen")

    page.goto("/gap/digital-change-manager/routes/")
    page.get_by_role("button", name="Take this route into my plan").first.click()
    expect(page.get_by_text("By way of")).to_be_visible()

    page.get_by_role("link", name="Add my own action").click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what you will do")
    look(page, "action-add")
    page.get_by_label("What will you do?").fill("Ring the digital team")
    due = timezone.localdate(now) + timedelta(days=20)
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(due, part)))
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name=re.compile("^Begin.*Ring the digital team")).click()
    expect(page.get_by_text("1 on the way")).to_be_visible()

    assert queue_due_letters(now=now + timedelta(days=14)) == 1
    deliver(Message.objects.get().pk, now=now + timedelta(days=14))
    assert "Ring the digital team" in str(mail.outbox[-1].body)

    page.get_by_role("button", name=re.compile("^Done.*Ring the digital team")).click()
    expect(page.get_by_text(re.compile(r"^1 of \d+ done"))).to_be_visible()
    page.get_by_role("link", name="Look back", exact=True).click()
    expect(page.get_by_text("Ring the digital team")).to_be_visible()
    look(page, "plan-review")
    page.get_by_label("What has changed?").fill("They let me sit in")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("as you last did on")).to_be_visible()


def test_the_other_pages_of_a_plan_can_be_read_by_everybody(page: Page, base_url: str) -> None:
    sam = person("plan@example.org")
    assessment_of(sam, now=timezone.now())
    sign_in(page, sam, base_url)
    page.goto("/me/plan/about/")
    page.get_by_label("Something, or my employer does").check()
    page.get_by_role("button", name="Begin").click()
    page.goto("/me/plan/")
    look(page, "plan-empty")
    page.get_by_role("link", name="Add another goal").click()
    look(page, "goal-add")
    page.get_by_label("Which level do you want to get to?").select_option("data-analyst")
    page.get_by_role("button", name="Add it").click()

    page.get_by_role("link", name="Copy from a list").first.click()
    look(page, "plan-templates")
    page.get_by_role("button", name="Copy it into my plan").first.click()
    page.get_by_role("link", name="Turn feedback into actions").click()
    look(page, "plan-feedback")
    page.get_by_label("The feedback").fill("You interviewed well. We saw too little user research.")
    page.get_by_role("button", name="Show what to do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to do about the feedback")
    look(page, "plan-feedback-pick")
    page.get_by_role("button", name="Add to my plan").click()
    expect(page.get_by_text("in your plan now")).to_be_visible()

    action = Action.objects.filter(kind="WORK").get()
    page.goto(f"/me/plan/actions/{action.pk}/")
    look(page, "action-edit")
    page.get_by_role("link", name="Delete this action").click()
    look(page, "action-delete")
    page.goto("/me/plan/delete/")
    look(page, "plan-delete")
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Your plan is deleted")).to_be_visible()
