"""The sheet on which organisers note who came, and its filters."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from events.models import Booking

NOT_NOTED = "NOT_NOTED"


class PeopleFilters(ListForm):
    """People booked on an event."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("person__name", "person__email", "pk")),
        "booked": Sort("First booked first", ("booked_at", "pk")),
    }

    q = OneLineField(
        required=False, label="Name or address", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    attendance = forms.ChoiceField(
        required=False, label="Attendance",
        choices=[("", "Any"), (NOT_NOTED, "Not noted yet"), *Booking.Attendance.choices],
    )  # fmt: skip
    needs = forms.BooleanField(required=False, label="Needs something to take part")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("person__name", "person__email")))
        if attendance := self.given("attendance"):
            rows = rows.filter(attendance="" if attendance == NOT_NOTED else attendance)
        return rows.exclude(adjustments="", adjustments_note="") if self.given("needs") else rows


class AttendanceForm:
    """A choice for each person on a page of the sheet: fields ``came_<public id of the booking>``.

    ``was_<public id>`` holds what the page showed: ``marks`` are only those that somebody changed, so that two at the
    door do not undo what the other noted meanwhile. Not a Django form: fifty of its fields cost as much as the rest of
    the page.
    """

    PREFIX = "came_"

    def __init__(self, data: Mapping[str, str]) -> None:
        self.marks: dict[uuid.UUID, str] = {}
        self.problem = ""
        is_empty = True
        allowed = {"", *Booking.Attendance.values}
        for name, value in self._given(data):
            try:
                key = uuid.UUID(name.removeprefix(self.PREFIX))
            except ValueError:
                key = None
            if key is None or value not in allowed:
                self.problem = "We could not read the sheet. Load the page again and note who came once more."
                return
            is_empty = False
            if value != data.get(f"was_{key}"):
                self.marks[key] = value
        if is_empty:
            self.problem = "There was nobody on the sheet. Load the page again."

    def _given(self, data: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        return [(name, data[name]) for name in data if name.startswith(self.PREFIX)]
