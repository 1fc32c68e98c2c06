"""Lists of applications for staff, and what staff decide before anybody reads: eligible or not, more information."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, F, OuterRef, Q

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.vocabulary import Background, Profession
from common.words import with_words
from events.local_time import LONDON, moment_of
from fellowship.applying.answering import ABOUT_YOU
from fellowship.applying.information import DETAILS
from fellowship.models import Application, EligibilityRule, SupportLetter
from fellowship.models.moves import HOLDING_A_PLACE, OVER_WITHOUT_A_PLACE, ApplicationState

_WORDS_IN = ("reference", "name", "user__name", "user__email", "organisation_name")
_BY_MOMENT = {
    "-handed": Sort("Handed in last", (F("submitted_at").desc(nulls_last=True), "-pk")),
    "handed": Sort("Handed in first", (F("submitted_at").asc(nulls_last=True), "pk")),
    "name": Sort("Name, A to Z", ("name", "pk")),
    "-name": Sort("Name, Z to A", ("-name", "-pk")),
    "employer": Sort("Employer, A to Z", ("organisation_name", "name", "pk")),
    "-employer": Sort("Employer, Z to A", ("-organisation_name", "-name", "-pk")),
}


# What many states have in common: value, words, condition.
_GROUPS = (
    ("HANDED_IN", "Everything handed in", Q(submitted_at__isnull=False)),
    ("READING", "Waiting for or in reading", Q(state__in=("ELIGIBLE", "INFO_REQUESTED", "IN_REVIEW", "MODERATION"))),
    ("PLACES", "With a place or an offer", Q(state__in=HOLDING_A_PLACE)),
    ("OVER", "Over, without a place", Q(state__in=OVER_WITHOUT_A_PLACE)),
)
_CONDITIONS = {name: condition for name, _, condition in _GROUPS}


def with_support(rows: Any) -> Any:
    """Applications with ``support``, the state of the letter that counts: the newest."""
    newest = SupportLetter.objects.filter(application=OuterRef("pk")).order_by("-pk")
    return rows.annotate(support=newest.values("state")[:1])


class ApplicationFilters(ListForm):
    """Applications of a call; expects rows from ``with_support``."""

    sorts: ClassVar = _BY_MOMENT

    q = OneLineField(required=False, max_length=100, label="Words in a name, employer, address or reference")
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Any"), *((name, words) for name, words, _ in _GROUPS), *ApplicationState.choices],
    )  # fmt: skip
    support = forms.ChoiceField(
        required=False, label="Employer’s support",
        choices=[("", "Any"), ("MISSING", "Not there yet"), ("NONE", "Nobody asked"), *SupportLetter.State.choices[:4]],
    )  # fmt: skip
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any"), *Region.choices])
    background = forms.ChoiceField(required=False, label="Background", choices=[("", "Any"), *Background.choices])
    profession = forms.ChoiceField(required=False, label="Profession", choices=[("", "Any"), *Profession.choices])
    band = forms.ChoiceField(required=False, label="Pay band", choices=[("", "Any"), *BANDS_OR_NONE])
    nominated = forms.ChoiceField(
        required=False, label="How they came to apply", choices=[("", "Any"), *Application.Nominated.choices]
    )
    language = forms.ChoiceField(required=False, label="Language", choices=[("", "Any"), *Application.Language.choices])
    again = forms.BooleanField(required=False, label="Applied before")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, _WORDS_IN))
        if state := self.given("state"):
            rows = rows.filter(_CONDITIONS.get(state) or Q(state=state))
        match self.given("support"):
            case None:
                pass
            case "MISSING":
                rows = rows.filter(Q(support=None) | ~Q(support=SupportLetter.State.CONFIRMED))
            case "NONE":
                rows = rows.filter(~Exists(SupportLetter.objects.filter(application=OuterRef("pk"))))
            case answered:
                rows = rows.filter(support=answered)
        for name in ("region", "background", "profession", "band", "nominated", "language"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows.exclude(previous=None) if self.given("again") else rows


class ScreeningFilters(ListForm):
    """Applications that wait for screening. ``unmet``, ``unchecked`` and ``alike``: their ids by what was found."""

    sorts: ClassVar = {name: _BY_MOMENT[name] for name in ("handed", "-handed", "name", "employer")}

    q = OneLineField(required=False, max_length=100, label="Words in a name, employer, address or reference")
    check = forms.ChoiceField(
        required=False, label="The check before the form",
        choices=[("", "Any answer"), ("FINE", "Every condition met"), ("UNMET", "A condition not met"),
                 ("NONE", "Not every condition was asked")],
    )  # fmt: skip
    alike = forms.ChoiceField(
        required=False, label="Duplicates",
        choices=[("", "All"), ("YES", "Looks like another one"), ("NO", "Looks like no other")],
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any], *, unmet: Collection[int], unchecked: Collection[int], alike: Collection[int],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.are_unmet, self.are_unchecked, self.are_alike = set(unmet), set(unchecked), set(alike)

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, _WORDS_IN))
        match self.given("check"):
            case "FINE":
                rows = rows.exclude(pk__in=self.are_unmet | self.are_unchecked)
            case "UNMET":
                rows = rows.filter(pk__in=self.are_unmet)
            case "NONE":
                rows = rows.filter(pk__in=self.are_unchecked)
        match self.given("alike"):
            case "YES":
                rows = rows.filter(pk__in=self.are_alike)
            case "NO":
                rows = rows.exclude(pk__in=self.are_alike)
        return rows


class ScreenForm(forms.Form):
    """Eligible or not, and for "not" the condition, which the applicant reads."""

    use_required_attribute = False

    RULE, TWICE, OTHER = "rule-", "TWICE", "OTHER"

    after = forms.ChoiceField(
        label="They are", widget=forms.RadioSelect,
        choices=[("ELIGIBLE", "Eligible"), ("INELIGIBLE", "Not eligible")],
        error_messages={"required": "Choose eligible or not eligible"},
    )  # fmt: skip
    why = forms.ChoiceField(required=False, label="If not: which condition is not met?", widget=forms.RadioSelect)
    reason = forms.CharField(
        required=False, max_length=500, label="If not: in your own words", widget=forms.Textarea,
        help_text="The applicant reads it. Leave it empty to use the words of the condition.",
    )  # fmt: skip

    def __init__(self, *args: Any, rules: Iterable[EligibilityRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = {f"{self.RULE}{rule.pk}": rule for rule in rules}
        for name in ("why", "reason"):
            styled(self.fields[name], optional=False)  # whether they are needed hangs on the first answer
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            *((name, rule.question) for name, rule in self.rules.items()),
            (self.TWICE, "None: they applied twice, and the other application goes on"),
            (self.OTHER, "Another reason, which I write below"),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("after") == ApplicationState.INELIGIBLE and not self.errors:
            if not data.get("why"):
                self.add_error("why", "Choose which condition is not met")
            elif data["why"] == self.OTHER and not data.get("reason"):
                self.add_error("reason", "Write the reason")
        return data

    @property
    def rule(self) -> EligibilityRule | None:
        return self.rules.get(self.cleaned_data.get("why", ""))


class AskForm(forms.Form):
    """What an applicant is asked for."""

    use_required_attribute = False

    questions = forms.MultipleChoiceField(
        required=False, label="Answers that open again", widget=forms.CheckboxSelectMultiple
    )
    details = forms.MultipleChoiceField(
        required=False, label="Details that open again", widget=forms.CheckboxSelectMultiple,
        choices=[(name, ABOUT_YOU[name]) for name in DETAILS],
    )  # fmt: skip
    text = forms.CharField(
        max_length=2_000, widget=forms.Textarea, label="What do you need?",
        help_text="They read it in the letter and on the page.",
    )  # fmt: skip
    answer_on = DateField(label="Please answer by the end of", help_text="For example, 4 3 2027.")

    def __init__(self, *args: Any, questions: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [(one["id"], one["text"]) for one in questions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("questions") and not data.get("details"):
            self.add_error("questions", "Choose at least one answer or detail that opens again")
        if day := data.get("answer_on"):
            try:
                data["answer_by"] = moment_of(datetime.combine(day, time(23, 59)), LONDON).at
            except OverflowError:
                self.add_error("answer_on", "That is too far ahead. Check the year.")
        return data


class UndoForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        max_length=500, widget=forms.Textarea, label="Why is it undone?",
        help_text="Kept with the application. The applicant does not read it.",
    )  # fmt: skip
