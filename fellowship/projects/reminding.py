"""Reminds fellows of the month's update: once some days before it is late, and once when it is."""

from datetime import datetime

from django.utils import timezone

from fellowship.letters.projects import WAITS
from fellowship.models import Project
from fellowship.models.moves import CohortState, FellowState
from fellowship.updates import waiting_of
from notifications.outbox import queue_emails


def remind_of_updates(*, now: datetime) -> int:
    """Write to those whose update is soon due or late: active fellows of running cohorts who are not away. Returns how
    many were found; nobody is written to twice about the same. The clock calls it each hour."""
    keys: dict[str, dict[int, str]] = {}
    projects = Project.objects.filter(
        fellow__state=FellowState.ACTIVE, fellow__cohort__state=CohortState.RUNNING, fellow__user__is_active=True
    ).select_related("fellow__user", "fellow__cohort__programme")
    found = waiting_of(list(projects), timezone.localdate(now))
    for project, update in found.items():
        moment = "late" if update.is_late else "soon"
        of_programme = keys.setdefault(project.fellow.cohort.programme.scope, {})
        of_programme[project.pk] = f"{WAITS}:{project.pk}:{update.month:%Y-%m}:{moment}"
    for scope, of_programme in keys.items():
        queue_emails(letter=WAITS, keys=of_programme, scope=scope, now=now)
    return len(found)
