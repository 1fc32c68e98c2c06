"""Forms for programmes and their teams."""

from typing import Any

from django import forms
from django.utils.text import slugify

from accounts.models import ProgrammeRole
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm
from common.words import with_words

ROLE_HINTS = {
    "OWNER": "Runs the programme and says who is in its team.",
    "ADMIN": "Runs the programme day by day.",
    "REVIEWER": "Reads and scores what is assigned to them.",
    "ADVISER": "Advises people in the programme.",
    "FACILITATOR": "Makes events, leads them and notes who came.",
}


class ProgrammeFilters(ListForm):
    q = OneLineField(required=False, max_length=100, label="Words in the name or the provider")

    def narrow(self, rows: Any) -> Any:
        return rows.filter(with_words(self.given("q"), ("name", "provider"))) if self.given("q") else rows


class ProgrammeForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(max_length=150, label="Name", help_text="Such as “Digital fellowship”, without a year.")
    provider = OneLineField(
        max_length=150, required=False, label="Provider", help_text="The organisation that runs it."
    )
    reply_to = forms.EmailField(
        required=False, label="Address for replies", help_text="Where people’s answers to its e-mails go."
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("The name must have letters or digits")
        return name


class GiveRoleForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(label="E-mail address", help_text="One that they have confirmed in their account here.")
    role = styled(
        forms.ChoiceField(
            label="Role", choices=ProgrammeRole.Role.choices, widget=forms.RadioSelect,
            error_messages={"required": "Choose their role"},
        ),
        hints=ROLE_HINTS,
    )  # fmt: skip


class TakeRoleForm(forms.Form):
    """Who takes over what is open. ``successors``: who has the same role."""

    use_required_attribute = False

    to: Any = forms.ModelChoiceField(
        queryset=None, required=False, label="Who takes it over?", widget=forms.RadioSelect,
        empty_label="Nobody yet: it goes back to the team",
    )  # fmt: skip

    def __init__(self, *args: Any, successors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = successors  # type: ignore[attr-defined]


class HandOverForm(TakeRoleForm):
    """The same, for somebody who stays in the team: it goes to a person."""

    to = forms.ModelChoiceField(
        queryset=None, label="Who takes it over?", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Choose who takes it over"},
    )  # fmt: skip


class DeputyForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label="E-mail address of who stands in", help_text="One that they have confirmed in their account here."
    )
    away_from = DateField(label="First day away", help_text="For example, 27 3 2027.")
    away_until = DateField(
        required=False,
        label="Last day away",
        help_text="At most 3 months after the first. If you leave it empty, it is 3 months after the first.",
    )
