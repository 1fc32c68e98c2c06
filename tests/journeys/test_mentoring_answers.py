"""A mentor on a phone from the letter to yes; a no that leads to the next best; what a mail scanner does."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from accounts.invited import account_for
from accounts.models import Profile, User
from mentoring.models import Match, Question, Round
from mentoring.next_best import propose_next
from notifications.delivery import deliver_due
from tests.accounts.conftest import newest_code
from tests.journeys.accessibility import check_accessibility, check_reflow
from tests.mentoring import world

pytestmark = pytest.mark.django_db(transaction=True)
State = Match.State
PHONE = {"width": 390, "height": 844}
HOPES = "I coordinate the roll-out of our new record on four wards and want to lead such a change one day."


@pytest.fixture(autouse=True)
def quiet(settings: Settings, base_url: str) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""
    settings.SITE_URL = base_url
    cache.clear()


@pytest.fixture
def round_() -> Round:
    """Sam waits in a published round with two mentors: Olive, who was brought in by a file, and Femi."""
    now = timezone.now()
    sam = world.mentee(
        world.person("Sam Obi"), gaps={"user-focus": (1, 3), "sql": (0, 2)} if has("sql") else {"user-focus": (1, 3)},
        goal=world.GOAL, hopes=HOPES, times=("MON_AM", "TUE_EVE"),
    )  # fmt: skip
    Profile.objects.update_or_create(user=sam.user, defaults={"job_title": "Ward coordinator"})
    olive = account_for("olive.green@trust.example.uk", name="Olive Green", now=now)
    mentors = [
        world.mentor(olive, skills={"user-focus": 4}, job=world.GOAL, hours_a_month=2, times=("MON_AM",)),
        world.mentor(world.person("Femi Ade"), skills={"user-focus": 2}),
    ]
    made = world.round_of(world.programme("Digital mentors"), mentees=[sam], mentors=mentors, state="PUBLISHED")
    made.letter_note = "Thank you for being part of this year’s round."
    made.save()
    return made


def has(slug: str) -> bool:
    return bool(world.Skill.objects.filter(slug=slug).exists())


def people(round_: Round) -> dict[str, User]:
    return {str(user): user for user in User.objects.filter(mentoring_rounds__round=round_)}


def proposed(round_: Round, mentor: str = "Olive Green") -> Match:
    them = people(round_)
    staff = world.staff(round_.programme)
    return propose_next(round_, mentee=them["Sam Obi"], mentor=them[mentor], actor=staff, now=timezone.now())


def sign_in(page: Page, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])


def sent() -> list[str]:
    """Sends what waits; the texts of all letters so far."""
    deliver_due(clock=timezone.now)
    return [str(one.body) for one in mail.outbox]


def links(text: str, base_url: str) -> list[str]:
    return re.findall(rf"{re.escape(base_url)}\S*", text)


def look(page: Page, name: str) -> None:
    """axe finds nothing, and nothing has to be scrolled sideways at 320 pixels; keeps pictures where asked to."""
    check_accessibility(page)
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-390.png", full_page=True)
    check_reflow(page)
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-320.png", full_page=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_a_mentor_on_a_phone_goes_from_the_letter_to_yes(page: Page, round_: Round, base_url: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    pair = proposed(round_)
    (address,) = {link for link in links(sent()[0], base_url) if "/proposals/" in link}

    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("First show that it is you")
    look(page, "enter")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("o•••@t•••.uk")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("Code from the e-mail").fill(newest_code())
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sam Obi hopes for you as a mentor")
    expect(page.get_by_text(HOPES)).to_be_visible()
    look(page, "brief")
    accept = page.get_by_role("button", name="Accept")
    expect(accept).to_be_in_viewport()  # the brief is one screen of a phone
    accept.click()  # the only click after signing in
    expect(page.get_by_role("heading", level=1)).to_have_text("You are Sam Obi’s mentor")
    look(page, "accepted")
    pair.refresh_from_db()
    assert pair.state == State.ACCEPTED
    assert "has accepted and is now your mentor" in sent()[-1]


def test_a_no_leads_to_the_next_best_who_is_asked_and_accepts(
    page: Page, new_context: Callable[..., BrowserContext], round_: Round, base_url: str
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    pair = proposed(round_)
    sign_in(page, pair.mentor, base_url)
    here = reverse("mentoring:proposal", args=[pair.uuid])
    page.goto(here)
    page.get_by_role("link", name="ask a question first").click()
    look(page, "question")
    page.get_by_label("Your question").fill("Would Monday mornings suit you?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Sam Obi has your question.")).to_be_visible()

    sam = new_context(viewport=PHONE).new_page()
    sign_in(sam, pair.mentee, base_url)
    sam.goto(here)
    look(sam, "mentee")
    sam.get_by_label("Your answer").fill("They do, from nine.")
    sam.get_by_role("button", name="Send the answer").click()
    expect(sam.get_by_text("They do, from nine.")).to_be_visible()
    sam.get_by_role("link", name="I do not want this mentor").click()
    look(sam, "withdraw")
    sam.get_by_role("link", name="Keep it").click()

    page.reload()
    expect(page.get_by_text("They do, from nine.")).to_be_visible()
    page.get_by_role("link", name="Decline").click()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the reason that fits best")
    look(page, "decline")
    page.get_by_label("I have no time at present").check()
    page.get_by_label("Anything the team should know?").fill("Back in May")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("link", name="Take a break")).to_be_visible()
    look(page, "declined")

    team = new_context().new_page()
    sign_in(team, world.staff(round_.programme), base_url)
    team.goto(reverse("mentoring:round_waiting", args=[round_.uuid]))
    expect(team.get_by_text("I have no time at present")).to_be_visible()
    look(team, "waiting")
    team.get_by_role("link", name="Olive Green").click()
    expect(team.get_by_text("Back in May")).to_be_visible()
    look(team, "team")
    team.go_back()
    team.get_by_role("button", name="Propose Femi Ade to Sam Obi").click()
    expect(team.get_by_text("Femi Ade is asked to mentor Sam Obi")).to_be_visible()
    look(team, "waiting-nobody")

    second = Match.objects.get(origin=Match.Origin.NEXT_BEST, state=State.PROPOSED)
    femi = new_context(viewport=PHONE).new_page()
    sign_in(femi, second.mentor, base_url)
    femi.goto(links(sent()[-1], base_url)[0])
    femi.get_by_role("button", name="Accept").click()
    expect(femi.get_by_role("heading", level=1)).to_have_text("You are Sam Obi’s mentor")
    sam.goto(reverse("mentoring:proposal", args=[second.uuid]))
    expect(sam.get_by_text("Femi Ade accepted on")).to_be_visible()


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_scanner_that_opens_every_link_in_a_browser_changes_nothing(
    signed_in: bool, page: Page, round_: Round, base_url: str
) -> None:
    pair = proposed(round_)
    (text,) = sent()
    before = list(Match.objects.values()), list(Question.objects.values())
    found = links(text, base_url)
    assert len(found) > 0
    if signed_in:
        sign_in(page, pair.mentor, base_url)
    for address in found * 2:
        page.request.head(address)
        page.goto(address, wait_until="networkidle")
        for link in page.get_by_role("main").get_by_role("link").all():  # it follows what it finds, too
            if (target := link.get_attribute("href")) and target.startswith("/mentoring/"):
                page.request.get(target)
    assert (list(Match.objects.values()), list(Question.objects.values())) == before
    assert len(mail.outbox) == 1
