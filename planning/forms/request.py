"""The form behind a printed request to a manager for time and funding."""

from collections.abc import Mapping
from typing import Any

from django import forms

from common.forms import OneLineField, styled

MOST_CHOSEN = 4


def _line(label: str, hint: str = "", **options: Any) -> OneLineField:
    return OneLineField(
        label=label, help_text=hint, required=False, max_length=200,
        error_messages={"max_length": "Shorten this to at most 200 characters"}, **options,
    )  # fmt: skip


class RequestForm(forms.Form):
    """What the request says beside the gap. Nothing of it is kept."""

    to_name = _line("Your manager’s name")
    from_name = _line("Your name")
    skills = styled(
        forms.MultipleChoiceField(
            label="Which skills do you want to build?", widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one skill", "invalid_choice": "Choose from the list"},
        ),
        small=True,
    )  # fmt: skip
    courses = styled(
        forms.MultipleChoiceField(
            label="Which courses do you ask for?", required=False, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the list"},
        ),
        small=True,
    )  # fmt: skip
    actions = styled(
        forms.MultipleChoiceField(
            label="What else in your plan do you need time for?", required=False, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the list"},
        ),
        small=True,
    )  # fmt: skip
    time = _line("How much time do you ask for?", "Such as half a day a week for three months")
    cost = _line("How much money do you ask for?", "Such as the course fee of £400, or nothing")
    reason = forms.CharField(
        label="What will your team gain?", required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One or two sentences in your own words",
        error_messages={"max_length": "Shorten this to at most 1,500 characters"},
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        skills: Mapping[str, str],
        courses: Mapping[str, str],
        actions: Mapping[str, str],
        initial: dict[str, Any],
    ) -> None:
        """What there is to choose: value → words. Unless ``initial`` says which, the first few skills are ticked."""
        super().__init__(data, initial={"skills": list(skills)[:MOST_CHOSEN], **initial})
        self.fields["skills"].choices = list(skills.items())  # type: ignore[attr-defined]
        self.fields["courses"].choices = list(courses.items())  # type: ignore[attr-defined]
        self.fields["actions"].choices = list(actions.items())  # type: ignore[attr-defined]
        for name, choices in (("courses", courses), ("actions", actions)):
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {"courses": [], "actions": [], **data}
