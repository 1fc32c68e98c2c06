"""What a person does with their own place on an event."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from events import attendance, feedback, places
from events.booking import EventIsFull, book, cancel_booking, set_adjustments
from events.forms.booking import AdjustmentsForm, FeedbackForm
from events.models import Booking, Event
from events.views.guards import booking_of, signed_in, visible_event
from events.waiting import confirm_place

TOO_OFTEN = (
    "You booked and gave up places very often just now, so nothing was changed this time. Wait ten minutes, then try "
    "again."
)


@never_cache
@GET_OR_POST
def event_book(request: HttpRequest, slug: str) -> HttpResponse:
    """Book a place, or with ``wait`` in the form join the waiting list."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    waits = "wait" in (request.POST if request.method == "POST" else request.GET)
    if request.method != "POST" and (words := _why_no_form(booking_of(request, event), event, waits, now)):
        messages.info(request, words)
        return redirect(event)
    form = AdjustmentsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not may_change_place(request, event):
            form.add_error(None, TOO_OFTEN)
            return render(request, "events/event_book.html", {"event": event, "form": form, "waits": waits}, status=429)
        try:
            booking = book(event.pk, signed_in(request), adjustments=form.asked_for, or_wait=waits, now=now)
        except EventIsFull as refusal:
            # What was typed stays, and the button now says what is still possible.
            messages.warning(request, str(refusal))
            return render(request, "events/event_book.html", {"event": event, "form": form, "waits": True})
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(event)
        _say_what_happened(request, booking, waits=waits)
        return redirect(event)
    return render(request, "events/event_book.html", {"event": event, "form": form, "waits": waits})


@never_cache
@GET_OR_POST
def place_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the place that is kept for the person. The link in the letter leads to a page; a POST does it."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    if request.method == "POST":
        try:
            confirm_place(event.pk, signed_in(request), now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The place is yours. We have written to you, with a file for your calendar.")
    return redirect(event)


@never_cache
@GET_OR_POST
def booking_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Give up a place, an offer, or a turn on the waiting list."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    booking = booking_of(request, event)
    if booking is None or booking.state not in Booking.LIVE:
        raise Http404
    if request.method != "POST":
        return render(request, "events/booking_cancel.html", {"event": event, "booking": booking})
    if not may_change_place(request, event):
        context = {"event": event, "booking": booking, "problem": TOO_OFTEN}
        return render(request, "events/booking_cancel.html", context, status=429)
    try:
        cancel_booking(event.pk, signed_in(request), now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            "You gave up your place. Thank you: somebody else can have it now."
            if booking.is_booked
            else "You are no longer waiting for a place.",
        )
    return redirect(event)


@never_cache
@GET_OR_POST
def booking_needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what one needs to take part."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    booking = booking_of(request, event)
    if booking is None or booking.state not in Booking.LIVE or event.is_over(now):
        raise Http404
    initial = {"adjustments": list(booking.adjustments), "note": booking.adjustments_note}
    form = AdjustmentsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_adjustments(booking, chosen=form.asked_for.chosen, note=form.asked_for.note, now=now)
        messages.success(request, "The organisers see what you need.")
        return redirect(event)
    return render(request, "events/booking_needs.html", {"event": event, "form": form})


@never_cache
@GET_OR_POST
def feedback_give(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what one thought, once."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    booking = booking_of(request, event)
    if booking is None or not booking.is_booked:
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            feedback.give_feedback(booking, **form.cleaned_data, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Thank you. The organisers see your answers together with those of others.")
        return redirect(event)
    if not feedback.may_give(booking, now):
        messages.error(request, str(feedback.FeedbackIsClosed()))
        return redirect(event)
    return render(request, "events/feedback_give.html", {"event": event, "form": form})


@never_cache
@require_safe
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to print that says that the person was there."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    booking = booking_of(request, event)
    if booking is None or not attendance.has_certificate(booking, now):
        raise Http404
    context = {"event": event, "booking": booking, "person": signed_in(request), "hours": attendance.hours_of(event)}
    context["skills"] = event.skills.live().order_by("name")
    return render(request, "events/certificate.html", context)


def _why_no_form(booking: Booking | None, event: Event, waits: bool, now: datetime) -> str:
    """Why the form leads nowhere: the page of the event shows what the person has. Empty if it does lead."""
    is_live = booking is not None and booking.state in Booking.LIVE
    if booking is not None and booking.is_booked:
        return "You have a place already. Here is what you can do with it."
    if booking is not None and booking.offer_is_open(now):
        return "A place is kept for you already. Take it here."
    if is_live and waits:
        return "You are on the waiting list already."
    try:
        places.check_is_open(event, now, has_waited=is_live)
    except places.BookingIsClosed as refusal:
        return str(refusal)
    return ""


def may_change_place(request: HttpRequest, event: Event) -> bool:
    """Whether a person has not booked and given up this place, or places at all, too often; counts this time."""
    key = f"{signed_in(request).pk}:{event.pk}"
    return bool(ratelimit.consume(request, action="change_place", key=key, user=request.user))


def _say_what_happened(request: HttpRequest, booking: Booking, *, waits: bool) -> None:
    if booking.is_booked:
        messages.success(request, "You have a place. We have written to you, with a file for your calendar.")
    elif waits:
        messages.success(request, "You are on the waiting list. We write to you as soon as it is your turn.")
    else:
        messages.warning(request, "Somebody was quicker, so no place is free. You are still on the waiting list.")
