"""Answers of an assessment, skill by skill, and what moves the person."""

from typing import Any

from django import forms

from careers.models import Statement, StatementKind
from common.forms import styled
from common.vocabulary import SkillLevel
from planning.models import Answer
from planning.models.assessments import MOST_STATEMENTS, NONE_YET

DO_NOT_KNOW = "unknown"


class SkillForm(forms.Form):
    """How well somebody does one skill. The hints say what each level looks like."""

    level = forms.ChoiceField(
        label="Which comes nearest to what you do?", widget=forms.RadioSelect,
        choices=[
            (str(NONE_YET), "None yet"), *((str(level.value), level.label) for level in SkillLevel),
            (DO_NOT_KNOW, "I don’t know"),
        ],
        error_messages={"required": "Choose the nearest, “None yet” or “I don’t know”, or skip this skill"},
    )  # fmt: skip
    note = forms.CharField(
        label="What shows it?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="An example from your work, in a few words. Only you see this. Please name no patients.",
        error_messages={"max_length": "Shorten your example to at most 2,000 characters"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, answer: Answer) -> None:
        given = "" if answer.answered_at is None else DO_NOT_KNOW if answer.level is None else str(answer.level)
        super().__init__(data, initial={"level": given, "note": answer.note})
        hints = {str(level.value): answer.skill.meaning(level) for level in SkillLevel}
        styled(self.fields["level"], hints=hints)

    @property
    def chosen(self) -> int | None:
        """The level of a valid form; None for "I don't know"."""
        level = self.cleaned_data["level"]
        return None if level == DO_NOT_KNOW else int(level)


_QUESTIONS = {
    StatementKind.STRENGTH: "What are you good at?",
    StatementKind.MOTIVATION: "What makes you want to do a job well?",
    StatementKind.VALUE: "What matters to you in a job?",
}


class StatementsForm(forms.Form):
    """Up to five statements of one kind."""

    chosen = forms.ModelMultipleChoiceField(
        Statement.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Choose from the list", "invalid_pk_value": "Choose from the list",
            "list": "Choose from the list",
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, kind: StatementKind, chosen: list[Statement]) -> None:
        super().__init__(data, initial={"chosen": [one.pk for one in chosen]})
        field: Any = self.fields["chosen"]
        field.queryset = Statement.objects.filter(kind=kind, retired_at=None)
        field.label = _QUESTIONS[kind]
        field.help_text = f"Choose up to {_IN_WORDS[MOST_STATEMENTS]}, or none."
        styled(field, legend="page", optional=False)

    def clean_chosen(self) -> list[Statement]:
        chosen = list(self.cleaned_data["chosen"])
        if len(chosen) > MOST_STATEMENTS:
            raise forms.ValidationError(
                f"You chose {len(chosen)}. Keep the {_IN_WORDS[MOST_STATEMENTS]} that matter most and untick the others"
            )
        return chosen


_IN_WORDS = {5: "five"}
