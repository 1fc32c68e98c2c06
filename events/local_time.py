"""Times on the clock on the wall, in a named zone: which moment they are, and how they read.

Twice a year the clocks change. A time that they jump over does not exist; one that they pass twice is two moments, and
here it means the first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from common.refusals import Refused

LONDON = "Europe/London"
# Where our events, conferences abroad and mentors are; the database takes any zone.
ZONES = (
    LONDON, "Europe/Dublin", "Europe/Lisbon", "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels",
    "Europe/Copenhagen", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Rome", "Europe/Stockholm",
    "Europe/Vienna", "Europe/Zurich", "Europe/Athens", "Europe/Helsinki", "Europe/Tallinn", "Europe/Warsaw",
    "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Chicago", "America/Los_Angeles",
    "America/New_York", "America/Toronto", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Tokyo", "Australia/Melbourne", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip


class TimeDoesNotExist(Refused):
    """The clocks go forward that night, and that time is left out. Choose another time."""


@dataclass(frozen=True)
class Moment:
    """A moment in UTC. ``comes_twice`` says that the clock shows its time twice that night, and this is the first."""

    at: datetime
    comes_twice: bool = False


def moment_of(wall: datetime, zone: str) -> Moment:
    """The moment when the clocks of the zone show ``wall`` (naive). Raises TimeDoesNotExist."""
    first = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    at = first.astimezone(UTC)
    if _on_the_wall(at, zone) != wall:
        raise TimeDoesNotExist(
            f"The clocks go forward that night: {wall:%H:%M} on {wall.day} {wall:%B %Y} does not exist "
            f"{in_words(zone)}. Choose another time."
        )
    return Moment(at, comes_twice=first.utcoffset() != first.replace(fold=1).utcoffset())


def days_before(at: datetime, days: int, zone: str) -> datetime:
    """The moment so many days earlier when the clock shows the same time.

    If the clocks jump over that time on that day, it is as much later as they jump; if they pass it twice, the first.
    """
    wall = _on_the_wall(at, zone) - timedelta(days=days)
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """A moment as the clocks of the zone show it."""
    return at.astimezone(ZoneInfo(zone))


def comes_twice(at: datetime, zone: str) -> bool:
    """Whether the clocks show the time of this moment twice that night."""
    here = local(at, zone)
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def time_words(at: datetime, zone: str) -> str:
    """ "14:30"; in the night of the change "the first 01:30, before the clocks go back"."""
    here = local(at, zone)
    if not comes_twice(at, zone):
        return f"{here:%H:%M}"
    return f"the second {here:%H:%M}, after the clocks went back" if here.fold else (
        f"the first {here:%H:%M}, before the clocks go back"
    )  # fmt: skip


def moment_words(at: datetime, zone: str) -> str:
    """ "Thursday 4 March 2027, 10:00 (UK time)" """
    return f"{_day(local(at, zone))}, {time_words(at, zone)} ({zone_words(zone)})"


def span_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Thursday 4 March 2027, 10:00 to 11:30 (UK time)", with both days if it ends on another."""
    starts, ends = local(starts_at, zone), local(ends_at, zone)
    until = time_words(ends_at, zone)
    if starts.date() != ends.date():
        until = f"{_day(ends)}, {until}"
    return f"{_day(starts)}, {time_words(starts_at, zone)} to {until} ({zone_words(zone)})"


def zone_words(zone: str) -> str:
    """ "UK time", or "time in Lisbon"."""
    return "UK time" if zone == LONDON else f"time {in_words(zone)}"


def in_words(zone: str) -> str:
    """ "in the UK", "in New York"."""
    return "in the UK" if zone == LONDON else f"in {zone.rpartition('/')[2].replace('_', ' ')}"


def zone_choices(also: str = LONDON) -> list[tuple[str, str]]:
    """The zones to choose from, and one more that an event already has."""
    zones = [*ZONES, *([] if also in ZONES else [also])]
    return [(zone, "UK time" if zone == LONDON else zone.replace("_", " ").replace("/", ": ")) for zone in zones]


def _day(here: datetime) -> str:
    """ "Thursday 4 March 2027" """
    # Not Django's date format, which looks up each word's translation: lists write hundreds of these.
    return f"{here:%A} {here.day} {here:%B %Y}"


def _on_the_wall(at: datetime, zone: str) -> datetime:
    return local(at, zone).replace(tzinfo=None, fold=0)
