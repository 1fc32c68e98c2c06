"""Hours of professional development: sessions attended or made up for, each with what it counts for."""

from dataclasses import dataclass
from datetime import datetime

from fellowship.curriculum.attendance import THERE, Came, attendance_of
from fellowship.models import Activity, Fellow


@dataclass(frozen=True, slots=True)
class Hours:
    """What counts, oldest first, with how it was attended."""

    rows: tuple[tuple[Activity, Came], ...]

    @property
    def minutes(self) -> int:
        return sum(activity.cpd_minutes for activity, _ in self.rows)

    @property
    def words(self) -> str:
        return minutes_in_words(self.minutes)


def hours_of(fellow: Fellow, *, now: datetime) -> Hours:
    """What a fellow's record of professional development may say. Three queries."""
    known = attendance_of(fellow.cohort, [fellow], now=now).of(fellow)
    return Hours(tuple((activity, came) for activity, came in known if came in THERE and activity.cpd_minutes))


def minutes_in_words(minutes: int) -> str:
    """ "12 hours 30 minutes"; "No time" for none."""
    hours, rest = divmod(minutes, 60)
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}" for number, word in ((hours, "hour"), (rest, "minute")) if number
    ]
    return " ".join(parts) or "No time"
