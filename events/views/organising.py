"""Pages of those who run events: make, change, publish, move, repeat and cancel them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Programme, User
from accounts.roles import is_site_admin
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from events import attendance, organising, series
from events.forms.events import (
    CancelForm,
    DetailsForm,
    NewEventForm,
    RepeatForm,
    initial_details,
)
from events.forms.lists import OrganisedFilters
from events.local_time import zone_choices
from events.models import Booking, Event
from events.views.guards import run_event, signed_in
from events.when_and_where import PlaceForm, WhenForm, first_of_two, initial_when

State = Booking.State


@never_cache
@require_safe
def organised_list(request: HttpRequest) -> HttpResponse:
    """The events that this person runs."""
    now = timezone.now()
    user = signed_in(request)
    rows = Event.objects.run_by(user, now=now).with_taken().with_waiting().select_related("programme")
    may_organise = organising.may_organise(user, now=now)
    if not may_organise and not rows.exists():
        raise PermissionDenied
    page = list_page(request, OrganisedFilters(request.GET, now=now), rows)
    return render(request, "events/organised_list.html", {"list": page, "may_organise": may_organise})


@never_cache
@require_safe
def organised_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as those who run it need it: its state, its people in numbers, and what can be done."""
    now = timezone.now()
    event = run_event(request, slug, now)
    counts = Booking.objects.filter(event=event).count_by_state()
    context = {
        "event": event,
        "counts": counts,
        "co_hosts": event.co_hosts.select_related("user"),
        "invited": event.invitations.count(),
        "others": Event.objects.run_by(request.user, now=now).filter(series=event.series).exclude(pk=event.pk)[:60]
        if event.series
        else [],
        "takes_attendance": attendance.is_open(event, now),
        "has_begun": event.has_started(now),
        "is_over": event.is_over(now),
    }
    return render(request, "events/organised_detail.html", context)


