"""What organisers do: make, publish, change, move and cancel events. Who is booked hears of it once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from accounts import audit
from accounts.models import Programme, ProgrammeRole, User
from accounts.roles import is_site_admin, programmes_where
from careers.models import Family, Skill
from common.refusals import Refused
from events import invitations, places, reminders
from events.models import Booking, Event, NotLegal
from events.states import lock_event, move_event
from events.telling import tell_all
from events.waiting import offer_free_places

MAY_ORGANISE = (ProgrammeRole.Role.OWNER, ProgrammeRole.Role.ADMIN, ProgrammeRole.Role.FACILITATOR)
BOOKED, WAITING = (Booking.State.BOOKED,), (Booking.State.OFFERED, Booking.State.WAITING)
# Nobody plans further, and the last years that a date can have leave no room to repeat or move an event.
FURTHEST = timedelta(days=3653)
# What ``save_details`` may change; time and place have functions of their own, since people must hear of them.
DETAILS = (
    "title", "summary", "description", "kind", "audience", "capacity", "booking_opens_at", "booking_closes_at",
    "external_link", "programme",
)  # fmt: skip


class StartsInThePast(Refused):
    """That time has passed. Choose one that is still to come."""


class EndsBeforeItStarts(Refused):
    """The event must end after it starts."""


class TooFarAhead(Refused):
    """That is more than ten years ahead. Check the year."""


class FewerPlacesThanBooked(Refused):
    """More people have a place already. Their places cannot be taken away."""


class PlaceIsMissing(Refused):
    """Give the address and the room before you publish it: who books is told them."""


class NotYourProgramme(Refused):
    """You have no role in that programme that lets you organise events."""


@dataclass(frozen=True)
class When:
    """Start and end of an event in UTC, and the zone whose clocks people go by."""

    starts_at: datetime
    ends_at: datetime
    zone: str


@dataclass(frozen=True)
class Where:
    """How people take part; ``town`` is public, ``place`` and ``online_link`` are for those booked."""

    mode: str
    town: str = ""
    place: str = ""
    online_link: str = ""


def may_organise(user: User, *, now: datetime) -> bool:
    """Whether this person may make events at all."""
    return is_site_admin(user) or programmes_to_organise_for(user, now=now).exists()


def programmes_to_organise_for(user: User, *, now: datetime) -> QuerySet[Programme]:
    """The programmes for which this person may make events."""
    return programmes_where(user, MAY_ORGANISE, now=now)


@transaction.atomic
def create_event(
    *,
    details: Mapping[str, Any],
    families: Iterable[Family],
    skills: Iterable[Skill],
    when: When,
    where: Where,
    actor: User,
    now: datetime,
) -> Event:
    """Make a draft, whose organiser is the actor. ``details`` has the fields of ``DETAILS``.

    Raises StartsInThePast, EndsBeforeItStarts, TooFarAhead, NotYourProgramme.
    """
    _check_when(when, now)
    _check_programme(details["programme"], actor, now)
    event = Event(organiser=actor, **{name: details[name] for name in DETAILS}, **vars(when), **vars(where))
    event.slug = slug_of(event)
    event.save()
    event.families.set(families)
    event.skills.set(skills)
    _record(actor, "events.event_made", event, now)
    return event


@transaction.atomic
def save_details(
    event_id: int,
    *,
    details: Mapping[str, Any],
    families: Iterable[Family],
    skills: Iterable[Skill],
    actor: User,
    now: datetime,
) -> Event:
    """Change what is neither time nor place. Places that are added go to those who wait.

    Raises NotLegal for a cancelled event, or if a published one would be booked elsewhere from now on;
    FewerPlacesThanBooked, NotYourProgramme.
    """
    event = lock_event(event_id)
    if event.is_cancelled or (event.is_published and bool(details["external_link"]) != event.is_external):
        raise NotLegal
    capacity = details["capacity"]
    if capacity is not None and capacity < (taken := places.taken(event)):
        raise FewerPlacesThanBooked(
            f"{taken} places are booked or kept for people who were asked. Allow at least {taken}."
        )
    if details["programme"] != event.programme:
        # Who is booked would be shown to another team, and hidden from its own: both must be the actor's.
        for programme in (event.programme, details["programme"]):
            _check_programme(programme, actor, now)
    for name in DETAILS:
        setattr(event, name, details[name])
    event.save()
    event.families.set(families)
    event.skills.set(skills)
    _record(actor, "events.event_changed", event, now)
    offer_free_places(event, now=now)
    return event


@transaction.atomic
def publish_event(event_id: int, *, actor: User, now: datetime) -> Event:
    """Show an event to its audience and open its booking. Raises NotLegal, StartsInThePast, PlaceIsMissing."""
    event = lock_event(event_id)
    if event.has_started(now):
        raise StartsInThePast
    if not event.is_external and event.is_in_person and not event.place:
        raise PlaceIsMissing
    move_event(event, Event.State.PUBLISHED, now=now)
    event.save()
    if not event.is_external:
        reminders.arm(event, now=now)
        invitations.tell_invited(event, now=now)
    _record(actor, "events.event_published", event, now)
    return event


@transaction.atomic
def reschedule(event_id: int, when: When, *, actor: User, now: datetime) -> int:
    """Give an event another time. Returns how many people are told; the same time again changes nothing.

    Raises NotLegal once it has begun or was cancelled, StartsInThePast, EndsBeforeItStarts, TooFarAhead.
    """
    event = lock_event(event_id)
    if event.is_cancelled or (event.is_published and event.has_started(now)):
        raise NotLegal
    _check_when(when, now)
    if when == When(event.starts_at, event.ends_at, event.zone):
        return 0
    if event.is_published:
        event.moved_from_at = event.starts_at
        event.sequence += 1
    event.starts_at, event.ends_at, event.zone = when.starts_at, when.ends_at, when.zone
    _keep_booking_window_before_the_start(event)
    event.save()
    if not event.is_published:
        return 0
    told = 0 if event.is_external else _tell_of_the_new_time(event, now)
    _record(actor, "events.event_moved", event, now, told=told)
    return told


@transaction.atomic
def change_place(event_id: int, where: Where, *, actor: User, now: datetime) -> int:
    """Give an event another place or link. Returns how many people are told; the same again changes nothing.

    Raises NotLegal for an event that is over or cancelled.
    """
    event = lock_event(event_id)
    if event.is_cancelled or (event.is_published and event.is_over(now)):
        raise NotLegal
    if where == Where(event.mode, event.town, event.place, event.online_link):
        return 0
    event.mode, event.town, event.place, event.online_link = where.mode, where.town, where.place, where.online_link
    if event.is_published:
        event.sequence += 1
    event.save()
    if not event.is_published:
        return 0
    told = tell_all(event, "place_changed", BOOKED, now=now)
    _record(actor, "events.place_changed", event, now, told=told)
    return told


@transaction.atomic
def cancel_event(event_id: int, *, reason: str, actor: User, now: datetime) -> int:
    """Call an event off. Returns how many people are told. Raises NotLegal once it is over or was cancelled."""
    event = lock_event(event_id)
    if event.is_over(now):
        raise NotLegal
    move_event(event, Event.State.CANCELLED, now=now)
    event.cancel_reason = reason
    event.sequence += 1
    event.save()
    reminders.disarm(event, reason="The event was cancelled.", now=now)
    told = tell_all(event, "event_cancelled", BOOKED + WAITING, now=now)
    _record(actor, "events.event_cancelled", event, now, told=told)
    return told


@transaction.atomic
def delete_draft(event_id: int, *, actor: User, now: datetime) -> None:
    """Throw a draft away. Raises NotLegal if it was published."""
    event = lock_event(event_id)
    if event.state != Event.State.DRAFT:
        raise NotLegal
    _record(actor, "events.draft_deleted", event, now)
    event.delete()


def slug_of(event: Event) -> str:
    """The last part of its address: its title in plain letters, and something that no other event has."""
    return f"{slugify(event.title)[:70].strip('-') or 'event'}-{event.uuid.hex[:8]}"


def _check_when(when: When, now: datetime) -> None:
    if when.starts_at <= now:
        raise StartsInThePast
    if when.ends_at <= when.starts_at:
        raise EndsBeforeItStarts
    if when.ends_at > now + FURTHEST:
        raise TooFarAhead


def _check_programme(programme: Programme | None, actor: User, now: datetime) -> None:
    """A form could name any programme; only a site admin decides on events that belong to none."""
    if is_site_admin(actor):
        return
    if programme is None or not programmes_to_organise_for(actor, now=now).filter(pk=programme.pk).exists():
        raise NotYourProgramme


def _keep_booking_window_before_the_start(event: Event) -> None:
    """A window that would close after the new start closes with it; one that would open after it is open."""
    if event.booking_closes_at and event.booking_closes_at > event.starts_at:
        event.booking_closes_at = None
    if event.booking_opens_at and event.booking_opens_at >= event.starts_at:
        event.booking_opens_at = None


def _tell_of_the_new_time(event: Event, now: datetime) -> int:
    """Returns how many people are told. Nobody has been at the new time yet, whoever was noted at the door."""
    Booking.objects.filter(event=event).exclude(attendance="").update(attendance="", updated_at=now)
    _shorten_offers(event, now)
    reminders.arm(event, now=now)
    told = tell_all(event, "event_moved", BOOKED + WAITING, now=now)
    # In what was its last hour places were free for all; now they have an order again.
    offer_free_places(event, now=now)
    return told


def _shorten_offers(event: Event, now: datetime) -> None:
    """An event that comes sooner keeps no place into its last hour."""
    latest = max(event.starts_at - places.LAST_HOUR, now)
    Booking.objects.filter(event=event, state=Booking.State.OFFERED, offer_ends_at__gt=latest).update(
        offer_ends_at=latest, updated_at=now
    )


def _record(actor: User, action: str, event: Event, now: datetime, **detail: int) -> None:
    audit.record(actor=actor, action=action, about=event, scope=event.scope, detail=detail, now=now)
