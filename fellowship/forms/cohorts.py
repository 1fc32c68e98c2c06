"""Forms for cohorts: what they are, a copy of one, a mandatory day."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.forms.projects import LAST_DAY
from fellowship.models.moves import CohortState


class CohortFilters(ListForm):
    sorts: ClassVar = {
        "-starts": Sort("Start, latest first", ("-starts_on", "-pk")),
        "starts": Sort("Start, earliest first", ("starts_on", "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name or the programme")
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any state"), *CohortState.choices])

    def narrow(self, rows: Any) -> Any:
        if self.given("q"):
            rows = rows.filter(with_words(self.given("q"), ("name", "programme__name")))
        return rows.filter(state=self.given("state")) if self.given("state") else rows


class CohortForm(forms.Form):
    """What a cohort is. ``programmes``: those that the person runs; without it the cohort's own stays."""

    use_required_attribute = False

    programme: Any = forms.ModelChoiceField(
        queryset=None, label="Programme", empty_label=None, widget=forms.RadioSelect
    )
    name = OneLineField(max_length=150, label="Name", help_text="Such as “2027 to 2028”.")
    places = styled(
        forms.IntegerField(min_value=1, max_value=5_000, label="Places", help_text="Fellows at most."), width=5
    )
    starts_on = DateField(label="Starts on", help_text="For example, 11 1 2027.")
    ends_on = DateField(label="Ends on")
    protected_time = OneLineField(
        max_length=200, required=False, label="Time asked of employers", help_text="Such as “one day a week”."
    )
    funding = OneLineField(
        max_length=200, required=False, label="What the employer receives", help_text="Leave it empty if nothing."
    )
    summary = forms.CharField(
        max_length=2_000, required=False, label="About this cohort", widget=forms.Textarea,
        help_text="What is special about it. Everybody reads this before they apply.",
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"]
        else:
            self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not slugify(name):
            raise forms.ValidationError("The name must have letters or digits")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", "It must end after it starts")
        if data.get("ends_on") and data["ends_on"] > LAST_DAY:
            self.add_error("ends_on", "That is too far ahead. Check the year")
        return data

    def details(self) -> dict[str, Any]:
        """The fields of the cohort, without its programme."""
        return {name: value for name, value in self.cleaned_data.items() if name != "programme"}


class CopyForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(max_length=150, label="Name of the new cohort")
    starts_on = DateField(label="Starts on", help_text="All other dates move by the nearest number of whole weeks.")

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > LAST_DAY:
            raise forms.ValidationError("That is too far ahead. Check the year")
        return day

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not slugify(name):
            raise forms.ValidationError("The name must have letters or digits")
        return name


class DayForm(forms.Form):
    use_required_attribute = False

    title = OneLineField(max_length=150, label="What it is", help_text="Such as “Opening day”.")
    on = DateField(label="Date", help_text="For example, 4 3 2027.")
    place = OneLineField(max_length=200, required=False, label="Place", help_text="Leave it empty if not known.")
