"""From the list to a place in one's calendar, and from a draft to a certificate, in a browser."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from careers.models import Family, Skill
from events.booking import TIME_TO_THINK_AGAIN, Adjustments, book, cancel_booking
from events.feeds import reset_feed
from events.models import Booking, Event, EventSeries, Feedback
from events.reminders import queue_due_reminders
from notifications.delivery import deliver_due
from notifications.models import Message
from tests.events.world import draft, event, organiser, person, programme
from tests.journeys.accessibility import check_accessibility, check_reflow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def sign_in(page: Page, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": base_url}])


def look(page: Page, name: str) -> None:
    """axe finds nothing, a phone need not scroll sideways; keeps a picture where one is asked for."""
    check_accessibility(page)
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    check_reflow(page)
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-narrow.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def rich() -> Event:
    """An event with all there can be on its page, beside others in the list and the month."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    series = EventSeries.objects.create()
    of = programme("Digital Pioneers")
    on = event(
        now, title="Learning from waiting list data", kind="WORKSHOP", mode="BOTH", town="Leeds", capacity=2,
        programme=of, place="Quarry House\nQuarry Hill, room 7", description="- bring a laptop\n- and a question",
        series=series, starts_at=now + timedelta(days=9), summary="How three trusts use what they already know.",
    )  # fmt: skip
    on.families.set(Family.objects.live()[:2])
    on.skills.set(Skill.objects.live()[:2])
    event(now, title="The same a week later", starts_at=now + timedelta(days=16), series=series)
    event(now, title="A conference of others", kind="CONFERENCE", external_link="https://example.org/conference",
          mode="IN_PERSON", town="Manchester", place="Central hall", online_link="",
          starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=11))  # fmt: skip
    return on


def test_a_person_books_waits_confirms_and_finds_it_in_their_calendar(page: Page, rich: Event, base_url: str) -> None:
    kim, lee = person("Kim Osei"), person("Lee")
    sign_in(page, kim, base_url)
    page.goto("/events/")
    look(page, "list")
    page.get_by_role("link", name="See them by month").click()
    page.goto(f"/events/month/?month={rich.starts_at:%Y-%m}")
    look(page, "month")
    page.goto("/events/")
    page.get_by_label("Has free places").check()
    page.get_by_role("button", name="Show results").click()
    page.get_by_role("link", name="Learning from waiting list data").click()
    expect(page.get_by_text("2 places left")).to_be_visible()
    expect(page.get_by_text("Quarry House")).to_have_count(0)
    look(page, "event")
    page.get_by_role("button", name="Book a place").click()
    page.get_by_label("Dietary needs").check()
    page.get_by_role("button", name="Book my place").click()
    expect(page.get_by_role("link", name="Tell the organisers what you need")).to_be_visible()
    look(page, "book-error")
    page.get_by_label("Tell the organisers more").fill("No nuts, please")
    page.get_by_role("button", name="Book my place").click()
    expect(page.get_by_text("You have a place. We have written to you")).to_be_visible()
    expect(page.get_by_text("Quarry House")).to_be_visible()
    look(page, "event-booked")
    with page.expect_download() as calendar:
        page.get_by_role("link", name="Add it to my calendar").click()
    assert "Quarry House" in Path(calendar.value.path()).read_text()
    page.goto(f"{rich.get_absolute_url()}needs/")
    look(page, "needs")

    # The last place goes to Lee, and Kim's to whoever waits.
    book(rich.pk, lee, now=timezone.now())
    late = person("Mo")
    sign_in(page, late, base_url)
    page.goto(rich.get_absolute_url())
    page.get_by_role("button", name="Join the waiting list").click()
    look(page, "wait")
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_text("You are next.")).to_be_visible()
    look(page, "event-waiting")
    sign_in(page, kim, base_url)
    page.goto(rich.get_absolute_url())
    page.get_by_role("link", name="Give up your place").click()
    look(page, "give-up")
    page.get_by_role("button", name="Give up my place").click()
    expect(page.get_by_text("You gave up your place")).to_be_visible()
    sign_in(page, late, base_url)
    page.goto("/me/events/")
    look(page, "my-events")
    page.get_by_role("link", name="Take the place").click()
    look(page, "event-offered")
    page.get_by_role("button", name="Take the place").click()
    expect(page.get_by_text("The place is yours.")).to_be_visible()
    page.goto("/me/calendar/")
    look(page, "calendar-none")
    page.get_by_role("button", name="Make an address for me").click()
    address = page.get_by_label("Your address").input_value()
    assert "/events/feed/" in address
    look(page, "calendar")


