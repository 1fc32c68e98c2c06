"""What somebody enters for the report to those who pay."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from common.dates import DateField
from common.forms import OneLineField, styled
from fellowship.models import EligibleGroup
from fellowship.reporting.reach import EVERYBODY, MOST, Group

_EACH = [(kind, value, word) for kind in EligibleGroup.Kind for value, word in EligibleGroup.VALUES[kind]]


def name_of(group: Group) -> str:
    """The field that holds the number of a group, or of everybody."""
    return "number" if group == EVERYBODY else "_".join(group)


class EligibleStaffForm(forms.Form):
    """How many could have applied, in all and of each group. Nothing in any field: not known."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, value, word in _EACH:
            field = forms.IntegerField(required=False, min_value=0, max_value=MOST, label=word)
            self.fields[name_of((kind, value))] = styled(field, width=10, optional=False)

    def of_everybody(self) -> list[BoundField]:
        """The fields about all of them."""
        return [self[name] for name in ("number", "source", "counted_on")]

    def of_groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields of each kind of group, with its name."""
        return [
            (kind.label, [self[name_of((kind, value))] for value, _ in EligibleGroup.VALUES[kind]])
            for kind in EligibleGroup.Kind
        ]

    def groups(self) -> dict[Group, int]:
        """The groups of which a number was entered."""
        numbers = {(kind.value, value): self.cleaned_data.get(name_of((kind, value))) for kind, value, _ in _EACH}
        return {group: number for group, number in numbers.items() if number is not None}

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
        groups = self.groups()
        if data["number"] is not None:
            self._compare(data["number"], groups)
        elif groups:
            self.add_error("number", "Enter how many could have applied in all, or leave the groups empty")
        elif data.get("source") or data.get("counted_on"):
            self.add_error("number", "Enter the number, or leave all three empty")
        return data

    def _compare(self, whole: int, groups: Mapping[Group, int]) -> None:
        """No group is more than the whole, nor are all groups of a kind together: everybody is in one at most."""
        for group, number in groups.items():
            if number > whole:
                name = name_of(group)
                self.add_error(name, f"“{self.fields[name].label}” cannot be more than the whole, {whole:,}")
        for kind in EligibleGroup.Kind:
            together = [number for (of, _), number in groups.items() if of == kind]
            if sum(together) > whole >= max(together):
                words = f"The numbers under “{kind.label}” add up to {sum(together):,}, which is more than {whole:,}"
                self.add_error("number", words)
