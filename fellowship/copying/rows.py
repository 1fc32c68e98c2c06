"""Rows that are like others, and moments some weeks later."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from common.models import BaseModel
from events.local_time import LONDON, days_before

Row = TypeVar("Row", bound=BaseModel)
# What each row has of its own.
_OWN = ("uuid", "created_at", "updated_at")


def like(row: Row, moved: timedelta = timedelta(), *, zone: str = LONDON, **changed: Any) -> Row:
    """A new row, not saved, with the values of this one but for those given, its key and its uuid.

    All its days and moments are so much later, moments by the clocks of the zone.
    """
    same: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name not in (*_OWN, *changed):
            value = getattr(row, field.attname)
            if isinstance(value, datetime):
                value = later(value, moved, zone)
            elif isinstance(value, date):
                value += moved
            same[field.attname] = value
    return type(row)(**same, **changed)


def later(moment: datetime, by: timedelta, zone: str = LONDON) -> datetime:
    """The moment some whole days later when clocks show the same time, whatever they did in between."""
    return days_before(moment, -by.days, zone)
