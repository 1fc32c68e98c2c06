"""Dates as people type them: three boxes for day, month and year, and an error that says which one is wrong."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")


class DateInput(forms.Widget):
    """Three text boxes named ``<name>_day``, ``<name>_month`` and ``<name>_year``."""

    use_fieldset = True

    def parts(self, value: Any) -> dict[str, str]:
        """Day, month and year as they stand in the boxes, for a date or for what was typed."""
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        if isinstance(value, Mapping):
            return {part: str(value.get(part, "")) for part in PARTS}
        return dict.fromkeys(PARTS, "")

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> dict[str, str] | None:
        typed = {part: str(data.get(f"{name}_{part}", "")).strip() for part in PARTS}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""

    def wrong_parts(self, errors: Iterable[ValidationError]) -> Sequence[str]:
        """The boxes that the first error is about; empty if it is about the date as a whole."""
        params = next(iter(errors)).params or {}
        return tuple(params.get("parts", ()))


class DateField(forms.Field):
    """A ``datetime.date`` typed as day, month and year; the month may be a name ("Mar")."""

    widget = DateInput

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        missing = [part for part in PARTS if not value[part]]
        if missing:
            raise _wrong(f"The date must include a {' and a '.join(missing)}", missing)
        month = _month(value["month"])
        numbers = {"day": _number(value["day"], 2), "month": month, "year": _number(value["year"], 4)}
        unreadable = [part for part in PARTS if numbers[part] is None]
        if unreadable:
            raise _wrong("Enter the date in numbers, like 27 3 2027", unreadable)
        day, month, year = (numbers[part] or 0 for part in PARTS)
        if year < 1900:
            raise _wrong("Enter the year with four digits, like 2027", ["year"])
        if not 1 <= month <= 12:
            raise _wrong("The month must be between 1 and 12", ["month"])
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise _wrong("The date must be a real date: that month has no such day", ["day"]) from None


def _wrong(sentence: str, parts: Sequence[str]) -> ValidationError:
    return ValidationError(sentence, code="invalid", params={"parts": parts})


def _number(text: str, digits: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def _month(text: str) -> int | None:
    if (number := _number(text, 2)) is not None:
        return number
    for month in range(1, 13):
        name = dt.date(2000, month, 1).strftime("%B").lower()
        if len(text) >= 3 and name.startswith(text.lower()):
            return month
    return None
