"""What people say when they book, and afterwards."""

from typing import Any

from django import forms

from common.forms import styled
from events.booking import Adjustments
from events.models import Booking, Feedback


class AdjustmentsForm(forms.Form):
    """What somebody needs to take part."""

    adjustments = styled(
        forms.MultipleChoiceField(
            label="Do you need anything to take part?", required=False, choices=Booking.Adjustment.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text="Only the organisers see this. It is erased in the night after the event.",
        ),
        small=True,
    )  # fmt: skip
    note = forms.CharField(
        label="Tell the organisers more", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example what you cannot eat",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unclear = {Booking.Adjustment.DIET, Booking.Adjustment.OTHER} & set(data.get("adjustments", ()))
        if unclear and not data.get("note") and not self.errors:
            self.add_error("note", "Tell the organisers what you need")
        return data

    @property
    def asked_for(self) -> Adjustments:
        return Adjustments(tuple(self.cleaned_data["adjustments"]), self.cleaned_data["note"])


class FeedbackForm(forms.Form):
    """Two questions, and words."""

    useful = forms.TypedChoiceField(
        label="How useful was it?",
        choices=list(reversed(Feedback.Useful.choices)),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how useful it was"},
    )
    will_use = forms.TypedChoiceField(
        label="Will you use what you learned?", choices=list(reversed(Feedback.WillUse.choices)), coerce=int,
        widget=forms.RadioSelect, error_messages={"required": "Choose whether you will use what you learned"},
    )  # fmt: skip
    text = forms.CharField(
        label="What should stay, and what should change?", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Please name nobody. The organiser does not see who wrote it.",
    )  # fmt: skip
