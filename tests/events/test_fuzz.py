"""Whatever is typed into the forms of events: a clear answer, never a server error."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pytest_django import Settings

from events.models import Event
from tests.events.conftest import signed_in
from tests.events.world import DAY, HOUR, NOW, booked, draft, event, organiser, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

FIELDS = {
    "event_add": (
        "title", "summary", "description", "kind", "programme", "starts_on_day", "starts_on_month", "starts_on_year",
        "starts_time", "ends_time", "ends_on_day", "ends_on_month", "ends_on_year", "zone", "mode", "town", "place",
        "online_link", "audience", "capacity", "opens_on_day", "opens_on_month", "opens_on_year", "opens_time",
        "closes_on_day", "closes_on_month", "closes_on_year", "closes_time", "external_link", "families", "skills",
    ),
    "event_move": ("starts_on_day", "starts_on_month", "starts_on_year", "starts_time", "ends_time", "zone"),
    "event_place": ("mode", "town", "place", "online_link"),
    "event_cancel": ("reason",),
    "event_repeat": ("copies",),
    "event_hosts": ("email", "remove"),
    "event_invitations": ("addresses", "remove"),
    "attendance_sheet": ("came_x", "came_11111111-1111-1111-1111-111111111111"),
    "event_book": ("adjustments", "note", "wait"),
    "booking_needs": ("adjustments", "note"),
    "feedback_give": ("useful", "will_use", "text"),
}  # fmt: skip
FIELDS["event_edit"] = FIELDS["event_add"]
NASTY = (
    "\x00", "\ud800", "x" * 100_000, "9" * 24, "-1", "0", "1e9", "NaN", "' OR 1=1 --", "<script>x</script>",
    "{{ 7*7 }}", "\r\nBcc: evil@example.com", "\u202eabc", "\u2028", "🩺", "31", "2", "9999", "01:30", "25:99",
    "WEBINAR", "INVITED",
    "Europe/London", "Etc/Nowhere", "../etc", "https://", "https://[::1", "javascript:x", "mailto:a@b", "true", "",
)  # fmt: skip
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.integers().map(str))


def send(client: Client, address: str, pairs: list[tuple[str, str]]) -> int:
    body = urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    if answer.status_code == 200:
        html = answer.content.decode(errors="replace")
        assert "<script>x" not in html
    return answer.status_code


@pytest.fixture(autouse=True)
def _nobody_has_tried_too_often(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_typed_into_a_form_is_a_server_error(name: str) -> None:
    kim = person()
    on = event()
    assert on.organiser
    if name == "feedback_give":
        booked(on, kim)
        Event.objects.filter(pk=on.pk).update(starts_at=NOW - 2 * HOUR, ends_at=NOW - HOUR)
    if name == "booking_needs":
        booked(on, kim)
    client = signed_in(kim if name in ("event_book", "booking_needs", "feedback_give") else on.organiser)
    address = reverse(f"events:{name}", args=[] if name == "event_add" else [on.slug])
    good = {
        "title": "T", "summary": "S", "kind": "WEBINAR", "audience": "OPEN", "programme": str(on.programme_id),
        "starts_on_day": "4", "starts_on_month": "3", "starts_on_year": "2027", "starts_time": "10:00",
        "ends_time": "11:00", "zone": "Europe/London", "mode": "ONLINE",
    }  # fmt: skip

    @tries(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(FIELDS[name]), values, max_size=6))
    def check(bad: dict[str, str]) -> None:
        # Most fields are right, so that what is wrong gets past the first complaint.
        fields = {key: value for key, value in good.items() if key in FIELDS[name]} | bad
        assert send(client, address, list(fields.items())) in (200, 302, 400, 404), bad

    check()


@pytest.mark.parametrize("name", ["my_events", "organised_list", "attendance_sheet", "event_invitations", "event_book"])
def test_no_parameter_breaks_a_page(name: str) -> None:
    on = event()
    assert on.organiser
    client = signed_in(on.organiser)
    address = reverse(f"events:{name}", args=[] if name in ("my_events", "organised_list") else [on.slug])
    names = st.sampled_from(["q", "when", "state", "sort", "page", "attendance", "needs", "wait"])

    @tries(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(names, values), max_size=5))
    def check(pairs: list[tuple[str, str]]) -> None:
        query = urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
        answer = client.get(f"{address}?{query}")
        assert answer.status_code in (200, 400, 414), pairs
        assert not re.search(r"<script>x", answer.content.decode(errors="replace"))

    check()


@pytest.mark.parametrize("secret", ["x", "a:b", "1" * 5000, "ünï", "%00", "11111111-1111-1111-1111-111111111111:x"])
def test_no_made_up_secret_opens_a_feed(secret: str, client: Client) -> None:
    assert client.get(f"/events/feed/{secret}.ics").status_code in (400, 404)


def test_forms_that_name_things_of_others_are_refused() -> None:
    """A foreign id in the body is refused as one in the address is."""
    mine, theirs = event(), event()
    assert mine.organiser
    client = signed_in(mine.organiser)
    foreign = organiser()
    theirs.co_hosts.create(user=foreign)
    host = theirs.co_hosts.get()
    client.post(reverse("events:event_hosts", args=[mine.slug]), {"remove": host.pk})
    assert theirs.co_hosts.exists()
    invitation = theirs.invitations.create(user=person())
    client.post(reverse("events:event_invitations", args=[mine.slug]), {"remove": invitation.pk})
    assert theirs.invitations.exists()
    data = {"title": "T", "summary": "S", "kind": "WEBINAR", "audience": "OPEN", "programme": theirs.programme_id}
    answer = client.post(reverse("events:event_edit", args=[mine.slug]), data)
    assert "Choose one of the options" in answer.content.decode()
    assert draft(starts_at=NOW + DAY).programme is None
