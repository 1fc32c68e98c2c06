"""A year together, in a browser: learning sets, a project from its aim to its public page, letters, mentors, alumni."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.models import AlumniEntry, AlumniSurvey, Cohort, Fellow, Project
from fellowship.sets.dividing import work_on_divisions
from mentoring.models import Mentor
from notifications.models import Message
from tests.fellowship.sets.cohorts import seated, with_fellows
from tests.fellowship.world import fellow, in_team
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HELD = Message.State.HELD


@pytest.fixture(autouse=True)
def quiet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)


def running(count: int) -> tuple[Cohort, User, list[Fellow]]:
    """A cohort whose year goes on now."""
    cohort, admin, people = with_fellows(count)
    today = timezone.localdate()
    cohort.starts_on, cohort.ends_on = today - timedelta(days=60), today + timedelta(days=240)
    cohort.state = Cohort.State.RUNNING
    cohort.save()
    return cohort, admin, people


def test_an_admin_makes_learning_sets_and_a_set_meets(page: Page, base_url: str) -> None:
    cohort, admin, people = running(12)
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/sets/")
    look(page, "sets-none")
    page.get_by_role("button", name="Propose sets").click()
    expect(page.get_by_text("Waiting to start")).to_be_visible()
    look(page, "sets-waiting")
    work_on_divisions(clock=timezone.now)
    expect(page.get_by_text("2 sets with 12 of 12 fellows")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("No division has less.")).to_be_visible()
    look(page, "sets-proposed")
    page.get_by_role("link", name=f"Move {people[0]}").click()
    look(page, "set-move")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=f"Move {people[0]}").click()
    expect(page.get_by_text(f"{people[0]} sits in Set")).to_be_visible()
    page.get_by_role("link", name="Change name and facilitator of Set 1").click()
    look(page, "set-edit")
    page.get_by_label("Name").fill("Otters")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Tell 12 fellows").click()
    expect(page.get_by_text("14 letters are held in the outbox")).to_be_visible()
    assert Message.objects.filter(state=HELD).count() == 14

    otters = cohort.sets.get(name="Otters")
    assert otters.facilitator is not None
    sign_in(page, otters.facilitator, base_url)
    page.goto("/me/")
    page.get_by_role("link", name="Learning sets I lead").click()
    look(page, "sets-mine")
    page.get_by_role("link", name="Otters").click()
    look(page, "set-inside")
    page.get_by_role("button", name="Plan a meeting").click()
    look(page, "set-meeting-add")
    on = timezone.localdate() + timedelta(days=9)
    for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Starts at").fill("10:00")
    page.get_by_label("Ends at").fill("11:30")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("is planned. Everybody in the set has a place")).to_be_visible()

    member = otters.members.select_related("fellow__user").order_by("pk")[0].fellow
    sign_in(page, member.user, base_url)
    page.goto(f"/sets/{otters.uuid}/")
    page.get_by_role("link", name=re.compile("10:00")).click()
    look(page, "set-meeting")
    page.get_by_label("Who takes it on?").select_option(label=str(member))
    page.get_by_label("What was agreed").fill("Ask the board for a second nurse")
    page.get_by_role("button", name="Keep the action").click()
    expect(page.get_by_text("Only your set sees it.")).to_be_visible()
    page.goto("/me/fellowship/")
    expect(page.get_by_text("Ask the board for a second nurse")).to_be_visible()
    look(page, "my-fellowship-with-set")


def test_a_project_goes_from_its_aim_to_the_page_for_everybody(page: Page, base_url: str) -> None:
    cohort, admin, (one,) = running(1)
    adviser = in_team(cohort.programme, ProgrammeRole.Role.ADVISER)
    one.adviser = adviser
    one.save()
    sign_in(page, one.user, base_url)
    page.goto(f"/projects/{one.uuid}/")
    look(page, "project-none")
    page.get_by_role("button", name="Begin my project").click()
    look(page, "project-about")
    page.get_by_label("Title").fill("Fewer missed letters")
    page.get_by_label("Aim").fill("Half as many by May.")
    page.get_by_role("button", name="Save").click()
    at = f"/projects/{one.uuid}"
    page.goto(f"{at}/measures/add/")
    look(page, "project-measure-add")
    for label, value in (("What you measure", "Missed letters"), ("Before", "40"), ("Target", "20")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("Note what it was")).click()
    page.get_by_label("It was").fill("30")
    look(page, "project-reading")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("50% of the way from 40 to 20").first).to_be_visible()
    page.goto(f"{at}/milestones/add/")
    look(page, "project-milestone-add")
    page.get_by_label("What will be reached").fill("Pilot in two clinics")
    due = page.get_by_role("group", name="By when")
    for part, value in (("Day", "1"), ("Month", "2"), ("Year", "2020")):
        due.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{at}/risks/add/")
    look(page, "project-risk-add")
    page.get_by_label("What may go wrong").fill("No nurse")
    page.get_by_role("group", name="How likely is it?").get_by_label("High").check()
    page.get_by_role("group", name="How bad would it be?").get_by_label("Low").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Write it now").click()
    look(page, "project-update")
    page.get_by_label("What moved this month?").fill("Two clinics joined.")
    page.get_by_label("What comes next?").fill("Ten more.")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{at}/documents/add/")
    look(page, "project-document")
    page.get_by_label("What it is").fill("Plan")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.get_by_label("File").set_input_files(plan)  # type: ignore[arg-type]
    page.get_by_role("button", name="Save").click()
    page.goto(f"{at}/show/")
    look(page, "project-show")
    page.get_by_label("Summary for everybody").fill("We halved it.")
    page.get_by_label(re.compile("I want my project shown")).check()
    page.get_by_role("button", name="Save").click()
    look(page, "project-whole")
    for name in ("Missed letters", "Pilot in two clinics", "No nurse"):
        page.get_by_role("link", name=re.compile(f"Change.*{name}")).click()
        look(page, f"project-{name}")
        page.go_back()

    sign_in(page, adviser, base_url)
    page.goto("/me/")
    page.get_by_role("link", name="Fellows I advise").click()
    page.get_by_role("link", name="Projects of").click()
    expect(page.get_by_text("1 late")).to_be_visible()
    look(page, "project-list")
    page.get_by_role("link", name="Fewer missed letters").click()
    page.get_by_label("Your comment").fill("Well begun.")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_text("Well begun.")).to_be_visible()

    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/showcase/")
    look(page, "showcase-edit")
    page.get_by_role("button", name=re.compile("Show to everybody")).click()
    page.get_by_label("Everybody can read the page").check()
    page.get_by_role("button", name="Save").click()
    page.context.clear_cookies()
    page.goto(f"/programmes/{cohort.programme.slug}/{cohort.slug}/showcase/")
    look(page, "showcase")
    page.get_by_role("link", name="Fewer missed letters").click()
    expect(page.get_by_text("We halved it.")).to_be_visible()
    expect(page.get_by_text("Well begun.")).to_have_count(0)
    look(page, "showcase-project")
    assert Project.objects.shown().count() == 1


def test_a_team_writes_brings_mentors_and_follows_alumni(page: Page, base_url: str) -> None:
    cohort, admin, people = running(6)
    seated(cohort, people)
    Mentor.objects.create(user=fellow().user)
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/announcements/")
    look(page, "letters-none")
    page.get_by_role("button", name="Write to fellows").click()
    look(page, "letters-to")
    page.get_by_label(f"Write to {people[0].user}").check()
    page.get_by_label(f"Write to {people[1].user}").check()
    page.get_by_role("button", name="Write to those ticked").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Write to 2 fellows"))).to_be_visible()
    look(page, "letters-add")
    page.get_by_label("Subject").fill("Thursday")
    page.get_by_label("Your letter").fill("Please bring a picture.")
    page.get_by_role("button", name="Hold the letters").click()
    expect(page.get_by_text("Held: 2.")).to_be_visible()
    page.goto(f"/staff/cohorts/{cohort.uuid}/announcements/")
    look(page, "letters")

    page.goto(f"/staff/cohorts/{cohort.uuid}/mentors/")
    look(page, "mentor-round")
    page.get_by_role("button", name="Make the round and begin").click()
    expect(page.get_by_text("The round is made and its run has begun.")).to_be_visible()

    Fellow.objects.filter(cohort=cohort).update(state=Fellow.State.ALUMNI)
    AlumniEntry.objects.create(fellow=people[1], job="Chief nurse", ask_me="Rotas", consented_at=timezone.now())
    page.goto(f"/staff/cohorts/{cohort.uuid}/alumni/")
    look(page, "alumni-list")
    page.get_by_role("button", name="Ask all this year’s survey").click()
    look(page, "alumni-ask")
    page.get_by_role("button", name="Hold the letters").click()
    expect(page.get_by_text("Held: 6.")).to_be_visible()
    survey = AlumniSurvey.objects.get(fellow=people[0])
    sign_in(page, people[0].user, base_url)
    page.goto("/me/fellowship/")
    page.get_by_role("link", name=f"Survey {survey.year}").click()
    look(page, "alumni-survey")
    page.get_by_label("Yes, and it has grown").check()
    page.get_by_label("Yes, more than before the fellowship").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Be found in the directory of alumni").click()
    look(page, "alumni-entry")
    page.get_by_label("What you do now").fill("Director of nursing")
    page.get_by_label(re.compile("I agree that fellows")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Chief nurse")).to_be_visible()
    expect(page.get_by_text("Director of nursing")).to_be_visible()
    look(page, "alumni-directory")
