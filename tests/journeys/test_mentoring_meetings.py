"""Two people meet: proposed, chosen, in both calendars, held, agreed on what is next; and a single conversation."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from mentoring.meetings.holding import record_held
from mentoring.models import Conversation, Match, Meeting, Outcome, Slot
from notifications.delivery import deliver_due
from planning.plans.keeping import start_plan
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.journeys.test_events import sign_in
from tests.mentoring.pairs import HOUR_LONG, pair
from tests.mentoring.world import DAY, mentee, mentor, person, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings, base_url: str) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""
    settings.SITE_URL = base_url
    cache.clear()


@pytest.fixture
def us() -> Match:
    """Ada mentors Sam, who has a plan."""
    now = timezone.now()
    made = pair("ACCEPTED", met_at=now, proposed_at=now)
    start_plan(made.mentee, hours_a_week=2, pays="NOTHING", goal=None, now=now)
    return made


@pytest.fixture
def other_page(new_context: Callable[..., BrowserContext]) -> Page:
    """The other one's browser."""
    return new_context().new_page()


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


def calendars() -> list[icalendar.Event]:
    """What the letters that have left put into calendars, and letters sent."""
    deliver_due(clock=timezone.now)
    parts = [
        part for one in mail.outbox for part in one.message().walk() if part.get_filename() == "mentoring-meeting.ics"
    ]
    return [icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0] for part in parts]


def fill_day(page: Page, label: str, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    group = page.get_by_role("group", name=label)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))


def test_a_meeting_from_the_first_proposal_to_what_was_agreed(
    page: Page, other_page: Page, base_url: str, us: Match
) -> None:
    sign_in(page, us.mentee, base_url)
    sign_in(other_page, us.mentor, base_url)

    page.goto("/me/mentoring/")
    page.get_by_role("link", name="Ada").click()
    look(page, "pair-new")
    page.get_by_role("button", name="Arrange a meeting").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the date")
    look(page, "meeting-add")
    fill_day(page, "First time: date", 8)
    page.get_by_label("First time: starts at").fill("10:00")
    fill_day(page, "Second time: date", 9)
    page.get_by_label("Second time: starts at").fill("2.30pm")
    page.get_by_label("What you would like to talk about").fill("My application")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ada chooses.").first).to_be_visible()

    meeting = Meeting.objects.get()
    other_page.goto(f"/mentoring/pairs/{us.uuid}/")
    other_page.get_by_role("link", name="Sam proposes times: choose one").click()
    look(other_page, "meeting-choose")
    other_page.get_by_role("button", name=re.compile("14:30")).click()
    expect(other_page.get_by_text("Agreed. Both of you get it")).to_be_visible()
    meeting.refresh_from_db()
    both = calendars()
    assert {(str(one["UID"]), int(one["SEQUENCE"])) for one in both} == {(str(meeting.uuid), 0)}
    assert len(both) == 2
    with other_page.expect_download() as download:
        other_page.get_by_role("link", name="Put it into my calendar").click()
    assert b"BEGIN:VEVENT" in download.value.path().read_bytes()

    other_page.get_by_role("link", name="Propose another time").click()
    look(other_page, "meeting-times")
    fill_day(other_page, "First time: date", 10)
    other_page.get_by_label("First time: starts at").fill("11:00")
    other_page.get_by_role("button", name="Propose").click()
    page.goto(f"/mentoring/meetings/{meeting.uuid}/")
    page.get_by_role("button", name=re.compile("11:00")).click()
    assert sorted(int(one["SEQUENCE"]) for one in calendars()) == [0, 0, 1, 1]
    page.get_by_role("link", name="Change the agenda").click()
    look(page, "meeting-agenda")
    page.get_by_label("Agenda").fill("My application\nWhom to ask")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change where you meet").click()
    look(page, "meeting-place")
    page.goto(f"/mentoring/meetings/{meeting.uuid}/call-off/")
    look(page, "meeting-call-off")

    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    page.goto(f"/mentoring/meetings/{meeting.uuid}/")
    look(page, "meeting-after")
    page.get_by_role("button", name="Yes, we met").click()
    look(page, "meeting-held")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Answer two short questions").click()
    look(page, "meeting-pulse")
    page.get_by_role("group", name="Was it of use to you?").get_by_label("Yes").check()
    page.get_by_role("group", name="Do you know what happens next?").get_by_label("Mostly").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("My note").fill("Quetzal: ask about pay")
    look(page, "meeting-note")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Agree on an action").click()
    look(page, "step-add")
    page.get_by_label("What will be done?").fill("Ring the digital team")
    page.get_by_role("button", name="Add it").click()
    look(page, "pair-met")

    page.goto("/me/plan/")
    page.get_by_role("button", name=re.compile("^Done.*Ring the digital team")).click()
    other_page.goto(f"/mentoring/pairs/{us.uuid}/")
    expect(other_page.get_by_role("button", name=re.compile("^Not done after all.*Ring"))).to_be_visible()
    other_page.goto(f"/mentoring/meetings/{meeting.uuid}/")
    expect(other_page.get_by_text("Quetzal")).to_have_count(0)
    us.refresh_from_db()
    assert us.state == "ACTIVE"


