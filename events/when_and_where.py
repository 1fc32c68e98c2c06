"""When and where something takes place, as people type it: the forms for every app whose things are events."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import URLValidator

from common.dates import DateField
from common.forms import OneLineField
from common.times import TimeOfDayField
from events.local_time import LONDON, Moment, TimeDoesNotExist, local, moment_of, zone_choices
from events.models import Event
from events.organising import When, Where

_https = URLValidator(schemes=["https", "http"], message="Enter a whole web address that begins with https://")


def link_field(**kwargs: Any) -> OneLineField:
    """An address on the web."""
    return OneLineField(required=False, validators=[_https], **kwargs)


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


class PlaceForm(forms.Form):
    """How people take part."""

    mode = forms.ChoiceField(label="How people take part", choices=Event.Mode.choices, widget=forms.RadioSelect)
    town = OneLineField(
        label="Town",
        required=False,
        max_length=100,
        help_text="Everybody may read this. Needed if people come in person.",
    )
    place = forms.CharField(
        label="Address and room", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only those who have a place see it",
    )  # fmt: skip
    online_link = link_field(
        label="Link to join online",
        max_length=2000,
        help_text="For example of a Teams meeting. Only those who have a place see it.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") in (Event.Mode.IN_PERSON, Event.Mode.BOTH) and not data.get("town"):
            self.add_error("town", "Enter the town where it takes place")
        if data.get("mode") == Event.Mode.IN_PERSON:
            data["online_link"] = ""
        if data.get("mode") == Event.Mode.ONLINE:
            data["town"] = data["place"] = ""
        return data

    @property
    def where(self) -> Where:
        data = self.cleaned_data
        return Where(data["mode"], data["town"], data["place"], data["online_link"])


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
