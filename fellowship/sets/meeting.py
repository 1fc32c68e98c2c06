"""Meetings of learning sets: events by invitation, on which everybody of the set has a place; and what was agreed."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from events import booking, invitations, organising
from events.models import Booking, Event
from events.organising import When, Where
from events.places import BookingIsClosed
from fellowship.models import AgreedAction, Fellow, LearningSet, SetMeeting, SetMember
from fellowship.models.moves import FellowState

MOST_MEETINGS = 24
MOST_ACTIONS = 40  # of one meeting


class SetsNotTold(Refused):
    """Fellows do not know their sets yet. Tell them first, then plan meetings."""


class EnoughMeetings(Refused):
    """This set has 24 meetings already."""


class EnoughActions(Refused):
    """This meeting has 40 actions already. Take one out first."""


class NotInThisSet(Refused):
    """That person is not in the set any more. Choose another."""


@dataclass(frozen=True)
class Attendance:
    """How one meeting went, in numbers: the only thing that others than the set learn of it."""

    meeting: SetMeeting
    came: int
    noted: int
    booked: int


@transaction.atomic
def plan_meeting(learning_set: LearningSet, when: When, where: Where, *, actor: User, now: datetime) -> SetMeeting:
    """Make the event, publish it, and give everybody of the set a place on it; they get it for their calendars.

    Raises SetsNotTold, EnoughMeetings, and what events raise about times, places and programmes.
    """
    held = LearningSet.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme")
    learning_set = held.get(pk=learning_set.pk)
    cohort = learning_set.cohort
    if cohort.sets_told_at is None:
        raise SetsNotTold
    number = learning_set.meetings.exclude(event__state=Event.State.CANCELLED).count() + 1
    if number > MOST_MEETINGS:
        raise EnoughMeetings
    details = {
        "title": f"{learning_set}: meeting {number}", "summary": f"Learning set of {cohort}"[:300],
        "description": "What is said in the set stays there.", "kind": Event.Kind.LEARNING_SET,
        "audience": Event.Audience.INVITED, "capacity": None, "booking_opens_at": None, "booking_closes_at": None,
        "external_link": "", "programme": cohort.programme,
    }  # fmt: skip
    event = organising.create_event(
        details=details, families=(), skills=(), when=when, where=where, actor=actor, now=now
    )
    event = organising.publish_event(event.pk, actor=actor, now=now)
    meeting = SetMeeting.objects.create(learning_set=learning_set, event=event)
    people = [one.fellow.user for one in sitting_in(learning_set)]
    invitations.invite_people(event, people, actor=actor, now=now)
    for person in people:
        booking.book(event.pk, person, now=now)
    return meeting


def sitting_in(learning_set: LearningSet) -> Sequence[SetMember]:
    """The seats of a set whose fellows have not left, by name. One query."""
    rows = learning_set.members.exclude(fellow__state=FellowState.LEFT).filter(fellow__user__is_active=True)
    return list(rows.select_related("fellow__user").order_by("fellow__user__name", "pk"))


def gone_from(learning_set: LearningSet) -> Sequence[SetMember]:
    """The seats of those who have left the cohort: they stay empty until the team gives them to others. One query."""
    rows = learning_set.members.filter(fellow__state=FellowState.LEFT, fellow__user__is_active=True)
    return list(rows.select_related("fellow__user").order_by("fellow__user__name", "pk"))


def attendance_of(learning_sets: Sequence[LearningSet]) -> dict[int, list[Attendance]]:
    """How the meetings of these sets went, by set. Two queries."""
    meetings = list(
        SetMeeting.objects.filter(learning_set__in=learning_sets).select_related("event").order_by("event__starts_at")
    )
    marks: dict[int, list[str]] = {}
    rows = Booking.objects.filter(event__in=[one.event_id for one in meetings], state=Booking.State.BOOKED)
    for event, mark in rows.order_by().values_list("event", "attendance"):
        marks.setdefault(event, []).append(mark)
    found: dict[int, list[Attendance]] = {}
    for one in meetings:
        here = marks.get(one.event_id, [])
        came = sum(mark in Booking.CAME for mark in here)
        found.setdefault(one.learning_set_id, []).append(Attendance(one, came, len([m for m in here if m]), len(here)))
    return found


@transaction.atomic
def agree(meeting: SetMeeting, *, fellow: Fellow | None, text: str, due_on: date | None) -> AgreedAction:
    """Keep what was agreed: by one fellow of the set, or None for all. Raises NotInThisSet, EnoughActions."""
    SetMeeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    if meeting.actions.count() >= MOST_ACTIONS:
        raise EnoughActions
    if fellow is not None and not meeting.learning_set.members.filter(fellow=fellow).exists():
        raise NotInThisSet
    return AgreedAction.objects.create(meeting=meeting, fellow=fellow, text=text, due_on=due_on)


def mark_done(action: AgreedAction, *, is_done: bool, now: datetime) -> None:
    """Note that an action is done, or that it is not."""
    AgreedAction.objects.filter(pk=action.pk).update(done_at=now if is_done else None, updated_at=now)


def take_out(action: AgreedAction) -> None:
    """Delete an action. Nobody is told, and nothing of it is kept."""
    action.delete()


def follow(person: User, before: LearningSet | None, after: LearningSet, *, actor: User, now: datetime) -> None:
    """Give up somebody's places on coming meetings of the set they leave, and give them places on those of the new."""
    if before is not None:
        for one in _coming(before, now):
            with suppress(booking.NothingToCancel):
                booking.cancel_booking(one.event_id, person, now=now)
    for one in _coming(after, now):
        invitations.invite_people(one.event, [person], actor=actor, now=now)
        with suppress(BookingIsClosed):
            booking.book(one.event_id, person, now=now)


def _coming(learning_set: LearningSet, now: datetime) -> Iterable[SetMeeting]:
    return learning_set.meetings.filter(event__state=Event.State.PUBLISHED, event__starts_at__gt=now).select_related(
        "event__programme"
    )
