"""Telling one's own path: begin it, change it, hand it in, withdraw it, delete it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from careers.models import Network
from common.refusals import Refused
from planning.journeys import public_state
from planning.models.journeys import Course, Journey, NotLegal, Step

MOST_STEPS = MOST_COURSES = 20
FEWEST_STEPS = 2


class JourneyStandsStill(Refused):
    """Your journey is being read or is published. Withdraw it first, then change it."""


class TooManySteps(Refused):
    """A journey has at most 20 jobs. Join some of them into one."""


class TooManyCourses(Refused):
    """A journey has at most 20 courses. Keep those that changed something for you."""


class CourseIsNamed(Refused):
    """That course is in your journey already. Change it there."""


class JourneyIsTooShort(Refused):
    """A journey needs at least two jobs, so that others see where you came from and where you went."""


class NobodyAgreed(Refused):
    """We publish a journey only if you agree to it."""


@transaction.atomic
def save_about(user: User, *, about: Mapping[str, Any], networks: Iterable[Network], now: datetime) -> Journey:
    """Begin a person's journey, or change what it says. ``about`` are fields of Journey. Raises JourneyStandsStill."""
    Journey.objects.get_or_create(user=user, defaults=dict(about))
    journey = open_journey(user)
    for name, value in about.items():
        setattr(journey, name, value)
    journey.save()
    journey.networks.set(networks)
    return journey


def open_journey(user: User) -> Journey:
    """The person's journey, locked, if it may be changed. Raises JourneyStandsStill, Journey.DoesNotExist."""
    journey: Journey = Journey.objects.select_for_update(of=("self",)).get(user=user)
    if not journey.is_open:
        raise JourneyStandsStill
    return journey


@transaction.atomic
def save_step(user: User, step_id: UUID | None, *, fields: Mapping[str, Any]) -> None:
    """Add a job to the path, or change one. Raises JourneyStandsStill, TooManySteps, Step.DoesNotExist."""
    journey = open_journey(user)
    if step_id is None:
        _room(journey.steps, MOST_STEPS, TooManySteps)
        journey.steps.create(position=_next_position(journey.steps), **fields)
        return
    step = journey.steps.get(pk=step_id)
    for name, value in fields.items():
        setattr(step, name, value)
    step.save()


@transaction.atomic
def save_course(user: User, course_id: UUID | None, *, fields: Mapping[str, Any]) -> None:
    """Add a course, or change one. Raises JourneyStandsStill, TooManyCourses, CourseIsNamed, Course.DoesNotExist."""
    journey = open_journey(user)
    if course_id is None:
        _room(journey.courses, MOST_COURSES, TooManyCourses)
        course = Course(journey=journey, position=_next_position(journey.courses))
    else:
        course = journey.courses.get(pk=course_id)
    for name, value in fields.items():
        setattr(course, name, value)
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError:
        raise CourseIsNamed from None


@transaction.atomic
def delete_part(user: User, kind: type[Step] | type[Course], part_id: UUID) -> None:
    """Take a job or a course out. Once is as good as twice. Raises JourneyStandsStill."""
    kind._default_manager.filter(journey=open_journey(user), pk=part_id).delete()


@transaction.atomic
def submit(user: User, *, agreed: bool, now: datetime) -> Journey:
    """Hand the journey in for staff to read. Raises NobodyAgreed, JourneyIsTooShort, NotLegal."""
    journey: Journey = Journey.objects.select_for_update(of=("self",)).get(user=user)
    if not agreed:
        raise NobodyAgreed
    if journey.steps.count() < FEWEST_STEPS:
        raise JourneyIsTooShort
    move(journey, Journey.State.SUBMITTED)
    journey.consented_at = journey.submitted_at = now
    journey.reason = ""
    journey.save()
    audit.record(actor=user, action="planning.journey_submitted", about=journey, subject=user, now=now)
    return journey


@transaction.atomic
def withdraw(user: User, *, now: datetime) -> None:
    """Take the journey back, whether it waits or is published; nobody else reads it from now on. Raises NotLegal."""
    journey: Journey = Journey.objects.select_for_update(of=("self",)).get(user=user)
    move(journey, Journey.State.WITHDRAWN)
    journey.consented_at = None
    journey.save()
    audit.record(actor=user, action="planning.journey_withdrawn", about=journey, subject=user, now=now)


@transaction.atomic
def delete_journey(user: User, *, now: datetime) -> None:
    """Delete the person's journey with all that hangs on it, in any state. Once is as good as twice."""
    for journey in Journey.objects.filter(user=user):
        audit.record(actor=user, action="planning.journey_deleted", about=journey, subject=user, now=now)
        if journey.is_published:
            public_state.bump()
        journey.delete()


def move(journey: Journey, state: Journey.State) -> None:
    """The one way by which a journey changes its state, in a transaction that holds its lock. Raises NotLegal."""
    if not journey.may_become(state):
        raise NotLegal
    if journey.is_published or state == Journey.State.PUBLISHED:
        public_state.bump()
    journey.state = state


def _room(parts: Any, most: int, refusal: type[Refused]) -> None:
    if parts.count() >= most:
        raise refusal


def _next_position(parts: Any) -> int:
    return int(parts.aggregate(last=Max("position"))["last"] or 0) + 1
