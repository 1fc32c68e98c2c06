"""A page with one short form: what it is about, a few words, the form, a button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.refusals import Refused


@dataclass(frozen=True)
class ShortForm:
    """``crumbs`` are the ways back (address, words), the nearest last, where Cancel leads. ``warns``: the button is
    red."""

    heading: str
    button: str
    crumbs: Sequence[tuple[str, str]]
    words: Sequence[str] = ()
    warns: bool = False


def answer(
    request: HttpRequest,
    page: ShortForm,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    said: str | Callable[[], str],
    to: str,
) -> HttpResponse:
    """Draw the form, or act on it: what a rule refuses stands above the form, with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said if isinstance(said, str) else said())
            return redirect(to)
    return render(request, "mentoring/short_form.html", {"page": page, "form": form})
