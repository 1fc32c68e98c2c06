"""Forms about programmes: the filters of their list, and what their page says."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.models import Call

OPEN, SOON = "open", "soon"


class ProgrammeFilters(ListForm):
    """Filters of the list that everybody sees. ``now``: which calls count as open."""

    sorts: ClassVar = {
        "open": Sort("Open for applications first", ("-is_open", "name", "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name, the summary or the provider")
    applications = forms.ChoiceField(
        required=False, label="Applications",
        choices=[("", "Open or not"), (OPEN, "Open now"), (SOON, "Opening later")],
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        of_it = Call.objects.filter(cohort__programme=OuterRef("pk"))
        rows = rows.annotate(is_open=Exists(of_it.taking(self.now)))
        if self.given("q"):
            rows = rows.filter(with_words(self.given("q"), ("name", "provider", "page__summary")))
        if self.given("applications") == OPEN:
            rows = rows.filter(is_open=True)
        if self.given("applications") == SOON:
            rows = rows.filter(Exists(of_it.to_take(self.now)))
        return rows


class ProgrammePageForm(forms.Form):
    """What the world reads about a programme."""

    use_required_attribute = False

    summary = OneLineField(
        max_length=300, label="In one or two sentences",
        help_text="Stands in lists and at the top of the page. Say for whom it is and what they get.",
        error_messages={"required": "Enter a sentence or two about the programme"},
    )  # fmt: skip
    about = forms.CharField(
        max_length=10_000, required=False, widget=forms.Textarea, label="About the programme",
        help_text="What a year is like. An empty line begins a new paragraph; lines that begin with “- ” make a list.",
    )  # fmt: skip
    skilled = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Skilled",
        help_text="What people can do at the end of it.",
    )  # fmt: skip
    connected = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Connected",
        help_text="Whom they know and work with.",
    )  # fmt: skip
    inspired = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Inspired",
        help_text="What they want to change, and believe they can.",
    )  # fmt: skip
    is_public = forms.BooleanField(
        required=False, label="Everybody may see this page", help_text="It is in the list of programmes then."
    )
