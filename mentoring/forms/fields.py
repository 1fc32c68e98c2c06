"""Boxes that forms of mentoring share."""

from typing import Any

from django import forms

from common.forms import OneLineField, styled

SHORTEN = "Shorten this to at most {most:,} characters"


def text_box(
    label: str, *, hint: str = "", missing: str = "", most: int = 2000, rows: int = 5, required: bool = False
) -> forms.CharField:
    """A box for several lines."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": SHORTEN.format(most=most)},
    )  # fmt: skip


def line(label: str, *, hint: str = "", missing: str = "", most: int = 300, required: bool = True) -> OneLineField:
    """A box for one line."""
    return OneLineField(
        label=label, help_text=hint, required=required, max_length=most,
        error_messages={"required": missing, "max_length": SHORTEN.format(most=most)},
    )  # fmt: skip


def minutes_box(label: str, *, least: int, most: int, hint: str = "") -> forms.IntegerField:
    """A whole number of minutes."""
    wrong = f"Enter a number of minutes from {least} to {most}"
    return styled(
        forms.IntegerField(
            label=label, help_text=hint, min_value=least, max_value=most,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        ),
        width=3,
        suffix="minutes",
    )  # fmt: skip


def radios(label: str, choices: Any, *, missing: str, **params: Any) -> forms.ChoiceField:
    """One of several words."""
    field = forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip
    return styled(field, **params)


def scale(label: str, choices: Any, *, missing: str) -> forms.TypedChoiceField:
    """One of four answers, as a whole number."""
    field = forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip
    return styled(field, inline=True)
