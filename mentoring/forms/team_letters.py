"""What a team writes to the people of a list."""

from django import forms

from common.once import OnceForm
from mentoring.forms.fields import line, radios, text_box
from mentoring.writing import BOTH, MENTEES, MENTORS

AUDIENCES = ((MENTORS, "The mentors"), (MENTEES, "The mentees"), (BOTH, "Both"))


class TeamLetterForm(OnceForm):
    """``expected`` are the people that the team was told it would go to, by audience."""

    audience = radios("To whom?", AUDIENCES, missing="Choose to whom it goes")
    subject = line("Subject", most=150, missing="Enter a subject")
    text = text_box(
        "Your letter", hint="A greeting with their name stands above it, and the name of your programme below",
        most=5000, rows=10, required=True, missing="Write your letter",
    )  # fmt: skip
    expected = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def expects(self, audience: str) -> int:
        """How many people were shown for the audience; 0 if that cannot be read."""
        for part in str(self.cleaned_data.get("expected", "")).split(","):
            name, _, number = part.partition(":")
            if name == audience and number.isdecimal() and len(number) < 9:
                return int(number)
        return 0