def test_somebody_signs_up_books_and_is_reminded_when_they_want(page: Page, rich: Event) -> None:
    cache.clear()  # no limits from before
    page.goto(rich.get_absolute_url())
    page.get_by_role("button", name="Book a place").click()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Full name").fill("Ada Okafor")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("three quiet otters")
    page.get_by_role("button", name="Create account").click()
    code = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    page.get_by_label("Code from the e-mail").fill(code[1])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Book a place")
    page.get_by_role("button", name="Book my place").click()
    expect(page.get_by_text("You have a place. We have written to you")).to_be_visible()

    confirmed = only_letter_at(timezone.now())
    assert confirmed.subject.startswith("Booked: Learning from waiting list data")
    types = [part.get_content_type() for part in confirmed.message().walk()]
    assert types.count("text/calendar") == 2, "as a form of the letter and as a file"
    methods = {part.get_param("method") for part in confirmed.message().walk() if "calendar" in part.get_content_type()}
    assert methods == {"REQUEST"}

    first = only_letter_at(rich.starts_at - timedelta(days=7))
    assert first.subject.startswith("In 7 days: Learning from waiting list data")
    assert "Quarry House" in first.body
    assert first.to == ["ada@example.org"]
    page.goto(link_in(first, "/me/contact/"))
    look(page, "contact-preferences")
    page.get_by_label("1 day before").uncheck()
    page.get_by_role("button", name="Save").click()
    assert letters_at(rich.starts_at - timedelta(days=1)) == []
    last = only_letter_at(rich.starts_at - timedelta(hours=1))
    assert last.subject.startswith(("Today: ", "Tomorrow: ")), "by the calendar"
    page.goto(link_in(last, rich.get_absolute_url()))
    page.get_by_role("link", name="Give up your place").click()
    page.get_by_role("button", name="Give up my place").click()
    assert letters_at(timezone.now()) == [], "who thinks again at once hears nothing"
    assert only_letter_at(timezone.now() + TIME_TO_THINK_AGAIN).subject.startswith("You gave up your place")


def letters_at(now: datetime) -> list[EmailMultiAlternatives]:
    """What leaves when the clock shows ``now``."""
    mail.outbox.clear()
    queue_due_reminders(now=now)
    deliver_due(clock=lambda: now)
    return mail.outbox


def only_letter_at(now: datetime) -> EmailMultiAlternatives:
    (one,) = letters_at(now)
    return one


def link_in(letter: EmailMultiAlternatives, path: str) -> str:
    """The path of a link in the text of a letter, as a browser would follow it."""
    assert f"{django_settings.SITE_URL}{path}" in str(letter.body)
    return path


