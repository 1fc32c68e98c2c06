"""Forms of those who run a call: rubric, reviewers, deadline, who reads what, hidden words."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import F, Q

from accounts.models import User
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.times import TimeOfDayField
from common.words import with_words
from events.local_time import LONDON, local
from fellowship.forms.calls import MomentMixin
from fellowship.models import Call, Question, Reader, RubricItem
from fellowship.models.moves import ApplicationState
from fellowship.reviewing.assigning import BY_REGION, BY_TOPIC
from fellowship.reviewing.overview import READ_STATES

S = ApplicationState


class RubricItemForm(forms.Form):
    use_required_attribute = False

    title = OneLineField(max_length=200, label="What is scored", help_text="Such as “Who gains from it”.")
    question = forms.ModelChoiceField(
        queryset=Question.objects.none(), required=False, label="It is about the answer to",
        empty_label="The application as a whole",
        help_text="Questions that reviewers see. Which those are is said where the question is written.",
    )  # fmt: skip
    most = styled(
        forms.IntegerField(
            min_value=1, max_value=20, initial=5, label="Highest score", help_text="The lowest is 0. 5 is usual."
        ),
        width=3,
    )  # fmt: skip
    guide = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="What each score looks like",
        help_text="Such as: 0 nothing said; 3 some of it, without figures; 5 clear, with figures. Readers see it.",
    )  # fmt: skip
    for_interview = forms.BooleanField(required=False, label="It is scored in interviews, not in reading")

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Question.objects.filter(section__call=call, is_assessed=True, is_retired=False)
        self.fields["question"].queryset = asked.order_by("section__position", "position", "pk")  # type: ignore[attr-defined]


def initial_item(item: RubricItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("title", "question", "most", "guide", "for_interview")}


class ReaderForm(forms.Form):
    use_required_attribute = False

    reads = forms.BooleanField(required=False, label="Reads for this call")
    most = styled(
        forms.IntegerField(
            min_value=1, max_value=1_000, required=False, label="Applications at most",
            help_text="Leave it empty for no limit.",
        ),
        width=4,
    )  # fmt: skip


def initial_reader(reader: Reader | None) -> dict[str, Any]:
    return {"reads": reader.reads, "most": reader.most} if reader else {"reads": True}


class ReadingSettingsForm(MomentMixin):
    """By when applications are read, and which question tells their subject."""

    use_required_attribute = False

    by_on = DateField(label="Read by", required=False, help_text="Reviewers are reminded a week and two days before.")
    by_time = TimeOfDayField(label="At", required=False, help_text="For example, 17:00. London time.")
    topic_question = forms.ModelChoiceField(
        queryset=Question.objects.none(), required=False, label="The question that tells the subject",
        empty_label="None", help_text="One with choices. Reviewers say which of them they know well.",
    )  # fmt: skip

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Question.Kind.CHOICE, Question.Kind.CHOICES)
        asked = Question.objects.filter(section__call=call, kind__in=kinds, is_retired=False)
        self.fields["topic_question"].queryset = asked.order_by("section__position", "position", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("by_on")) != bool(data.get("by_time")) and not {"by_on", "by_time"} & set(self.errors):
            self.add_error("by_time" if data.get("by_on") else "by_on", "Enter both day and time, or neither")
        data["review_by"] = self.moment("by")
        return data


def initial_settings(call: Call) -> dict[str, Any]:
    shown: dict[str, Any] = {"topic_question": call.topic_question_id}
    if call.review_by:
        by = local(call.review_by, LONDON)
        shown |= {"by_on": by.date(), "by_time": by.time()}
    return shown


class ShareForm(forms.Form):
    """How readings are shared out; in the address, since looking changes nothing."""

    use_required_attribute = False

    wish = styled(
        forms.ChoiceField(
            required=False, label="Who should be among the readers of each?", widget=forms.RadioSelect,
            help_text="At least one, where it costs nobody a fairer load.",
            choices=[
                ("", "Whoever may read it"), (BY_REGION, "Somebody from the applicant’s region"),
                (BY_TOPIC, "Somebody who knows the subject well"),
            ],
            error_messages={"invalid_choice": "Choose one of these"},
        ),
        optional=False,
    )  # fmt: skip


class ReadingFilters(ListForm):
    """Applications and who reads them. ``narrow`` expects ``readers`` and ``done`` on the rows."""

    sorts: ClassVar = {
        "few": Sort("Fewest readers first", ("readers", "pk")),
        "reference": Sort("Reference", ("reference",)),
        "oldest": Sort("Handed in first", ("submitted_at", "pk")),
    }
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Any"), *((state.value, state.label) for state in READ_STATES)],
    )  # fmt: skip
    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[
            ("", "All"), ("FEW", "Too few readers"), ("WAITS", "Not read by all yet"),
            ("NAMED", "Reported by a reader"), ("CONFLICT", "With a conflict"),
        ],
    )  # fmt: skip
    q = OneLineField(required=False, max_length=100, label="Reference or words in the name")

    def __init__(self, data: Mapping[str, Any], *, each: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.each = each

    def narrow(self, rows: Any) -> Any:
        if state := self.given("state"):
            rows = rows.filter(state=state)
        match self.given("only"):
            case "FEW":
                rows = rows.filter(readers__lt=self.each, state__in=(S.ELIGIBLE, S.IN_REVIEW))
            case "WAITS":
                rows = rows.filter(Q(readers__lt=self.each) | Q(done__lt=F("readers")))
            case "NAMED":
                rows = rows.filter(reports__gt=0)
            case "CONFLICT":
                rows = rows.filter(conflicts_known__gt=0)
        words = self.given("q")
        return rows.filter(with_words(words, ("reference", "name"))) if words else rows


class GiveForm(forms.Form):
    """A reader for one application. ``loads``: (reviewer, open and finished readings)."""

    use_required_attribute = False

    reviewer = forms.ChoiceField(
        label="Give it to", error_messages={"required": "Choose who reads it", "invalid_choice": "Choose who reads it"}
    )

    def __init__(self, *args: Any, loads: Iterable[tuple[User, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user, _ in loads}
        self.fields["reviewer"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"), *((str(user.pk), f"{user} ({count} now)") for user, count in loads),
        ]  # fmt: skip

    def reader(self) -> User:
        return self.people[self.cleaned_data["reviewer"]]


class HideForm(forms.Form):
    use_required_attribute = False

    words = OneLineField(max_length=200, min_length=2, label="Words to hide", help_text="As they stand in the answer.")
