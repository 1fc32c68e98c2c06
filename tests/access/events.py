"""Events and places on them."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Programme, User
from events.feeds import reset_feed
from events.models import Booking, Event
from tests.access.rules import CANARY, GOES_ON, ORGANISERS, OWNERS, OWNERS_GO_ON, PUBLIC, SIGNED_IN, Rule, only

EVENT, PAST_EVENT = {"slug": "<event>"}, {"slug": "<past event>"}
# The person has a place on the events in the rows; to others it is as if there were nothing to give up.
BOOKED = only("person", others=404)
BOOKED_GOES_ON = only("person", answer=302, others=404)

ROWS: dict[str, Rule] = {
    "events:event_list": PUBLIC,
    "events:event_month": PUBLIC,
    "events:event_detail": Rule(arguments=EVENT),
    "events:event_ics": Rule(arguments=EVENT),
    "events:feed": Rule(arguments={"secret": "<feed>"}),
    # Who has a place is led to it.
    "events:event_book": Rule(SIGNED_IN | {"person": 302}, GOES_ON, EVENT),
    "events:place_confirm": Rule(GOES_ON, GOES_ON, EVENT),
    "events:booking_needs": Rule(BOOKED, BOOKED_GOES_ON, EVENT),
    "events:booking_cancel": Rule(BOOKED, BOOKED_GOES_ON, EVENT),
    "events:feedback_give": Rule(BOOKED, BOOKED, PAST_EVENT),
    "events:certificate": Rule(BOOKED, arguments=PAST_EVENT),
    "events:my_events": Rule(SIGNED_IN),
    "events:my_calendar": Rule(SIGNED_IN, GOES_ON),
    "events:organised_list": Rule(ORGANISERS),
    "events:event_add": Rule(ORGANISERS, ORGANISERS),
    "events:organised_detail": Rule(OWNERS, arguments=EVENT),
    "events:event_edit": Rule(OWNERS, OWNERS, EVENT),
    "events:event_publish": Rule(OWNERS, OWNERS_GO_ON, EVENT),
    "events:event_move": Rule(OWNERS, OWNERS, EVENT),
    "events:event_place": Rule(OWNERS, OWNERS, EVENT),
    "events:event_cancel": Rule(OWNERS, OWNERS, EVENT),
    "events:draft_delete": Rule(OWNERS, {**OWNERS, "owner": 302, "superuser": 404}, {"slug": "<draft>"}),
    "events:event_repeat": Rule(OWNERS, OWNERS, EVENT),
    "events:event_hosts": Rule(OWNERS, OWNERS, EVENT),
    "events:event_invitations": Rule(OWNERS, OWNERS, EVENT),
    "events:attendance_sheet": Rule(OWNERS, OWNERS, EVENT),
    # They are asked for their password again before the file.
    "events:attendees_csv": Rule(OWNERS_GO_ON, arguments=EVENT),
    "events:feedback_results": Rule(OWNERS, arguments=EVENT),
}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    """Events of the programme in the rows with a place of the person on them, and some of the stranger's."""
    now, hour = timezone.now(), timedelta(hours=1)

    def event(slug: str, programme: Programme, days: int, state: str = "PUBLISHED", **fields: str) -> Event:
        starts_at = now + timedelta(days=days)
        given = {"title": slug, "summary": "Words", "kind": "WEBINAR", "mode": "ONLINE", "slug": slug, **fields}
        return Event.objects.create(
            **given, programme=programme, state=state, starts_at=starts_at, ends_at=starts_at + hour
        )

    made = {
        "<event>": event("data-evening", ours, 9),
        "<past event>": event("data-morning", ours, -9),
        "<draft>": event("data-night", ours, 9, "DRAFT"),
    }
    person = User.objects.get(email="person@example.org")
    for one in (made["<event>"], made["<past event>"]):
        Booking.objects.create(event=one, person=person, state="BOOKED", booked_at=now, attendance="PRESENT")
    canary = {"title": f"{CANARY} evening"}
    event("their-draft", theirs, 9, "DRAFT", **canary)
    event("their-guests", theirs, 9, audience="INVITED", **canary)
    event("their-link", theirs, 9, online_link=f"https://example.org/{CANARY}")
    feed = reset_feed(person, now=now).rpartition("/")[2].removesuffix(".ics")
    return {**{name: one.slug for name, one in made.items()}, "<feed>": feed}
