"""Dates and times as people type them, in the time zone of the event."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from common.dates import DateField
from common.times import TimeOfDayField
from events.local_time import LONDON, Moment, TimeDoesNotExist, local, moment_of, zone_choices
from events.models import Event
from events.organising import When


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