def test_goals_progress_pauses_the_end_and_a_concern(page: Page, other_page: Page, base_url: str, us: Match) -> None:
    now = timezone.now()
    us.programme = staff(email="team@example.org").programme_roles.get().programme
    us.save()
    record_held(us, now - DAY, HOUR_LONG, by=us.mentor, now=now)
    sign_in(page, us.mentee, base_url)
    sign_in(other_page, us.mentor, base_url)
    home = f"/mentoring/pairs/{us.uuid}/"
    page.goto(home)
    page.get_by_role("link", name="Add a goal").click()
    look(page, "goal-add")
    page.get_by_label("What do you want to reach together?").fill("A band 7 post")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name=re.compile("^Reached.*band 7")).click()
    page.get_by_role("link", name=re.compile("^Name progress in User focus")).click()
    look(page, "progress-add")
    page.get_by_label("Working").check()
    page.get_by_role("button", name="Ask Ada to agree").click()
    other_page.goto(home)
    other_page.get_by_role("button", name=re.compile("^I agree")).click()
    look(other_page, "pair-rich")
    page.goto(f"{home}meetings/")
    look(page, "pair-meetings")
    page.goto("/mentoring/hours/")
    look(page, "certificate")

    page.goto(f"{home}pause/")
    look(page, "pair-pause")
    fill_day(page, "The last day of the pause", 30)
    page.get_by_role("button", name="Pause until then").click()
    expect(page.get_by_text("You pause until")).to_be_visible()
    page.get_by_role("button", name="Meet again now").click()

    page.get_by_role("link", name="Report a concern, in confidence").click()
    look(page, "concern-add")
    page.get_by_label("Something else").check()
    page.get_by_label("What happened?").fill("I was asked for money")
    page.get_by_role("button", name="Report it").click()
    look(page, "concern")
    page.goto("/mentoring/concerns/")
    look(page, "my-concerns")
    sign_in(other_page, us.programme.roles.get().user, base_url)
    other_page.goto("/staff/mentoring/concerns/")
    look(other_page, "concerns")
    other_page.get_by_role("link", name="Something else").click()
    look(other_page, "concern-handle")
    other_page.get_by_role("button", name="I look into it").click()
    other_page.get_by_label("What the person who reported it is told").fill("We have talked to them.")
    other_page.get_by_role("button", name="Close it with this answer").click()
    for name in ("", f"programmes/{us.programme.slug}/"):
        other_page.goto(f"/staff/mentoring/{name}")
        look(other_page, f"overview-{bool(name)}")
    for name in ("pairs", "pairs/write", "mentors", "meetings"):
        other_page.goto(f"/staff/mentoring/programmes/{us.programme.slug}/{name}/")
        look(other_page, f"overview-{name.replace(chr(47), chr(45))}")
    page.get_by_role("link", name=re.compile("20")).first.click()
    expect(page.get_by_text("We have talked to them.")).to_be_visible()

    page.goto(f"{home}another-mentor/")
    look(page, "pair-change")
    page.goto(f"{home}end/")
    look(page, "pair-end")
    page.get_by_label("We did what we set out to do").check()
    page.get_by_role("button", name="End it").click()
    look(page, "pair-feedback")
    page.get_by_role("group", name="Did it do what you had hoped for?").get_by_label("Yes").check()
    page.get_by_label("A word of thanks").fill("Thank you for your patience")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Your time together ended")).to_be_visible()
    Outcome.objects.update(asked_at=now)
    page.goto(f"{home}outcome/")
    look(page, "pair-outcome")
    page.get_by_label("What has become of you?").fill("I have the post")
    page.get_by_label("Yes, my mentor may read this").check()
    page.get_by_role("button", name="Keep it").click()
    sign_in(other_page, us.mentor, base_url)
    other_page.goto(home)
    expect(other_page.get_by_text("I have the post")).to_be_visible()
    expect(other_page.get_by_text("Thank you for your patience")).to_be_visible()
    look(other_page, "pair-ended")


