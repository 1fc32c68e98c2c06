"""Forms for interviews: the list, panels, times, a candidate's choice, points."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, F, When
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from common.dates import DateField
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.times import TimeOfDayField
from common.words import with_words
from fellowship.interviewing.panels import MOST_AT_ONCE
from fellowship.interviewing.scoring import Given
from fellowship.interviewing.sitting import waiting_for_points
from fellowship.models import Call, InterviewScore, InterviewSlot, Panel, RubricItem
from fellowship.models.moves import ApplicationState

S = ApplicationState
WITH_INTERVIEWS = (S.SHORTLISTED, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED)


class InterviewFilters(ListForm):
    """Candidates. ``call``: whose panels may be chosen."""

    sorts: ClassVar = {
        "time": Sort("Time, earliest first", (F("interview__slot__starts_at").asc(nulls_last=True), "pk")),
        "name": Sort("Name, A to Z", ("name", "pk")),
        "-score": Sort("Score, highest first", (F("mean_score").desc(nulls_last=True), "pk")),
        "-interview": Sort("Interview, highest first", (F("interview_mean").desc(nulls_last=True), "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name, employer or reference")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Any state"), *((one.value, one.label) for one in WITH_INTERVIEWS)]
    )
    panel = forms.ModelChoiceField(Panel.objects.none(), required=False, label="Panel", empty_label="Any panel")

    def __init__(self, data: Mapping[str, Any], *, call: Call, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["panel"].queryset = call.panels.all()  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "user__name", "organisation_name", "reference")))
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if panel := self.given("panel"):
            rows = rows.filter(interview__slot__panel=panel)
        return rows


class MyInterviewFilters(ListForm):
    """Interviews of somebody who sits on panels."""

    sorts: ClassVar = {
        "next": Sort("Still to come, next first", ()),
        "time": Sort("Time, earliest first", ("slot__starts_at", "pk")),
        "-time": Sort("Time, latest first", ("-slot__starts_at", "-pk")),
    }
    only = forms.ChoiceField(
        required=False,
        label="Which",
        choices=[("", "All"), ("AHEAD", "Still to come"), ("OPEN", "Waiting for my points")],
    )

    def __init__(self, data: Mapping[str, Any], *, now: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        match self.given("only"):
            case "AHEAD":
                return rows.filter(slot__ends_at__gt=self.now)
            case "OPEN":
                return waiting_for_points(rows, now=self.now)
        return rows

    def arrange(self, rows: Any) -> Any:
        if self.sort != "next":
            return super().arrange(rows)
        ahead = Case(When(slot__ends_at__gt=self.now, then="slot__starts_at"))
        return rows.order_by(ahead.asc(nulls_last=True), "-slot__starts_at", "-pk")


class PanelForm(forms.Form):
    """A panel. ``people``: who may sit on it."""

    use_required_attribute = False

    name = OneLineField(max_length=100, label="Name", help_text="Such as “Panel A”. Candidates do not see it.")
    place = OneLineField(
        max_length=300, required=False, label="Where",
        help_text="A room, or a link that begins with https://. Only those who have booked see it.",
    )  # fmt: skip
    members = forms.TypedMultipleChoiceField(
        label="Who sits on it", coerce=int, choices=(), widget=forms.CheckboxSelectMultiple,
        help_text="People of the programme’s team. A candidate is never offered a time with somebody in conflict.",
        error_messages={"required": "Choose at least one person", "invalid_choice": "Choose people from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]


class TimesForm(forms.Form):
    """Several times of one day."""

    use_required_attribute = False

    on = DateField(label="Day", help_text="For example, 4 6 2027.")
    first = TimeOfDayField(label="The first begins at", help_text="Such as 9:30.")
    minutes = styled(forms.IntegerField(min_value=5, max_value=480, initial=40, label="Minutes each"), width=3)
    gap = styled(forms.IntegerField(min_value=0, max_value=480, initial=10, label="Minutes between"), width=3)
    count = styled(forms.IntegerField(min_value=1, max_value=MOST_AT_ONCE, initial=6, label="How many"), width=3)


def time_words(slot: InterviewSlot) -> str:
    """When a time is, on the clocks of London."""
    begins, ends = localtime(slot.starts_at), localtime(slot.ends_at)
    return f"{date_format(begins, 'l j F Y, H:i')} to {date_format(ends, 'H:i')}"


class ChooseTimeForm(forms.Form):
    """A time. ``times``: those that may be chosen."""

    use_required_attribute = False

    slot = forms.TypedChoiceField(
        label="Time", coerce=int, choices=(), widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a time", "invalid_choice": "Somebody else has just taken this time. Choose another one"
        },
    )  # fmt: skip

    def __init__(self, *args: Any, times: Iterable[InterviewSlot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [(one.pk, time_words(one)) for one in times]  # type: ignore[attr-defined]


class ScoresForm(forms.Form):
    """Points and notes for each question. ``items``: the questions; ``own``: what was given already."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, items: Sequence[RubricItem], own: Mapping[int, InterviewScore], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            given = own.get(item.pk)
            self.fields[f"points_{item.pk}"] = styled(
                forms.IntegerField(
                    required=False, min_value=0, max_value=item.most, label=f"{item.title}: points, 0 to {item.most}",
                    help_text=item.guide, initial=given.points if given else None,
                    error_messages={
                        "invalid": "Enter the points as a whole number", "min_value": "The least is 0",
                        "max_value": f"The most is {item.most}",
                    },
                ),
                width=3, optional=False,
            )  # fmt: skip
            self.fields[f"comment_{item.pk}"] = forms.CharField(
                required=False, max_length=2_000, label=f"{item.title}: what you heard",
                widget=forms.Textarea(attrs={"rows": 3}), initial=given.comment if given else "",
            )  # fmt: skip

    def given(self) -> dict[int, Given]:
        data = self.cleaned_data
        return {one.pk: Given(data[f"points_{one.pk}"], data[f"comment_{one.pk}"]) for one in self.items}
