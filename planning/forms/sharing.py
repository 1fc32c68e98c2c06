"""The form for giving somebody a link to a report."""

from django import forms

from common.forms import OneLineField
from planning.sharing import LIFETIMES


class ShareForm(forms.Form):
    given_to = OneLineField(
        label="Who is it for?", max_length=100,
        help_text="For your own list, such as “Sam, my manager”. They do not see it.",
        error_messages={
            "required": "Enter who it is for, so that you find the link again",
            "max_length": "Shorten this to at most 100 characters",
        },
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label="How long should the link work?", coerce=int, initial=30, widget=forms.RadioSelect,
        choices=list(LIFETIMES.items()),
        error_messages={"required": "Choose how long the link should work", "invalid_choice": "Choose from the list"},
    )  # fmt: skip
