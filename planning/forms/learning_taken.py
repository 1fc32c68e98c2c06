"""The form and the filters of learning that a person took."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from common.dates import DateField
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.refusals import Refused
from common.words import with_words
from planning.certificates import MOST_BYTES, kind_of
from planning.learning_numbers import CourseNumbers
from planning.models.learning_taken import LearningTaken

FIRST_DAY = dt.date(1950, 1, 1)


class TakenForm(forms.Form):
    """How far the person is with a course, and since when."""

    state = forms.ChoiceField(
        label="How far are you?", choices=LearningTaken.State.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you started or completed it"},
    )  # fmt: skip
    on = DateField(
        label="When did you start or complete it?", help_text="For example, 27 3 2025",
        error_messages={"required": "Enter the date; about the right one will do"},
    )  # fmt: skip

    certificate = forms.FileField(
        label="Your certificate", required=False,
        help_text=f"A PDF, or a PNG or JPEG picture, up to {MOST_BYTES // 1_000_000} MB. Nobody but you can open it.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"empty": "The file is empty. Choose another", "invalid": "Choose a file"},
    )  # fmt: skip

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_certificate(self) -> bytes:
        """The bytes of the file; none where there is no file."""
        file = self.cleaned_data["certificate"]
        content: bytes = file.read(MOST_BYTES + 1) if file else b""
        if content:
            try:
                kind_of(content)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from None
        return content

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("certificate") and data.get("state") == LearningTaken.State.STARTED:
            self.add_error("certificate", "A certificate goes with a course that you completed")
        return data

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if not FIRST_DAY <= on <= self.today:
            raise ValidationError("Enter a date from 1950 until today")
        return on


class NumbersFilters(ListForm):
    """Courses with how many people took them; ``rows`` are CourseNumbers."""

    sorts: ClassVar = {"most": Sort("Most people first", ()), "name": Sort("Name, A to Z", ())}

    q = OneLineField(
        required=False, label="Words in the name or provider", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    organisation = forms.ChoiceField(required=False, label="Organisation")

    def __init__(self, data: Mapping[str, Any], *, rows: Iterable[CourseNumbers], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        names = sorted({name for row in rows for name, _ in row.organisations}, key=str.casefold)
        self.fields["organisation"].choices = [("", "Any"), *((name, name) for name in names)]  # type: ignore[attr-defined]

    def narrow(self, rows: Iterable[CourseNumbers]) -> list[CourseNumbers]:
        words = str(self.given("q") or "").casefold().split()
        organisation = self.given("organisation")
        return [
            row
            for row in rows
            if all(word in f"{row.course.name} {row.course.provider}".casefold() for word in words)
            and (not organisation or organisation in dict(row.organisations))
        ]

    def arrange(self, rows: list[CourseNumbers]) -> list[CourseNumbers]:
        return rows if self.sort == "name" else sorted(rows, key=lambda row: -(row.taken.started or 0))


class TakenFilters(ListForm):
    """Learning that a person took."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-on", "-pk")),
        "name": Sort("Name, A to Z", ("learning__name", "pk")),
    }

    q = OneLineField(
        required=False, label="Words in the name or provider", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label="How far", choices=[("", "Any"), *LearningTaken.State.choices])

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("learning__name", "learning__provider")))
        state = self.given("state")
        return rows.filter(state=state) if state else rows
