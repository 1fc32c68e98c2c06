"""The check before the form, as a form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from fellowship.calls.eligibility import choices_of
from fellowship.models import EligibilityRule

_MOST_RADIOS = 8


class EligibilityForm(forms.Form):
    """One choice for each rule: radio buttons where all of them can be seen at once, else a list."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: Iterable[EligibilityRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in rules:
            choices = choices_of(rule.subject)
            widget = forms.RadioSelect if len(choices) < _MOST_RADIOS else forms.Select
            self.fields[f"rule_{rule.pk}"] = forms.ChoiceField(
                label=rule.question, widget=widget, help_text=rule.help,
                choices=choices if widget is forms.RadioSelect else [("", "Choose one"), *choices],
                error_messages={"required": f"Choose an answer: {rule.question}"},
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """By the id of the rule."""
        return {name.removeprefix("rule_"): value for name, value in self.cleaned_data.items()}


def initial_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """What ``EligibilityForm`` shows for answers by the id of their rule."""
    return {f"rule_{pk}": said for pk, said in answers.items()}
