"""Forms of applicants about themselves."""

from typing import Any, ClassVar

from django import forms

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.vocabulary import Background, Profession
from fellowship.applying.answering import ABOUT_YOU, NEEDED_ABOUT_YOU
from fellowship.applying.devices import details_of, marks_of
from fellowship.forms.answers import SeenForm
from fellowship.models import Application

ADJUSTMENTS_HELP = "Such as questions beforehand, captions, or a room without steps. It has no part in the choice."
AGES = ("16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 or over")


class MyApplicationsFilters(ListForm):
    """A person's applications."""

    sorts: ClassVar = {"newest": Sort("Newest first", ("-started_at", "-pk")), "oldest": Sort("Oldest first", ("pk",))}

    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[("", "All"), ("DRAFT", "Not handed in yet"), ("HANDED_IN", "Handed in")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        match self.given("only"):
            case "DRAFT":
                return rows.filter(state=Application.State.DRAFT)
            case "HANDED_IN":
                return rows.exclude(submitted_at=None)
            case _:
                return rows


class AboutYouForm(SeenForm):
    """Everything may stay empty until the end: half-filled is saved."""

    name = OneLineField(
        max_length=150, required=False, label="Full name", widget=forms.TextInput({"autocomplete": "name"})
    )
    job_title = OneLineField(
        max_length=150, required=False, label="Job title",
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )  # fmt: skip
    organisation_name = OneLineField(
        max_length=200, required=False, label="Where you work",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )  # fmt: skip
    band = forms.ChoiceField(required=False, label="Pay band", choices=[("", "Not said"), *BANDS_OR_NONE])
    profession = forms.ChoiceField(
        required=False, label="Registered profession", choices=[("", "None, or not said"), *Profession.choices]
    )
    background = forms.ChoiceField(
        required=False, label="Background", choices=Background.choices, widget=forms.RadioSelect
    )
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Choose one"), *Region.choices])
    telephone = OneLineField(
        max_length=40, required=False, label="Telephone", widget=forms.TextInput({"autocomplete": "tel"}),
        help_text="If we may ring you about your application.",
    )  # fmt: skip
    nominated = forms.ChoiceField(
        required=False, label="How did you come to apply?", choices=Application.Nominated.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="Why do you want this?",
        help_text="In your own words. Those who score applications do not see it; those who would advise you do.",
    )  # fmt: skip
    language = forms.ChoiceField(
        required=False, label="In which language do you answer?", choices=Application.Language.choices,
        widget=forms.RadioSelect,
        help_text="You are welcome to answer in Welsh. An application in Welsh is treated no less favourably.",
    )  # fmt: skip
    adjustments = forms.CharField(
        max_length=1_000, required=False, widget=forms.Textarea, label="What would help you at an interview?",
        help_text=ADJUSTMENTS_HELP,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*NEEDED_ABOUT_YOU, "language"):
            styled(self.fields[name], optional=False)

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"] or Application.Language.ENGLISH)


def initial_about_you(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in ABOUT_YOU} | {"seen": marks_of(details_of(application))}


class AdjustmentsForm(forms.Form):
    """What would help at an interview, also after handing in."""

    use_required_attribute = False

    adjustments = forms.CharField(
        max_length=1_000, required=False, widget=forms.Textarea, label="What would help you at an interview?",
        help_text=ADJUSTMENTS_HELP,
    )  # fmt: skip


class EqualityForm(forms.Form):
    """Kept apart from everything; each answer may be "prefer not to say" or empty."""

    use_required_attribute = False
    mark_optional = False

    age = forms.ChoiceField(
        required=False, label="Age",
        choices=[("", "Prefer not to say"), *((one, one) for one in AGES)],
    )  # fmt: skip
    disability = forms.ChoiceField(
        required=False, label="Do you consider yourself disabled?",
        choices=[("", "Prefer not to say"), ("yes", "Yes"), ("no", "No")],
    )  # fmt: skip
    ethnic_group = forms.ChoiceField(
        required=False, label="Ethnic group",
        choices=[
            ("", "Prefer not to say"), ("asian", "Asian or Asian British"),
            ("black", "Black, Black British, Caribbean or African"), ("mixed", "Mixed or multiple ethnic groups"),
            ("white", "White"), ("other", "Another ethnic group"),
        ],
    )  # fmt: skip
    sex = forms.ChoiceField(
        required=False, label="Sex", choices=[("", "Prefer not to say"), ("female", "Female"), ("male", "Male")]
    )
    caring = forms.ChoiceField(
        required=False, label="Do you care for children or for an adult?",
        choices=[("", "Prefer not to say"), ("yes", "Yes"), ("no", "No")],
    )  # fmt: skip
