"""Forms of advisers: their caseload, and the note of a first conversation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.advising.caseload import NEED_FIRST
from fellowship.advising.deep_dives import WORDS
from fellowship.models import Cohort
from fellowship.models.moves import FellowState


class CaseloadFilters(ListForm):
    """Fellows whom I advise, or for whose adviser I stand in."""

    sorts: ClassVar = {
        "need": Sort("Who needs you first", NEED_FIRST),
        "cohort": Sort("Cohort, newest first", ("-cohort__starts_on", "user__name", "pk")),
        "name": Sort("Name, A to Z", ("user__name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name or the employer")
    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[("", "Everybody"), ("NEED", "Who needs you"), ("TALK", "First conversation still to come")],
    )  # fmt: skip
    cohort = forms.ModelChoiceField(Cohort.objects.none(), required=False, label="Cohort", empty_label="Any cohort")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Active and paused"), *FellowState.choices, ("ANY", "Any state")]
    )

    def __init__(self, data: Mapping[str, Any], *, cohorts: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "application__organisation_name")))
        if only := self.given("only"):
            rows = rows.filter(need__gt=0) if only == "NEED" else rows.filter(has_talked=False)
        if cohort := self.given("cohort"):
            rows = rows.filter(cohort=cohort)
        state = self.given("state")
        if state == "ANY":
            return rows
        return rows.filter(state__in=(state,) if state else (FellowState.ACTIVE, FellowState.PAUSED))


class ConversationFilters(ListForm):
    """Conversations with people who accepted a place."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("name", "user__name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "-user__name", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name or the employer")
    held = forms.ChoiceField(
        required=False, label="Conversation", choices=[("", "All"), ("NO", "Still to come"), ("YES", "Held")]
    )
    whose = forms.ChoiceField(
        required=False, label="Adviser", choices=[("", "Anybody"), ("MINE", "Me"), ("NOBODY", "Nobody yet")]
    )

    def __init__(self, data: Mapping[str, Any], *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "user__name", "organisation_name")))
        if whose := self.given("whose"):
            rows = rows.filter(asked=self.user.pk if whose == "MINE" else None)
        held = self.given("held")
        return rows.filter(is_held=held == "YES") if held else rows


_ASKED = {
    "hopes": ("What they hope to achieve", "In their own words."),
    "project": ("Their project", "Where it stands, and what would make it a success."),
    "brings": ("What they bring", "What others in the cohort could learn from them."),
    "worries": ("What worries them", "What could get in the way of the year."),
    "needs": ("What they need from us", "Adjustments, introductions, time."),
}


class DeepDiveForm(forms.Form):
    """The structured note. Everything but the day may stay empty."""

    use_required_attribute = False

    held_on = DateField(
        label="When you talked", help_text="For example, 4 3 2027", error_messages={"required": "Enter the day"}
    )
    themes: Any = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label="Themes they want from the year",
        help_text="Counted without names, from five people up, to tune the year to this cohort.",
    )  # fmt: skip
    field_order = ("held_on", *WORDS, "themes")

    def __init__(self, data: Mapping[str, Any] | None = None, *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, (label, help_text) in _ASKED.items():
            self.fields[name] = styled(
                forms.CharField(
                    max_length=3_000, required=False, label=label, help_text=help_text,
                    widget=forms.Textarea(attrs={"rows": 4}),
                ),
                optional=False,
            )  # fmt: skip
        self.fields["themes"].queryset = cohort.themes.all()  # type: ignore[attr-defined]
        if not cohort.themes.exists():
            del self.fields["themes"]
        self.order_fields(self.field_order)

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    def themes_chosen(self) -> list[Any]:
        return list(self.cleaned_data.get("themes", ()))
