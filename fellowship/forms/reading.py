"""Forms of reviewers: what they are too close to, points and comments, returning, reporting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Q, When

from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from fellowship.models import Cohort, Review, ReviewScore, RubricItem
from fellowship.reviewing.readings import OPEN

_RADIOS_UP_TO = 10  # points; a longer scale is a box for a number
_MOST_LINES = 60
State = Review.State
_WAITS = Q(state__in=OPEN, application__state="IN_REVIEW")


class MyReadingsFilters(ListForm):
    """The readings of one person. ``narrow`` expects what ``readings_of`` gives."""

    OPEN_ONES = "OPEN"
    sorts: ClassVar = {
        "due": Sort(
            "Still to read, what is due first",
            (Case(When(_WAITS, then=0), default=1), "application__call__review_by", "pk"),
        ),
        "newest": Sort("Newest first", ("-pk",)),
    }
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "All"), (OPEN_ONES, "Still to read"), (State.DONE, "Done"), (State.RETURNED, "Returned")],
    )  # fmt: skip
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), required=False, label="Cohort", to_field_name="uuid", empty_label="Any cohort"
    )

    def __init__(self, data: Mapping[str, Any], *, cohorts: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if cohort := self.given("cohort"):
            rows = rows.filter(application__call__cohort=cohort)
        match self.given("state"):
            case self.OPEN_ONES:
                return rows.filter(_WAITS)
            case None:
                return rows
            case state:
                return rows.filter(state=state)


class DeclareForm(forms.Form):
    """What a reviewer is too close to, and which subjects they know. ``topics``: the choices; none: not asked."""

    use_required_attribute = False

    employers = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea, label="Employers",
        help_text="One on each line: where you work, worked lately or soon will, besides the one in your profile.",
    )  # fmt: skip
    people = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea, label="People",
        help_text="One on each line, by name or e-mail address: family, friends, those you manage, teach or mentor, "
        "and those with whom you have fallen out.",
    )  # fmt: skip
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    is_all = forms.BooleanField(
        label="That is all I know of now",
        error_messages={"required": "Tick that this is all you know of now. You can add to it later"},
    )

    def __init__(self, *args: Any, question: str, topics: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if topics:
            self.fields["topics"].choices = [(one, one) for one in topics]  # type: ignore[attr-defined]
            self.fields["topics"].label = "Which of these do you know well?"
            self.fields["topics"].help_text = f"Applicants were asked: {question}"
        else:
            del self.fields["topics"]

    def clean_employers(self) -> str:
        return _lines(self.cleaned_data["employers"])

    def clean_people(self) -> str:
        return _lines(self.cleaned_data["people"])


def _lines(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > _MOST_LINES:
        raise forms.ValidationError(f"Enter at most {_MOST_LINES} lines")
    if any(len(line) < 3 for line in lines):
        raise forms.ValidationError("Write each name in full: fewer than three letters fit too many")
    return "\n".join(lines)


class SheetForm(forms.Form):
    """Points and a comment for each thing of the rubric, and one comment on the whole. All may stay empty until the
    end: half-filled is saved."""

    use_required_attribute = False
    mark_optional = False

    comment = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea(attrs={"rows": 4}), label="Anything else for the team",
        help_text="The applicant does not see it as it stands here: feedback is written from it.",
    )  # fmt: skip

    def __init__(self, *args: Any, items: Iterable[RubricItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"points_{item.pk}"] = _points(item)
            self.fields[f"comment_{item.pk}"] = forms.CharField(
                max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
                label=f"Why: {item.title}", help_text="What you saw, and what would have made it better.",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.items:
            points = f"points_{item.pk}"
            if data.get(f"comment_{item.pk}") and data.get(points) is None and points not in self.errors:
                self.add_error(points, "Give points too: a comment is kept with them")
        return data

    def points(self) -> dict[int, int | None]:
        """By the id of the item; what was not understood is left aside."""
        return {
            item.pk: self.cleaned_data[name] for item in self.items if (name := f"points_{item.pk}") in self.understood
        }

    def comments(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data.get(f"comment_{item.pk}", "") for item in self.items}

    @property
    def understood(self) -> set[str]:
        return {name for name in self.cleaned_data if name not in self.errors}

    def mark_missing(self) -> None:
        """Say beside each thing without points that it needs some."""
        for item in self.items:
            name = f"points_{item.pk}"
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, f"Choose points for “{item.title}”")


def initial_sheet(review: Review, scores: Iterable[ReviewScore]) -> dict[str, Any]:
    """What ``SheetForm`` shows of a review."""
    shown: dict[str, Any] = {"comment": review.comment}
    for score in scores:
        shown |= {f"points_{score.item_id}": score.points, f"comment_{score.item_id}": score.comment}
    return shown


def _points(item: RubricItem) -> forms.Field:
    guide = item.guide or f"From 0 to {item.most}."
    if item.most > _RADIOS_UP_TO:
        return styled(
            forms.IntegerField(
                min_value=0, max_value=item.most, required=False, label=f"{item.title}: points, 0 to {item.most}",
                help_text=guide,
            ),
            width=3,
        )  # fmt: skip
    field = forms.TypedChoiceField(
        choices=[(point, str(point)) for point in range(item.most + 1)], coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect, label=f"{item.title}: points", help_text=guide,
        error_messages={"invalid_choice": f"Choose points from 0 to {item.most}"},
    )  # fmt: skip
    return styled(field, inline=True, small=True)


class ReturnForm(forms.Form):
    use_required_attribute = False

    CONFLICT, OTHER = "CONFLICT", "OTHER"
    reason = forms.ChoiceField(
        label="Why do you return it?", widget=forms.RadioSelect,
        choices=[(CONFLICT, "I know whose it is, or am too close to it"), (OTHER, "Another reason, such as time")],
        error_messages={"required": "Choose why you return it"},
    )  # fmt: skip
    note = OneLineField(max_length=300, required=False, label="A word to the team")


class ReportForm(forms.Form):
    use_required_attribute = False

    what = forms.CharField(
        max_length=300, label="Which words tell it?", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copy them, or say where they stand, such as “second paragraph of the first answer” or “the PDF”.",
    )  # fmt: skip
