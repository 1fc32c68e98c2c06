"""Forms for decisions: the list of them, one outcome, the letter in one's own words, undoing, offers, deferral."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import F, Q
from django.utils import timezone

from common.dates import DateField
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.times import TimeOfDayField
from common.vocabulary import Profession
from common.words import with_words
from fellowship.deciding.outcomes import OUTCOMES, REASONS
from fellowship.models import Application, Cohort
from fellowship.models.moves import ApplicationState
from fellowship.moving import STEPS, UNDO

S = ApplicationState
# From being scored on: those about whom there is something to decide, or was.
DECIDED_ABOUT = (
    S.SCORED, S.SHORTLISTED, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED, S.RESERVE, S.OFFERED,
    S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.UNSUCCESSFUL, S.ONBOARDING, S.ENROLLED,
    S.CONDITIONS_NOT_MET, S.DEFERRED,
)  # fmt: skip
# What is done with each outcome, in words.
OUTCOME_WORDS = {
    S.SHORTLISTED: "Shortlist",
    S.INTERVIEW_INVITED: "Invite to an interview",
    S.OFFERED: "Offer a place",
    S.RESERVE: "Put on the reserve list",
    S.UNSUCCESSFUL: "No place this time",
}
_PREPARED = (
    ("", "Any"),
    ("NONE", "Nothing prepared"),
    *((outcome.value, OUTCOME_WORDS[outcome]) for outcome in OUTCOMES),
    ("RELEASED", "Released"),
)


class DecisionFilters(ListForm):
    """Applications by where they stand and what is prepared."""

    sorts: ClassVar = {
        "-score": Sort("Score, highest first", (F("mean_score").desc(nulls_last=True), "pk")),
        "score": Sort("Score, lowest first", (F("mean_score").asc(nulls_last=True), "pk")),
        "-interview": Sort("Interview, highest first", (F("interview_mean").desc(nulls_last=True), "pk")),
        "rank": Sort("Place on the reserve list", (F("reserve_rank").asc(nulls_last=True), "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name, employer or reference")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Any state"), *((one.value, one.label) for one in DECIDED_ABOUT)]
    )
    prepared = forms.ChoiceField(required=False, label="Prepared", choices=_PREPARED)
    profession = forms.ChoiceField(
        required=False, label="Registered profession", choices=[("", "Any"), *Profession.choices]
    )
    feedback = forms.ChoiceField(
        required=False, label="Feedback", choices=[("", "Any"), ("NONE", "Not written"), ("SOME", "Written")]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "user__name", "organisation_name", "reference")))
        for name in ("state", "profession"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        match self.given("prepared"):
            case "NONE":
                rows = rows.filter(decision=None)
            case "RELEASED":
                rows = rows.filter(decision__released_at__isnull=False)
            case str() as outcome:
                rows = rows.filter(decision__outcome=outcome, decision__released_at=None)
        written = ~Q(feedback="") | (Q(decision__isnull=False) & ~Q(decision__feedback=""))
        match self.given("feedback"):
            case "NONE":
                rows = rows.exclude(written)
            case "SOME":
                rows = rows.filter(written)
        return rows


class BulkForm(forms.Form):
    """One outcome for those ticked."""

    outcome = forms.ChoiceField(
        label="Prepare for those ticked", choices=[(one.value, OUTCOME_WORDS[one]) for one in OUTCOMES],
        error_messages={"required": "Choose what to prepare", "invalid_choice": "Choose what to prepare"},
    )  # fmt: skip
    reason_code = forms.ChoiceField(required=False, label="Reason", choices=[("", "None given"), *REASONS.items()])


class DecisionForm(forms.Form):
    """One outcome. ``application``: whose; only what is possible for it can be chosen."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="Outcome", choices=(), widget=forms.RadioSelect, error_messages={"required": "Choose the outcome"}
    )
    reason_code = forms.ChoiceField(
        required=False, label="Main reason", choices=[("", "None given"), *REASONS.items()],
        help_text="For counting; the applicant does not see it.",
    )  # fmt: skip
    rank = forms.IntegerField(
        required=False, min_value=1, max_value=5_000, label="Place on the reserve list",
        help_text="Among those released together. Leave it empty to go by score.",
    )  # fmt: skip
    feedback = forms.CharField(
        required=False, max_length=3_000, label="Feedback", widget=forms.Textarea(attrs={"rows": 6}),
        help_text="They read it once the decision is released. Needed for everybody who gets no place.",
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [one for one in OUTCOMES if (application.state, one) in STEPS]
        self.fields["outcome"].choices = [(one.value, OUTCOME_WORDS[one]) for one in possible]  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """The letter in the team's own words."""

    use_required_attribute = False

    subject = OneLineField(max_length=300, label="Subject", error_messages={"required": "Write the subject"})
    text = forms.CharField(
        max_length=10_000, label="Letter", widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "Write the letter"},
    )  # fmt: skip
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)


