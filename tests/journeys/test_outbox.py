"""Staff look at the outbox, change a held letter and release exactly those they chose."""

from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from notifications import letters
from notifications.letters import Drop, Mail
from notifications.models import Message
from notifications.outbox import hold_email, queue_email
from tests.journeys.accessibility import check_accessibility, check_reflow

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "journeys.place_offered"


@pytest.fixture
def now(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A letter to write, and some messages in every state."""
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "place.txt").write_text(
        "A place for you\nDear {{ name }},\n\nwe are glad to offer you a place.\n\n"
        "Say yes: {{ site_url }}/places/{{ number }}/\n"
    )
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = templates
    settings.STAFF_NEED_MFA = False

    def place_offered(number: int, now: datetime) -> Mail | Drop:
        return Mail(
            f"person{number}@a-rather-long-trust-name.nhs.uk", "place", {"name": f"Person {number}", "number": number}
        )

    monkeypatch.setitem(letters._REGISTRY, NAME, letters.Letter(NAME, "Place offered", True, place_offered))
    moment = timezone.now()
    for number in range(1, 4):
        hold_email(letter=NAME, about_id=number, key=f"held:{number}", scope="digital-leaders", now=moment)
    states = (Message.State.SENT, Message.State.ABANDONED, Message.State.DROPPED, Message.State.CANCELLED)
    for number, state in enumerate(states, start=10):
        queue_email(letter=NAME, about_id=number, key=f"k{number}", now=moment)
        Message.objects.filter(about_id=number).update(
            state=state,
            finished_at=moment,
            tries=3,
            to=f"person{number}@a-rather-long-trust-name.nhs.uk",
            subject="A place for you",
            text="Dear Person,\n\nwe are glad.\n" if state == Message.State.SENT else "",
            reason="550 5.1.1 <(address)>: Recipient address rejected" if state == Message.State.ABANDONED else "",
        )
    for number in range(100, 160):
        queue_email(letter=NAME, about_id=number, key=f"k{number}", due_at=moment + timedelta(days=1), now=moment)
    return moment


def sign_in(page: Page, base_url: str) -> None:
    """As a site administrator."""
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "correct horse battery"))
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


def check(page: Page) -> None:
    check_accessibility(page)
    size = page.viewport_size
    check_reflow(page)
    check_accessibility(page)
    if size:
        page.set_viewport_size(size)


def test_staff_find_a_held_letter_change_it_and_release_two_of_three(page: Page, base_url: str, now: datetime) -> None:
    sign_in(page, base_url)

    page.goto("/staff/outbox/")
    expect(page.get_by_role("heading", level=1)).to_have_text("67 letters in the outbox")
    check(page)
    page.get_by_label("State").select_option("Held for release")
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 letters in the outbox")
    check(page)

    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release: nothing was done")
    expect(page.get_by_text("choosing none never means all")).to_be_visible()
    check(page)
    page.go_back()

    page.get_by_role("link", name="Place offered").first.click()
    expect(page.get_by_text("we are glad to offer you a place")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Edit the words").click()
    check(page)
    page.get_by_label("Subject").fill("")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_role("link", name="Enter a subject")).to_be_visible()
    check(page)
    page.get_by_label("Subject").fill("Your place is ready")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("The letter has the new words. It is still held.")).to_be_visible()

    page.goto("/staff/outbox/?state=HELD")
    for tick in page.get_by_role("checkbox").all()[:2]:
        tick.check()
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release: 2 letters")
    expect(page.get_by_text("Your place is ready")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Release: 2 letters").click()
    expect(page.get_by_text("2 letters were released. They leave within a minute.")).to_be_visible()
    assert Message.objects.filter(state=Message.State.HELD).count() == 1


def test_every_kind_of_letter_reads_well(page: Page, base_url: str, now: datetime) -> None:
    sign_in(page, base_url)
    for state in (Message.State.SENT, Message.State.ABANDONED, Message.State.DROPPED, Message.State.WAITING):
        message = Message.objects.filter(state=state).first()
        assert message
        page.goto(f"/staff/outbox/{message.pk}/")
        check(page)
    page.goto("/staff/outbox/?address=nobody")
    check(page)
    failed = Message.objects.filter(state=Message.State.ABANDONED).first()
    assert failed
    page.goto(f"/staff/outbox/retry/?message={failed.pk}")
    expect(page.get_by_role("button", name="Send again: 1 letter")).to_be_visible()
    check(page)
    page.goto(f"/staff/outbox/cancel/?message={message.pk}")
    page.get_by_role("button", name="Cancel: 1 letter").click()
    expect(page.get_by_role("link", name="Say why you cancel")).to_be_visible()
    check(page)
