"""A journey told, read by staff, published and withdrawn; an offer asked for; a course watched, taken and proved."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import Organisation, Profile, User
from careers.models import Learning
from planning.horizon.following import save_feed, save_item
from planning.journeys.examples import load_examples
from planning.learning_taken import mark_taken
from planning.models import Feed, HorizonItem, Journey, Offer, Request, WatchNotice
from tests.journeys.test_events import sign_in
from tests.journeys.test_plan import look
from tests.planning.journeys.world import several, staff
from tests.planning.world import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.REDIS_URL = ""


def change_to(page: Page, user: User, base_url: str) -> None:
    """The same window, with somebody else signed in."""
    page.context.clear_cookies()
    sign_in(page, user, base_url)


def test_a_journey_is_told_sent_back_changed_published_asked_about_and_withdrawn(page: Page, base_url: str) -> None:
    sam = person("teller@example.org", name="Sam Okafor")
    sign_in(page, sam, base_url)
    page.goto("/journeys/")
    page.get_by_role("link", name="Tell your own journey").click()
    look(page, "my-journey-empty")
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "journey-about")
    page.get_by_label("Your path in one line").fill("From ward to web")
    page.get_by_label("Clinical", exact=True).check()
    page.get_by_label("My first name").check()
    page.get_by_label("Advice").fill("Ask to sit in on one project board.")
    page.get_by_label("People may ask me questions about it").check()
    page.get_by_role("button", name="Save").click()
    for title, nearest, first, last in (
        ("Staff nurse", "Nurse", "2012", "2018"), ("Change manager", "Digital change manager", "2018", ""),
    ):  # fmt: skip
        page.get_by_role("link", name="Add a job").click()
        page.get_by_label("What the job was called").fill(title)
        page.get_by_label("What comes nearest to it").select_option(label=nearest)
        page.get_by_label("First year").fill(first)
        page.get_by_label("Last year").fill(last)
        look(page, f"journey-job-{first}")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a course").click()
    page.get_by_label("What it was called").fill("PRINCE2")
    page.get_by_label("The same in our list").select_option(label="PRINCE2 Practitioner")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What did it change for you?").fill("I could read a plan.")
    look(page, "journey-course")
    page.get_by_role("button", name="Save").click()
    look(page, "my-journey")
    told = Journey.objects.get()
    for address in (f"jobs/{told.steps.earliest('pk').pk}/", f"courses/{told.courses.get().pk}/"):
        page.goto(f"/me/journey/{address}")
        look(page, address.split("/")[0])
    page.goto("/me/journey/")
    page.get_by_role("link", name="Hand it in").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick that you agree")
    look(page, "journey-hand-in")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Waits to be read")).to_be_visible()

    change_to(page, staff(), base_url)
    page.goto("/me/")
    page.get_by_role("link", name="Journeys", exact=True).last.click()
    look(page, "review-list")
    page.get_by_role("link", name="From ward to web").click()
    look(page, "review")
    page.get_by_label("What to change, and why").fill("Leave the name of your colleague out.")
    page.get_by_role("button", name="Send it back").click()

    change_to(page, sam, base_url)
    page.goto("/me/journey/")
    expect(page.get_by_text("Leave the name of your colleague out.")).to_be_visible()
    page.get_by_role("link", name="Change what it says").click()
    page.get_by_label("Highlights").fill("One letter a day less to type, for 40 people.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Hand it in").click()
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Hand it in").click()

    change_to(page, staff(), base_url)
    journey = Journey.objects.get()
    page.goto(f"/staff/journeys/{journey.pk}/")
    page.get_by_role("button", name="Publish").click()
    page.goto(f"/staff/journeys/{journey.pk}/quotes/add/")
    page.get_by_label("Words to quote").fill("Words that nobody wrote")
    page.get_by_role("button", name="Quote them").click()
    expect(page.get_by_role("alert")).to_contain_text("Those words do not stand in the journey")
    look(page, "quote")
    page.get_by_label("Words to quote").fill("Ask to sit in on one project board.")
    page.get_by_role("button", name="Quote them").click()
    look(page, "review-published")
    page.goto("/careers/roles/digital-change-manager/")
    expect(page.get_by_text("“Ask to sit in on one project board.”")).to_be_visible()

    kit = person("kit@example.org", name="Kit Brown")
    change_to(page, kit, base_url)
    page.goto("/journeys/")
    page.get_by_role("link", name="From ward to web").click()
    expect(page.get_by_text("Told by Sam.")).to_be_visible()
    look(page, "journey")
    page.get_by_role("link", name="Ask them a question").click()
    look(page, "journey-ask")
    page.get_by_label("Your question").fill("How did you get the time for it?")
    page.get_by_role("button", name="Send the question").click()
    look(page, "questions")
    change_to(page, sam, base_url)
    page.goto("/me/journey/questions/")
    page.get_by_role("link", name=re.compile("^Answer")).click()
    look(page, "answer")
    page.get_by_label("Your answer").fill("My manager gave me Fridays.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("My manager gave me Fridays.")).to_be_visible()

    page.goto("/me/journey/")
    page.get_by_role("link", name="Withdraw it").click()
    look(page, "journey-withdraw")
    page.get_by_role("button", name="Withdraw it").click()
    assert Client().get(journey.get_absolute_url()).status_code == 404
    page.get_by_role("link", name="Delete it").click()
    look(page, "journey-delete")
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    assert not Journey.objects.exists()


def test_journeys_are_browsed_with_examples_and_the_picture_of_moves(page: Page) -> None:
    load_examples(now=timezone.now())
    page.goto("/journeys/moves/")
    look(page, "moves-empty")
    several(4)
    several(3, ["midwife", "digital-midwife"], recommend="YES", course="prince2-practitioner")
    page.goto("/journeys/?background=CLINICAL")
    look(page, "journeys")
    page.get_by_role("link", name="Moves that people made").click()
    expect(page.locator("figcaption")).to_have_text("The commonest move: Nurse to Digital change manager, 4 people")
    look(page, "moves")
    page.goto("/journeys/?q=zebra")
    look(page, "journeys-none")
    page.goto("/journeys/")
    page.locator("article", has_text="Example").first.get_by_role("link").click()
    expect(page.get_by_text("This is an example.")).to_be_visible()
    look(page, "example")
    for address in ("/careers/roles/digital-midwife/", "/careers/learning/prince2-practitioner/"):
        page.goto(address)
        look(page, address.split("/")[2])


def test_an_offer_is_made_asked_for_accepted_and_called_off(page: Page, base_url: str) -> None:
    sam, kit = person("owner@example.org", name="Sam Okafor"), person("kit@example.org", name="Kit Brown")
    sign_in(page, sam, base_url)
    page.goto("/shadowing/")
    look(page, "offers-empty")
    page.get_by_role("link", name="What I offer").click()
    look(page, "my-offers-empty")
    page.get_by_role("link", name="Make an offer").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "offer-add")
    page.get_by_label("Shadow me at work").check()
    page.get_by_label("In one line").fill("Shadow a change manager for a day")
    page.get_by_label("What to expect").fill("See a go-live.")
    page.get_by_label("The role it is about").select_option(label="Digital change manager")
    page.get_by_label("Where").fill("Leeds")
    page.get_by_role("button", name="Save").click()
    look(page, "my-offers")
    page.goto(f"/me/offers/{Offer.objects.get().pk}/")
    look(page, "offer-edit")

    change_to(page, kit, base_url)
    page.goto("/shadowing/")
    look(page, "offers")
    page.get_by_role("link", name="Shadow a change manager for a day").click()
    page.get_by_label("Your request").fill("I am a nurse.")
    look(page, "offer")
    page.get_by_role("button", name="Send the request").click()
    look(page, "requests")

    change_to(page, sam, base_url)
    page.goto("/me/requests/")
    page.get_by_role("link", name="Shadow a change manager for a day").click()
    look(page, "request")
    day = timezone.localdate() + timedelta(days=9)
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))
    page.get_by_label("How you meet").fill("At the main desk at nine")
    page.get_by_role("button", name="Accept").click()
    assert Request.objects.get().state == "ACCEPTED"
    page.get_by_role("link", name="Shadow a change manager for a day").click()
    look(page, "request-accepted")
    page.get_by_label("A word to them").fill("I am ill that day")
    page.get_by_role("button", name="Call it off").click()
    assert Request.objects.get().state == "DECLINED"
    assert Offer.objects.count() == 1


def test_a_course_is_watched_taken_and_proved(page: Page, base_url: str) -> None:
    sam = person("watcher@example.org", name="Sam Okafor")
    sign_in(page, sam, base_url)
    for address, name in (("/me/watching/", "watching-empty"), ("/me/learning/", "taken-empty")):
        page.goto(address)
        look(page, name)
    page.goto("/learning-taken/")
    look(page, "numbers-empty")
    page.goto("/careers/learning/prince2-practitioner/")
    page.get_by_role("link", name="Watch this course").click()
    look(page, "watch")
    page.get_by_role("button", name="Watch this").click()
    notice = "It is open to people from your background (clinical) now, and was not before."
    WatchNotice.objects.create(watch=sam.watches.get(), text=notice, told_at=timezone.now())
    page.goto("/me/watching/")
    expect(page.get_by_text(notice)).to_be_visible()
    look(page, "watching")

    page.goto("/careers/learning/prince2-practitioner/")
    page.get_by_role("link", name="I have started or completed it").click()
    page.get_by_label("Completed").check()
    page.get_by_label("Your certificate").set_input_files(
        {"name": "mine.pdf", "mimeType": "application/pdf", "buffer": b"no PDF at all"}
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("We keep PDF files")
    look(page, "taken-edit")
    page.get_by_label("Your certificate").set_input_files(
        {"name": "mine.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 mine"}
    )
    page.get_by_role("button", name="Save").click()
    look(page, "taken")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Certificate")).click()
    assert download.value.suggested_filename == "certificate-prince2-practitioner.pdf"

    course, leeds = Learning.objects.get(slug="prince2-practitioner"), Organisation.objects.create(name="Leeds")
    for number in range(5):
        one = person(f"{number}@example.org")
        Profile.objects.create(user=one, employer="LISTED", organisation=leeds)
        mark_taken(one, course, state="STARTED", on=timezone.localdate())
    mark_taken(sam, course, state="STARTED", on=timezone.localdate())
    for number in range(5, 9):
        mark_taken(person(f"{number}@example.org"), course, state="STARTED", on=timezone.localdate())
    page.goto("/learning-taken/")
    expect(page.get_by_text("Leeds: 5")).to_be_visible()
    look(page, "numbers")


def test_the_horizon_is_read_followed_and_kept(page: Page, base_url: str) -> None:
    now = timezone.now()
    page.goto("/horizon/")
    look(page, "horizon-empty")
    fields = {"title": "Ambient voice in clinics", "summary": "Name an officer by March.", "address": "https://x.org/a"}
    save_item(None, fields=fields, families=(), hidden=False, now=now)
    save_feed(None, fields={"name": "News", "address": "https://x.org/feed"}, families=(), paused=False, now=now)
    Feed.objects.update(problem="It took longer than 10 seconds.", failures=2, tried_at=now)
    page.goto("/horizon/")
    look(page, "horizon")
    sign_in(page, staff(), base_url)
    page.goto("/me/horizon/")
    page.get_by_label("Data", exact=True).check()
    look(page, "follow")
    page.get_by_role("button", name="Save").click()
    page.goto("/staff/horizon/")
    look(page, "horizon-staff")
    page.get_by_role("link", name="Write an item").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "item")
    page.goto("/staff/horizon/feeds/")
    look(page, "feeds")
    page.goto("/staff/horizon/feeds/add/")
    look(page, "feed-add")
    page.goto("/staff/horizon/feeds/")
    page.get_by_role("link", name="News").click()
    look(page, "feed")
    page.goto(f"/staff/horizon/{HorizonItem.objects.get().pk}/")
    look(page, "item-edit")
