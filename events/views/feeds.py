"""Calendar files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events import calendars, feeds
from events.views.guards import booking_of, visible_event


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """A file that adds one event to a calendar by hand."""
    now = timezone.now()
    event = visible_event(request, slug, now)
    return _calendar(calendars.event_file(event, booking_of(request, event), now), f"{event.slug}.ics")


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What its owner is booked on. Whoever has the address may read it, so it tells nothing else."""
    owner = feeds.owner_of(secret)
    if owner is None:
        raise Http404
    now = timezone.now()
    answer = _calendar(calendars.feed(feeds.bookings_in_feed(owner, now=now), now), "events.ics")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
