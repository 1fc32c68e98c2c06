"""Fellows are invited to the sessions of their cohort; where one is mandatory they have a place at once.

Who gave up such a place is not booked again: that is their word, and their adviser sees it. Who leaves or pauses gives
up all places that are ahead, those on meetings of their set too, and has them again when they are back.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from events.booking import book, cancel_booking
from events.invitations import invite_people
from events.models import Booking, Event
from events.places import BookingIsClosed
from fellowship.models import Activity, Cohort, Fellow
from fellowship.models.moves import GOES_ON, FellowState

# Who goes to these has no places ahead until they are back.
GIVES_UP = (FellowState.PAUSED, FellowState.LEFT)


def fellows_of(cohort: Cohort) -> Any:
    """Fellows whose year goes on, with their people."""
    return Fellow.objects.filter(cohort=cohort, state__in=GOES_ON, user__is_active=True).select_related("user")


def invite_fellow(fellow: Fellow, *, actor: User | None, now: datetime) -> None:
    """Invite somebody who joins to what is still to come."""
    ahead = Activity.objects.filter(cohort=fellow.cohort_id, event__starts_at__gt=now)
    for activity in ahead.exclude(event__state=Event.State.CANCELLED).select_related("event__programme"):
        assert activity.event is not None
        invite_people(activity.event, [fellow.user], actor=actor, now=now)
    book_mandatory(Activity.objects.filter(cohort=fellow.cohort_id), now=now)


def give_up_places(fellow: Fellow, *, now: datetime) -> int:
    """Who left or pauses needs no place and no reminder of what is to come. Returns how many places were given up."""
    ahead = _ahead(Booking.objects.live(), fellow, now)
    events = list(ahead.order_by("event").values_list("event", flat=True))
    for event_id in events:
        cancel_booking(event_id, fellow.user, now=now)
    return len(events)


def take_places_again(fellow: Fellow, *, now: datetime) -> int:
    """Who is back has the places again that went when they left or paused, and those of what came since. Returns how
    many they have again. What they had given up themselves stays given up."""
    gone = _ahead(Booking.objects.filter(state=Booking.State.CANCELLED), fellow, now).filter(
        ended_at__in=fellow.moves.filter(after__in=GIVES_UP).values("moved_at")
    )
    events = Event.objects.filter(pk__in=gone.values("event")).select_related("programme").order_by("pk")
    given = sum(_book(event, fellow.user, now) for event in events)
    invite_fellow(fellow, actor=None, now=now)
    return given


def _ahead(bookings: Any, fellow: Fellow, now: datetime) -> Any:
    """Those bookings of a fellow that are on coming sessions of their cohort and meetings of its sets."""
    ours = Q(event__activity__cohort=fellow.cohort_id) | Q(event__set_meeting__learning_set__cohort=fellow.cohort_id)
    ahead = bookings.filter(ours, person=fellow.user_id, event__starts_at__gt=now)
    return ahead.exclude(event__state=Event.State.CANCELLED)


def book_mandatory(activities: Any = None, *, now: datetime) -> int:
    """Give fellows their places on published mandatory sessions that are to come, of these or of all. The clock calls
    it too, since an event may be published on its own page. ``activities``: a queryset. Returns how many were given."""
    found = Activity.objects.all() if activities is None else activities
    ahead = list(
        found.filter(is_mandatory=True, event__state=Event.State.PUBLISHED, event__starts_at__gt=now).select_related(
            "event__programme"
        )
    )
    if not ahead:
        return 0
    fellows: dict[int, list[Fellow]] = {}
    of_cohorts = Fellow.objects.filter(
        cohort__in={one.cohort_id for one in ahead}, state=FellowState.ACTIVE, user__is_active=True
    )
    for fellow in of_cohorts.select_related("user"):
        fellows.setdefault(fellow.cohort_id, []).append(fellow)
    known = set(Booking.objects.filter(event__in=[one.event_id for one in ahead]).values_list("event", "person"))
    given = 0
    for activity in ahead:
        assert activity.event is not None
        for fellow in fellows.get(activity.cohort_id, []):
            if (activity.event.pk, fellow.user_id) not in known:
                given += _book(activity.event, fellow.user, now)
    return given


def _book(event: Event, person: User, now: datetime) -> bool:
    invite_people(event, [person], actor=None, now=now)
    try:
        book(event.pk, person, or_wait=True, now=now)
    except BookingIsClosed:  # it begins in this moment, or booking has not opened
        return False
    return True