class UndoForm(forms.Form):
    """One step back. ``application``: whose."""

    use_required_attribute = False

    to = forms.ChoiceField(
        label="Go back to", choices=(), widget=forms.RadioSelect,
        error_messages={"required": "Choose where it goes back to"},
    )  # fmt: skip
    reason = OneLineField(
        max_length=500, label="Why?", help_text="It is kept with the application. The applicant does not see it.",
        error_messages={"required": "Say why this is undone"},
    )  # fmt: skip

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = undo_of(application)
        self.fields["to"].choices = [(one, S(one).label) for one in back]  # type: ignore[attr-defined]


def undo_of(application: Application) -> list[str]:
    """Where an application may be taken back to: where it came from; if there is no way back to that, one of the ways
    to a state that it has really been in. Nobody is "interviewed" who never was."""
    moves = list(application.moves.all())
    last = next((one for one in reversed(moves) if one.after == application.state and not one.is_undo), None)
    been = {state for one in moves for state in (one.before, one.after)}
    back = [after for before, after in sorted(UNDO) if before == application.state and after in been]
    return [one for one in back if last is not None and one == last.before] or back


class OfferForm(forms.Form):
    """More time to answer."""

    use_required_attribute = False

    ends_on = DateField(label="New last day", error_messages={"required": "Enter the new last day"})
    ends_at = TimeOfDayField(label="Time", error_messages={"required": "Enter the time"})

    def moment(self) -> datetime:
        """Both as one moment, on the clocks of London."""
        both = datetime.combine(self.cleaned_data["ends_on"], self.cleaned_data["ends_at"])
        return timezone.make_aware(both)


class WhyForm(forms.Form):
    """A reason."""

    use_required_attribute = False

    reason = OneLineField(max_length=500, label="Why?", error_messages={"required": "Say why"})


class FeedbackForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        required=False, max_length=3_000, label="Feedback", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What was good, what was missing, what may help. They can read it as soon as you save it.",
    )  # fmt: skip


class PlaceForm(forms.Form):
    """Another place on the reserve list."""

    application = forms.UUIDField()
    rank = forms.IntegerField(
        min_value=1, max_value=5_000,
        error_messages={
            "required": "Enter the place, such as 1", "invalid": "Enter the place as a number",
            "min_value": "The first place is 1", "max_value": "Enter a place on the list",
        },
    )  # fmt: skip


class DeferForm(forms.Form):
    """To which later cohort. ``cohort``: the one that it is put off from."""

    use_required_attribute = False

    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        required=False,
        label="To which cohort?",
        empty_label="Not known yet",
        to_field_name="uuid",
    )
    reason = OneLineField(max_length=500, label="Why?", error_messages={"required": "Say why"})

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Cohort.objects.filter(programme=cohort.programme_id, starts_on__gt=cohort.starts_on)
        self.fields["cohort"].queryset = later.order_by("starts_on")  # type: ignore[attr-defined]


def chosen_versions(values: list[str]) -> Mapping[int, datetime] | None:
    """{decision: when it was made as it was seen} from the ticks of the release page; None if one cannot be read."""
    found: dict[int, datetime] = {}
    for value in values:
        number, _, moment = value.partition("@")
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            return None
        try:
            made_at = datetime.fromisoformat(moment)
        except ValueError:
            return None
        if made_at.tzinfo is None:
            return None
        found[int(number)] = made_at
    return found