def test_from_booking_to_reminder_and_feedback(page: Page, rich: Event, base_url: str) -> None:
    kim = person("Kim Osei")
    now = timezone.now()
    book(rich.pk, kim, now=now)
    queue_due_reminders(now=rich.starts_at - timedelta(days=7))
    assert Message.objects.filter(letter="reminder.7-days").count() == 1
    # It is over, and Kim was there.
    Event.objects.filter(pk=rich.pk).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    Booking.objects.update(attendance="PRESENT")
    sign_in(page, kim, base_url)
    page.goto("/me/events/?when=OVER")
    look(page, "my-events-over")
    page.get_by_role("link", name="Certificate").click()
    look(page, "certificate")
    page.goto("/me/events/?when=OVER")
    page.get_by_role("link", name="Say what you thought").click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, "feedback-error")
    page.get_by_label("Very useful").check()
    page.get_by_label("Probably", exact=True).check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def test_an_organiser_makes_moves_and_cancels_an_event(page: Page, base_url: str) -> None:
    user = organiser(programme("Digital Pioneers"), name="Ola Organiser")
    sign_in(page, user, base_url)
    page.goto("/staff/events/")
    look(page, "run-none")
    page.get_by_role("button", name="Make an event").click()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, "make-error")
    page.get_by_label("Title", exact=True).fill("Drop-in about careers")
    page.get_by_label("In one or two sentences").fill("Bring your questions.")
    page.get_by_label("Kind", exact=True).select_option("Drop-in")
    page.get_by_label("Programme", exact=True).select_option("Digital Pioneers")
    day = timezone.localdate() + timedelta(days=30)
    _date(page, "starts_on", day)
    page.get_by_label("Starts at").fill("2pm")
    page.get_by_label("Ends at").fill("15:30")
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("Link to join online").fill("https://teams.example.com/join/1")
    page.get_by_label("Places (optional)").fill("20")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("is a draft")).to_be_visible()
    page.get_by_role("button", name="Publish it").click()
    look(page, "publish")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is published.")).to_be_visible()
    on = Event.objects.get(title="Drop-in about careers")
    for guest in (person(), person()):
        book(on.pk, guest, adjustments=Adjustments(("STEP_FREE",), ""), now=timezone.now())
    page.goto(f"/staff/events/{on.slug}/")
    look(page, "run")
    page.get_by_role("link", name="Change date and time").click()
    page.get_by_label("Starts at").fill("16:00")
    page.get_by_label("Ends at").fill("17:00")
    look(page, "move")
    page.get_by_role("button", name="Move it and tell 2 people").click()
    expect(page.get_by_text("2 people are told by e-mail.")).to_be_visible()
    page.get_by_role("link", name="Who is booked, and what they need").click()
    expect(page.get_by_text("Step-free access")).to_have_count(2)
    look(page, "people")
    page.goto(f"/staff/events/{on.slug}/cancel/")
    page.get_by_label("Why is it cancelled?").fill("The speaker is ill.")
    look(page, "cancel")
    page.get_by_role("button", name="Cancel it and tell 2 people").click()
    expect(page.get_by_text("The event is cancelled. 2 people are told")).to_be_visible()
    page.goto("/staff/events/")
    look(page, "run-list")
    assert Message.objects.filter(letter="events.event_cancelled").count() == 2


def test_every_other_page_of_organisers_is_accessible(page: Page, rich: Event, base_url: str) -> None:
    user = rich.organiser
    assert user
    sign_in(page, user, base_url)
    now = timezone.now()
    rich.co_hosts.create(user=organiser(name="Hana Host"))
    rich.invitations.create(user=person("Ines Invited"))
    for _ in range(2):
        book(rich.pk, person("Somebody With A Rather Long Name"), now=now)
    for name in ("edit", "place", "repeat", "hosts", "invitations"):
        page.goto(f"/staff/events/{rich.slug}/{name}/")
        look(page, f"run-{name}")
    page.goto("/staff/events/add/")
    look(page, "add")
    one = draft(programme=rich.programme, organiser=user)
    page.goto(f"/staff/events/{one.slug}/delete/")
    look(page, "delete")
    page.goto(f"/staff/events/{one.slug}/")
    look(page, "run-draft")
    Event.objects.filter(pk=rich.pk).update(
        capacity=10, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    page.goto(f"/staff/events/{rich.slug}/people/")
    look(page, "attendance")
    page.goto(f"/staff/events/{rich.slug}/feedback/")
    look(page, "results-none")
    for number in range(6):
        guest = Booking.objects.create(event=rich, person=person(), state="BOOKED", booked_at=now)
        Feedback.objects.create(booking=guest, useful=number % 5 + 1, will_use=4, text=f"Words {number}")
    page.reload()
    look(page, "results")


def test_the_list_and_booking_work_without_scripts(new_context: object, rich: Event, base_url: str) -> None:
    kim = person()
    context = new_context(java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    sign_in(page, kim, base_url)
    page.goto("/events/?kind=WORKSHOP")
    page.get_by_role("link", name="Learning from waiting list data").click()
    page.get_by_text("Book a place").click()
    page.get_by_role("button", name="Book my place").click()
    expect(page.get_by_text("You have a place.")).to_be_visible()
    cancel_booking(rich.pk, kim, now=timezone.now())
    reset_feed(kim, now=timezone.now())
    page.goto(reverse("events:my_calendar"))
    expect(page.get_by_label("Your address")).to_be_visible()


def _date(page: Page, name: str, day: object) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"#id_{name}_{part}").fill(str(getattr(day, part)))
