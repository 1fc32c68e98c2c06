"""The filters of what a person watches."""

from typing import Any

from django import forms

from common.lists import ListForm
from planning.models.watching import Watch


class WatchFilters(ListForm):
    """Things that a person watches."""

    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any"), *Watch.Kind.choices])

    def narrow(self, rows: Any) -> Any:
        kind = self.given("kind")
        return rows.filter(kind=kind) if kind else rows
