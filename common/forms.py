"""Django forms in the clothes of the design system.

``{{ form }}`` is an error summary and all fields, ``{{ form.as_div }}`` the fields alone, and
``{{ field.as_field_group }}`` one field with label, hint and error. Pages that place the summary themselves use
``{% error_summary form %}``.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common import design
from common.dates import DateInput

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


def error_text(field: BoundField) -> str:
    """The first error of a field as one sentence, or an empty string.

    Django's own "This field is required." says neither what nor where, so it is replaced by one that does.
    """
    if not field.errors:
        return ""
    first: ValidationError = field.errors.as_data()[0]
    if first.code == "required" and first.message == forms.Field.default_error_messages["required"]:
        return _ask_for(field)
    return _plain(first.messages[0])


def _ask_for(field: BoundField) -> str:
    label = _plain(field.label)
    if isinstance(field.field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to continue"
    if label.endswith("?"):
        return f"Answer “{label}”"
    if not label.partition(" ")[0].isupper():  # "NHS number" keeps its capitals
        label = label[:1].lower() + label[1:]
    verb = "Choose" if isinstance(field.field.widget, forms.Select | forms.RadioSelect) else "Enter"
    return f"{verb} {label}"


def error_summary(form: forms.BaseForm) -> SafeString:
    """Every error of a form once, linked to the first control of its field; empty if there is none."""
    if not form.errors:
        return mark_safe("")
    items: list[dict[str, str]] = [{"text": _plain(error)} for error in form.non_field_errors()]
    for field in form:
        text = error_text(field)
        if text and field.is_hidden:
            items.append({"text": text})
        elif text:
            items.append({"text": text, "href": f"#{_first_control(field)}"})
    return design.component("error-summary", {"titleText": "There is a problem", "errorList": items})


def field_group(field: BoundField) -> SafeString:
    """The form group of one field; a hidden field is only its input."""
    widget = field.field.widget
    if widget.is_hidden:
        return field.as_widget()
    params: dict[str, Any] = {**_asked_for(widget), **getattr(field.field, "design_params", {})}
    hints = params.pop("hints", {})
    label = _label(field, params)
    if error := error_text(field):
        params["errorMessage"] = {"text": error}
    if field.help_text:
        params["hint"] = _text_or_html(field.help_text)

    # CheckboxSelectMultiple is a subclass of RadioSelect, so it is asked for first.
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return _choices("checkboxes", field, params, label, hints)
    if isinstance(widget, forms.RadioSelect):
        return _choices("radios", field, params, label, hints)
    if isinstance(widget, DateInput):
        return _date(field, params, label)
    if isinstance(widget, forms.CheckboxInput):
        return _single_checkbox(field, params, label)
    if isinstance(widget, forms.Textarea):
        return _textarea(field, params, label)
    if isinstance(widget, forms.PasswordInput):
        return _input("password-input", field, params, label)
    if isinstance(widget, forms.widgets.Input) and not isinstance(widget, forms.FileInput):
        return _input("input", field, params, label)
    return _drawn_by_django(field, params, label)


def _asked_for(widget: forms.Widget) -> dict[str, Any]:
    """What a widget's own attributes say, in the parameters of the macros.

    ``maxlength`` is left out: browsers cut a pasted text off without a word, the form says what is too long.
    """
    attributes = {key: value for key, value in widget.attrs.items() if key not in {"maxlength", "minlength", "id"}}
    params: dict[str, Any] = {}
    for name in ("autocomplete", "inputmode", "placeholder", "rows", "pattern", "autocapitalize"):
        if name in attributes:
            params[name] = attributes.pop(name)
    if "class" in attributes:
        params["classes"] = attributes.pop("class")
    params["attributes"] = {
        name: {"value": value, "optional": True} if isinstance(value, bool) else value
        for name, value in attributes.items()
    }
    return params


def _label(field: BoundField, params: dict[str, Any]) -> dict[str, Any]:
    legend = params.pop("legend", None)
    optional = params.pop("optional", not field.field.required and getattr(field.form, "mark_optional", True))
    text = _plain(field.label)
    if optional and not isinstance(field.field.widget, forms.CheckboxInput):
        text = f"{text} (optional)"
    label: dict[str, Any] = {"text": text}
    if legend == "page":
        label |= {"isPageHeading": True, "size": "l"}
    elif legend:
        label["size"] = legend
    return label


def _input(component: str, field: BoundField, params: dict[str, Any], label: dict[str, Any]) -> SafeString:
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    if kind == "number":
        # Number inputs change by a touch of the wheel and hide what they cannot read.
        kind = "text"
        params.setdefault("inputmode", "numeric")
        params["attributes"] = {
            key: value for key, value in params["attributes"].items() if key not in ("min", "max", "step")
        }
    value = None if isinstance(widget, forms.PasswordInput) else widget.format_value(field.value())
    return design.component(
        component,
        {
            "type": kind,
            **params,
            "id": field.auto_id,
            "name": field.html_name,
            "label": label,
            "value": value,
            "disabled": field.field.disabled,
        },
    )


def _textarea(field: BoundField, params: dict[str, Any], label: dict[str, Any]) -> SafeString:
    limit = getattr(field.field, "max_length", None)
    params["attributes"].pop("cols", None)
    return design.component(
        "character-count" if limit else "textarea",
        {
            **params,
            "id": field.auto_id,
            "name": field.html_name,
            "label": label,
            "value": field.value() or "",
            "disabled": field.field.disabled,
            **({"maxlength": limit} if limit else {}),
        },
    )


def _choices(
    component: str, field: BoundField, params: dict[str, Any], label: dict[str, Any], hints: Mapping[str, str]
) -> SafeString:
    items: list[dict[str, Any]] = []
    for choice in field.subwidgets:
        value = str(choice.data["value"])
        hint = hints.get(value)
        items.append(
            {
                "value": value,
                "text": _plain(choice.data["label"]),
                "checked": choice.data["selected"],
                "disabled": bool(choice.data["attrs"].get("disabled")),
                **({"hint": {"text": hint}} if hint else {}),
            }
        )
    return design.component(
        component,
        {
            **params,
            # Not "id": the macro would give it to the group and the first choice alike.
            "idPrefix": field.auto_id,
            "name": field.html_name,
            "fieldset": {"legend": label},
            "items": items,
        },
    )


def _single_checkbox(field: BoundField, params: dict[str, Any], label: dict[str, Any]) -> SafeString:
    hint = params.pop("hint", None)
    item = {"value": "on", "text": label["text"], "checked": bool(field.value()), "disabled": field.field.disabled}
    if hint:
        item["hint"] = hint
    return design.component(
        "checkboxes", {**params, "idPrefix": field.auto_id, "name": field.html_name, "items": [item]}
    )


def _date(field: BoundField, params: dict[str, Any], label: dict[str, Any]) -> SafeString:
    widget: DateInput = field.field.widget  # type: ignore[assignment]
    wrong = widget.wrong_parts(field.errors.as_data()) if field.errors else ()
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": value,
            "width": 4 if part == "year" else 2,
            **({"error": True} if part in wrong else {}),
        }
        for part, value in widget.parts(field.value()).items()
    ]
    return design.component(
        "date-input", {**params, "id": field.auto_id, "fieldset": {"legend": label}, "items": items}
    )


def _drawn_by_django(field: BoundField, params: dict[str, Any], label: dict[str, Any]) -> SafeString:
    """Selects (the macro knows no groups of options), files and whatever a package brings."""
    widget = field.field.widget
    base = "nhsuk-select" if isinstance(widget, forms.Select) else "nhsuk-file-upload"
    error, hint = params.get("errorMessage"), params.get("hint")
    described = [f"{field.auto_id}-{name}" for name, given in (("hint", hint), ("error", error)) if given]
    classes = [base, *([f"{base}--error"] if error else []), *([params["classes"]] if "classes" in params else [])]
    attributes = {"class": " ".join(classes), **({"aria-describedby": " ".join(described)} if described else {})}
    return format_html(
        '<div class="nhsuk-form-group{}">{}{}{}{}</div>',
        " nhsuk-form-group--error" if error else "",
        design.component("label", {**label, "for": field.id_for_label}),
        design.component("hint", {**hint, "id": f"{field.auto_id}-hint"}) if hint else "",
        design.component("error-message", {**error, "id": f"{field.auto_id}-error"}) if error else "",
        field.as_widget(attrs=attributes),
    )


def _first_control(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, DateInput):
        parts = tuple(widget.parts(None))
        wrong = widget.wrong_parts(field.errors.as_data())
        return f"{field.auto_id}_{next((part for part in parts if part in wrong), parts[0])}"
    if isinstance(widget, forms.RadioSelect):
        return field.auto_id  # the macros number the second choice and later ones only
    return field.id_for_label or field.auto_id


def _text_or_html(text: Any) -> dict[str, str]:
    return {"html": text} if isinstance(text, SafeString) else {"text": _plain(text)}


def _plain(text: Any) -> str:
    """A plain ``str``: the macros take anything with ``__html__`` for markup."""
    return str(text) + ""
