"""A page that somebody else's change has overtaken: what was sent from it is handed back instead of saved.

Saving writes every field of a row. A page opened before that change would put the old values back without a word.
"""

import textwrap
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse

from careers.corrections import in_words
from careers.revision import lock_catalogue
from common.admin import CheckedLists

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

SHOWN = 120  # characters of a stored value


class VersionField(forms.CharField):
    """The state of the row that a page was made from. A page shown again after an error is made from today's."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class FreshForm(ModelForm):
    """A form of admin that is saved only if its row, and the rows edited with it, are as they were when it was shown.

    ``stored`` is the state of them now: two hashes, of the row and of the others.
    """

    stored: ClassVar[str] = ""
    version = VersionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.stored

    def clean(self) -> None:
        super().clean()
        if self.instance.pk and self.cleaned_data.get("version") != self.stored:
            self.add_error(None, ValidationError(self._overtaken(), code="stale"))

    def _overtaken(self) -> str:
        """Says what is stored now in place of what was sent. The instance still has the stored values."""
        sentences = ["Somebody changed this after you opened it, so yours is not saved yet. It is all below."]
        if differs := [self._stored_value(name) for name in self.changed_data if name in self.cleaned_data]:
            sentences.append(f"It differs from what is stored now: {'; '.join(differs)}.")
        if self.cleaned_data.get("version", "").partition("-")[2] != self.stored.partition("-")[2]:
            sentences.append("The rows below these fields were changed too.")
        sentences.append("Save again to store what you see, or open the page anew to see what is stored.")
        return " ".join(sentences)

    def _stored_value(self, name: str) -> str:
        value = textwrap.shorten(in_words(self.instance, name), SHOWN, placeholder=" …")
        label = self.fields[name].label
        return f"{label} is “{value}”" if value else f"{label} is empty"


class SavedFresh(CheckedLists):
    """Of an admin page whose form is a ``FreshForm``."""

    form = FreshForm
    change_form_template = "admin/careers/change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One change of the catalogue at a time: nobody may write between reading the row and saving it."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            lock_catalogue()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All but the version, which the template shows where it is hidden also from those who may only look."""
        return [name for name in super().get_fields(request, obj) if name != "version"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if change and obj:
            values = [field.value_from_object(obj) for field in _fields(obj) if field.name in form.base_fields]
            form.stored = f"{_digest(values)}-{_digest(self._rows(request, obj))}"
        return form

    def _rows(self, request: HttpRequest, obj: Any) -> list[Any]:
        """What is stored of the rows that are edited on the page of ``obj``."""
        rows: list[Any] = []
        for inline in self.get_inline_instances(request, obj):
            owner = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            shown = set(flatten_fieldsets(inline.get_fieldsets(request, obj)))
            shown -= set(inline.get_readonly_fields(request, obj))
            names = ["pk", *(field.name for field in _fields(inline.model) if field.name in shown)]
            rows += inline.get_queryset(request).filter(**{owner.name: obj}).order_by("pk").values_list(*names)
        return rows


def _fields(row: Any) -> list[Any]:
    return [*row._meta.concrete_fields, *row._meta.many_to_many]


def _digest(values: list[Any]) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]
