"""Forms for the staff who keep the list of organisations."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Region
from accounts.organisations import find_organisation
from common.forms import OneLineField, one_line
from common.lists import ListForm, Sort
from common.vocabulary import Nation
from common.words import with_words

LARGEST_FILE = 5 * 1024 * 1024


class OrganisationFilters(ListForm):
    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "-pk")),
        "-people": Sort("Most people first", ("-people", "name", "pk")),
        "-updated": Sort("Changed last", ("-updated_at", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name, or an ODS code")
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "Any kind"), *Organisation.Kind.choices])
    nation = forms.ChoiceField(required=False, label="Nation", choices=[("", "Any nation"), *Nation.choices])
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any region"), *Region.choices])
    used = forms.BooleanField(required=False, label="Somebody works there")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.with_words(words)
        for name in ("kind", "nation", "region"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows.filter(people__gt=0) if self.given("used") else rows


class NotListedFilters(ListForm):
    sorts: ClassVar = {
        "-people": Sort("Most people first", ("-people", "name")),
        "name": Sort("Name, A to Z", ("name",)),
        "-name": Sort("Name, Z to A", ("-name",)),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name")
    several = forms.BooleanField(required=False, label="Typed by more than one person")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("organisation_name",)))
        return rows.filter(people__gt=1) if self.given("several") else rows


class OrganisationForm(forms.Form):
    """Everything about one organisation. ``cleaned_data["parent"]`` is an organisation or None."""

    use_required_attribute = False

    name = OneLineField(max_length=200, label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose a kind"), *Organisation.Kind.choices])
    parent = OneLineField(
        required=False,
        max_length=200,
        label="Belongs to",
        help_text="The name or the ODS code of another organisation, such as the integrated care system of a place.",
    )
    nation = forms.ChoiceField(required=False, label="Nation", choices=[("", "Not said"), *Nation.choices])
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Not said"), *Region.choices])
    ods_code = forms.RegexField(
        r"^[A-Za-z0-9]{1,10}$",
        required=False,
        label="ODS code",
        error_messages={"invalid": "An ODS code has up to 10 letters and digits"},
    )
    synonyms = forms.CharField(
        required=False,
        label="Other names",
        help_text="One in each line, such as an old name or what people call it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def for_organisation(cls, organisation: Organisation, data: Mapping[str, Any] | None) -> "OrganisationForm":
        """The form as the organisation is, or as somebody filled it in."""
        names = ("name", "kind", "nation", "region", "ods_code")
        as_it_is = {name: getattr(organisation, name) for name in names}
        as_it_is |= {"parent": organisation.parent or "", "synonyms": "\n".join(organisation.synonyms)}
        return cls(data, initial=as_it_is)

    def clean_parent(self) -> Organisation | None:
        typed = self.cleaned_data["parent"]
        if not typed.strip():
            return None
        found = find_organisation(typed)
        if found is None:
            raise forms.ValidationError("There is no organisation with that name or code. Add it first")
        return found

    def clean_ods_code(self) -> str:
        return str(self.cleaned_data["ods_code"]).upper()

    def clean_synonyms(self) -> tuple[str, ...]:
        lines = (one_line(line) for line in self.cleaned_data["synonyms"].replace(";", "\n").splitlines())
        names = tuple(dict.fromkeys(line for line in lines if line))
        if sum(map(len, names)) + len(names) > 900:
            raise forms.ValidationError("The other names together must be shorter than 900 characters")
        return names

    def apply_to(self, organisation: Organisation) -> Organisation:
        """The organisation with what was filled in, not yet stored."""
        for name, value in self.cleaned_data.items():
            setattr(organisation, name, value)
        return organisation


class MergeForm(forms.Form):
    use_required_attribute = False

    kept = OneLineField(
        max_length=200,
        label="Which one is it?",
        help_text="The name or the ODS code of the organisation that stays. People and names move there.",
    )

    def clean_kept(self) -> Organisation:
        found = find_organisation(self.cleaned_data["kept"])
        if found is None:
            raise forms.ValidationError("There is no organisation with that name or code")
        return found


class ImportForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(label="CSV file", allow_empty_file=True)

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 5 MB. Split it")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not in UTF-8. Save it as “CSV UTF-8” and try again") from None