def test_a_single_conversation_from_the_offer_to_another_one(page: Page, other_page: Page, base_url: str) -> None:
    ada = mentor(person("Ada"), skills={"user-focus": 4}).user
    sam = mentee(person("Sam"), gaps={"user-focus": (1, 3)}).user
    sign_in(page, sam, base_url)
    sign_in(other_page, ada, base_url)
    page.goto("/mentoring/conversations/")
    expect(page.get_by_text("Nobody offers a time just now")).to_be_visible()

    other_page.goto("/me/mentoring/")
    other_page.get_by_role("link", name="Times I offer").click()
    fill_day(other_page, "Date", 9)
    other_page.get_by_label("From").fill("14:00")
    other_page.get_by_label("To", exact=True).fill("16:00")
    other_page.get_by_role("button", name="Offer them").click()
    expect(other_page.get_by_text("You offer 2 times more.")).to_be_visible()
    look(other_page, "slots")

    page.goto("/mentoring/conversations/")
    look(page, "conversation-find")
    page.get_by_role("link", name="Ada").click()
    look(page, "mentor-times")
    page.get_by_role("link", name=re.compile("14:00")).click()
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what you would like to talk about")
    look(page, "slot-book")
    page.get_by_label("What would you like to talk about?").fill("How you began")
    page.get_by_label("User focus").check()
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_text("The time is kept for you.")).to_be_visible()
    look(page, "conversation-held")

    talk = Conversation.objects.get()
    other_page.goto("/mentoring/conversations/mine/")
    look(other_page, "conversations")
    other_page.get_by_role("link", name="Sam").click()
    look(other_page, "conversation-answer")
    other_page.get_by_role("button", name="Yes, I will be there").click()
    assert len(calendars()) == 2

    past = timezone.now() - timedelta(hours=2)
    Conversation.objects.update(starts_at=past)
    Meeting.objects.update(starts_at=past)
    Slot.objects.filter(conversations=talk).update(starts_at=past)
    other_page.goto(f"/mentoring/conversations/{talk.uuid}/")
    look(other_page, "conversation-over")
    other_page.get_by_role("link", name="Agree on an action").click()
    look(other_page, "conversation-step")
    other_page.goto(f"/mentoring/conversations/{talk.uuid}/concern/")
    look(other_page, "conversation-concern")
    for one in (page, other_page):
        one.goto(f"/mentoring/conversations/{talk.uuid}/")
        one.get_by_role("button", name="I would like to talk again").click()
    expect(other_page.get_by_text("You both would like to.")).to_be_visible()
    page.goto("/mentoring/conversations/")
    expect(page.get_by_role("link", name="Ada")).to_be_visible()
