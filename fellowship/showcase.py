"""The showcase of a cohort: the public page of its projects, and the event where they are shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from events.models import Event
from fellowship.models import Cohort, Project, Showcase


class NothingToShow(Refused):
    """No project is shown yet. Show at least one, then the page."""


def projects_shown(cohort: Cohort) -> "QuerySet[Project]":
    """The projects of a cohort that everybody may read, by title."""
    return Project.objects.shown().filter(fellow__cohort=cohort).select_related("fellow__user").order_by("title", "pk")


def events_for(cohort: Cohort) -> "QuerySet[Event]":
    """Events of the programme that can be its showcase: published, and open to all."""
    return Event.objects.listed().filter(programme=cohort.programme_id).order_by("-starts_at", "pk")


@transaction.atomic
def save_showcase(
    cohort: Cohort, fields: Mapping[str, Any], *, is_public: bool, actor: User, now: datetime
) -> Showcase:
    """Keep what the page says, and whether it is public. ``fields``: title, intro, event. Raises NothingToShow."""
    found = Showcase.objects.select_for_update(of=("self",)).filter(cohort=cohort).first()
    showcase = found or Showcase(cohort=cohort)
    was_public = showcase.published_at is not None
    if is_public and not was_public and not projects_shown(cohort).exists():
        raise NothingToShow
    for name, value in fields.items():
        setattr(showcase, name, value)
    if is_public != was_public:
        showcase.published_at = now if is_public else None
        action = "fellowship.showcase_shown" if is_public else "fellowship.showcase_hidden"
        audit.record(actor=actor, action=action, about=cohort, scope=cohort.programme.scope, now=now)
    showcase.save()
    return showcase
