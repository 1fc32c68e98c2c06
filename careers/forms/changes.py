"""The filters of the lists of changes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from careers.forms.words import words_field
from careers.models import Change, Edition
from common.lists import ListForm, Sort
from common.words import with_words

_FIRST = ("-edition__date", "-edition__loaded_at")


class ChangeFilters(ListForm):
    """Narrows the changes of one edition, or of all ``editions``."""

    sorts: ClassVar = {
        "subject": Sort("What it is about", (*_FIRST, "subject", "kind", "name", "skill_name", "pk")),
        "name": Sort("Name, A to Z", ("name", "skill_name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "-skill_name", "-pk")),
    }
    q = words_field("Words in a name")
    edition = forms.ChoiceField(required=False, label="Edition")
    subject = forms.ChoiceField(required=False, label="About", choices=[("", "Anything"), *Change.Subject.choices])
    kind = forms.ChoiceField(required=False, label="What changed", choices=[("", "Anything"), *Change.Kind.choices])

    def __init__(self, data: Any, *, editions: Sequence[Edition] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if editions:
            choices = [(edition.slug, str(edition)) for edition in editions]
            self.fields["edition"].choices = [("", "Any edition"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["edition"]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "skill_name", "before", "after")))
        for field, column in (("subject", "subject"), ("kind", "kind"), ("edition", "edition__slug")):
            if value := self.given(field):
                rows = rows.filter(**{column: value})
        return rows
