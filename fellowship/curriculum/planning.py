"""Planning the year: sessions, each with an event by invitation, and what goes on all year."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from events import organising
from events.invitations import invite_people
from events.models import Event
from events.organising import When, Where
from fellowship.curriculum.inviting import book_mandatory, fellows_of
from fellowship.models import Activity, Cohort, MandatoryDay, Theme

Kind = Activity.Kind
EVENT_KIND = {Kind.LECTURE: Event.Kind.LECTURE, Kind.WORKSHOP: Event.Kind.WORKSHOP}
# What may change without telling anybody; time and place are the event's.
DETAILS = ("title", "purpose", "aims", "is_mandatory", "cpd_minutes")


class NoAim(Refused):
    """Choose at least one aim. What serves none has no place in the year."""


class DayIsPlanned(Refused):
    """That mandatory day has its session already."""


class ThemeThere(Refused):
    """The cohort has that theme already."""


class HasBegun(Refused):
    """This session has been published. Cancel its event instead, so that those who are booked hear of it."""


@transaction.atomic
def plan_session(
    cohort: Cohort,
    *,
    kind: str,
    details: Mapping[str, Any],
    themes: Iterable[Theme] = (),
    mandatory_day: MandatoryDay | None = None,
    when: When,
    where: Where,
    actor: User,
    now: datetime,
) -> Activity:
    """A session with the draft of an event, to which the fellows there are will be invited once it is published.

    ``details`` has the fields of ``DETAILS``. Raises NoAim, DayIsPlanned, and what ``events.organising.create_event``
    raises.
    """
    _check_aims(details)
    event = organising.create_event(
        details={
            "title": details["title"], "summary": (details["purpose"] or str(cohort))[:300], "description": "",
            "kind": EVENT_KIND.get(Kind(kind), Event.Kind.WORKSHOP), "audience": Event.Audience.INVITED,
            "capacity": None, "booking_opens_at": None, "booking_closes_at": None, "external_link": "",
            "programme": cohort.programme,
        },
        families=(), skills=(), when=when, where=where, actor=actor, now=now,
    )  # fmt: skip
    is_mandatory = details["is_mandatory"] or kind == Kind.DAY or mandatory_day is not None
    try:
        with transaction.atomic():
            activity: Activity = Activity.objects.create(
                cohort=cohort, kind=kind, event=event, mandatory_day=mandatory_day,
                **{**_given(details), "is_mandatory": is_mandatory},
            )  # fmt: skip
    except IntegrityError:
        raise DayIsPlanned from None
    activity.themes.set(themes)
    invite_people(event, [fellow.user for fellow in fellows_of(cohort)], actor=actor, now=now)
    _record(activity, "fellowship.session_planned", actor, now)
    return activity


@transaction.atomic
def plan_all_year(
    cohort: Cohort, *, kind: str, details: Mapping[str, Any], themes: Iterable[Theme] = (), actor: User, now: datetime
) -> Activity:
    """Something that goes on through the year, such as the project. Raises NoAim."""
    _check_aims(details)
    activity: Activity = Activity.objects.create(
        cohort=cohort, kind=kind, **{**_given(details), "is_mandatory": False, "cpd_minutes": 0}
    )
    activity.themes.set(themes)
    _record(activity, "fellowship.activity_planned", actor, now)
    return activity


@transaction.atomic
def save_activity(
    activity: Activity, *, details: Mapping[str, Any], themes: Iterable[Theme], actor: User, now: datetime
) -> Activity:
    """Change what an activity is for. Its event keeps its title, time and place. Raises NoAim."""
    _check_aims(details)
    given = _given(details)
    if activity.event_id is None:
        given |= {"is_mandatory": False, "cpd_minutes": 0}
    for name, value in given.items():
        setattr(activity, name, value)
    activity.save()
    activity.themes.set(themes)
    _record(activity, "fellowship.activity_changed", actor, now)
    return activity


@transaction.atomic
def publish_session(activity: Activity, *, actor: User, now: datetime) -> int:
    """Publish its event: fellows are invited, and have a place at once where it is mandatory. Returns how many have.

    Raises what ``events.organising.publish_event`` raises.
    """
    assert activity.event_id is not None
    event = organising.publish_event(activity.event_id, actor=actor, now=now)
    invite_people(event, [fellow.user for fellow in fellows_of(activity.cohort)], actor=actor, now=now)
    return book_mandatory(Activity.objects.filter(pk=activity.pk), now=now)


@transaction.atomic
def remove_activity(activity: Activity, *, actor: User, now: datetime) -> None:
    """Take it out of the year; a draft of an event goes with it. Raises HasBegun once that is published."""
    if activity.event is not None and activity.event.state != Event.State.DRAFT:
        raise HasBegun
    _record(activity, "fellowship.activity_removed", actor, now)
    event_id = activity.event_id
    activity.delete()
    if event_id is not None:
        organising.delete_draft(event_id, actor=actor, now=now)


@transaction.atomic
def add_theme(cohort: Cohort, name: str, *, actor: User, now: datetime) -> Theme:
    """Add a theme that advisers can tick and sessions can serve. Raises ThemeThere."""
    if Theme.objects.filter(cohort=cohort, name__iexact=name).exists():
        raise ThemeThere
    theme: Theme = Theme.objects.create(cohort=cohort, name=name)
    audit.record(actor=actor, action="fellowship.theme_added", about=theme, scope=cohort.programme.scope, now=now)
    return theme


@transaction.atomic
def remove_theme(cohort: Cohort, theme_id: int, *, actor: User, now: datetime) -> None:
    """Take a theme away from wherever it is ticked. Once it is gone nothing happens."""
    theme = Theme.objects.filter(cohort=cohort, pk=theme_id).first()
    if theme is not None:
        audit.record(actor=actor, action="fellowship.theme_removed", about=theme, scope=cohort.programme.scope, now=now)
        theme.delete()


def _given(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: details[name] for name in DETAILS}


def _check_aims(details: Mapping[str, Any]) -> None:
    if not details["aims"]:
        raise NoAim


def _record(activity: Activity, action: str, actor: User, now: datetime) -> None:
    audit.record(actor=actor, action=action, about=activity, scope=activity.cohort.programme.scope, now=now)
