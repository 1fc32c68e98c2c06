"""Forms for what has to be ready before the start."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.models import Cohort, OnboardingItem
from fellowship.models.moves import ApplicationState

OPEN = (ApplicationState.ACCEPTED, ApplicationState.ONBOARDING)


class ReadyFilters(ListForm):
    """People who accepted a place."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "-pk")),
        "employer": Sort("Employer, A to Z", ("organisation_name", "name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name or the employer")
    missing = forms.ChoiceField(
        required=False, label="Still missing", choices=[("", "Anything"), *OnboardingItem.Kind.choices]
    )
    ready = forms.BooleanField(required=False, label="Everything is ready")
    clash = forms.BooleanField(required=False, label="Cannot be there on a mandatory day")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "user__name", "organisation_name")))
        to_do = OnboardingItem.objects.filter(application=OuterRef("pk"), done_at=None)
        if kind := self.given("missing"):
            rows = rows.filter(Exists(to_do.filter(kind=kind)))
        if self.given("ready"):
            rows = rows.filter(~Exists(to_do), state=ApplicationState.ONBOARDING)
        return rows.filter(day_clashes__isnull=False).distinct() if self.given("clash") else rows


class ConsentForm(forms.Form):
    use_required_attribute = False

    agrees = forms.BooleanField(
        label="I agree to take part on these terms", error_messages={"required": "Tick the box if you agree"}
    )


class DaysForm(forms.Form):
    """On which mandatory days somebody cannot be there."""

    use_required_attribute = False

    days: Any = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label="I cannot be there on",
        help_text="Tick none if you can be there on all of them.",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["days"].queryset = cohort.mandatory_days.all()  # type: ignore[attr-defined]


class TickForm(forms.Form):
    """The team ticks something by hand."""

    use_required_attribute = False

    note = OneLineField(
        max_length=500, label="How you know, or why it is waived",
        help_text="Such as “Told me on the telephone”. The person does not see it.",
        error_messages={"required": "Say how you know, or why it is waived"},
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why somebody cannot start."""

    use_required_attribute = False

    reason = OneLineField(
        max_length=500, label="What was not ready", help_text="They read it on the page of their application.",
        error_messages={"required": "Say what was not ready"},
    )  # fmt: skip
