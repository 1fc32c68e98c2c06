"""Forms for fellows: the list of them, whom they are advised by, how their year goes on, leave."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from accounts.models import ProgrammeRole, User
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.models import Cohort
from fellowship.models.moves import FellowState


def advisers_of(cohort: Cohort) -> Any:
    """Who may advise fellows of a cohort: the programme’s advisers, by name."""
    holds = ProgrammeRole.objects.filter(programme=cohort.programme_id, role=ProgrammeRole.Role.ADVISER)
    return User.objects.filter(pk__in=holds.values("user"), is_active=True).order_by("name", "pk")


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
        self.fields["adviser"].queryset = advisers_of(cohort)  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "application__organisation_name")))
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if adviser := self.given("adviser"):
            rows = rows.filter(adviser=adviser)
        # Who gave up the role advises nobody any more.
        return rows.exclude(adviser__in=advisers_of(self.cohort)) if self.given("none") else rows
