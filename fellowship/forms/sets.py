"""Forms for learning sets: how many, who leads one, a meeting, who came, what was agreed."""

import uuid
from typing import Any

from django import forms

from accounts.models import User
from common.dates import DateField
from common.forms import OneLineField, styled
from events.models import Booking
from events.organising import Where
from events.when_and_where import PlaceForm, WhenForm
from fellowship.models import Cohort, LearningSet
from fellowship.sets.meeting import sitting_in
from fellowship.sets.seating import may_lead

ALL_OF_US = "all"


class CountForm(forms.Form):
    """How many sets; empty: the usual number."""

    use_required_attribute = False

    count = styled(
        forms.IntegerField(
            label="Number of sets", required=False, min_value=1, max_value=1_000,
            help_text="Leave it empty for sets of about six people.",
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number from 1 to 1,000"),
        ),
        width=4,
    )  # fmt: skip


class SetForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(
        label="Name", required=False, max_length=80, help_text="Leave it empty to go by its number.",
        error_messages={"max_length": "Shorten this to at most 80 characters"},
    )  # fmt: skip
    facilitator: Any = forms.ModelChoiceField(
        label="Who leads it", required=False, queryset=User.objects.none(), empty_label="Nobody yet",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = may_lead(cohort)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Into which set somebody moves. ``choices``: (id of the set, words)."""

    use_required_attribute = False

    to = forms.TypedChoiceField(
        label="Which set?", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose a set", "invalid_choice": "Choose a set"},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[int, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        styled(self.fields["to"], hints=hints)


class MeetingForm(PlaceForm, WhenForm):
    """When and where a set meets. ``where`` is for a valid form."""

    use_required_attribute = False
    field_order = ("starts_on", "starts_time", "ends_time", "mode", "online_link", "town", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A set meets for some ninety minutes: it ends on its day, on the clocks of everybody here.
        del self.fields["ends_on"]
        self.fields["zone"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("mode") and data["mode"] != "ONLINE" and not data.get("place"):
            self.add_error("place", "Enter the address and the room")
        return data

    @property
    def where(self) -> Where:
        return Where(**{name: self.cleaned_data[name] for name in ("mode", "town", "place", "online_link")})


class CameForm(forms.Form):
    """Who came to a meeting: a word for each booking, by its public id."""

    use_required_attribute = False

    def __init__(self, *args: Any, bookings: list[Booking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in bookings:
            self.fields[one.uuid.hex] = styled(
                forms.ChoiceField(
                    label=str(one.person), required=False, initial=one.attendance,
                    choices=[("", "Not noted"), *Booking.Attendance.choices],
                    error_messages={"invalid_choice": "Choose from the list"},
                ),
                optional=False,
            )  # fmt: skip

    @property
    def marks(self) -> dict[uuid.UUID, str]:
        return {uuid.UUID(name): str(word) for name, word in self.cleaned_data.items()}


class ActionForm(forms.Form):
    """What somebody takes on."""

    use_required_attribute = False

    who = forms.ChoiceField(
        label="Who takes it on?", error_messages={"required": "Choose who", "invalid_choice": "Choose from the list"}
    )
    text = OneLineField(
        label="What was agreed", max_length=300,
        help_text="What will be done. Nothing of what was told or why.",
        error_messages={"required": "Say what was agreed", "max_length": "Shorten this to at most 300 characters"},
    )  # fmt: skip
    due_on = DateField(label="By when", required=False, help_text="For example, 4 3 2027.")

    def __init__(self, *args: Any, learning_set: LearningSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fellows = {str(one.fellow.uuid): one.fellow for one in sitting_in(learning_set)}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (ALL_OF_US, "All of us"), *((key, str(fellow)) for key, fellow in self.fellows.items())
        ]  # fmt: skip

    def agreed(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"fellow": self.fellows.get(data["who"]), "text": data["text"], "due_on": data["due_on"]}
