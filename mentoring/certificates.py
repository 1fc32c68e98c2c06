"""Hours of mentoring, for a record of professional development."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import User
from careers.models import Skill
from mentoring.models import Meeting, Progress


@dataclass(frozen=True)
class Hours:
    """What somebody did on one side: meetings held, with how many people, and how long in all."""

    side: str
    meetings: int
    people: int
    minutes: int

    @property
    def words(self) -> str:
        """ "12 hours 30 minutes" """
        hours, minutes = divmod(self.minutes, 60)
        parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
        return " ".join(part for part in parts if part)


def hours_of(user: User, *, first: date, last: date) -> list[Hours]:
    """Hours as mentor and as mentee on these days, both included; a side without meetings is left out. Two queries."""
    begin, end = _midnight(first), datetime.combine(last, time.max, timezone.get_default_timezone())
    rows = []
    for side, other in (("mentor", "mentee"), ("mentee", "mentor")):
        held = Meeting.objects.filter(**{side: user}, starts_at__range=(begin, end)).held()
        sums = held.aggregate(meetings=Count("pk"), people=Count(other, distinct=True), minutes=Sum("minutes"))
        if sums["meetings"]:
            rows.append(Hours(side, sums["meetings"], sums["people"], sums["minutes"]))
    return rows


def skills_of(user: User, *, first: date, last: date) -> Sequence[Skill]:
    """Skills in which pairs of this person agreed on progress on these days, by name. One query."""
    end = datetime.combine(last, time.max, timezone.get_default_timezone())
    agreed = Progress.objects.filter(agreed_at__range=(_midnight(first), end))
    of_mine = agreed.filter(match__mentor=user) | agreed.filter(match__mentee=user)
    return list(Skill.objects.filter(pk__in=of_mine.values("skill")).order_by("name").only("name", "slug"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
