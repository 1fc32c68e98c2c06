"""Django forms in the clothes of the design system.

``{{ form }}`` is an error summary and all fields, ``{{ form.as_div }}`` the fields alone, and
``{{ field.as_field_group }}`` one field with label, hint and error. Pages that place the summary themselves use
``{% error_summary form %}``.
"""

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


class DesignSystemBoundField(BoundField):
    """A field that draws itself as a form group of the design system."""

    def as_field_group(self) -> SafeString:
        return field_group(self)


class DesignSystemRenderer(TemplatesSetting):
    """Set as ``FORM_RENDERER``: every form of the portal and of the packages it uses looks alike."""

    bound_field_class = DesignSystemBoundField
    form_template_name = "components/form.html"
