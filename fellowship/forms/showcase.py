"""Filters of the showcase."""

from typing import Any, ClassVar

from django import forms

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words


class ProjectsShownFilters(ListForm):
    """Projects that everybody may read."""

    sorts: ClassVar = {
        "title": Sort("Title, A to Z", ("title", "pk")),
        "newest": Sort("Newest first", ("-published_at", "pk")),
    }
    q = OneLineField(
        required=False, max_length=100, label="Words in the title, the summary or the name",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        words = self.given("q")
        return rows.filter(with_words(words, ("title", "summary", "fellow__user__name"))) if words else rows


class ToShowFilters(ListForm):
    """Projects that fellows offer to be shown."""

    sorts: ClassVar = {
        "offered": Sort("First offered, first", ("offered_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "pk")),
    }
    shown = forms.ChoiceField(
        required=False, label="Shown to everybody", choices=[("", "Any"), ("yes", "Yes"), ("no", "Not yet")]
    )

    def narrow(self, rows: Any) -> Any:
        shown = self.given("shown")
        return rows.filter(published_at__isnull=shown == "no") if shown else rows
