"""The form in which somebody types a return code."""

from django import forms


class ReturnForm(forms.Form):
    code = forms.CharField(
        label="Your return code", max_length=40,
        help_text="Such as K7QM-4XPD-9TRA. Capitals and hyphens do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your return code",
            "max_length": "That is too long for a return code: it has three groups of four",
        },
    )  # fmt: skip
