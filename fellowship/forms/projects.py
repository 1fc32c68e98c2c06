"""Forms for projects."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.once import OnceForm
from common.refusals import Refused
from common.words import with_words
from fellowship.models import Risk
from fellowship.projects.keeping import MOST_BYTES, type_of

LAST_DAY = dt.date(2100, 1, 1)
_LONG = "Shorten this to at most {most:,} characters"


def _line(label: str, *, most: int, missing: str = "", hint: str = "") -> OneLineField:
    return OneLineField(
        label=label, max_length=most, required=bool(missing), help_text=hint,
        error_messages={"required": missing, "max_length": _LONG.format(most=most)},
    )  # fmt: skip


def _box(label: str, *, most: int, missing: str = "", hint: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": _LONG.format(most=most)},
    )  # fmt: skip


def _amount(label: str, hint: str = "") -> forms.DecimalField:
    wrong = "Enter a number, with at most two decimals, such as 12.5"
    kinds = ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits")
    field = forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, help_text=hint, error_messages=dict.fromkeys(kinds, wrong),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    return styled(field, width=10)


class _Form(forms.Form):
    use_required_attribute = False


class ProjectForm(_Form):
    title = _line("Title", most=150, missing="Enter a title", hint="Such as “Fewer missed clinic letters”.")
    aim = _box(
        "Aim", most=2_000, missing="Say what you want to be better",
        hint="What will be better, for whom, by how much, and by when.",
    )  # fmt: skip
    sponsor = _line("Who sponsors it where you work", most=150, hint="Leave it empty if nobody does yet.")
    sponsor_job = _line("Their job", most=150)


class MeasureForm(_Form):
    name = _line("What you measure", most=150, missing="Say what you measure", hint="Such as “Days to a reply”.")
    unit = _line("Unit", most=40, hint="Such as “days” or “%”. Leave it empty for a count.")
    baseline = _amount("Before", "What it was before you began.")
    target = _amount("Target", "It may be higher or lower than before.")


class ReadingForm(_Form):
    on = DateField(label="On", help_text="For example, 4 3 2027.", error_messages={"required": "Enter the date"})
    value: Decimal = _amount("It was")  # type: ignore[assignment]


class MilestoneForm(_Form):
    title = _line("What will be reached", most=200, missing="Say what will be reached")
    due_on = DateField(label="By when", help_text="For example, 4 3 2027.", error_messages={"required": "Enter a date"})
    done_on = DateField(label="Reached on", required=False, help_text="Leave it empty until then.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("due_on", "done_on"):
            if data.get(name) and data[name] > LAST_DAY:
                self.add_error(name, "That is too far ahead. Check the year")
        return data


class RiskForm(_Form):
    text = _line("What may go wrong", most=300, missing="Say what may go wrong")
    likelihood = forms.TypedChoiceField(
        label="How likely is it?", coerce=int, choices=Risk.Size.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how likely it is"},
    )  # fmt: skip
    impact = forms.TypedChoiceField(
        label="How bad would it be?", coerce=int, choices=Risk.Size.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how bad it would be"},
    )  # fmt: skip
    answer = _box("What you do about it", most=500, rows=3)
    closed_on = DateField(label="Closed on", required=False, help_text="Leave it empty while it is open.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("likelihood", "impact"):
            styled(self.fields[name], inline=True)


class UpdateForm(_Form):
    """The month in three answers."""

    done = _box("What moved this month?", most=2_000, missing="Say what moved, or that nothing did")
    coming = _box("What comes next?", most=2_000, missing="Say what comes next")
    in_the_way = _box("What is in the way, and who could help?", most=2_000, hint="Leave it empty if nothing is.")


class DocumentForm(_Form):
    name = _line("What it is", most=150, missing="Say what the file is", hint="Such as “Project plan, March”.")
    file = forms.FileField(
        label="File", help_text=f"A PDF, or a PNG or JPEG picture, up to {MOST_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "required": "Choose a file", "empty": "The file is empty. Choose another", "invalid": "Choose a file",
            "missing": "Choose a file",
        },
    )  # fmt: skip

    def clean_file(self) -> bytes:
        file: UploadedFile = self.cleaned_data["file"]
        content: bytes = file.read(MOST_BYTES + 1)
        try:
            type_of(content)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return content


class CommentForm(OnceForm):
    text = _box("Your comment", most=2_000, missing="Write your comment", hint="The fellow and the team read it.")


class SummaryForm(_Form):
    """What everybody may read."""

    summary = _box(
        "Summary for everybody", most=5_000, rows=10,
        hint="The problem, what you did, what changed, what others can learn. No patients, nothing confidential.",
    )  # fmt: skip
    is_offered = forms.BooleanField(
        required=False,
        label="I want my project shown on a public page with my name, the summary and how its measures went",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_offered") and not str(data.get("summary", "")).strip():
            self.add_error("summary", "Write the summary, or take the tick below away")
        return data


class ProjectFilters(ListForm):
    """Projects of a cohort. ``today`` is for what is late."""

    sorts: ClassVar = {
        "name": Sort("Fellow, A to Z", ("user__name", "pk")),
        "title": Sort("Project, A to Z", ("project__title", "user__name", "pk")),
        "quiet": Sort("Longest without an update first", ("last_month", "user__name", "pk")),
    }
    q = OneLineField(
        required=False, max_length=100, label="Words in the fellow’s name or the title",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    state = forms.ChoiceField(
        required=False, label="Project",
        choices=[
            ("", "Any"), ("none", "Not begun"), ("late", "With a late milestone"), ("offered", "Offered to be shown"),
            ("shown", "Shown to everybody"),
        ],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "project__title")))
        shown = Q(project__published_at__isnull=False)
        only = {
            "none": Q(project=None), "late": Q(late__gt=0), "shown": shown,
            "offered": Q(project__is_offered=True) & ~shown,
        }  # fmt: skip
        return rows.filter(only[self.given("state")]) if self.given("state") else rows
