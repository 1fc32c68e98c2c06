"""Dates and times as people type them, in the time zone of the event."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.dates import DateField
from common.forms import styled
from events.local_time import LONDON, Moment, TimeDoesNotExist, local, moment_of
from events.models import Event
from events.organising import When

# Where our events and conferences abroad take place; the database takes any zone.
ZONES = (
    LONDON, "Europe/Dublin", "Europe/Lisbon", "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels",
    "Europe/Copenhagen", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Rome", "Europe/Stockholm",
    "Europe/Vienna", "Europe/Zurich", "Europe/Athens", "Europe/Helsinki", "Europe/Tallinn", "Europe/Warsaw",
    "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Chicago", "America/Los_Angeles",
    "America/New_York", "America/Toronto", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Tokyo", "Australia/Melbourne", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
NOT_A_TIME = "Enter the time like 14:30 or 2.30pm"


def zone_choices(also: str = LONDON) -> list[tuple[str, str]]:
    """The zones to choose from, and one more that an event already has."""
    zones = [*ZONES, *([] if also in ZONES else [also])]
    return [(zone, "UK time" if zone == LONDON else zone.replace("_", " ").replace("/", ": ")) for zone in zones]


class TimeOfDayField(forms.CharField):
    """A ``datetime.time`` typed as "14:30", "14.30", "2.30pm" or "9am"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)
        styled(self, width=5)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _read_time(text) if text else None


class WhenForm(forms.Form):
    """Start and end of an event. ``when`` is filled once it is valid."""

    starts_on = DateField(
        label="Date", help_text="For example, 4 3 2027", error_messages={"required": "Enter the date"}
    )
    starts_time = TimeOfDayField(
        label="Starts at", help_text="For example, 14:30", error_messages={"required": "Enter when it starts"}
    )
    ends_time = TimeOfDayField(label="Ends at", error_messages={"required": "Enter when it ends"})
    ends_on = DateField(label="Last day", required=False, help_text="If it ends on another day")
    zone = forms.ChoiceField(label="Time zone", choices=zone_choices, initial=LONDON)

    when: When
    comes_twice = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        zone = data.get("zone")
        if zone and data.get("starts_on") and data.get("starts_time") and data.get("ends_time"):
            starts = self._moment("starts_time", data["starts_on"], data["starts_time"], zone)
            ends = self._moment("ends_time", data.get("ends_on") or data["starts_on"], data["ends_time"], zone)
            if starts and ends:
                self.when = When(starts.at, ends.at, zone)
                self.comes_twice = starts.comes_twice or ends.comes_twice
        return data

    def _moment(self, name: str, day: date, at: time, zone: str) -> Moment | None:
        try:
            return moment_of(datetime.combine(day, at), zone)
        except TimeDoesNotExist as refusal:
            self.add_error(name, str(refusal))
        except OverflowError:
            self.add_error(name, "That is too far ahead. Check the year.")
        return None


def initial_when(event: Event) -> dict[str, Any]:
    """What ``WhenForm`` shows for an event."""
    starts, ends = local(event.starts_at, event.zone), local(event.ends_at, event.zone)
    return {
        "starts_on": starts.date(), "starts_time": starts.time(), "ends_time": ends.time(), "zone": event.zone,
        "ends_on": ends.date() if ends.date() != starts.date() else None,
    }  # fmt: skip


def first_of_two(form: WhenForm) -> str:
    """What to say where a time comes twice that night; empty otherwise."""
    if not form.comes_twice:
        return ""
    return "The clocks go back that night, so that time comes twice. We took the first, before they go back."


def _read_time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValidationError(NOT_A_TIME)
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hours <= 12:
        raise ValidationError(NOT_A_TIME)
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    elif found[2] is None:
        raise ValidationError(f"{NOT_A_TIME}, with minutes")
    if hours > 23 or minutes > 59:
        raise ValidationError(NOT_A_TIME)
    return time(hours, minutes)
