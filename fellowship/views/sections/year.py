"""The year in sections: what is next, what was missed, hours, time and support."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from events.models import Booking, Event
from fellowship.alumni import FINISHED
from fellowship.curriculum.attendance import attendance_of
from fellowship.curriculum.hours import hours_of
from fellowship.models import Activity, Fellow, MakeUp, SupportCheck
from fellowship.views.sections.section import Section

NEXT = 4
_NO_SPONSOR = (SupportCheck.Sponsor.WRONG_PERSON, SupportCheck.Sponsor.REFUSED)


def what_is_next(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """The next sessions with whether they have a place, and what is asked of them; None once the year is over."""
    if fellow.state in FINISHED:
        return None
    ahead = Activity.objects.filter(
        cohort=fellow.cohort, event__state=Event.State.PUBLISHED, event__ends_at__gt=now
    ).select_related("event")
    sessions = list(ahead.order_by("event__starts_at", "pk")[:NEXT])
    booked = set(
        Booking.objects.filter(
            person=fellow.user, state=Booking.State.BOOKED, event__in=[one.event_id for one in sessions]
        ).values_list("event", flat=True)
    )
    make_ups = MakeUp.objects.filter(fellow=fellow).exclude(state=MakeUp.State.ACCEPTED).select_related("activity")
    checks = list(SupportCheck.objects.filter(fellow=fellow).order_by("asked_at", "pk"))
    here = {
        "sessions": [(one, one.event_id in booked) for one in sessions],
        "make_ups": list(make_ups),
        "unanswered": next((one for one in checks if not one.time), None),
        "unsupported": checks[-1] if checks and checks[-1].sponsor in _NO_SPONSOR else None,
        "leave": fellow.leaves.filter(last__gte=timezone.localdate(now)).first(),
    }
    return Section("next", "What is next", "fellowship/sections/next.html", here)


def my_record(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """Hours so far, and mandatory sessions that were missed."""
    known = attendance_of(fellow.cohort, [fellow], now=now)
    if not known.sessions:
        return None
    here = {"hours": hours_of(fellow, now=now), "missed": known.missed_by(fellow)}
    return Section("record", "What I took part in", "fellowship/sections/my_record.html", here)


def their_record(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """For the team: every session with whether they came, and what was given to make up for it."""
    known = attendance_of(fellow.cohort, [fellow], now=now)
    make_ups = {one.activity_id: one for one in MakeUp.objects.filter(fellow=fellow)}
    missed = {one.pk for one in known.missed_by(fellow)}
    here = {
        "rows": [(one, came, one.pk in missed, make_ups.get(one.pk)) for one, came in known.of(fellow)],
        "hours": hours_of(fellow, now=now),
    }
    return Section("record", "Sessions", "fellowship/sections/their_record.html", here)


def their_support(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """For the team: what the fellow and the sponsor said about time and support, newest first."""
    checks = list(SupportCheck.objects.filter(fellow=fellow))
    return Section("support", "Time and support", "fellowship/sections/support.html", {"checks": checks})
