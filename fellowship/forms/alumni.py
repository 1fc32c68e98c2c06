"""Forms of the showcase and of alumni."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from accounts.models import Programme
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from events.models import Event
from fellowship.models import AlumniSurvey, Cohort
from fellowship.showcase import events_for

_WORDS = {"max_length": "Use 100 characters or fewer. We left this filter out."}


class ShowcaseForm(forms.Form):
    use_required_attribute = False

    title = OneLineField(
        label="Title", max_length=150,
        error_messages={"required": "Enter a title", "max_length": "Shorten this to at most 150 characters"},
    )  # fmt: skip
    intro = forms.CharField(
        label="What it is about", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Everybody reads this above the projects.",
        error_messages={"max_length": "Shorten this to at most 5,000 characters"},
    )  # fmt: skip
    event: Any = forms.ModelChoiceField(
        Event.objects.none(), required=False, label="Event", empty_label="No event",
        help_text="Published events of your programme that are open to all.",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip
    is_public = forms.BooleanField(required=False, label="Everybody can read the page")

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events_for(cohort)  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """What somebody who finished lets others of the programme read."""

    use_required_attribute = False

    job = OneLineField(
        label="What you do now", max_length=200, help_text="Such as your job and where.",
        error_messages={"required": "Say what you do now", "max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip
    ask_me = forms.CharField(
        label="What are you glad to be asked about?", required=False, max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to at most 1,000 characters"},
    )  # fmt: skip
    shows_email = forms.BooleanField(required=False, label="Show my e-mail address")
    consent = forms.BooleanField(
        label="I agree that fellows, alumni and the team of this programme see this with my name",
        error_messages={"required": "Tick this if you want to be in the directory"},
    )

    def entry(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("job", "ask_me", "shows_email")}


class DirectoryFilters(ListForm):
    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("fellow__user__name", "pk")),
        "newest": Sort("Latest cohort first", ("-fellow__cohort__starts_on", "fellow__user__name", "pk")),
    }
    q = OneLineField(
        required=False, max_length=100, label="Words in the name, the job or what they are asked about",
        error_messages=_WORDS,
    )  # fmt: skip
    programme: Any = forms.ModelChoiceField(
        Programme.objects.none(), required=False, label="Programme", to_field_name="slug", empty_label="Any programme"
    )
    mentors = forms.BooleanField(required=False, label="In the directory of mentors")

    def __init__(self, data: Mapping[str, Any], *, programmes: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("fellow__user__name", "job", "ask_me")))
        if programme := self.given("programme"):
            rows = rows.filter(fellow__cohort__programme=programme)
        return rows.filter(fellow__user__mentor__is_listed=True) if self.given("mentors") else rows


class AlumniFilters(ListForm):
    """Those of a cohort who finished, for the team."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("user__name", "pk")),
        "-name": Sort("Name, Z to A", ("-user__name", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name", error_messages=_WORDS)
    mentor = forms.ChoiceField(
        required=False, label="Mentor", choices=[("", "Any"), ("yes", "Is a mentor"), ("no", "Is none yet")]
    )
    survey = forms.ChoiceField(
        required=False, label="Survey",
        choices=[("", "Any"), ("none", "Never asked"), ("waits", "Asked, not answered"), ("answered", "Answered")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name",)))
        if mentor := self.given("mentor"):
            rows = rows.filter(user__mentor__isnull=mentor == "no")
        only = {"none": Q(asked=0), "waits": Q(asked__gt=0, answered=0), "answered": Q(answered__gt=0)}
        return rows.filter(only[self.given("survey")]) if self.given("survey") else rows


class SurveyForm(forms.Form):
    """What somebody who finished is asked once a year."""

    use_required_attribute = False

    project_runs = forms.ChoiceField(
        label="Does your project, or what came of it, still run?", choices=AlumniSurvey.Runs.choices,
        widget=forms.RadioSelect, error_messages={"required": "Choose whether it still runs"},
    )  # fmt: skip
    works_in_digital = forms.ChoiceField(
        label="Do you lead or shape digital work now?", choices=AlumniSurvey.Works.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits best"},
    )  # fmt: skip
    new_job = OneLineField(
        label="Your job, if it is another than in your fellowship", required=False, max_length=200,
        error_messages={"max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip
    words = forms.CharField(
        label="What has the fellowship led to?", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "Shorten this to at most 2,000 characters"},
    )  # fmt: skip
    may_quote = forms.BooleanField(required=False, label="My words may be quoted without my name")
