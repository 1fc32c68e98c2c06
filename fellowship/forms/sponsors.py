"""Asking a sponsor, and what a sponsor answers."""

from typing import Any

from django import forms

from common.forms import OneLineField, styled


class SponsorForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(max_length=150, label="Their name")
    email = forms.EmailField(label="Their work e-mail address", help_text="They get a link that asks for their word.")


class SupportForm(forms.Form):
    """What a sponsor answers."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label="Do you support this application?", widget=forms.RadioSelect,
        choices=[
            ("CONFIRMED", "Yes, my organisation supports it"),
            ("REFUSED", "No"),
            ("WRONG_PERSON", "I am not the right person to ask"),
        ],
        error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    job_title = styled(
        OneLineField(max_length=150, required=False, label="Your job title", help_text="Needed for a yes."),
        optional=False,
    )
    protected_time = styled(
        forms.BooleanField(
            required=False, label="We will give the time that is asked for", help_text="Needed for a yes."
        ),
        optional=False,
    )
    text = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="Anything you want to say",
        help_text="The applicant and the programme’s team read it.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == "CONFIRMED":
            if not data.get("job_title"):
                self.add_error("job_title", "Enter your job title, so that your word can be weighed")
            if not data.get("protected_time"):
                self.add_error("protected_time", "Tick this if you can. Without the time the place cannot be taken up.")
        return data
