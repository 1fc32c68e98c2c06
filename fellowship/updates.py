"""When a project's monthly update is due and when it is late: one rule for reminders and for early warning.

The update of a month is due seven days after the month; leave and pauses stop that clock, and it runs slower for those
who work part time. A month spent away needs none.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fellowship.away import leaves_of
from fellowship.early_warning import Leave, days_between, is_on_leave
from fellowship.models import Fellow, Project, ProjectUpdate

DAYS_TO_WRITE = 7
REMIND_AFTER = 3  # of these days
_MIDDLE = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """An update that is not written. ``month``: its first day; ``due_on``: the last day on which it is in time."""

    month: date
    due_on: date
    is_late: bool


def months_over(begun_on: date, ends_on: date, leaves: Sequence[Leave], today: date) -> Iterator[date]:
    """The months that need an update and are over, by their first days, from the one in which the project began."""
    month = begun_on.replace(day=1)
    while month <= ends_on and (following := after(month)) <= today:
        if not is_on_leave(leaves, month + _MIDDLE):
            yield month
        month = following


def after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def is_late(month: date, share: float, leaves: Sequence[Leave], today: date) -> bool:
    """Whether the time to write about a month is over. ``share``: of full time."""
    return _worked(month, share, leaves, today) >= DAYS_TO_WRITE


def waiting(
    months: Collection[date], written: Collection[date], share: float, leaves: Sequence[Leave], today: date
) -> Waiting | None:
    """The newest of these months of which somebody should be reminded today. None: of none, or they are away."""
    if is_on_leave(leaves, today):
        return None
    for month in sorted(months, reverse=True):
        if month not in written and _worked(month, share, leaves, today) >= REMIND_AFTER:
            return Waiting(month, _due_on(month, share, leaves), is_late(month, share, leaves, today))
    return None


def waiting_of(projects: Sequence[Project], today: date) -> dict[Project, Waiting]:
    """By project, the update of which its fellow should be reminded. Three queries."""
    fellows: list[Fellow] = [one.fellow for one in projects]
    leaves = leaves_of(fellows, today)
    written: dict[int, set[date]] = {}
    for project_id, month in ProjectUpdate.objects.filter(project__in=projects).values_list("project", "month"):
        written.setdefault(project_id, set()).add(month)
    found = {}
    for project in projects:
        fellow, away = project.fellow, leaves.get(project.fellow_id, [])
        months = list(months_over(project.started_on, fellow.cohort.ends_on, away, today))
        update = waiting(months, written.get(project.pk, ()), float(fellow.share_of_time), away, today)
        if update is not None:
            found[project] = update
    return found


def _worked(month: date, share: float, leaves: Sequence[Leave], today: date) -> float:
    """Days since a month on which the clock ran, as long as they are for somebody of that share of time."""
    return days_between(after(month), today, leaves) * share


def _due_on(month: date, share: float, leaves: Sequence[Leave]) -> date:
    day = after(month)
    while not is_late(month, share, leaves, day + timedelta(days=1)):
        day += timedelta(days=1)
    return day
