"""What is wrong with a form: one sentence a field, and the summary at the top of the page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from common import design
from common.dates import DateInput

# Django's own sentences say neither what nor where. These stand in for them, by code; a form's own sentences stay.
_SENTENCES = {
    "invalid_choice": "Choose one of the options for “{label}”",
    "max_length": "“{label}” must be {limit_value} characters or fewer; it has {show_value}",
    "min_length": "“{label}” must be {limit_value} characters or more; it has {show_value}",
    "max_value": "“{label}” must be {limit_value} or less",
    "min_value": "“{label}” must be {limit_value} or more",
    "null_characters_not_allowed": "Remove the invisible character from “{label}”",
}


def error_text(field: BoundField) -> str:
    """The first error of a field as one sentence, or an empty string."""
    if not field.errors:
        return ""
    first: ValidationError = field.errors.as_data()[0]
    if isinstance(first.message, Promise):  # Django's are translated lazily, ours are plain
        if first.code == "required":
            return _ask_for(field)
        if first.code == "invalid" and isinstance(field.field, forms.EmailField):
            return "Enter an e-mail address like name@example.org"
        if first.code in _SENTENCES:
            return _SENTENCES[first.code].format(label=plain(field.label), **(first.params or {}))
    return plain(first.messages[0])


def _ask_for(field: BoundField) -> str:
    label = plain(field.label)
    if isinstance(field.field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to continue"
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field.field.widget, DateInput):  # labels of dates are often no nouns: "Starts on"
        return f"Enter a date for “{label}”"
    if isinstance(field.field, forms.IntegerField):
        return f"Enter a number for “{label}”"
    if not label.partition(" ")[0].isupper():  # "NHS number" keeps its capitals
        label = label[:1].lower() + label[1:]
    verb = "Choose" if isinstance(field.field.widget, forms.Select | forms.RadioSelect) else "Enter"
    return f"{verb} {label}"


def error_summary(form: BaseForm) -> SafeString:
    """Every error of a form once, linked to the first control of its field; empty if there is none."""
    if not form.errors:
        return mark_safe("")
    items: list[dict[str, str]] = [{"text": plain(error)} for error in form.non_field_errors()]
    for field in form:
        text = error_text(field)
        if text and field.is_hidden:
            items.append({"text": text})
        elif text:
            items.append({"text": text, "href": f"#{_first_control(field)}"})
    return design.component("error-summary", {"titleText": "There is a problem", "errorList": items})


def _first_control(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, DateInput):
        parts = tuple(widget.parts(None))
        wrong = widget.wrong_parts(field.errors.as_data())
        return f"{field.auto_id}_{next((part for part in parts if part in wrong), parts[0])}"
    if isinstance(widget, forms.RadioSelect):
        return field.auto_id  # the macros number the second choice and later ones only
    return field.id_for_label or field.auto_id


def plain(text: Any) -> str:
    """A plain ``str``: the macros take anything with ``__html__`` for markup."""
    return str(text) + ""
