"""Django forms in the clothes of the design system.

``{{ form }}`` is an error summary and all fields, ``{{ form.as_div }}`` the fields alone, and
``{{ field.as_field_group }}`` one field with label, hint and error. Pages that place the summary themselves use
``{% error_summary form %}``.
"""

import unicodedata
from typing import Any, TypeVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from common.form_groups import field_group

F = TypeVar("F", bound=forms.Field)


def styled(field: F, **params: Any) -> F:
    """Give a field further parameters of its design-system component, and return it.

    ``hints`` maps choice values to hints below them, ``legend`` replaces the label's size ("l", or "page" for a label
    that is the page's heading), ``optional=False`` leaves out the word "(optional)"; everything else (``inline``,
    ``small``, ``width``, ``prefix``, ``rows`` …) goes to the macro as it is.
    """
    field.design_params = params  # type: ignore[attr-defined]
    return field


class OneLineField(forms.CharField):
    """A text of one line, such as a name, a title or a town, as ``one_line`` makes it.

    No browser sends a line break from such a box. Who writes the request by hand could put one into a letter, a
    calendar or a file, and pasted text brings marks that nobody sees and nobody could be asked to take out.
    """

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return one_line(text) if text else text


# Not spaces, and not seen: some scripts and some emoji are written with them.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def one_line(text: str) -> str:
    """Line breaks, tabs, control characters and runs of spaces as one space each; without what else cannot be seen.

    A NUL byte stays, for the field to refuse.
    """
    kept = "".join(_in_one_line(character) for character in text)
    return " ".join(kept.split()) if kept.strip(_JOINERS + " ") else ""


def _in_one_line(character: str) -> str:
    if character.isprintable() or character in _JOINERS or character == "\x00":
        return character
    return " " if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Zs") else ""


class DesignSystemBoundField(BoundField):
    """A field that draws itself as a form group of the design system."""

    def as_field_group(self) -> SafeString:
        return field_group(self)


class DesignSystemRenderer(TemplatesSetting):
    """Set as ``FORM_RENDERER``: every form of the portal and of the packages it uses looks alike."""

    bound_field_class = DesignSystemBoundField
    form_template_name = "components/form.html"
