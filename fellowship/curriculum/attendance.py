"""Who came to which session of a cohort, as the organiser noted it with the event, and what made up for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events.models import Booking, Event
from fellowship.models import Activity, Cohort, Fellow, MakeUp


class Came(StrEnum):
    """What is known of one fellow and one session that is over."""

    PRESENT = "Present"
    LATE = "Came late"
    MADE_UP = "Made up for"
    EXCUSED = "Excused"
    ABSENT = "Absent"
    NO_PLACE = "Had no place"
    NOT_NOTED = "Not noted"


THERE = (Came.PRESENT, Came.LATE, Came.MADE_UP)
# What misses a mandatory session until it is made up for. Not noted is the team's omission.
MISSED = (Came.EXCUSED, Came.ABSENT, Came.NO_PLACE)
_OF_BOOKING = {
    Booking.Attendance.PRESENT: Came.PRESENT, Booking.Attendance.LATE: Came.LATE,
    Booking.Attendance.EXCUSED: Came.EXCUSED, Booking.Attendance.ABSENT: Came.ABSENT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attendance:
    """Sessions that are over, oldest first, and what is known of each fellow, by (fellow id, activity id)."""

    sessions: tuple[Activity, ...]
    known: Mapping[tuple[int, int], Came]

    def of(self, fellow: Fellow) -> list[tuple[Activity, Came]]:
        """One fellow's row. A session before they joined is not in it."""
        return [
            (session, self.known[fellow.pk, session.pk])
            for session in self.sessions
            if (fellow.pk, session.pk) in self.known
        ]

    def missed_by(self, fellow: Fellow) -> list[Activity]:
        """Mandatory sessions that they missed and have not made up for."""
        return [session for session, came in self.of(fellow) if session.is_mandatory and came in MISSED]

    def share(self, fellows: Sequence[Fellow]) -> float | None:
        """Of the mandatory attendances noted for these fellows, which part they were there; None if none is noted."""
        noted = [
            came
            for fellow in fellows
            for session, came in self.of(fellow)
            if session.is_mandatory and came != Came.NOT_NOTED
        ]
        return sum(came in THERE for came in noted) / len(noted) if noted else None


def attendance_of(cohort: Cohort, fellows: Sequence[Fellow], *, now: datetime) -> Attendance:
    """What is known of these fellows of a cohort. Three queries, however many there are."""
    over = Activity.objects.filter(cohort=cohort, event__state=Event.State.PUBLISHED, event__ends_at__lte=now)
    sessions = tuple(over.select_related("event").order_by("event__starts_at", "pk"))
    booked = {
        (person, event): attendance
        for person, event, attendance in Booking.objects.filter(
            event__in=[one.event_id for one in sessions],
            person__in=[one.user_id for one in fellows],
            state=Booking.State.BOOKED,
        ).values_list("person", "event", "attendance")
    }
    made_up = set(
        MakeUp.objects.filter(activity__in=sessions, fellow__in=fellows, state=MakeUp.State.ACCEPTED).values_list(
            "fellow", "activity"
        )
    )
    known = {}
    for fellow in fellows:
        for session in sessions:
            assert session.event is not None and session.event_id is not None
            if session.event.starts_at < fellow.enrolled_at:
                continue
            noted = booked.get((fellow.user_id, session.event_id))
            if (fellow.pk, session.pk) in made_up:
                came = Came.MADE_UP
            elif noted is None:
                came = Came.NO_PLACE
            else:
                came = _OF_BOOKING.get(Booking.Attendance(noted), Came.NOT_NOTED) if noted else Came.NOT_NOTED
            known[fellow.pk, session.pk] = came
    return Attendance(sessions, known)
