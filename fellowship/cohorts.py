"""Cohorts: made, changed, copied with their dates moved, and taken from state to state."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import Programme, User
from common.refusals import Refused
from fellowship.copying.call import copy_call
from fellowship.copying.year import copy_year
from fellowship.models import Application, Cohort, MandatoryDay
from fellowship.models.moves import CohortState


class CohortNameTaken(Refused):
    """This programme has a cohort of that name, or one that reads the same in an address. Choose another name."""


class TooFewPlaces(Refused):
    """More places are offered or taken already. Give it at least as many."""


class DayIsOutside(Refused):
    """The day must be between the start and the end of the cohort."""


class DayThere(Refused):
    """The cohort has that day already."""


class NoCallYet(Refused):
    """Publish the call first: people apply through it."""


class NobodyEnrolled(Refused):
    """Nobody is enrolled yet. Enrol at least one person before the cohort runs."""


@transaction.atomic
def save_cohort(
    cohort: Cohort | None, *, programme: Programme, fields: Mapping[str, Any], actor: User, now: datetime
) -> Cohort:
    """Make or change a cohort. ``fields``: name, places, starts_on, ends_on, protected_time, funding, summary.

    The address of its pages is made from the first name and stays. Raises CohortNameTaken, TooFewPlaces.
    """
    is_new = cohort is None
    if cohort is None:
        cohort = Cohort(programme=programme, slug=slugify(fields["name"])[:80])
    else:
        cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
        held = Application.objects.filter(call__cohort=cohort).holding_a_place().count()
        if fields["places"] < held:
            raise TooFewPlaces(f"{held} places are offered or taken already. Give it at least {held}.")
    for name, value in fields.items():
        setattr(cohort, name, value)
    try:
        with transaction.atomic():
            cohort.save()
    except IntegrityError:
        raise CohortNameTaken from None
    audit.record(
        actor=actor, action="fellowship.cohort_made" if is_new else "fellowship.cohort_changed", about=cohort,
        scope=programme.scope, now=now,
    )  # fmt: skip
    return cohort


@transaction.atomic
def copy_cohort(source: Cohort, *, name: str, starts_on: date, actor: User, now: datetime) -> Cohort:
    """A new planned cohort like ``source``, days moved so that the weekdays stay. Raises CohortNameTaken.

    The move is the whole number of weeks nearest to the new start. The call comes along, unpublished, and the year with
    its sessions as drafts: see ``fellowship.copying``.
    """
    moved = timedelta(weeks=round((starts_on - source.starts_on).days / 7))
    copied = save_cohort(
        None,
        programme=source.programme,
        fields={
            "name": name, "places": source.places, "starts_on": starts_on, "ends_on": source.ends_on + moved,
            "protected_time": source.protected_time, "funding": source.funding, "summary": source.summary,
            "copied_from": source,
        },
        actor=actor,
        now=now,
    )  # fmt: skip
    copy_year(source, copied, moved, organiser=actor)
    if hasattr(source, "call"):
        copy_call(source.call, copied, moved)
    return copied


@transaction.atomic
def move_cohort(cohort_id: int, state: str, *, actor: User, now: datetime) -> Cohort:
    """Take a cohort to its next state; to the one it is in: nothing. Raises NotLegal, NoCallYet, NobodyEnrolled."""
    cohort: Cohort = (
        Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=cohort_id)
    )
    if cohort.state == state:
        return cohort
    before = cohort.state
    cohort.move_to(state)
    if state == CohortState.OPEN and not (hasattr(cohort, "call") and cohort.call.published_at):
        raise NoCallYet
    if state == CohortState.RUNNING and not cohort.fellows.exists():
        raise NobodyEnrolled
    cohort.save()
    audit.record(
        actor=actor, action="fellowship.cohort_moved", about=cohort, scope=cohort.programme.scope,
        detail={"before": before, "after": state}, now=now,
    )  # fmt: skip
    return cohort


def add_day(cohort: Cohort, *, on: date, title: str, place: str, actor: User, now: datetime) -> MandatoryDay:
    """Add a mandatory day. Raises DayIsOutside, DayThere."""
    if not cohort.starts_on <= on <= cohort.ends_on:
        raise DayIsOutside
    try:
        with transaction.atomic():
            day = MandatoryDay.objects.create(cohort=cohort, on=on, title=title, place=place)
            audit.record(
                actor=actor, action="fellowship.day_added", about=cohort, scope=cohort.programme.scope,
                detail={"on": on.isoformat()}, now=now,
            )  # fmt: skip
    except IntegrityError:
        raise DayThere from None
    return day


@transaction.atomic
def remove_day(cohort: Cohort, day_id: int, *, actor: User, now: datetime) -> None:
    """Take a mandatory day out. Once it is gone nothing happens."""
    day = cohort.mandatory_days.filter(pk=day_id).first()
    if day is not None:
        on = day.on
        day.delete()
        audit.record(
            actor=actor, action="fellowship.day_removed", about=cohort, scope=cohort.programme.scope,
            detail={"on": on.isoformat()}, now=now,
        )  # fmt: skip
