"""Forms of meetings: arranging one, other times, place, agenda, my note, two questions."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from common.dates import DateField
from common.times import TimeOfDayField
from events.local_time import LONDON, TimeDoesNotExist, moment_of, zone_choices
from mentoring.forms.fields import line, minutes_box, radios, scale, text_box
from mentoring.meetings.arranging import MOST_TIMES
from mentoring.models import Meeting, Pulse
from mentoring.models.meetings import LONGEST_MEETING

PROPOSE, BOOK, HELD = "PROPOSE", "BOOK", "HELD"
HOW = ((PROPOSE, "I propose up to three times"), (BOOK, "We have agreed on a time"), (HELD, "We have met already"))


class TimesForm(forms.Form):
    """Up to three times. ``times`` are the moments once it is valid; ``comes_twice``: one was taken for the first."""

    minutes = minutes_box("How long", least=5, most=LONGEST_MEETING)
    zone = forms.ChoiceField(label="Time zone", choices=zone_choices, initial=LONDON)

    times: list[datetime]
    comes_twice = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes: dict[str, forms.Field] = {}
        for number in range(1, MOST_TIMES + 1):
            what = "First" if number == 1 else "Second" if number == 2 else "Third"
            boxes[f"day_{number}"] = DateField(
                label=f"{what} time: date", required=number == 1, help_text="For example, 4 3 2027",
                error_messages={"required": "Enter the date"},
            )  # fmt: skip
            boxes[f"time_{number}"] = TimeOfDayField(
                label=f"{what} time: starts at", required=number == 1, help_text="For example, 14:30",
                error_messages={"required": "Enter when it starts"},
            )  # fmt: skip
        self.fields.update(boxes)
        self.order_fields(["how", *boxes])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.times = []
        for number in range(1, MOST_TIMES + 1):
            day, at = data.get(f"day_{number}"), data.get(f"time_{number}")
            if day and at and data.get("zone"):
                self._add(f"time_{number}", day, at, data["zone"])
            elif number > 1 and (day or at) and not self.errors.keys() & {f"day_{number}", f"time_{number}"}:
                missing = "day" if at else "time"
                self.add_error(f"{missing}_{number}", "Enter both the date and when it starts, or neither")
        return data

    def _add(self, name: str, day: date, at: time, zone: str) -> None:
        try:
            moment = moment_of(datetime.combine(day, at), zone)
        except TimeDoesNotExist as refusal:
            self.add_error(name, str(refusal))
        except OverflowError:
            self.add_error(name, "That is too far away. Check the year.")
        else:
            self.times.append(moment.at)
            self.comes_twice = self.comes_twice or moment.comes_twice


class ArrangeForm(TimesForm):
    """Propose, book or record a meeting."""

    how = radios(
        "How far are you?", HOW, missing="Choose how far you are",
        hints={
            PROPOSE: "They choose one of them.", BOOK: "Enter it as the first time. Both get it for their calendars.",
            HELD: "Enter when, as the first time. It counts as a meeting.",
        },
    )  # fmt: skip
    where = line("Where", hint="A place, or leave it empty", most=200, required=False)
    link = forms.URLField(
        label="Link to meet online", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, like https://teams.example/our-meeting"},
    )  # fmt: skip
    agenda = text_box("What you would like to talk about", hint="Both of you can change it until you meet")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("how") in (BOOK, HELD) and (data.get("day_2") or data.get("day_3")):
            self.add_error("day_2" if data.get("day_2") else "day_3", "Enter one time, the one you agreed on")
        return data


class PlaceForm(forms.Form):
    """Where two people meet."""

    where = line("Where", most=200, required=False)
    link = forms.URLField(
        label="Link to meet online", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, like https://teams.example/our-meeting"},
    )  # fmt: skip


class AgendaForm(forms.Form):
    """What both want to talk about. ``seen``: how it stood when the page was opened."""

    agenda = text_box("Agenda", hint="Both of you read and write it", rows=6)
    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """One's own note."""

    note = text_box("My note", hint="Nobody but you can read it, your programme’s team included", most=5000, rows=6)


class HeldForm(forms.Form):
    """That a meeting took place."""

    minutes = minutes_box("How long did it take?", least=5, most=LONGEST_MEETING)


class PulseForm(forms.Form):
    """Two questions after a meeting."""

    useful = scale("Was it of use to you?", Pulse.choices, missing="Choose how useful it was")
    forward = scale("Do you know what happens next?", Pulse.choices, missing="Choose whether you know what comes next")


def initial_times(meeting: Meeting) -> dict[str, Any]:
    """What the form for other times shows."""
    return {"minutes": meeting.minutes, "zone": meeting.zone}
