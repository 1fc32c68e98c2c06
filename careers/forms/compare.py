"""The box that adds a level to a comparison."""

from django import forms

from common.forms import styled

MAX_WORDS = 100


class AddLevelForm(forms.Form):
    """A name, or words of it. What is wrong with the address of a comparison is shown as this form's errors."""

    use_required_attribute = False

    q = styled(
        forms.CharField(
            required=False,
            max_length=MAX_WORDS,
            label="Add a level",
            help_text="A name, or part of it, such as senior data analyst",
            error_messages={"max_length": f"Use at most {MAX_WORDS} characters for the name of a level"},
        ),
        optional=False,
    )
