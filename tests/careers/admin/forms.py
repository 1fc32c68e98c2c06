"""Filling in the forms of Django admin as a browser would, and what that left behind."""

from typing import Any

from django.test import Client
from django.urls import reverse

from careers.models import Correction
from tests.careers.html_form import successful_controls


def page(editor: Client, row: Any) -> tuple[str, dict[str, Any]]:
    """The address of a row's form, and what a browser would send back untouched."""
    model = row._meta.model_name
    address = reverse(f"admin:careers_{model}_change", args=[row.pk])
    response = editor.get(address)
    assert response.status_code == 200
    return address, successful_controls(response.content.decode(), f"{model}_form")


def save(editor: Client, row: Any, **changes: Any) -> None:
    """Change some fields (``activities__0__DELETE`` stands for ``activities-0-DELETE``) and press Save."""
    address, data = page(editor, row)
    response = editor.post(address, data | {key.replace("__", "-"): value for key, value in changes.items()})
    errors = response.context and (response.context["errors"] or response.context["adminform"].form.errors)
    assert response.status_code == 302, errors
    row.refresh_from_db()


def corrections(row: Any) -> list[tuple[str, str, str]]:
    mine = Correction.objects.filter(model=row._meta.model_name, object_id=row.pk).order_by("pk")
    return list(mine.values_list("field", "before", "after"))


def some(model: Any) -> Any:
    return model._default_manager.order_by("pk")[0]
