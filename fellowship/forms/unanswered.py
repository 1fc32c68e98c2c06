"""Forms for those who still wait: the list of them, the end of the reserve list, the day it is kept until."""

from typing import Any, ClassVar

from django import forms
from django.db.models import F

from common.dates import DateField
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.deciding.unanswered import WAITING

_WORDS_IN = ("name", "user__name", "organisation_name", "reference")


class UnansweredFilters(ListForm):
    """Applications that were handed in and are not over."""

    sorts: ClassVar = {
        "handed": Sort("Handed in first", (F("submitted_at").asc(nulls_last=True), "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name, employer or reference")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Any state"), *((one.value, one.label) for one in WAITING)]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, _WORDS_IN))
        return rows.filter(state=self.given("state")) if self.given("state") else rows


class ReserveFilters(ListForm):
    """The reserve list; its order is its own."""

    q = OneLineField(required=False, max_length=100, label="Words in the name, employer or reference")

    def narrow(self, rows: Any) -> Any:
        return rows.filter(with_words(self.given("q"), _WORDS_IN)) if self.given("q") else rows


class EndReserveForm(forms.Form):
    """What those read who have no feedback yet."""

    use_required_attribute = False

    expected = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    feedback = forms.CharField(
        max_length=3_000, label="Feedback for those who have none yet", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who has feedback keeps it. You can change it for each before it is released.",
        error_messages={"required": "Write the feedback: everybody who gets no place gets some"},
    )  # fmt: skip


class ReserveUntilForm(forms.Form):
    """The day on which the reserve list ends."""

    use_required_attribute = False

    until = DateField(
        required=False, label="Keep the reserve list until",
        help_text="From this day on you are asked to tell those who are still on it. Empty: once the year begins.",
    )  # fmt: skip
