"""Working days of the four nations: weekdays without bank holidays, those moved from a weekend included.

The days come from the ``holidays`` package, which needs no network (docs/adr/0120).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from common.vocabulary import Nation

_CODES = {Nation.ENGLAND: "ENG", Nation.SCOTLAND: "SCT", Nation.WALES: "WLS", Nation.NORTHERN_IRELAND: "NIR"}
_SATURDAY = 5
_LONDON = ZoneInfo("Europe/London")


def is_working_day(day: date, nation: str) -> bool:
    """Whether people in this nation work on that day; an empty nation counts as England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year, Nation(nation or Nation.ENGLAND))


def end_of_working_day(start: datetime, days: int, nation: str) -> datetime:
    """The last minute, by the clock in the UK, of the so many-th working day after the day of ``start``."""
    day = start.astimezone(_LONDON).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, nation)
    return end_of_day(day)


def end_of_day(day: date) -> datetime:
    """The last minute of a day, by the clock in the UK."""
    return datetime.combine(day, time(23, 59), tzinfo=_LONDON)


def bank_holiday(day: date, nation: str) -> str:
    """What the bank holiday of this nation on that day is called; empty if it is none."""
    return _bank_holidays(day.year, Nation(nation or Nation.ENGLAND)).get(day, "")


@cache
def _bank_holidays(year: int, nation: Nation) -> Mapping[date, str]:
    return dict(holidays.country_holidays("GB", subdiv=_CODES[nation], years=year))
