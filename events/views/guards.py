"""Which event a page is about: found only through what its reader may see or run, so that a stranger gets 404."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from accounts.models import User
from events.models import Booking, Event


def visible_event(request: HttpRequest, slug: str, now: datetime) -> Event:
    """The event, if this reader may see it. Raises Http404."""
    return _the_one(Event.objects.visible_to(request.user, now=now), slug)


def run_event(request: HttpRequest, slug: str, now: datetime) -> Event:
    """The event, if this reader runs it. Raises Http404."""
    return _the_one(Event.objects.run_by(request.user, now=now), slug)


def signed_in(request: HttpRequest) -> User:
    """The person; the middleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)
    return request.user


def booking_of(request: HttpRequest, event: Event) -> Booking | None:
    """The reader's live booking of the event, or else the last one that ended. One query; none for visitors."""
    if not isinstance(request.user, User):
        return None
    rows = list(Booking.objects.filter(event=event, person=request.user).order_by("-pk"))
    booking = next((row for row in rows if row.state in Booking.LIVE), rows[0] if rows else None)
    if booking is not None:
        booking.event = event
    return booking


def _the_one(events: "QuerySet[Event]", slug: str) -> Event:
    event = events.select_related("programme", "series", "organiser").filter(slug=slug).first()
    if event is None:
        raise Http404
    return event
