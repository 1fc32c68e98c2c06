"""The table of scores: its filters and orders; notes and moderated points."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import F, Q

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.once import OnceForm
from common.vocabulary import Profession
from common.words import with_words
from fellowship.models import ReviewScore
from fellowship.models.moves import ApplicationState

S = ApplicationState
# Who has been read, or is being read.
TABLE_STATES = (
    S.IN_REVIEW, S.MODERATION, S.SCORED, S.SHORTLISTED, S.RESERVE, S.UNSUCCESSFUL, S.INTERVIEW_INVITED,
    S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED, S.OFFERED, S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN,
    S.ONBOARDING, S.ENROLLED, S.CONDITIONS_NOT_MET, S.DEFERRED,
)  # fmt: skip
_HIGH, _LOW = F("mean_score").desc(nulls_last=True), F("mean_score").asc(nulls_last=True)


class ScoreFilters(ListForm):
    """Applications with their scores."""

    sorts: ClassVar = {
        "-score": Sort("Score, highest first", (_HIGH, "submitted_at", "pk")),
        "score": Sort("Score, lowest first", (_LOW, "submitted_at", "pk")),
        "-spread": Sort("Difference, largest first", (F("spread").desc(nulls_last=True), _HIGH, "pk")),
        "spread": Sort("Difference, smallest first", (F("spread").asc(nulls_last=True), _HIGH, "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
        "-name": Sort("Name, Z to A", ("-name", "pk")),
        "organisation": Sort("Employer, A to Z", ("organisation_name", "pk")),
        "-organisation": Sort("Employer, Z to A", ("-organisation_name", "pk")),
    }
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Any"), *((state.value, state.label) for state in TABLE_STATES)],
    )  # fmt: skip
    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[
            ("", "All"), ("READ", "Read by all"), ("WAITS", "Not read by all yet"), ("APART", "Readers differ"),
            ("NOTES", "With notes"),
        ],
    )  # fmt: skip
    least = styled(forms.DecimalField(required=False, min_value=0, max_value=600, label="Score from"), width=4)
    most = styled(forms.DecimalField(required=False, min_value=0, max_value=600, label="Score up to"), width=4)
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any region"), *Region.choices])
    profession = forms.ChoiceField(
        required=False, label="Profession", choices=[("", "Any profession"), *Profession.choices]
    )
    band = forms.ChoiceField(required=False, label="Pay band", choices=[("", "Any band"), *BANDS_OR_NONE])
    q = OneLineField(required=False, max_length=100, label="Reference, or words in name or employer")

    def __init__(self, *args: Any, apart_from: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.apart_from = apart_from

    def narrow(self, rows: Any) -> Any:
        for name in ("state", "region", "profession", "band"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        match self.given("only"):
            case "READ":
                rows = rows.filter(mean_score__isnull=False)
            case "WAITS":
                rows = rows.filter(mean_score=None)
            case "APART":
                rows = rows.filter(spread__gte=self.apart_from)
            case "NOTES":
                rows = rows.filter(score_notes__isnull=False).distinct()
        bounds = Q()
        if (least := self.given("least")) is not None:
            bounds &= Q(mean_score__gte=least)
        if (most := self.cleaned_data.get("most")) is not None:
            bounds &= Q(mean_score__lte=most)
        rows = rows.filter(bounds)
        words = self.given("q")
        return rows.filter(with_words(words, ("reference", "name", "organisation_name"))) if words else rows


class NoteForm(OnceForm):
    text = forms.CharField(
        max_length=2_000, label="Note", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the team. Neither the applicant nor reviewers see it.",
    )  # fmt: skip


class ModerationForm(forms.Form):
    """What was agreed, in place of what each reader gave first. ``scores``: of finished readings, with their items."""

    use_required_attribute = False
    mark_optional = False

    def __init__(self, *args: Any, scores: Iterable[tuple[str, ReviewScore]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scores = {score.pk: score for _, score in scores}
        for reader, score in scores:
            field = forms.IntegerField(
                min_value=0, max_value=score.item.most, label=f"{score.item.title}, {reader}",
                help_text=f"Gave {score.points} of {score.item.most}.",
                initial=score.points if score.moderated is None else score.moderated,
                error_messages={"required": "Enter the points that were agreed"},
            )  # fmt: skip
            self.fields[f"score_{score.pk}"] = styled(field, width=3)

    def points(self) -> dict[int, int]:
        """By the id of each score that was changed, or was moderated before."""
        given = {pk: self.cleaned_data[f"score_{pk}"] for pk in self.scores}
        return {
            pk: points for pk, points in given.items()
            if points != self.scores[pk].points or self.scores[pk].moderated is not None
        }  # fmt: skip
