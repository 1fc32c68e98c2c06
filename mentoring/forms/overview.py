"""Filters of the lists behind the numbers of a programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from accounts.models import Programme
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from mentoring.models import Match, Meeting, Round
from mentoring.overview import GROUPS, having_room, is_slow, late_in

_CONDITIONS = {name: condition for name, _, condition in GROUPS}


class ProgrammeFilters(ListForm):
    """Programmes that somebody runs."""

    sorts: ClassVar = {"name": Sort("Name, A to Z", ("name",))}

    q = OneLineField(required=False, label="Words in the name", max_length=100)

    def narrow(self, rows: Any) -> Any:
        words = self.given("q")
        return rows.filter(with_words(words, ("name", "provider"))) if words else rows


class RoundField(forms.ModelChoiceField):
    """A round by its UUID. What is none gets our sentence: Django would speak of UUIDs."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError("Choose a round of this programme", code="invalid_choice") from None


class OfRound(ListForm):
    """One round of the programme, or all of it."""

    round = RoundField(
        Round.objects.none(), required=False, label="Round", to_field_name="uuid", empty_label="The whole programme"
    )

    def __init__(self, data: Mapping[str, Any], *, programme: Programme, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["round"].queryset = programme.rounds.all()  # type: ignore[attr-defined]
        self.now = now


class PairsFilters(OfRound):
    """Pairs and proposals."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-pk",)),
        "oldest": Sort("Oldest first", ("pk",)),
        "met": Sort("Longest without a meeting", ("met_at", "pk")),
    }

    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Any"), *((name, words) for name, words, _ in GROUPS), *Match.State.choices],
    )  # fmt: skip
    late = forms.BooleanField(required=False, label="Not answered for three days")
    q = OneLineField(required=False, label="Words in a name", max_length=100)

    def narrow(self, rows: Any) -> Any:
        if round_ := self.given("round"):
            rows = rows.filter(round=round_)
        if state := self.given("state"):
            rows = rows.filter(_CONDITIONS.get(state) or Q(state=state))
        if self.given("late"):
            rows = rows.filter(pk__in=late_in(rows, self.now).values("pk"))
        words = self.given("q")
        return rows.filter(with_words(words, ("mentor__name", "mentee__name"))) if words else rows


class MentorsFilters(OfRound):
    """Mentors and their load."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("name", "pk")),
        "live": Sort("Most people first", ("-live", "name", "pk")),
    }

    only = forms.ChoiceField(
        required=False, label="Only",
        choices=[("", "Everybody"), ("SLOW", "Slow to answer"), ("ROOM", "With a place free"), ("FULL", "Full")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        match self.given("only"):
            case "SLOW":
                return rows.filter(is_slow())
            case "ROOM":
                return rows.filter(having_room())
            case "FULL":
                return rows.exclude(having_room())
            case _:
                return rows


class MeetingsFilters(OfRound):
    """Meetings, without what they were about."""

    sorts: ClassVar = {"newest": Sort("Newest first", ("-starts_at", "-pk"))}

    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Meeting.State.choices])

    def narrow(self, rows: Any) -> Any:
        if round_ := self.given("round"):
            rows = rows.filter(match__round=round_)
        state = self.given("state")
        return rows.filter(state=state) if state else rows
