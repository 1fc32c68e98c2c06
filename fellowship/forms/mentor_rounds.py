"""Which mentors come into the round of a cohort."""

from django import forms

from fellowship.mentor_rounds import ALL, OURS


class MentorRoundForm(forms.Form):
    """``expected``: how many fellows and mentors the team was told would come in, by choice."""

    use_required_attribute = False

    which = forms.ChoiceField(
        label="Which mentors?", choices=[(OURS, ""), (ALL, "")], widget=forms.RadioSelect,
        error_messages={"required": "Choose which mentors", "invalid_choice": "Choose which mentors"},
    )  # fmt: skip
    expected = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def expects(self) -> str:
        """The numbers shown for the choice that was made; empty if they cannot be read."""
        told = dict(part.partition(":")[::2] for part in str(self.cleaned_data.get("expected", "")).split(","))
        return told.get(self.cleaned_data["which"], "")
