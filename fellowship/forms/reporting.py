"""What somebody enters for the report to those who pay."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from common.dates import DateField
from common.forms import OneLineField, styled
from fellowship.reporting.reach import MOST


class EligibleStaffForm(forms.Form):
    """How many could have applied. Nothing in any field: not known."""

    use_required_attribute = False

    number = styled(
        forms.IntegerField(
            required=False, min_value=1, max_value=MOST, label="Staff who could have applied",
            help_text="Those whom the call was for, where it was told. Leave it empty if nobody knows.",
        ),
        width=10,
    )  # fmt: skip
    source = OneLineField(
        max_length=300, required=False, label="Where the number comes from",
        help_text="Such as “NHS workforce statistics, registered nurses in England, bands 6 to 8a”.",
    )  # fmt: skip
    counted_on = DateField(required=False, label="Day on which they were counted", help_text="For example, 31 3 2026.")

    def clean_counted_on(self) -> date | None:
        day: date | None = self.cleaned_data["counted_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("The day must not be in the future")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "number" not in data:
            return data
        for name, words in (("source", "Say where the number comes from"), ("counted_on", "Enter the day")):
            if data["number"] is not None and name in data and not data[name]:
                self.add_error(name, words)
        if data["number"] is None and (data.get("source") or data.get("counted_on")):
            self.add_error("number", "Enter the number, or leave all three empty")
        return data
