"""Series: an event and its copies, week by week."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from events.local_time import local, moment_of
from events.models import CoHost, Event, EventSeries, Invitation
from events.organising import slug_of
from events.states import lock_event

MOST_COPIES = 52
WEEK = timedelta(days=7)


class RepeatedAlready(Refused):
    """The series has an event in each of these weeks already."""


@transaction.atomic
def repeat_weekly(event_id: int, copies: int, *, actor: User, now: datetime) -> list[Event]:
    """Make drafts for so many weeks, at the same time on the clock, in one series with the event.

    Hosts and those invited are copied; the invited are told when each is published, and bookings stay where they are.
    A week in which the series begins at that time already is left out, so that a form sent twice makes them once.
    Raises RepeatedAlready if that leaves none, TimeDoesNotExist if the clocks jump over that time in one of the weeks.
    """
    event = lock_event(event_id)
    if event.series is None:
        event.series = EventSeries.objects.create()
        event.save(update_fields=["series", "updated_at"])
    there = set(event.series.events.values_list("starts_at", flat=True))
    weeks = [week * WEEK for week in range(1, min(copies, MOST_COPIES) + 1)]
    made = [_copy(event, later, actor) for later in weeks if _moved(event, event.starts_at, later) not in there]
    if not made:
        raise RepeatedAlready
    audit.record(
        actor=actor,
        action="events.event_repeated",
        about=event,
        scope=event.scope,
        detail={"copies": len(made)},
        now=now,
    )
    return made


def _moved(event: Event, at: datetime, later: timedelta) -> datetime:
    """So much later on the clocks of the event's zone. Raises TimeDoesNotExist."""
    return moment_of(local(at, event.zone).replace(tzinfo=None) + later, event.zone).at


def _copy(event: Event, later: timedelta, actor: User) -> Event:
    copied = ("title", "summary", "description", "kind", "audience", "capacity", "external_link", "programme", "zone",
              "mode", "town", "place", "online_link", "series")  # fmt: skip
    copy = Event(**{name: getattr(event, name) for name in copied}, organiser=actor)
    copy.starts_at, copy.ends_at = _moved(event, event.starts_at, later), _moved(event, event.ends_at, later)
    for name in ("booking_opens_at", "booking_closes_at"):
        if (at := getattr(event, name)) is not None:
            setattr(copy, name, _moved(event, at, later))
    copy.slug = slug_of(copy)
    copy.save()
    copy.families.set(event.families.all())
    copy.skills.set(event.skills.all())
    CoHost.objects.bulk_create(CoHost(event=copy, user_id=host.user_id) for host in event.co_hosts.all())
    Invitation.objects.bulk_create(Invitation(event=copy, user_id=one.user_id) for one in event.invitations.all())
    return copy
