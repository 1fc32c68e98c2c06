"""Forms and filters of concerns."""

from typing import Any, ClassVar

from django import forms

from common.lists import ListForm, Sort
from mentoring.forms.fields import radios, text_box
from mentoring.models import Concern


class ConcernForm(forms.Form):
    """Report a concern."""

    kind = radios("What is it about?", Concern.Kind.choices, missing="Choose what it is about")
    text = text_box(
        "What happened?", hint="What, when and where, in your own words. You need not prove anything", most=5000,
        rows=8, required=True, missing="Write what happened",
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Close a concern."""

    answer = text_box(
        "What the person who reported it is told", most=5000, required=True,
        missing="Write what the person who reported it is told",
    )  # fmt: skip


class RecordForm(forms.Form):
    """What was found and done."""

    record = text_box("What was found and done", hint="Only those who deal with concerns read this", most=5000, rows=6)


class ConcernFilters(ListForm):
    """Concerns that somebody deals with."""

    sorts: ClassVar = {
        "due": Sort("Soonest to be seen first", ("acknowledge_by", "pk")),
        "newest": Sort("Newest first", ("-reported_at", "-pk")),
    }

    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Any"), ("OPEN", "Not closed"), *Concern.State.choices]
    )
    kind = forms.ChoiceField(required=False, label="About", choices=[("", "Anything"), *Concern.Kind.choices])
    programme = forms.CharField(required=False, widget=forms.HiddenInput)

    def narrow(self, rows: Any) -> Any:
        state, kind, programme = self.given("state"), self.given("kind"), self.given("programme")
        if state:
            rows = rows.open() if state == "OPEN" else rows.filter(state=state)
        if kind:
            rows = rows.filter(kind=kind)
        return rows.filter(programme__slug=programme) if programme else rows
