"""Rows that people tick in a list, or all that its filters let through; choosing nothing never means everything.

Before anything happens they are told how many that is. The number comes back with the form, so that a list which
changed meanwhile is looked at again.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from common.lists import ListForm
from common.once import OnceForm
from common.refusals import Refused


def uuids(values: Iterable[str]) -> list[str]:
    """Those of ``values`` that are uuids, in one spelling; other text is left out."""
    found = []
    for value in values:
        try:
            found.append(str(UUID(value)))
        except ValueError:
            continue
    return found


def ticked_or_all(request: HttpRequest, name: str, filters: ListForm, rows: Any) -> Any:
    """Of ``rows`` (a queryset) those whose uuid was ticked as ``name`` in the address; with ``to=all`` those that the
    filters let through."""
    if request.GET.get("to") == "all":
        return filters.narrow(rows)
    return rows.filter(uuid__in=uuids(request.GET.getlist(name)))


class ExpectedForm(OnceForm):
    """How many rows the person was told it is about; -1 where that was not sent."""

    use_required_attribute = False

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)

    def clean_expected(self) -> int:
        value = self.cleaned_data.get("expected")
        return -1 if value is None else int(value)


def refuse(form: forms.Form, refusal: Refused, expected: int | str) -> None:
    """Show why, with the number as it is now, so that sending again means that number."""
    form.add_error(None, str(refusal))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["expected"] = str(expected)  # type: ignore[index]


def tell_held(request: HttpRequest, held: int | None) -> None:
    """Say how many letters are held now; None: the form was sent twice."""
    if held is None:
        messages.info(request, "These letters were held already, so nothing was done twice.")
    else:
        messages.success(request, f"Held: {held}. Look at them here, then release them. Nothing has left yet.")
