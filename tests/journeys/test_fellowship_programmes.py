"""From a poster to an application on a phone, and from a plan to a published call at a desk, in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import ProgrammeRole
from careers.models import Learning
from fellowship.calls.deadlines import make_late_code
from fellowship.calls.questions import publish_questions
from fellowship.models import Application, Call, CampaignCount, Cohort, EligibilityRule, Fellow, ProgrammePage, Signpost
from tests.fellowship import world
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a heron over still water"


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def type_date(page: Page, legend: str, on: object) -> None:
    group = page.get_by_role("group", name=legend)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize(), exact=True).fill(str(getattr(on, part)))


def open_call() -> Cohort:
    now = timezone.now()
    programme = world.programme("Digital Pioneers")
    ProgrammePage.objects.create(
        programme=programme, is_public=True, summary="A year for people who change how care works.",
        about="Lectures, a project, a learning set.\n\n- 12 months\n- 7 days together",
        skilled="You lead a digital change.", connected="You know 29 others.", inspired="You want to go on.",
    )  # fmt: skip
    today = timezone.localdate(now)
    cohort = world.cohort(
        programme, name="2027 to 2028", slug="2027", places=30, starts_on=today + timedelta(days=120),
        ends_on=today + timedelta(days=480), protected_time="One day a week", funding="A bursary of £5,000",
    )  # fmt: skip
    cohort.mandatory_days.create(on=cohort.starts_on, title="Opening day", place="Leeds")
    call = world.call(
        cohort, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=20),
        who_for="Clinicians with a project.", you_need="Your manager’s address.", interviews="online, in May",
        hear_by=today + timedelta(days=60),
    )  # fmt: skip
    project = EligibilityRule.objects.create(
        call=call, subject="PROJECT", question="Do you lead a digital project now?", help="A small one counts.",
        accepted=["yes"], otherwise="NOT_YET", reason="You need a project that you work on.", position=0,
    )  # fmt: skip
    EligibilityRule.objects.create(
        call=call, subject="REGION", question="Where do you work?", accepted=["LONDON", "WALES"], otherwise="NO",
        reason="It is for London and Wales.", position=1,
    )  # fmt: skip
    Signpost.objects.create(
        rule=project, kind="LEARNING", learning=Learning.objects.live().first(), title="A first course", position=0,
        why="Learn the basics first, and apply next year.",
    )  # fmt: skip
    publish_questions(call, actor=world.in_team(programme), now=now)
    return cohort


def test_somebody_reads_a_poster_finds_out_that_it_is_for_them_and_starts(page: Page) -> None:
    cohort = open_call()
    ada = world.person("Ada Byron")
    ada.set_password(PASSWORD)
    ada.save()
    ada.emailaddress_set.create(email=ada.email, verified=True, primary=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/programmes/?via=poster")
    look(page, "programmes")
    page.get_by_role("link", name="Digital Pioneers").click()
    look(page, "programme")
    page.get_by_role("link", name="What it asks of you").click()
    expect(page.get_by_text("Clinicians with a project.")).to_be_visible()
    expect(page.get_by_text("It takes about an hour.")).to_be_visible()
    assert page.context.cookies() == []  # who only reads gets none
    look(page, "call-start")
    page.get_by_role("button", name="Check whether you can apply").first.click()
    look(page, "check")
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_label("Where do you work?").select_option(label="Wales")
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_role("heading", level=1, name="Not yet")).to_be_visible()
    expect(page.get_by_text("You need a project that you work on.")).to_be_visible()
    look(page, "check-not-yet")
    page.get_by_role("button", name="Go there").click()
    page.wait_for_url("**/learning/**")
    page.go_back()
    page.get_by_role("link", name="change your answers").click()
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_role("heading", level=1, name="Yes, you can apply")).to_be_visible()
    look(page, "check-yes")
    page.get_by_role("button", name="Sign in and start").click()
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(f"You are signed in as {ada.email}.")).to_be_visible()
    look(page, "application-start")
    page.get_by_role("button", name="Start your application").click()
    page.wait_for_url("**/me/applications/**")
    one = Application.objects.get(user=ada)
    assert (one.region, one.via) == ("WALES", "poster")
    counted = CampaignCount.objects.filter(call=cohort.call).values_list("via", "visits", "yes", "not_yet", "no")
    assert list(counted) == [("poster", 1, 1, 1, 0)]


def test_who_comes_too_late_uses_a_code(page: Page) -> None:
    cohort = open_call()
    now = timezone.now()
    call = Call.objects.get(cohort=cohort)
    call.opens_at, call.closes_at = now - timedelta(days=9), now - timedelta(days=1)
    call.save()
    code = make_late_code(call, now + timedelta(days=1), actor=world.in_team(cohort.programme), now=now)
    page.goto(f"/programmes/{cohort.programme.slug}/{cohort.slug}/")
    expect(page.get_by_text("Closed", exact=True)).to_be_visible()
    look(page, "call-closed")
    page.get_by_role("link", name="use it here").click()
    page.get_by_label("Code").fill("nothing")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("That code does not work")).to_be_visible()
    look(page, "late-code")
    page.get_by_label("Code").fill(f" {code.lower()} ")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Check whether you can apply").first).to_be_visible()


def test_an_admin_plans_a_cohort_and_opens_its_call(page: Page, base_url: str) -> None:
    programme = world.programme("Digital Pioneers")
    admin = world.in_team(programme)
    today = timezone.localdate()
    sign_in(page, admin, base_url)
    page.goto("/me/")
    page.get_by_role("link", name="Cohorts", exact=True).click()
    look(page, "cohorts-none")
    page.get_by_role("button", name="Plan a cohort").click()
    look(page, "cohort-add")
    page.get_by_label("Name").fill("2027 to 2028")
    page.get_by_label("Places").fill("30")
    type_date(page, "Starts on", today + timedelta(days=120))
    type_date(page, "Ends on", today + timedelta(days=480))
    page.get_by_role("button", name="Save").click()
    cohort = Cohort.objects.get()
    home = f"/staff/cohorts/{cohort.uuid}/"

    page.get_by_label("What it is").fill("Opening day")
    type_date(page, "Date", today + timedelta(days=121))
    page.get_by_role("button", name="Add the day").click()
    expect(page.get_by_text("Opening day is a mandatory day.")).to_be_visible()
    page.get_by_role("button", name="Prepare the call").click()
    look(page, "call-edit")
    type_date(page, "Opens on", today - timedelta(days=1))
    page.get_by_label("Opens at").fill("9:00")
    type_date(page, "Closes on", today + timedelta(days=30))
    page.get_by_label("Closes at").fill("17:00")
    page.get_by_role("button", name="Save").click()

    page.get_by_label("Title").fill("Your project")
    page.get_by_role("button", name="Add the section").click()
    page.get_by_role("link", name="Change the section").click()
    look(page, "section")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a question").click()
    look(page, "question-add")
    page.get_by_label("Question", exact=True).fill("What is it about?")
    page.get_by_role("button", name="Save the question").click()
    page.get_by_role("link", name="What is it about?").click()
    look(page, "question")
    page.get_by_role("button", name="Save the question").click()
    page.get_by_role("link", name="Preview").click()
    look(page, "call-preview")
    page.goto(f"{home}call/")
    page.get_by_role("button", name="Publish the call").click()
    expect(page.get_by_text("Published. People see version 1 of the questions.")).to_be_visible()
    look(page, "call")
    page.get_by_role("link", name="Versions of the questions").click()
    look(page, "call-versions")

    page.goto(f"{home}call/eligibility/")
    page.get_by_role("button", name="Add a question").click()
    look(page, "rule-subjects")
    page.get_by_role("link", name="Currently leading").click()
    look(page, "rule-add")
    page.get_by_role("button", name="Save the question").click()
    page.get_by_role("link", name="Add a signpost").click()
    look(page, "signpost-add")
    page.get_by_role("radio", name="Events", exact=True).check()
    page.get_by_label("What it is called").fill("Events about projects")
    page.get_by_role("button", name="Save the signpost").click()
    look(page, "eligibility")
    page.get_by_role("link", name="Events about projects").click()
    look(page, "signpost")
    page.goto(f"{home}call/eligibility/")
    page.get_by_role("link", name="Change the question").click()
    look(page, "rule")
    page.goto(f"{home}call/eligibility/try/")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="See the answer").click()
    expect(page.get_by_text("Not yet.")).to_be_visible()
    look(page, "eligibility-try")

    page.goto(f"{home}call/time/")
    page.get_by_role("radio", name="Whoever has a code that I pass on").check()
    type_date(page, "Until", today + timedelta(days=40))
    page.get_by_label("At", exact=True).fill("17:00")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("The code is")).to_be_visible()
    look(page, "call-time")
    page.goto(f"/programmes/{programme.slug}/{cohort.slug}/?via=newsletter-may")
    page.goto(f"{home}call/numbers/")
    expect(page.get_by_role("rowheader", name="newsletter-may")).to_be_visible()
    look(page, "call-numbers")
    page.goto(f"{home}edit/")
    look(page, "cohort-edit")
    page.goto(f"{home}copy/")
    look(page, "cohort-copy")
    page.goto(f"{home}check/")
    look(page, "cohort-check")
    page.goto(home)
    look(page, "cohort")
    page.get_by_role("link", name="Public page of the programme").click()
    look(page, "programme-page")
    page.get_by_label("In one or two sentences").fill("A year for people who change how care works.")
    page.get_by_role("checkbox", name="Everybody may see this page").check()
    page.get_by_role("button", name="Save the page").click()
    expect(page.get_by_text("The page is saved.")).to_be_visible()
    page.goto("/staff/cohorts/")
    look(page, "cohorts")


def test_an_owner_hands_over_what_somebody_has_open(page: Page, base_url: str) -> None:
    cohort = world.cohort(world.programme("Digital Pioneers"), state="RUNNING")
    owner, away, _ = (
        world.in_team(cohort.programme, role)
        for role in (ProgrammeRole.Role.OWNER, ProgrammeRole.Role.ADVISER, ProgrammeRole.Role.ADVISER)
    )
    Fellow.objects.create(cohort=cohort, user=world.person(), adviser=away, enrolled_at=timezone.now())
    sign_in(page, owner, base_url)
    page.goto(f"/staff/programmes/{cohort.programme.slug}/team/")
    expect(page.get_by_text("1 fellow to advise")).to_be_visible()
    look(page, "team")
    page.get_by_role("link", name=f"Remove {away} as adviser").click()
    look(page, "role-take")
    page.go_back()
    page.get_by_role("link", name="Hand over").click()
    look(page, "role-hand-over")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("has taken over")).to_be_visible()
