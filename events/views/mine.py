"""What a person has booked, and their calendar feed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import ListForm, list_page
from events import attendance, feedback
from events.feeds import feed_address, reset_feed
from events.forms.mine import MyEventsFilters
from events.models import Booking
from events.views.guards import signed_in

PER_PAGE = 25


@never_cache
@require_safe
def my_events(request: HttpRequest) -> HttpResponse:
    """Places ahead, and what is over. Three queries."""
    now = timezone.now()
    form: ListForm = MyEventsFilters(request.GET, now=now)
    rows = Booking.objects.live().filter(person=signed_in(request)).select_related("event", "feedback")
    page = list_page(request, form, rows, PER_PAGE)
    for booking in page.rows:
        booking.asks_for_feedback = feedback.may_give(booking, now) and not hasattr(booking, "feedback")
        booking.has_certificate = attendance.has_certificate(booking, now)
        booking.words = _words(booking, now)
        booking.is_ahead = not booking.event.is_over(now)
    return render(request, "events/my_events.html", {"list": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address of the person's feed; a POST makes a first one, or a new one in place of it."""
    user = signed_in(request)
    if request.method == "POST":
        is_new = feed_address(user) is None
        reset_feed(user, now=timezone.now())
        messages.success(
            request,
            "Your calendar has an address now."
            if is_new
            else "You have a new address. The old one opens nothing any more; put the new one into your calendar.",
        )
        return redirect("events:my_calendar")
    return render(request, "events/my_calendar.html", {"address": feed_address(user)})


def _words(booking: Any, now: datetime) -> str:
    """Where the person stands, in a word or two."""
    if booking.event.is_cancelled:
        return "Event cancelled"
    if booking.state == Booking.State.BOOKED and booking.attendance:
        return str(booking.get_attendance_display())
    if booking.state == Booking.State.OFFERED and not booking.offer_is_open(now):
        return "Time to confirm is over"
    return str(booking.get_state_display())
