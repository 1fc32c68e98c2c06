"""Whom a team writes to, and what."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.ticking import ExpectedForm
from common.words import with_words
from fellowship.hearing import advisers_of
from fellowship.models import Cohort, LearningSet
from fellowship.models.moves import FellowState


class ToFilters(ListForm):
    """Fellows to write to."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("user__name", "pk")),
        "-name": Sort("Name, Z to A", ("-user__name", "-pk")),
    }
    q = OneLineField(
        required=False, max_length=100, label="Words in the name",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any state"), *FellowState.choices])
    adviser: Any = forms.ModelChoiceField(None, required=False, label="Adviser", empty_label="Anybody")
    set: Any = forms.ModelChoiceField(
        None, required=False, label="Learning set", to_field_name="number", empty_label="Any set"
    )
    no_project = forms.BooleanField(required=False, label="Without a project")

    def __init__(self, data: Mapping[str, Any], *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["adviser"].queryset = advisers_of(cohort.pk)  # type: ignore[attr-defined]
        self.fields["set"].queryset = LearningSet.objects.filter(cohort=cohort)  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name",)))
        for name, field in (("state", "state"), ("adviser", "adviser"), ("set", "seat__learning_set")):
            if value := self.given(name):
                rows = rows.filter(**{field: value})
        return rows.filter(project=None) if self.given("no_project") else rows


class WrittenFilters(ListForm):
    """Letters that a team wrote."""

    sorts: ClassVar = {"newest": Sort("Newest first", ("-pk",)), "oldest": Sort("Oldest first", ("pk",))}
    q = OneLineField(
        required=False, max_length=100, label="Words in the subject",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        return rows.filter(with_words(self.given("q"), ("subject",))) if self.given("q") else rows


class AnnouncementForm(ExpectedForm):
    subject = OneLineField(
        label="Subject", max_length=150,
        error_messages={"required": "Enter a subject", "max_length": "Shorten this to at most 150 characters"},
    )  # fmt: skip
    text = forms.CharField(
        label="Your letter", max_length=5_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="A greeting with their name stands above it, and the name of the programme and cohort below.",
        error_messages={"required": "Write your letter", "max_length": "Shorten this to at most 5,000 characters"},
    )  # fmt: skip
