"""Forms that are sent twice and done once: a double click, the button “back”, a telephone that sends again.

For what nothing else keeps from happening twice, such as a comment or a letter to many. Each page that shows the form
has a key of its own; what was done with it is remembered for a day in the cache that all processes share, for this
person and this form. What was refused is not done, and may be sent again.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.cache import cache

REMEMBERED = 24 * 60 * 60  # seconds
_KEY = re.compile(r"[0-9a-f]{32}")


class OnceForm(forms.Form):
    """A form that is sent once. Without a key, as from a page of former days, it is done each time."""

    use_required_attribute = False

    sent_once = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex, empty_value=""
    )

    def clean_sent_once(self) -> str:
        key = self.cleaned_data["sent_once"]
        return key if _KEY.fullmatch(key) else ""


@contextmanager
def once(form: OnceForm, user: Any) -> Iterator[bool]:
    """Whether this is the first time that ``user`` sends this valid form; do it only then.

    What is raised inside is raised, and the next time is the first again.
    """
    key = form.cleaned_data["sent_once"]
    name = f"once:{type(form).__name__}:{user.pk}:{key}"
    is_first = not key or cache.add(name, 1, REMEMBERED)
    try:
        yield is_first
    except BaseException:
        if is_first and key:
            cache.delete(name)
        raise
