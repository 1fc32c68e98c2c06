"""Forms for the shortlist: the list, and what to propose."""

from typing import Any, ClassVar

from django import forms
from django.db.models import F

from accounts.models import Region
from accounts.models.profile import BANDS_OR_NONE
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.vocabulary import Profession
from common.words import with_words
from fellowship.choosing.shortlisting import LISTED
from fellowship.models.moves import ApplicationState

S = ApplicationState


class ShortlistFilters(ListForm):
    """Scored applications, and those on the shortlist."""

    sorts: ClassVar = {
        "-score": Sort("Score, highest first", (F("mean_score").desc(nulls_last=True), "pk")),
        "score": Sort("Score, lowest first", (F("mean_score").asc(nulls_last=True), "pk")),
        "employer": Sort("Employer, A to Z", ("organisation_name", "pk")),
        "region": Sort("Region", ("region", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name, employer or reference")
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Either"), (S.SCORED.value, "Not on the shortlist"), (S.SHORTLISTED.value, "On the shortlist")],
    )  # fmt: skip
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any"), *Region.choices])
    profession = forms.ChoiceField(
        required=False, label="Registered profession", choices=[("", "Any"), *Profession.choices]
    )
    band = forms.ChoiceField(required=False, label="Pay band", choices=[("", "Any"), *BANDS_OR_NONE])

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "user__name", "organisation_name", "reference")))
        if state := self.given("state"):
            rows = rows.filter(state__in=LISTED if state == S.SHORTLISTED else [state])
        for name in ("region", "profession", "band"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows


class ProposeForm(forms.Form):
    """How many, and which scores."""

    use_required_attribute = False

    count = styled(
        forms.IntegerField(
            min_value=1, max_value=5_000, label="How many on the shortlist in all",
            error_messages={"required": "Enter how many"},
        ),
        width=5,
    )  # fmt: skip
    sure_from = styled(
        forms.DecimalField(
            min_value=0, max_value=10_000, max_digits=7, decimal_places=2, label="Everybody with this score or more",
            error_messages={"required": "Enter the score from which on everybody is taken"},
        ),
        width=5,
    )  # fmt: skip
    least = styled(
        forms.DecimalField(
            min_value=0, max_value=10_000, max_digits=7, decimal_places=2, label="Then down to this score, for balance",
            help_text="Of these, whoever brings regions, professions and bands nearest to those of all applicants, "
            "and not yet another of the same employer.",
            error_messages={"required": "Enter the lowest score to look at for balance"},
        ),
        width=5,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("least") is not None and data.get("sure_from") is not None and data["least"] > data["sure_from"]:
            self.add_error("least", "This score cannot be above the one before")
        return data
