"""An admin takes a round from CSV files to published proposals, in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from mentoring.models import Match, Round, Run
from mentoring.rounds.running import work_on_runs
from notifications.models import Message
from tests.journeys.test_events import look, sign_in
from tests.mentoring.world import mentee, person, programme, staff

pytestmark = pytest.mark.django_db(transaction=True)

PEER = "first name,last name,email address,both mentor and mentee,job title,grade,organisation,profession"
MENTORS = (
    f"{PEER},characteristics,biography\r\n"
    "Ada,Byron,ada@example.org,no,Head of data,Grade 6,Leeds Trust,Digital,carer,I like graphs\r\n"
    "Bo,Li,bo@example.org,no,Head of change,Grade 7,Hull Trust,Digital,,\r\n"
    "Cy,Oak,cy@example.org,no,Director,SCS9,York Trust,Digital,,\r\n"
    "Dee,Low,dee at example.org,no,Director,SCS1,York Trust,Digital,,\r\n"
)
MENTEES = (
    "E-mail;Name;Which skills would you like to gain?;Organisation;Grade;Favourite colour\n"
    "kim@example.org;Kim Osei;Communicating data:3;Leeds Trust;HEO;blue\n"
    "lee@example.org;Lee Bäcker;Communicating data:2;Barnet Trust;SEO;red\n"
    "mo@example.org;Mo Khan;Communicating data:4;Barnet Trust;EO;green\n"
    "noor@example.org;Noor Ali;Communicating data:4;Barnet Trust;EO;green\n"
)


@pytest.fixture(autouse=True)
def quiet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)


def bring(page: Page, what: str, name: str, content: bytes) -> None:
    page.get_by_role("link", name="Bring in people, pairs or scores from a CSV file").click()
    look(page, f"file-add-{name}")
    page.get_by_label(what, exact=True).check()
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Look at the file").click()


def find_pairs(page: Page) -> None:
    """Ask for a run, have a worker do it, and see the page go on by itself."""
    page.get_by_role("button", name=re.compile("Find pairs|Match those still waiting")).click()
    expect(page.get_by_text("Waiting to start")).to_be_visible()
    work_on_runs(clock=timezone.now)
    expect(page.get_by_role("heading", level=1, name=re.compile("pairs? in draft"))).to_be_visible(timeout=15_000)


def test_an_admin_goes_from_csv_to_published(page: Page, base_url: str) -> None:
    of = programme("Digital Pioneers")
    sign_in(page, staff(of), base_url)
    page.goto("/staff/mentoring/rounds/")
    look(page, "rounds-empty")
    page.get_by_role("button", name="Make a round").click()
    page.get_by_role("link", name="As many as possible").click()
    look(page, "round-form")
    page.get_by_label("Name of the round").fill("Spring 2027")
    page.get_by_role("button", name="Make the round").click()
    expect(page.get_by_role("heading", level=1, name="Spring 2027")).to_be_visible()
    look(page, "round-new")

    bring(page, "Mentors, one a row", "mentors.csv", ("\ufeff" + MENTORS).encode())
    expect(page.get_by_text("“dee at example.org” is not an e-mail address.")).to_be_visible()
    expect(page.get_by_text("“SCS9” is a grade that the table of grades does not have")).to_be_visible()
    look(page, "file-mentors")
    page.get_by_role("button", name="Use 3 rows").click()
    expect(page.get_by_text("3 joined")).to_be_visible()
    page.get_by_role("link", name="Spring 2027").click()

    bring(page, "Mentees, one a row", "answers.csv", MENTEES.encode("cp1252"))
    expect(page.get_by_text("Windows-1252")).to_be_visible()
    look(page, "file-mentees")
    page.get_by_label("Favourite colour").select_option(label="Left out")
    page.get_by_role("button", name="Read the file again").click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    page.get_by_role("button", name="Use 4 rows").click()
    look(page, "round-people")
    page.get_by_role("link", name="Leave out Cy Oak as mentor").click()
    look(page, "round-exclude")
    page.get_by_label("Why do you leave them out?").fill("On leave until May")
    page.get_by_role("button", name="Leave them out").click()
    expect(page.get_by_text("On leave until May")).to_be_visible()

    page.get_by_role("link", name="Spring 2027").click()
    page.get_by_role("link", name="Which band each grade").click()
    look(page, "round-grades")
    page.get_by_role("link", name="Spring 2027").click()
    find_pairs(page)
    expect(page.get_by_role("heading", level=1, name="2 pairs in draft 1")).to_be_visible()
    look(page, "run-pairs")
    page.get_by_role("link", name="Who is left").click()
    expect(page.get_by_text("One more place with").first).to_be_visible()
    look(page, "run-left")
    page.get_by_role("navigation", name="Pages of this run").get_by_role("link", name="Mentors", exact=True).click()
    look(page, "run-mentors")

    first = Run.objects.get().pairs.select_related("mentee", "mentor").order_by("pk")[0]
    page.get_by_role("link", name="Pairs", exact=True).click()
    page.get_by_role("link", name=f"Keep apart {first.mentee} and {first.mentor}").click()
    page.get_by_role("textbox", name="Reason (optional)").fill("They shared an office for years")
    look(page, "round-pairs")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("are kept apart in the next run")).to_be_visible()
    page.get_by_role("link", name="Spring 2027").click()
    find_pairs(page)
    page.get_by_role("link", name="See what changed").click()
    expect(page.get_by_role("heading", name="only in run 1")).to_be_visible()
    expect(page.get_by_text(f"{first.mentee} and {first.mentor}")).to_be_visible()
    look(page, "run-compare")

    page.get_by_role("link", name="Pairs", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Pairs with reasons (CSV)").click()
    assert str(first.mentor.email) in download.value.path().read_text("utf-8-sig")
    page.get_by_role("button", name="Publish this draft").click()
    look(page, "run-publish")
    page.get_by_label("Your words in each letter to mentors").fill("Thank you for giving your time.")
    page.get_by_role("button", name="Make 2 proposals, hold the letters").click()
    expect(page.get_by_text("2 proposals are made. 4 letters are held until you release them.")).to_be_visible()
    look(page, "round-published")
    assert Match.objects.filter(state=Match.State.PROPOSED).count() == 2
    assert Message.objects.filter(state=Message.State.HELD).count() == 4
    page.get_by_role("link", name="Read, change and release them in the outbox").click()
    expect(page.get_by_role("heading", level=1, name="4 letters in the outbox")).to_be_visible()

    page.goto("/staff/mentoring/rounds/")
    look(page, "rounds")
    page.get_by_role("link", name="Spring 2027", exact=True).click()
    page.get_by_role("link", name="Close the round").click()
    look(page, "round-close")
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_text("Spring 2027 is closed. Its pairs go on.")).to_be_visible()


def test_without_scripts_the_page_of_a_run_loads_itself_again(page: Page, base_url: str, new_context: object) -> None:
    admin = staff(programme("Pioneers"))
    one = Round.objects.create(programme=admin.programme_roles.get().programme, name="Autumn")
    run = Run.objects.create(
        round=one, number=1, asked_by=admin, asked_at=timezone.now(), objective="FAIR", scores="OWN"
    )
    still = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    sign_in(still, admin, base_url)
    still.goto(f"{base_url}/staff/mentoring/rounds/{one.uuid}/runs/1/")
    expect(still.get_by_text("Waiting to start")).to_be_visible()
    Run.objects.filter(pk=run.pk).update(stage="scoring", percent=20)
    expect(still.get_by_text("Scoring every pair")).to_be_visible(timeout=15_000)
    sign_in(page, admin, base_url)
    page.goto(f"/staff/mentoring/rounds/{one.uuid}/runs/1/")
    look(page, "run-progress")
    page.get_by_role("button", name="Cancel the run").click()
    expect(page.get_by_text("The run ends as soon as its worker looks up.")).to_be_visible()
    page.goto(f"/staff/mentoring/rounds/{one.uuid}/edit/")
    look(page, "round-edit")


def test_somebody_joins_a_round_and_leaves_it(page: Page, base_url: str) -> None:
    kim = person("Kim Osei")
    mentee(kim)
    one = Round.objects.create(
        programme=programme("Pioneers"), name="Autumn", welcome="For everybody new to digital work.",
        join_until=timezone.now() + timedelta(days=20),
    )  # fmt: skip
    sign_in(page, kim, base_url)
    page.goto(f"/mentoring/rounds/{one.uuid}/")
    look(page, "round-join")
    page.get_by_role("button", name="Join as a mentee").click()
    expect(page.get_by_text("You take part in Autumn as a mentee.")).to_be_visible()
    look(page, "round-joined")
    page.get_by_role("button", name="Leave the round").click()
    expect(page.get_by_text("You take part in Autumn no longer.")).to_be_visible()
