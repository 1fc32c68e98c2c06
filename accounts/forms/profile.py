"""The form for a person's name and work."""

from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Profile, Region
from accounts.models.profile import BANDS_OR_NONE
from accounts.organisations import find_organisation, organisations_like
from common.forms import OneLineField, styled
from common.vocabulary import Background, Profession

NOT_SAID: list[tuple[str, str]] = [("", "Not said")]


class ProfileForm(forms.Form):
    """A person's name and work. ``cleaned_data["organisation"]`` is the organisation, or None if it is not listed."""

    use_required_attribute = False
    mark_optional = True

    name = OneLineField(max_length=150, label="Full name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    employer = styled(
        forms.ChoiceField(
            required=False, label="Where do you work?", choices=Profile.Employer.choices, widget=forms.RadioSelect
        )
    )
    organisation = OneLineField(
        required=False,
        max_length=200,
        label="Name of the organisation",
        help_text="Its name, an older name or its ODS code. Choose from the list that appears, if there is one.",
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
    )
    job_title = OneLineField(
        required=False,
        max_length=150,
        label="Job title",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    band = forms.ChoiceField(required=False, label="Pay band", choices=NOT_SAID + BANDS_OR_NONE)
    background = forms.ChoiceField(
        required=False, label="Background", choices=Background.choices, widget=forms.RadioSelect
    )
    profession = forms.ChoiceField(
        required=False,
        label="Regulated profession",
        help_text="If you have one, such as nurse or pharmacist.",
        choices=[("", "None, or not said"), *Profession.choices],
    )
    registration = forms.ChoiceField(
        required=False,
        label="Registration in that profession",
        choices=NOT_SAID + Profile.Registration.choices,
    )
    region = forms.ChoiceField(required=False, label="Where in the UK?", choices=NOT_SAID + Region.choices)
    line_manager_email = forms.EmailField(
        required=False,
        label="Your line manager’s e-mail",
        help_text="We write to them only when you ask us to, such as for their support of an application.",
    )

    field_groups: ClassVar = {
        "You": ("name",),
        "Where you work": ("employer", "organisation", "job_title", "band", "region", "line_manager_email"),
        "Where you come from": ("background", "profession", "registration"),
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        employer, typed = cleaned.get("employer"), cleaned.get("organisation") or ""
        cleaned["organisation"], cleaned["organisation_name"] = None, ""
        if typed and not employer and "employer" not in self.errors:
            self.add_error("employer", "Say whether the organisation is in our list")
        if employer in (Profile.Employer.LISTED, Profile.Employer.NOT_LISTED):
            found = find_organisation(typed)
            if found is not None:
                cleaned["employer"], cleaned["organisation"] = Profile.Employer.LISTED, found
            elif not typed:
                self.add_error("organisation", "Enter the name of the organisation")
            elif employer == Profile.Employer.LISTED:
                self.add_error("organisation", _not_found(typed))
            else:
                cleaned["organisation_name"] = typed
        if cleaned.get("registration") and not cleaned.get("profession") and "profession" not in self.errors:
            self.add_error("profession", "Choose the profession that you are or were registered in")
        return cleaned


def _not_found(typed: str) -> str:
    like = organisations_like(typed)
    if not like:
        return "We do not know that organisation. Check for a slip, or choose that it is not in our list"
    names = "”, “".join(one.name for one in like)
    return f"We do not know exactly that name. We know “{names}”. Or choose that it is not in our list"


def offered_names() -> list[str]:
    """The names for the list that appears under the box; none where they would make the page too heavy."""
    names = list(Organisation.objects.values_list("name", flat=True)[:2001])
    return names if len(names) <= 2000 else []
