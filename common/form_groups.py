"""One field of a form as a form group of the design system: label, hint, error, control."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from common import design
from common.dates import DateInput
from common.form_errors import error_text, plain


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
    text = plain(field.label)
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
        "character-count" if limit or "maxwords" in params else "textarea",
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
                "text": plain(choice.data["label"]),
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
    widget: DateInput = field.field.widget
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
    attributes: dict[str, str | bool] = {
        "class": " ".join(classes),
        **({"aria-describedby": " ".join(described)} if described else {}),
    }
    return format_html(
        '<div class="nhsuk-form-group{}">{}{}{}{}</div>',
        " nhsuk-form-group--error" if error else "",
        design.component("label", {**label, "for": field.id_for_label}),
        design.component("hint", {**hint, "id": f"{field.auto_id}-hint"}) if hint else "",
        design.component("error-message", {**error, "id": f"{field.auto_id}-error"}) if error else "",
        _select(field, attributes) if isinstance(widget, forms.Select) else field.as_widget(attrs=attributes),
    )


def _select(field: BoundField, attributes: dict[str, str | bool]) -> SafeString:
    """What Django's own template draws, in a fifth of the time: it includes two templates for every option."""
    widget: forms.Select = field.field.widget
    context = widget.get_context(field.html_name, field.value(), field.build_widget_attrs(attributes))["widget"]
    parts: list[str] = []
    for group, options, _ in context["optgroups"]:
        drawn = mark_safe("".join(map(_option, options)))  # nosec B308 B703: each option is escaped
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', group, drawn) if group else drawn)
    own = {"name": context["name"], "id": field.auto_id, **context["attrs"]}
    inner = mark_safe("".join(parts))  # nosec B308 B703: each part is escaped
    return format_html("<select{}>{}</select>", flatatt(own), inner)


def _option(option: dict[str, Any]) -> str:
    value = "" if option["value"] is None else option["value"]
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{conditional_escape(value)}"{attributes}>{conditional_escape(option["label"])}</option>'


def _text_or_html(text: Any) -> dict[str, str]:
    return {"html": text} if isinstance(text, SafeString) else {"text": plain(text)}
