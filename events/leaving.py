"""Gives up the places of people who leave, so that others get them: accounts that are erased, and those closed."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from events.booking import NothingToCancel, cancel_booking
from events.models import Booking

PEOPLE_AT_ONCE = 500


@transaction.atomic
def give_up_places(person: User, *, now: datetime) -> int:
    """Cancel whatever a person has on events ahead, or waits for. Returns how many; the next are asked in order."""
    ahead = Booking.objects.live().filter(person=person, event__starts_at__gt=now).order_by("event")
    given_up = 0
    for event_id in list(ahead.values_list("event", flat=True)):
        try:
            cancel_booking(event_id, person, now=now)
        except NothingToCancel:  # the event was moved meanwhile and has begun, or they gave it up themselves
            continue
        given_up += 1
    if given_up:
        detail = {"places": given_up}
        audit.record(actor=None, action="events.places_given_up", subject=person, detail=detail, now=now)
    return given_up


def give_up_places_of_closed_accounts(*, now: datetime) -> int:
    """Give up what people have ahead whose account was closed, as support does in Django admin. Returns how many.

    Looks at closed accounts through a partial index, so it costs what they have and not what all have.
    """
    closed = Booking.objects.live().filter(person__is_active=False, event__starts_at__gt=now)
    people = closed.order_by("person").values_list("person", flat=True).distinct()[:PEOPLE_AT_ONCE]
    return sum(give_up_places(person, now=now) for person in User.objects.filter(pk__in=list(people)))
