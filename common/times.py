"""Times of day as people type them."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import styled

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
NOT_A_TIME = "Enter the time like 14:30 or 2.30pm"


class TimeOfDayField(forms.CharField):
    """A ``datetime.time`` typed as "14:30", "14.30", "2.30pm" or "9am"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("error_messages", {"required": NOT_A_TIME})
        super().__init__(**kwargs)
        styled(self, width=5)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _read_time(text) if text else None


def _read_time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValidationError(NOT_A_TIME)
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hours <= 12:
        raise ValidationError(NOT_A_TIME)
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    elif found[2] is None:
        raise ValidationError(f"{NOT_A_TIME}, with minutes")
    if hours > 23 or minutes > 59:
        raise ValidationError(NOT_A_TIME)
    return time(hours, minutes)
