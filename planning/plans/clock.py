"""When letters about a plan leave: in the morning, on the clock on the wall."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

MORNING = time(9)
WEEK_BEFORE, DAY_BEFORE = timedelta(days=7), timedelta(days=1)
UNTIL_REVIEW = timedelta(weeks=13)
UNTIL_LATER = timedelta(weeks=26)


def morning_of(day: date) -> datetime:
    """Nine o'clock on a day, where the service is."""
    return datetime.combine(day, MORNING, timezone.get_default_timezone())


def reminder_of(due_on: date | None, *, now: datetime) -> datetime | None:
    """When to remind somebody of what is due: a week before, else the day before; None if both have passed."""
    if due_on is None:
        return None
    moments = (morning_of(due_on - before) for before in (WEEK_BEFORE, DAY_BEFORE))
    return next((moment for moment in moments if moment > now), None)
