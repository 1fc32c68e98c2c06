"""Somebody applies on a phone over two days, their sponsor signs, and staff screen what came in."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from accounts.models import User
from fellowship.applying import information
from fellowship.calls.questions import publish_questions
from fellowship.models import Application, Call, EligibilityRule, ProgrammePage, Question, Signpost
from fellowship.models.moves import ApplicationState
from notifications.delivery import deliver_due
from tests.fellowship import world
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.journeys.test_events import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
PASSWORD = "three quiet otters"
ABOUT_IT = "Our ward writes blood results on paper, and I lead the work to show them at the bedside."


@pytest.fixture(autouse=True)
def quiet(settings: Settings, base_url: str) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""
    settings.SITE_URL = base_url
    cache.clear()


@pytest.fixture
def call() -> Call:
    """An open call with a check before it, a question that depends on another, and a file."""
    now = timezone.now()
    programme = world.programme("Digital pioneers")
    ProgrammePage.objects.create(programme=programme, is_public=True, summary="A year for people who change care.")
    cohort = world.cohort(programme, name="Year three", protected_time="One day a week", state="PLANNED")
    made = world.call(cohort, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=20))
    section = made.sections.get()
    choice, about_it = section.questions.all()
    Question.objects.filter(pk=about_it.pk).update(shown_if=choice, shown_if_answer="Yes", most_words=50)
    Question.objects.create(
        section=section, kind=Question.Kind.FILE, text="A picture of it", is_required=False, position=3
    )
    rule = EligibilityRule.objects.create(
        call=made, subject="PROJECT", question="Do you lead a digital project now?", accepted=["yes"],
        otherwise="NOT_YET", reason="This year is built around a project that you lead.", position=0,
    )  # fmt: skip
    Signpost.objects.create(rule=rule, kind="EVENTS", title="Events for beginners", position=0)
    publish_questions(made, actor=world.in_team(programme), now=now)
    return Call.objects.get(pk=made.pk)


@pytest.fixture
def ada() -> User:
    user = User.objects.create_user("ada@example.org", PASSWORD, name="Ada Obi")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def look(page: Page, name: str) -> None:
    """axe finds nothing, the narrowest phone need not scroll sideways; keeps a picture where one is asked for."""
    check_accessibility(page)
    check_reflow(page)
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=Path(folder) / f"apply-{name}.png", full_page=True)
    page.set_viewport_size(PHONE)


def wide(page: Page, name: str) -> None:
    """The same for staff, who have a screen."""
    look(page, f"{name}-narrow")
    page.set_viewport_size({"width": 1280, "height": 900})
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=Path(folder) / f"apply-{name}.png", full_page=True)


def address_of(call: Call) -> str:
    return f"/programmes/{call.cohort.programme.slug}/{call.cohort.slug}/"


def fill_about_you(page: Page) -> None:
    page.get_by_label("Job title").fill("Ward sister")
    page.get_by_label("Where you work").fill("Vale Trust")
    page.get_by_role("group", name="Background").get_by_role("radio").first.check()
    page.get_by_label("Region").select_option("WALES")
    page.get_by_label("I decided to apply myself").check()
    page.get_by_label("Why do you want this?").fill("I want to learn how others did it.")
    page.get_by_label("Welsh").check()


def letter_to(address: str) -> str:
    """The newest letter that left to them."""
    deliver_due(clock=timezone.now)
    return [str(one.body) for one in mail.outbox if address in one.to][-1]


def test_apply_on_a_phone_over_two_days_and_the_sponsor_signs(
    new_context: Callable[..., BrowserContext], call: Call, ada: User, base_url: str
) -> None:
    # The first day: from the start page, signed out, to a draft.
    page = new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(address_of(call))
    look(page, "start")
    page.goto(f"{address_of(call)}check/")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("button", name="Sign in and start").click()
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Start your application").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your application")
    look(page, "tasks")
    one = Application.objects.get(user=ada)
    assert one.eligibility and one.state == ApplicationState.DRAFT

    # It saves itself while she writes, and when the telephone is put aside in the middle of a word.
    page.get_by_role("link", name="About you").click()
    look(page, "about-you")
    fill_about_you(page)
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible(timeout=10_000)
    one.refresh_from_db()
    assert (one.job_title, one.language) == ("Ward sister", "WELSH")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Your project").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your answer changes what is asked")).to_be_visible()
    look(page, "section")

    # Her session ends while she writes; she presses Save, signs in, and finds every word.
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What is it about?").fill(ABOUT_IT)
    page.get_by_role("button", name="Save").click()
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("You were signed out before this was saved")).to_be_visible()
    expect(page.get_by_label("What is it about?")).to_have_value(ABOUT_IT)
    look(page, "not-lost")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    # The second day, on another device: the sponsor, equality questions, check, hand in.
    page = new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    sign_in(page, ada, base_url)
    page.goto("/me/applications/")
    look(page, "mine")
    page.get_by_role("link", name="Digital pioneers, Year three").click()
    page.get_by_role("link", name="Your employer’s support").click()
    page.get_by_label("Their name").fill("Grace Hill")
    page.get_by_label("Their work e-mail address").fill("grace@example.org")
    look(page, "sponsor")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("link", name="Equality questions").click()
    look(page, "equality")
    page.get_by_label("Age").select_option("35 to 44")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Check your answers and hand in").click()
    expect(page.get_by_text(ABOUT_IT)).to_be_visible()
    assert "35 to 44" not in page.content()
    look(page, "check")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Tick that what you wrote is true")).to_be_visible()
    page.get_by_label("What I wrote is true, and it is my own work").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    look(page, "handed-in")
    assert one.reference in letter_to(ada.email)

    # The sponsor, without an account.
    link = re.search(r"http\S+/support/\S+", letter_to("grace@example.org"))
    assert link
    theirs = new_context(viewport=PHONE).new_page()
    theirs.goto(link[0])
    expect(theirs.get_by_text("One day a week")).to_be_visible()
    look(theirs, "support")
    theirs.get_by_label("Yes, my organisation supports it").check()
    theirs.get_by_role("button", name="Send your answer").click()
    expect(theirs.get_by_text("Enter your job title").first).to_be_visible()
    theirs.get_by_label("Your job title").fill("Director of nursing")
    theirs.get_by_label("We will give the time that is asked for").check()
    theirs.get_by_role("button", name="Send your answer").click()
    expect(theirs.get_by_role("heading", name="Thank you")).to_be_visible()
    theirs.goto(link[0])
    expect(theirs.get_by_role("heading", name="This link is used up")).to_be_visible()
    look(theirs, "support-over")

    page.reload()
    expect(page.get_by_text("Grace Hill (grace@example.org): confirmed")).to_be_visible()
    page.get_by_role("link", name="What would help you at an interview").click()
    look(page, "adjustments")
    page.get_by_label("What would help you at an interview?").fill("Captions")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Withdraw your application").click()
    look(page, "withdraw")
    one.refresh_from_db()
    assert (one.state, one.adjustments) == (ApplicationState.SUBMITTED, "Captions")


def test_everything_can_be_applied_for_without_scripts(
    new_context: Callable[..., BrowserContext], call: Call, ada: User, base_url: str
) -> None:
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    sign_in(page, ada, base_url)
    page.goto(f"{address_of(call)}check/")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("button", name="Start your application").click()
    page.get_by_role("link", name="About you").click()
    fill_about_you(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Your project").click()
    page.get_by_label("Yes").check()
    page.get_by_label("A picture of it").set_input_files(
        {"name": "ward.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n0000"}
    )
    page.get_by_role("button", name="Save").click()
    page.get_by_label("What is it about?").fill(f"{ABOUT_IT} " * 5)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("words too long").first).to_be_visible()
    expect(page.get_by_label("What is it about?")).to_have_value(re.compile(re.escape(ABOUT_IT)))
    page.get_by_label("What is it about?").fill(ABOUT_IT)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Check your answers and hand in").click()
    expect(page.get_by_role("link", name="ward.png")).to_be_visible()
    page.get_by_label("What I wrote is true, and it is my own work").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    assert Application.objects.get(user=ada).state == ApplicationState.SUBMITTED


def test_staff_screen_what_came_in_and_ask_for_more(
    new_context: Callable[..., BrowserContext], call: Call, ada: User, base_url: str
) -> None:
    admin = world.in_team(call.cohort.programme)
    applications = [world.application(call, state=ApplicationState.SUBMITTED, user=world.person(name))
                    for name in ("Bea Hall", "Bea Hall", "Cleo Ash")]  # fmt: skip
    for one in applications:
        Application.objects.filter(pk=one.pk).update(name=one.user.name, organisation_name="Vale Trust")
    staff = new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(staff, admin, base_url)
    staff.goto(f"/staff/cohorts/{call.cohort.uuid}/applications/")
    wide(staff, "list")
    staff.get_by_role("link", name="Screening").click()
    expect(staff.get_by_text("the same name and employer").first).to_be_visible()
    wide(staff, "screening")
    staff.get_by_label(f"Choose Cleo Ash, {applications[2].reference}").check()
    staff.get_by_label(f"Choose Bea Hall, {applications[0].reference}").check()
    staff.get_by_role("button", name="Decide about those ticked").click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("Decide about 2 applications")
    wide(staff, "decide")
    staff.get_by_label("Eligible", exact=True).check()
    staff.get_by_role("button", name="Decide about 2 applications").click()
    expect(staff.get_by_text("2 applications were found eligible.")).to_be_visible()
    staff.get_by_role("button", name="Decide about all 1 in this list").click()
    staff.get_by_label("Not eligible", exact=True).check()
    staff.get_by_label("None: they applied twice").check()
    staff.get_by_role("button", name="Decide about 1 application").click()
    staff.goto(f"/staff/applications/{applications[1].uuid}/")
    wide(staff, "application")
    staff.get_by_role("link", name="Undo the screening").click()
    wide(staff, "undo")

    staff.goto(f"/staff/applications/{applications[2].uuid}/")
    staff.get_by_role("link", name="Ask for more information").click()
    wide(staff, "ask")
    staff.get_by_label("Telephone").check()
    staff.get_by_label("What do you need?").fill("A number to ring you on.")
    day = timezone.localdate() + timedelta(days=9)
    for part in ("day", "month", "year"):
        staff.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))
    staff.get_by_role("button", name="Ask", exact=True).click()
    expect(staff.get_by_text("Not answered yet", exact=False).first).to_be_visible()

    page = new_context(viewport=PHONE).new_page()
    sign_in(page, applications[2].user, base_url)
    page.goto(f"/me/applications/{applications[2].uuid}/")
    page.get_by_role("button", name="Answer by").click()
    look(page, "asked")
    assert information.waiting_of(Application.objects.get(pk=applications[2].pk))
    page.get_by_label("Telephone").fill("029 2000 1234")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("Your answer is with the team")).to_be_visible()
    staff.reload()
    expect(staff.get_by_role("cell", name="029 2000 1234")).to_be_visible()
