"""Forms and filters of single conversations: times to offer, booking one, finding somebody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from accounts.models import Region, User
from careers.frame import Frame
from careers.models import Skill
from common.dates import DateField
from common.forms import styled
from common.lists import ListForm, Sort
from common.times import TimeOfDayField
from events.local_time import LONDON, zone_choices
from mentoring.conversations.offering import MOST_WEEKS, Window
from mentoring.conversations.suggesting import Suggestion, suggest
from mentoring.directory import helping_with, in_role
from mentoring.forms.fields import minutes_box, text_box
from mentoring.models import Conversation


class OfferForm(forms.Form):
    """Times to offer. ``window`` is filled once it is valid."""

    day = DateField(label="Date", help_text="For example, 4 3 2027", error_messages={"required": "Enter the date"})
    begins = TimeOfDayField(
        label="From", help_text="For example, 14:00", error_messages={"required": "Enter when you are free from"}
    )
    ends = TimeOfDayField(
        label="To", help_text="We cut this into conversations", error_messages={"required": "Enter until when"}
    )
    minutes = minutes_box("One conversation takes", least=15, most=120)
    weeks = styled(
        forms.TypedChoiceField(
            label="Offer the same", coerce=int, initial=1,
            choices=[(1, "On this day only"), *((week, f"{week} weeks running") for week in range(2, MOST_WEEKS + 1))],
        )
    )  # fmt: skip
    zone = forms.ChoiceField(label="Time zone", choices=zone_choices, initial=LONDON)

    window: Window

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self.window = Window(**data)
        return data


class BookForm(forms.Form):
    """Book a time."""

    about = text_box(
        "What would you like to talk about?", hint="They read this before they agree", most=1000, required=True,
        missing="Say what you would like to talk about",
    )  # fmt: skip
    skills = forms.ModelMultipleChoiceField(
        Skill.objects.none(), label="Which of your gaps is it about?", required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple, help_text="So that we can suggest somebody for the others next",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, skills: "QuerySet[Skill]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if skills:
            self.fields["skills"].queryset = skills  # type: ignore[attr-defined]
        else:
            del self.fields["skills"]


class FindFilters(ListForm):
    """Mentors who offer a free time."""

    sorts: ClassVar = {
        "suggested": Sort("What you have not covered first", ("pk",)),
        "name": Sort("Name, A to Z", ("user__name", "pk")),
    }

    role = forms.ChoiceField(required=False, label="Role they hold or held")
    family = forms.ChoiceField(required=False, label="Role family")
    skill = forms.ChoiceField(required=False, label="Skill they help with")
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Any region"), *Region.choices])

    def __init__(self, data: Mapping[str, Any], *, user: User, frame: Frame, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user, self.frame, self.now = user, frame, now
        for name, names in (("role", frame.roles), ("family", frame.families), ("skill", frame.skills)):
            pairs = sorted(zip(names.slugs, names.names, strict=True), key=lambda pair: pair[1].casefold())
            self.fields[name].choices = [("", "Any"), *pairs]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if role := self.given("role"):
            rows = in_role(rows, slug=role)
        if family := self.given("family"):
            rows = in_role(rows, family__slug=family)
        if skill := self.given("skill"):
            rows = helping_with(rows, skill=self.frame.skills.ids[self.frame.skills.index[skill]], level=1)
        region = self.given("region")
        return rows.filter(user__profile__region=region) if region else rows

    def arrange(self, rows: Any) -> list[Suggestion]:
        """Suggestions need the points of all who offer a time."""
        found = suggest(self.user, list(super().arrange(rows)), now=self.now)
        if self.sort == "name":
            found.sort(key=lambda one: (one.mentor.user.name.casefold(), one.mentor.pk))
        return found


class ConversationFilters(ListForm):
    """My conversations on both sides."""

    sorts: ClassVar = {"latest": Sort("Latest first", ("-starts_at", "-pk"))}

    side = forms.ChoiceField(
        required=False, label="Side", choices=[("", "Both"), ("MENTEE", "I booked"), ("MENTOR", "Booked with me")]
    )
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Conversation.State.choices])

    def __init__(self, data: Mapping[str, Any], *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def narrow(self, rows: Any) -> Any:
        if side := self.given("side"):
            rows = rows.filter(mentor=self.user) if side == "MENTOR" else rows.filter(mentee=self.user)
        state = self.given("state")
        return rows.filter(state=state) if state else rows


class SlotFilters(ListForm):
    """The times that I offer."""

    sorts: ClassVar = {"soonest": Sort("Soonest first", ("starts_at", "pk"))}

    shown = forms.ChoiceField(
        required=False, label="Which", choices=[("", "All ahead"), ("FREE", "Free"), ("TAKEN", "Booked")]
    )

    def __init__(self, data: Mapping[str, Any], *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        rows = rows.filter(starts_at__gt=self.now)
        match self.given("shown"):
            case "FREE":
                return rows.free(self.now)
            case "TAKEN":
                return rows.exclude(pk__in=rows.free(self.now).values("pk"))
            case _:
                return rows
