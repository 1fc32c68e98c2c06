"""Forms of pairs: goals, progress, what to do next, pauses, the end, and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from careers.models import Skill
from common.dates import DateField
from common.lists import ListForm, Sort
from common.vocabulary import SkillLevel
from mentoring.ending import end_reasons
from mentoring.forms.fields import line, radios, scale, text_box
from mentoring.models import EndFeedback, Meeting, Step


class GoalForm(forms.Form):
    """A goal of a pair."""

    text = line("What do you want to reach together?", hint="Such as: apply for a band 7 post by summer",
                missing="Enter what you want to reach")  # fmt: skip


class SkillField(forms.ModelChoiceField):
    """A skill by its public name."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(
            Skill.objects.none(), label=label, to_field_name="slug",
            error_messages={"required": "Choose a skill", "invalid_choice": "Choose a skill from the list"}, **kwargs,
        )  # fmt: skip


class ProgressForm(forms.Form):
    """A level that the mentee has reached."""

    skill = SkillField("Which skill?", empty_label="Choose a skill")
    reached = forms.TypedChoiceField(
        label="Which level has the mentee reached?", choices=SkillLevel.choices, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose a level", "invalid_choice": "Choose a level"},
    )  # fmt: skip

    def __init__(self, *args: Any, skills: "QuerySet[Skill]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = skills  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """Something that one of two people does."""

    text = line("What will be done?", missing="Enter what will be done")
    whose = radios("Who does it?", Step.Whose.choices, missing="Choose who does it", inline=True)
    skill = SkillField("Skill it is about", required=False, empty_label="None in particular")
    due_on = DateField(label="By when", required=False)

    def __init__(
        self, *args: Any, skills: "QuerySet[Skill]", names: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = skills  # type: ignore[attr-defined]
        self.fields["whose"].choices = names  # type: ignore[attr-defined]
        self.today = today

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError("Choose a day from today on")
        return due_on


class PauseForm(forms.Form):
    """How long a pair pauses."""

    until = DateField(
        label="The last day of the pause", help_text="Up to a year from today. You can meet again earlier.",
        error_messages={"required": "Enter the last day of the pause"},
    )  # fmt: skip


class EndForm(forms.Form):
    """Why a pair ends. Only the programme's team sees it."""

    reason = radios("Why does it end?", (), missing="Choose why it ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = end_reasons()  # type: ignore[attr-defined]


class FeedbackForm(forms.Form):
    """What one of a pair says at its end."""

    worked = scale("Did it do what you had hoped for?", EndFeedback.Worked.choices, missing="Choose an answer")
    text = text_box("What should we keep, and what should we change?", hint="Your programme’s team reads this")
    thanks = text_box("A word of thanks", hint="")


class OutcomeForm(forms.Form):
    """What has become of a mentee."""

    text = text_box("What has become of you?", hint="A new post, a course, a step you took, or what you learnt", rows=6)
    may_tell = forms.BooleanField(label="Yes, my mentor may read this", required=False)


class PeriodForm(forms.Form):
    """From which day to which."""

    first = DateField(label="From", error_messages={"required": "Enter the first day"})
    last = DateField(label="To", error_messages={"required": "Enter the last day"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last day must not be before the first")
        return data


class MeetingFilters(ListForm):
    """Meetings of a pair."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-starts_at", "-pk")),
        "oldest": Sort("Oldest first", ("starts_at", "pk")),
    }

    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Meeting.State.choices])

    def narrow(self, rows: Any) -> Any:
        state = self.given("state")
        return rows.filter(state=state) if state else rows
