"""Being a mentor within a minute, and finding one by a gap, in a browser."""

import re
import time
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from mentoring.models import Match, Mentor
from tests.journeys.test_events import sign_in
from tests.journeys.test_plan import look
from tests.mentoring.world import GOAL, level, match_of, mentor, person
from tests.planning.world import assessment_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.REDIS_URL = ""


def test_somebody_becomes_a_mentor_from_their_job_in_a_minute(page: Page, base_url: str) -> None:
    kim = person("Kim Lee")
    assessment_of(kim, {}, point=None, level=level("senior-data-analyst"), goal=None, now=timezone.now())
    sign_in(page, kim, base_url)

    page.goto("/me/")
    began = time.monotonic()
    page.get_by_role("link", name="Pairs and requests").click()
    page.get_by_role("link", name="Be a mentor").click()
    expect(page.get_by_label("What is your job?")).to_have_value("Senior data analyst")
    page.get_by_role("button", name="Go on").click()
    first = level("senior-data-analyst").requirements.filter(required__gte=1)[0].skill.name
    page.get_by_label(first, exact=True).select_option("Not this one")
    page.get_by_role("checkbox", name="Monday evening").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Be a mentor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What I offer as a mentor")
    assert time.monotonic() - began < 60
    made: Any = Mentor.objects.get(user=kim)
    assert made.times == ("MON_EVE",)
    assert made.skills.count() > 3
    look(page, "mentor-profile")

    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Add a skill").fill("nothing like it")
    page.get_by_role("button", name="Add this skill").click()
    expect(page.get_by_role("alert")).to_contain_text("We do not know a skill")
    look(page, "mentor-edit-wrong")
    page.get_by_label("Add a skill").fill("User focus")
    page.get_by_label("What do you like to help with?").fill("Portfolios, and finding a first post.")
    page.get_by_role("button", name="Add this skill").click()
    expect(page.get_by_label("User focus")).to_have_value("2")
    page.get_by_label("Add a job you held before").fill("Digital change manager")
    page.get_by_role("button", name="Add this job").click()
    expect(page.get_by_label("Digital change manager")).to_be_checked()
    look(page, "mentor-edit")
    page.get_by_label("Mentor training you had").press("Enter")
    expect(page.get_by_text("Portfolios, and finding a first post.")).to_be_visible()

    page.get_by_role("link", name="Take a break").click()
    look(page, "mentor-pause")
    page.goto("/me/mentor/job/")
    look(page, "mentor-job")
    page.goto("/me/mentor/delete/")
    look(page, "mentor-delete")
    page.goto("/me/mentoring/")
    match_of(person("Ada Quill"), kim)
    match_of(person("Bea Rowe"), kim, Match.State.ACTIVE)
    page.reload()
    look(page, "my-mentoring")


def test_somebody_finds_a_mentor_by_a_gap_and_asks(page: Page, base_url: str) -> None:
    sam = person("Sam Okafor")
    slug = level().requirements.filter(required__gte=2)[0].skill.slug
    assessment_of(sam, {slug: 1}, now=timezone.now())
    kim = mentor(
        person("Kim Lee"), skills={slug: 4, "user-focus": 3}, job=GOAL, times=("MON_EVE", "TUE_AM"), places=2,
        helps_with="Portfolios, and finding a first post.", languages=("Welsh",),
    )  # fmt: skip
    for name in ("Ada Quill", "Bea Rowe"):
        mentor(person(name), skills={"user-focus": 2}, job="senior-data-analyst")
    sign_in(page, sam, base_url)

    page.goto(f"/gap/{GOAL}/")
    page.get_by_role("link", name=re.compile("1 mentor could help")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mentors: 1")
    page.get_by_role("link", name="Kim Lee").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a few words")
    look(page, "mentor-detail-wrong")
    page.get_by_label("Your message").fill("I am a nurse and want to lead digital change.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Your request is with Kim Lee")).to_be_visible()
    assert Match.objects.get(mentee=sam, mentor=kim.user).state == "PROPOSED"

    page.goto("/mentors/")
    look(page, "mentor-list")
    page.get_by_role("link", name="Ada Quill").click()
    look(page, "mentor-detail")
    page.get_by_role("button", name="Put on my shortlist").click()
    page.goto(f"/mentors/{Mentor.objects.get(user__name='Bea Rowe').uuid}/")
    page.get_by_role("button", name="Put on my shortlist").click()
    page.goto(f"/mentors/{kim.uuid}/")
    page.get_by_role("button", name="Not this person, please").click()
    page.goto("/me/mentee/mentors/")
    page.get_by_role("button", name="Move up Bea Rowe").click()
    expect(page.locator("main ol li").first).to_contain_text("Bea Rowe")
    look(page, "preference-list")
    for address, name in (
        ("/me/mentee/", "mentee-request"), ("/me/mentee/goal/", "mentee-goal"), ("/me/mentee/edit/", "mentee-edit"),
        ("/me/mentee/delete/", "mentee-delete"), (f"/gap/{GOAL}/", "gap"), ("/me/", "dashboard"),
        (level().role.get_absolute_url(), "role"),
    ):  # fmt: skip
        page.goto(address)
        look(page, name)
