"""Lists that staff read on a phone: a card for each row, and nothing to push sideways."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import Profile, User
from events.booking import Adjustments, book
from events.models import Event
from notifications.models import Message
from tests.events.world import event, person
from tests.journeys.test_events import look

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def sign_in(page: Page, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


def check_cards(page: Page) -> None:
    """On a phone neither the page nor the box of the list scrolls sideways, and each row stands by itself."""
    page.set_viewport_size(PHONE)
    box = page.locator(".app-table-box")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    tops = box.locator("tbody tr").evaluate_all("rows => rows.map(row => row.getBoundingClientRect())")
    assert len(tops) > 1
    assert all(one["width"] <= 320 for one in tops)
    assert all(below["top"] >= above["bottom"] for above, below in pairwise(tops))
    assert page.locator(".app-table-box thead").bounding_box()["height"] <= 1  # type: ignore[index]


def test_the_attendance_sheet_is_a_card_for_each_person(page: Page, base_url: str) -> None:
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rose Root")
    on: Event = event(timezone.now() - timedelta(days=20), starts_at=timezone.now() + timedelta(minutes=30))
    for number, needs in enumerate([("BSL", "CAPTIONS"), (), ("DIET",)]):
        who = person(f"Ada Okafor-Williams {number}")
        if number != 1:
            name = "Moorland Hospitals and Community Services NHS Foundation Trust"
            Profile.objects.create(user=who, employer="NOT_LISTED", organisation_name=name)
        note = "Nut allergy, and lactose-free milk" if "DIET" in needs else ""
        book(on.pk, who, adjustments=Adjustments(needs, note), now=timezone.now())
    sign_in(page, root, base_url)
    page.goto(f"/staff/events/{on.slug}/people/")
    look(page, "attendance-cards")
    check_cards(page)
    page.get_by_label("Attendance of Ada Okafor-Williams 1").select_option("Came late")
    page.get_by_role("button", name="Save this page of the sheet").click()
    expect(page.get_by_text("Noted. 1 changed.")).to_be_visible()


def test_the_outbox_is_a_compact_card_for_each_letter(page: Page, base_url: str) -> None:
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rose Root")
    now = timezone.now()
    for number, state in enumerate(("HELD", "SENT", "ABANDONED")):
        Message.objects.create(
            letter="events.booking_confirmed", about_id=number, key=f"k{number}", state=state, due_at=now, text="Words",
            to="ada.okafor-williams@moorland-hospitals-and-community.nhs.uk", prewritten=state == "HELD",
            subject="Booked: Learning from waiting list data, Thursday 4 March 2027, 10:00 to 11:30 (UK time)",
            finished_at=None if state == "HELD" else now, reason="550 5.1.1 rejected" if state == "ABANDONED" else "",
        )  # fmt: skip
    sign_in(page, root, base_url)
    page.goto("/staff/outbox/")
    look(page, "outbox-cards")
    check_cards(page)
    assert page.locator("tbody tr").first.bounding_box()["height"] < 400  # type: ignore[index]
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release: 1 letter")
    look(page, "release-cards")
