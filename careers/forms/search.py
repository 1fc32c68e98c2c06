"""What is searched for, and among which kinds of things."""

from collections.abc import Mapping
from typing import Any

from django import forms

from careers.search import Kind
from common.lists import ListForm


class SearchFilters(ListForm):
    """``q`` is any text: how much of it counts is for the search to say. Repeated, the last one counts."""

    q = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.MultipleChoiceField(
        required=False, label="Kind", choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    def show_counts(self, counts: Mapping[Kind, int]) -> None:
        """Say how many results there are of each kind, and leave out the kinds that have none and were not chosen."""
        chosen = self.given("kind") or ()
        field: Any = self.fields["kind"]
        field.choices = [
            (kind, f"{kind.label} ({counts.get(kind, 0)})") for kind in Kind if kind in counts or kind in chosen
        ]

    def words_for(self, name: str, value: Any) -> str:
        return str(Kind(value).label) if name == "kind" else super().words_for(name, value)
