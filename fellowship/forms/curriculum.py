"""Forms for the year: sessions and what goes on all year, themes, what makes up for a session."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.curriculum.planning import DETAILS
from fellowship.forms.sets import MeetingForm
from fellowship.models import Activity, Aim, Cohort
from fellowship.models.aims import WHAT_AIMS_MEAN

Kind = Activity.Kind
ALL_YEAR = tuple((kind.value, kind.label) for kind in Kind if kind not in Activity.SESSIONS)


class ActivityForm(forms.Form):
    """What something in the year is for."""

    use_required_attribute = False

    title = OneLineField(max_length=150, label="Title", error_messages={"required": "Enter a title"})
    purpose = OneLineField(
        max_length=300, required=False, label="What it is for", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How it serves its aims, in a sentence or two. Fellows read it.",
    )  # fmt: skip
    aims = styled(
        forms.MultipleChoiceField(
            choices=Aim.choices, widget=forms.CheckboxSelectMultiple, label="Which aims it serves",
            error_messages={"required": "Choose at least one aim"},
        ),
        hints=dict(WHAT_AIMS_MEAN),
    )  # fmt: skip
    themes: Any = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label="Which themes it is about"
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = cohort.themes.all()
        if themes:
            self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        else:
            del self.fields["themes"]

    def details(self) -> dict[str, Any]:
        """The fields of the activity."""
        given = {"is_mandatory": False, "cpd_minutes": 0, **self.cleaned_data}
        return {name: given[name] for name in DETAILS}

    def themes_chosen(self) -> list[Any]:
        return list(self.cleaned_data.get("themes", ()))


class AllYearForm(ActivityForm):
    kind = forms.ChoiceField(choices=ALL_YEAR, label="Kind")
    field_order = ("kind",)


class SessionDetailsForm(ActivityForm):
    """A session, whose time and place are its event's."""

    is_mandatory = forms.BooleanField(
        required=False, label="Every fellow must be there", help_text="They have a place as soon as it is published."
    )
    cpd_minutes = styled(
        forms.IntegerField(
            min_value=0, max_value=2_000, required=False, label="Minutes of professional development",
            help_text="What attending it counts for. 0 for nothing.",
        ),
        width=5,
    )  # fmt: skip

    def clean_cpd_minutes(self) -> int:
        return self.cleaned_data["cpd_minutes"] or 0


class SessionForm(SessionDetailsForm, MeetingForm):
    """A new session with its time and place; ``when`` and ``where`` are for a valid form."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in Activity.SESSIONS], label="Kind")
    mandatory_day: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Which mandatory day it is", empty_label="None of them"
    )
    field_order: ClassVar[tuple[str, ...]] = (  # type: ignore[assignment,misc]  # the mixed-in form has fewer
        "kind", "title", "purpose", "aims", "themes", "starts_on", "starts_time", "ends_time", "zone", "mode",
        "online_link", "town", "place", "mandatory_day", "is_mandatory", "cpd_minutes",
    )  # fmt: skip

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, cohort=cohort, **kwargs)
        days = cohort.mandatory_days.filter(activity=None)
        if days:
            self.fields["mandatory_day"].queryset = days  # type: ignore[attr-defined]
        else:
            del self.fields["mandatory_day"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get("mandatory_day")
        if day is not None and data.get("starts_on") and data["starts_on"] != day.on:
            self.add_error("starts_on", f"That mandatory day is on {day.on:%-d %B %Y}")
        return data


class ActivityFilters(ListForm):
    sorts: ClassVar = {
        "time": Sort("In order of time", ("event__starts_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the title")
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any kind"), *Kind.choices])
    aim = forms.ChoiceField(required=False, label="Aim", choices=[("", "Any aim"), *Aim.choices])

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title",)))
        if kind := self.given("kind"):
            rows = rows.filter(kind=kind)
        return rows.filter(aims__contains=f";{self.given('aim')};") if self.given("aim") else rows


class ThemeForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(
        max_length=100, label="Theme", help_text="Such as “Leading without authority”.",
        error_messages={"required": "Enter a theme"},
    )  # fmt: skip


class MakeUpForm(forms.Form):
    """What a fellow does instead of a session."""

    use_required_attribute = False

    activity: Any = forms.ModelChoiceField(
        queryset=None, label="Session", empty_label=None, error_messages={"required": "Choose the session"}
    )
    task = OneLineField(
        max_length=1_000, label="What they do instead", widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what they do instead"},
    )  # fmt: skip
    due_on = DateField(label="By", help_text="For example, 4 3 2027")

    def __init__(self, data: Mapping[str, Any] | None = None, *, missed: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["activity"].queryset = missed  # type: ignore[attr-defined]


class MakeUpDoneForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        max_length=3_000, label="What you did, and what you take from it", widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what you did, in a sentence or more"},
    )  # fmt: skip


class MakeUpAnswerForm(forms.Form):
    use_required_attribute = False

    answer = OneLineField(
        max_length=1_000, required=False, label="What you say to it", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed if something is missing.",
    )  # fmt: skip
