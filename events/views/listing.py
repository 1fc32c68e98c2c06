"""What everybody may read: the list, a month, one event."""

from calendar import day_name
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from common.lists import list_page
from events import attendance, feedback, places
from events.forms.lists import EventFilters, month_bounds, month_words, next_month
from events.local_time import LONDON, local
from events.models import Booking, Event
from events.organising import may_organise
from events.views.guards import booking_of, visible_event

PER_PAGE = 50
# A month is asked for by an address that anybody can write; nobody plans further.
FIRST_MONTH, LAST_MONTH = date(2020, 1, 1), date(2049, 12, 1)
IN_ROWS = (
    "id", "slug", "title", "summary", "kind", "mode", "town", "starts_at", "ends_at", "zone", "capacity", "state",
    "audience", "external_link", "booking_opens_at", "booking_closes_at",
)  # fmt: skip


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def event_list(request: HttpRequest) -> HttpResponse:
    """Upcoming events. Four queries for visitors, five more for those signed in."""
    now = timezone.now()
    rows = Event.objects.visible_to(request.user, now=now).upcoming(now).with_taken().with_waiting().only(*IN_ROWS)
    page = list_page(request, EventFilters(request.GET, now=now), rows, PER_PAGE)
    _mark_mine(request, page.rows)
    for event in page.rows:
        event.places_words = places.in_words(event, event.taken, event.waiting, now)
    context = {"list": page, "may_organise": _may_organise(request, now), "month": f"{local(now, LONDON):%Y-%m}"}
    return render(request, "events/event_list.html", context)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def event_month(request: HttpRequest) -> HttpResponse:
    """The days of a month, ``?month=2027-03``, with their events. Two queries for visitors."""
    now = timezone.now()
    today = local(now, LONDON).date()
    first, problem = _month_asked_for(request.GET.get("month", ""), today)
    begins, ends = month_bounds(first)
    found = Event.objects.visible_to(request.user, now=now).filter(state=Event.State.PUBLISHED)
    events = list(found.filter(starts_at__lt=ends, ends_at__gt=begins).order_by("starts_at", "pk").only(*IN_ROWS))
    _mark_mine(request, events)
    context = {
        "weeks": _weeks(first, today, events),
        "count": len(events),
        "month": month_words(first),
        "previous": _month_link(first - timedelta(days=1)),
        "next": _month_link(next_month(first)),
        "problem": problem,
    }
    return render(request, "events/event_month.html", context)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with what only those with a place may read if the reader has one."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    booking = booking_of(request, event)
    runs_it = (
        isinstance(request.user, User) and Event.objects.run_by(request.user, now=now).filter(pk=event.pk).exists()
    )
    is_booked = booking is not None and booking.is_booked
    waiting = Booking.objects.filter(event=event).waiting_in_order()
    context: dict[str, Any] = {
        "event": event,
        "booking": booking,
        "runs_it": runs_it,
        "counts": Booking.objects.filter(event=event).count_by_state() if runs_it else None,
        "takes_attendance": attendance.is_open(event, now),
        # Also to the people of the event, who must be able to check what those booked see.
        "shows_place": (is_booked or runs_it or event.is_external) and not event.is_cancelled,
        "families": event.families.live().order_by("name"),
        "skills": event.skills.live().order_by("name"),
        "has_begun": event.has_started(now),
        "is_over": event.is_over(now),
        **_ways_to_book(event, booking, waiting.count(), now),
        "turn": waiting.filter(pk__lte=booking.pk).count() if booking and booking.is_waiting else None,
        "asks_for_feedback": booking is not None
        and feedback.may_give(booking, now)
        and not hasattr(booking, "feedback"),
        "has_certificate": booking is not None and attendance.has_certificate(booking, now),
        "others": _others_in_series(request, event, now),
    }
    return render(request, "events/event_detail.html", context)


def _ways_to_book(event: Event, booking: Booking | None, waiting: int, now: datetime) -> dict[str, Any]:
    """What can be done now: ``can_book``, ``can_wait`` or neither, and the words that say why."""
    free = places.free(event)
    has_waited = booking is not None and booking.state in Booking.LIVE
    try:
        places.check_is_open(event, now, has_waited=has_waited)
    except places.BookingIsClosed as refusal:
        return {"can_book": False, "can_wait": False, "closed": str(refusal), "places_words": ""}
    is_free = free != 0 and (waiting == 0 or places.is_last_hour(event, now))
    taken = event.capacity - free if event.capacity is not None and free is not None else 0
    return {
        "can_book": is_free and not (booking and booking.is_booked),
        "can_wait": not is_free and not has_waited,
        "closed": "",
        # Who has a place or a turn reads about that instead.
        "places_words": "" if has_waited else places.in_words(event, taken, waiting, now),
    }


def _others_in_series(request: HttpRequest, event: Event, now: datetime) -> list[Event]:
    if event.series is None:
        return []
    others = Event.objects.visible_to(request.user, now=now).upcoming(now).filter(series=event.series)
    return list(others.exclude(pk=event.pk).only(*IN_ROWS)[:12])


def _mark_mine(request: HttpRequest, events: Iterable[Any]) -> None:
    """Gives each event ``mine``, the reader's state on it in words, or an empty string. One query at most."""
    mine: dict[int, str] = {}
    if isinstance(request.user, User):
        rows = Booking.objects.live().filter(person=request.user, event__in=[event.pk for event in events])
        mine = {row.event_id: row.get_state_display() for row in rows.only("event_id", "state")}
    for event in events:
        event.mine = mine.get(event.pk, "")


def _may_organise(request: HttpRequest, now: datetime) -> bool:
    return isinstance(request.user, User) and may_organise(request.user, now=now)


def _month_asked_for(text: str, today: date) -> tuple[date, str]:
    """The first day of the month that the address asks for, and what is wrong with that, if anything."""
    this = today.replace(day=1)
    if not text:
        return this, ""
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return this, "We could not read that month. Here is this one."
    if not FIRST_MONTH <= first <= LAST_MONTH:
        return this, "That month is too far away. Here is this one."
    return first, ""


def _month_link(day: date) -> dict[str, str] | None:
    first = day.replace(day=1)
    if not FIRST_MONTH <= first <= LAST_MONTH:
        return None
    return {"words": month_words(first), "query": f"month={first:%Y-%m}"}


def _weeks(first: date, today: date, events: list[Event]) -> list[list[dict[str, Any]]]:
    """Weeks from Monday to Sunday that cover the month, each a list of days with what begins or goes on then.

    By the clock in the UK, wherever an event takes place.
    """
    by_day: dict[date, list[dict[str, Any]]] = {}
    last = next_month(first) - timedelta(days=1)
    for event in events:
        begins = local(event.starts_at, LONDON)
        # What ends at midnight takes no part of the next day.
        ends = local(event.ends_at - timedelta(microseconds=1), LONDON).date()
        entry = {"event": event, "href": event.get_absolute_url()}
        day = max(begins.date(), first)
        while day <= min(ends, last):
            time = f"{begins:%H:%M}" if day == begins.date() else "Continues"
            by_day.setdefault(day, []).append({**entry, "time": time})
            day += timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    weeks: list[list[dict[str, Any]]] = []
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(7)]
        weeks.append([_day(day, first, today, by_day.get(day, [])) for day in days])
        monday += timedelta(days=7)
    return weeks


def _day(day: date, first: date, today: date, events: list[dict[str, Any]]) -> dict[str, Any]:
    in_month = day.month == first.month
    return {
        "date": day, "weekday": day_name[day.weekday()], "in_month": in_month, "today": day == today,
        "events": events if in_month else [],
    }  # fmt: skip
