"""Forms for fellows: the list of them, whom they are advised by, how their year goes on, leave."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.hearing import advisers_of
from fellowship.models import Cohort
from fellowship.models.moves import FellowState


class FellowFilters(ListForm):
    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("user__name", "pk")),
        "-name": Sort("Name, Z to A", ("-user__name", "-pk")),
        "adviser": Sort("Adviser, A to Z", ("adviser__name", "user__name", "pk")),
        "-enrolled": Sort("Enrolled last", ("-enrolled_at", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name or the employer")
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any state"), *FellowState.choices])
    adviser = forms.ModelChoiceField(User.objects.none(), required=False, label="Adviser", empty_label="Anybody")
    none = forms.BooleanField(required=False, label="Without an adviser")

    def __init__(self, data: Mapping[str, Any], *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.cohort = cohort
        self.fields["adviser"].queryset = advisers_of(cohort.pk)  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "application__organisation_name")))
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if adviser := self.given("adviser"):
            rows = rows.filter(adviser=adviser)
        # Who gave up the role advises nobody any more.
        return rows.exclude(adviser__in=advisers_of(self.cohort.pk)) if self.given("none") else rows


class AboutFellowForm(forms.Form):
    """Whom a fellow is advised by, and which part of full time they work."""

    use_required_attribute = False

    adviser: Any = forms.ModelChoiceField(queryset=None, required=False, label="Adviser", empty_label="Nobody yet")
    share_of_time = styled(
        forms.DecimalField(
            min_value=Decimal("0.1"), max_value=1, max_digits=3, decimal_places=2,
            label="Working time, as a share of full time",
            help_text="Such as 1 for full time, or 0.6 for three days a week. Deadlines of warnings follow it.",
        ),
        width=4,
    )  # fmt: skip

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers_of(cohort.pk)  # type: ignore[attr-defined]


class FellowMoveForm(forms.Form):
    use_required_attribute = False

    reason = OneLineField(
        max_length=500, required=False, label="Why", help_text="Kept with the fellow’s record. They may read it.",
        error_messages={"required": "Say why. The reason is kept with the fellow’s record"},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reason"].required = needs_reason


class LeaveForm(forms.Form):
    use_required_attribute = False

    first = DateField(
        label="First day", help_text="For example, 4 3 2027", error_messages={"required": "Enter the day"}
    )
    last = DateField(label="Last day", error_messages={"required": "Enter the day"})


class AdviseForm(forms.Form):
    """Which adviser the ticked fellows get."""

    use_required_attribute = False

    adviser: Any = forms.ModelChoiceField(
        queryset=None,
        label="Adviser",
        empty_label="Choose an adviser",
        error_messages={"required": "Choose an adviser"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["adviser"].queryset = advisers_of(cohort.pk)  # type: ignore[attr-defined]
