"""The load run's side of the database: what it needs to begin, and the promises that must hold when it is over."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from careers.models import Role
from common.refusals import Refused
from events.models import Booking, Event
from fellowship.applying.starting import start
from fellowship.models import Application, Call, Cohort
from fellowship.models.moves import CohortState
from notifications.models import Message
from portal.worlds.signing_in import PEOPLE, demo_password, sign_ins
from portal.worlds.year import make_events


class NoInventedWorld(Refused):
    """The people of the invented world are not in this database, so nothing is done to it."""


def prepared(
    *,
    members: int,
    applicants: int,
    racers: int,
    events: int,
    places: int,
    races: int,
    places_in_races: int,
    users: int,
) -> dict[str, Any]:
    """Everything that ``benchmarks.visits.Scene`` needs, ready for JSON. Raises NoInventedWorld."""
    if not sign_ins():
        raise NoInventedWorld
    now = timezone.now()
    call = Call.objects.get(cohort__state=CohortState.OPEN)
    people = list(
        User.objects.filter(email__endswith="@people.example.org", is_active=True, programme_roles=None)
        .exclude(applications__call=call)
        .order_by("pk")[: members + applicants + racers]
    )
    assert len(people) == members + applicants + racers, "the invented world is too small"
    applications = [start(call, user, eligibility={}, now=now) for user in people[:applicants]]
    admin = User.objects.get(email=PEOPLE["Programme admin"][0])
    programme = call.cohort.programme
    open_events = make_events([
        _event(f"An hour about data, part {number}", places, timedelta(days=20 + number), programme, admin)
        for number in range(events)
    ])  # fmt: skip
    raced = make_events([
        _event(f"The last places, round {number}", places_in_races, timedelta(days=60, hours=number), programme, admin)
        for number in range(races)
    ])  # fmt: skip
    states = (CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING)
    return {
        "began_at": now.isoformat(),
        "roles": list(Role.objects.live().values_list("slug", flat=True)),
        "events": [one.slug for one in open_events],
        "races": [one.slug for one in raced],
        "call": f"/programmes/{programme.slug}/{call.cohort.slug}/",
        "cohorts": [str(one.uuid) for one in Cohort.objects.filter(programme=programme, state__in=states)],
        "applicants": [(cookies(one.user), f"/me/applications/{one.uuid}/") for one in applications],
        "members": [cookies(one) for one in people[applicants : applicants + members]],
        "racers": [cookies(one) for one in people[applicants + members :]],
        "staff": {
            called: cookies(User.objects.get(email=f"{called}@example.org"))
            for called in ("admin", "reviewer", "adviser")
        },
        "login": (PEOPLE["Aspiring leader"][0], demo_password()),
    }  # fmt: skip


def cookies(user: User) -> dict[str, str]:
    """The session of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _event(title: str, places: int, ahead: timedelta, programme: Any, organiser: User) -> Event:
    starts_at = (timezone.now() + ahead).replace(minute=0, second=0, microsecond=0)
    return Event(
        title=title, summary="Made to be booked.", kind=Event.Kind.WEBINAR, mode=Event.Mode.ONLINE, capacity=places,
        state=Event.State.PUBLISHED, published_at=timezone.now(), starts_at=starts_at, programme=programme,
        ends_at=starts_at + timedelta(hours=1), online_link="https://meet.example.org/load", organiser=organiser,
    )  # fmt: skip


def wait_for_the_outbox(most: float) -> float:
    """Seconds until no letter is due or being sent; gives up after ``most``."""
    began = time.monotonic()
    while time.monotonic() - began < most:
        if not Message.objects.due(timezone.now()).exists() and not Message.objects.filter(state="SENDING").exists():
            break
        time.sleep(0.5)
    return time.monotonic() - began


def promises(*, began_at: str, accepted: Sequence[str] | None) -> Iterator[tuple[str, int, int]]:
    """What must hold, in words, with how many things were looked at and how many of them are wrong.

    ``accepted`` are the Message-IDs that the mail server took, if it is ours.
    """
    since = parse_datetime(began_at)
    made = Booking.objects.filter(created_at__gte=since)
    taken = Count("bookings", filter=Q(bookings__state__in=Booking.HOLDING))
    limited = Event.objects.filter(capacity__isnull=False).annotate(taken=taken)
    yield "events: none has more people than places", limited.count(), limited.filter(taken__gt=F("capacity")).count()
    raced = limited.filter(title__startswith="The last places", bookings__isnull=False).distinct()
    yield "events of the races: somebody booked", raced.count(), raced.filter(taken=0).count()
    lists = _waiting_lists()
    offers = dict(Message.objects.filter(letter="events.place_offered").values_list("about_id", "pk"))
    disorder = sum(not _in_order(one, offers) for one in lists.values())
    yield "waiting lists: offered in the order of coming", len(lists), disorder
    idle = limited.filter(taken__lt=F("capacity"), starts_at__gt=timezone.now(), bookings__state="WAITING").distinct()
    yield "waiting lists: nobody waits while a place is free", len(lists), idle.count()
    twice = made.live().values("event", "person").annotate(times=Count("pk")).filter(times__gt=1)
    yield "bookings: nobody has two live ones of an event", made.count(), twice.count()
    booked = made.filter(booked_at__isnull=False)
    letters = Message.objects.filter(letter="events.booking_confirmed")
    told = dict(letters.values_list("about_id").annotate(Count("pk")))
    yield "bookings: one letter for each place taken", booked.count(), sum(told.get(one.pk) != 1 for one in booked)
    sent = Message.objects.filter(state=Message.State.SENT, finished_at__gte=since).count()
    waiting = Message.objects.due(timezone.now()).count() + Message.objects.filter(state="SENDING").count()
    yield "letters: none is left that should have gone", sent, waiting
    yield (
        "letters: none failed",
        sent,
        Message.objects.filter(state=Message.State.ABANDONED, finished_at__gte=since).count(),
    )
    if accepted is not None:
        different = len(set(accepted))
        everything = Message.objects.filter(state=Message.State.SENT, to__gt="", finished_at__gte=since).count()
        yield "letters: the mail server has each that we say was sent", different, abs(different - everything)
        yield "letters: none came twice", different, len(accepted) - different
    saved = Application.objects.filter(started_at__gte=since)
    yield "applications: those begun are still there", saved.count(), saved.filter(state="WITHDRAWN").count()


def _waiting_lists() -> dict[int, list[Booking]]:
    """Everybody who ever waited for an event that the run made, by event, first come first."""
    found = defaultdict(list)
    ever = Booking.objects.filter(Q(state="WAITING") | Q(offered_at__isnull=False)).order_by("event", "pk")
    for booking in ever.filter(event__summary="Made to be booked."):
        found[booking.event_id].append(booking)
    return dict(found)


def _in_order(waited: Sequence[Booking], offers: Mapping[int, int]) -> bool:
    """Whether places were offered in the order in which people came, past nobody who still waits.

    ``offers``: ids of the letters that offer, by booking. They are in order, being written under the event's lock;
    ``offered_at`` need not be, since each request read its clock before it waited for the lock.
    """
    letters = [offers[one.pk] for one in waited if one.pk in offers]
    first_waiting = next((place for place, one in enumerate(waited) if one.state == "WAITING"), len(waited))
    return letters == sorted(letters) and not any(one.offered_at for one in waited[first_waiting:])