@never_cache
@GET_OR_POST
def event_add(request: HttpRequest) -> HttpResponse:
    """Make a draft."""
    now = timezone.now()
    user = signed_in(request)
    if not organising.may_organise(user, now=now):
        raise PermissionDenied
    form = NewEventForm(request.POST if request.method == "POST" else None, **_programmes(user, now))
    if request.method == "POST" and form.is_valid():
        window = form.booking_window(form.when.starts_at, form.when.zone)
        if window is not None:
            try:
                event = organising.create_event(
                    details=form.details(window), families=form.cleaned_data["families"],
                    skills=form.cleaned_data["skills"], when=form.when, where=form.where, actor=user, now=now,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(_field_of(refusal), str(refusal))
            else:
                _say(request, f"{event.title} is a draft. Nobody else sees it until you publish it.", form)
                return redirect("events:organised_detail", event.slug)
    return render(request, "events/event_form.html", {"form": form, "event": None})


@never_cache
@GET_OR_POST
def event_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is neither time nor place."""
    now = timezone.now()
    event = run_event(request, slug, now)
    user = signed_in(request)
    given = request.POST if request.method == "POST" else None
    form = DetailsForm(given, initial=initial_details(event), **_programmes(user, now, event))
    if request.method == "POST" and form.is_valid():
        window = form.booking_window(event.starts_at, event.zone)
        if window is not None:
            try:
                event = organising.save_details(
                    event.pk, details=form.details(window), families=form.cleaned_data["families"],
                    skills=form.cleaned_data["skills"], actor=user, now=now,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(_field_of(refusal), str(refusal))
            else:
                messages.success(request, "Your changes are saved.")
                return redirect("events:organised_detail", event.slug)
    return render(request, "events/event_form.html", {"form": form, "event": event})


@never_cache
@GET_OR_POST
def event_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what will be public, then publish it."""
    event = run_event(request, slug, timezone.now())
    return _confirmed(
        request, event, "events/event_publish.html",
        lambda now: organising.publish_event(event.pk, actor=signed_in(request), now=now),
        "It is published. Whoever may book it finds it from now on.",
    )  # fmt: skip


@never_cache
@GET_OR_POST
def event_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an event another time. The page says how many people will be told."""
    now = timezone.now()
    event = run_event(request, slug, now)
    form = WhenForm(request.POST if request.method == "POST" else None, initial=initial_when(event))
    form.fields["zone"].choices = zone_choices(event.zone)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            told = organising.reschedule(event.pk, form.when, actor=signed_in(request), now=now)
        except Refused as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            _say(request, f"The time is changed. {_told(told)}", form)
            return redirect("events:organised_detail", event.slug)
    people = _people_told(event, (State.BOOKED, State.OFFERED, State.WAITING))
    return render(request, "events/event_move.html", {"event": event, "form": form, "people": people})


@never_cache
@GET_OR_POST
def event_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an event another place or link. The page says how many people will be told."""
    now = timezone.now()
    event = run_event(request, slug, now)
    initial = {name: getattr(event, name) for name in PlaceForm.base_fields}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            told = organising.change_place(event.pk, form.where, actor=signed_in(request), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Place and link are saved. {_told(told)}")
            return redirect("events:organised_detail", event.slug)
    people = _people_told(event, (State.BOOKED,))
    return render(request, "events/event_place.html", {"event": event, "form": form, "people": people})


@never_cache
@GET_OR_POST
def event_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Call an event off. The page says how many people will be told, and asks for the reason."""
    now = timezone.now()
    event = run_event(request, slug, now)
    if not event.is_published:
        raise Http404
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            told = organising.cancel_event(event.pk, reason=reason, actor=signed_in(request), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The event is cancelled. {_told(told)}")
            return redirect("events:organised_detail", event.slug)
    people = _people_told(event, (State.BOOKED, State.OFFERED, State.WAITING))
    return render(request, "events/event_cancel.html", {"event": event, "form": form, "people": people})


@never_cache
@GET_OR_POST
def draft_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw a draft away."""
    event = run_event(request, slug, timezone.now())
    if event.state != Event.State.DRAFT:
        raise Http404
    return _confirmed(
        request, event, "events/draft_delete.html",
        lambda now: organising.delete_draft(event.pk, actor=signed_in(request), now=now),
        f"The draft “{event.title}” is deleted.", then="events:organised_list",
    )  # fmt: skip


@never_cache
@GET_OR_POST
def event_repeat(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy an event week by week."""
    now = timezone.now()
    event = run_event(request, slug, now)
    form = RepeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = series.repeat_weekly(event.pk, form.cleaned_data["copies"], actor=signed_in(request), now=now)
        except Refused as refusal:
            form.add_error("copies", str(refusal))
        else:
            copies = "One draft is" if len(made) == 1 else f"{len(made)} drafts are"
            messages.success(request, f"{copies} made, the last for {made[-1].when}. Publish each when it is ready.")
            return redirect("events:organised_detail", event.slug)
    return render(request, "events/event_repeat.html", {"event": event, "form": form})


def _confirmed(
    request: HttpRequest,
    event: Event,
    template: str,
    act: Callable[[datetime], object],
    words: str,
    then: str = "",
) -> HttpResponse:
    """A page with one button; a POST acts and leads back to the event, or to ``then``."""
    if request.method == "POST":
        try:
            act(timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
            if then:
                return redirect(then)
        return redirect("events:organised_detail", event.slug)
    return render(request, template, {"event": event})


def _programmes(user: User, now: datetime, event: Event | None = None) -> dict[str, Any]:
    """What the organiser may choose from; what an event belongs to already stays possible."""
    chosen = Q(pk__in=organising.programmes_to_organise_for(user, now=now).values("pk"))
    if event is not None:
        chosen |= Q(pk=event.programme_id)
    may_be_of_the_site = is_site_admin(user) or (event is not None and event.programme is None)
    return {"programmes": Programme.objects.filter(chosen), "may_be_of_the_site": may_be_of_the_site}


def _people_told(event: Event, states: tuple[str, ...]) -> int:
    return Booking.objects.filter(event=event, state__in=states).count() if event.is_published else 0


def _told(number: int) -> str:
    if not number:
        return "Nobody had to be told."
    return "One person is told by e-mail." if number == 1 else f"{number} people are told by e-mail."


def _say(request: HttpRequest, words: str, form: WhenForm) -> None:
    messages.success(request, " ".join(part for part in (words, first_of_two(form)) if part))


def _field_of(refusal: Refused) -> str | None:
    """The field that a refusal is about."""
    return {
        organising.StartsInThePast: "starts_on",
        organising.TooFarAhead: "starts_on",
        organising.EndsBeforeItStarts: "ends_time",
        organising.FewerPlacesThanBooked: "capacity",
        organising.NotYourProgramme: "programme",
    }.get(type(refusal))
