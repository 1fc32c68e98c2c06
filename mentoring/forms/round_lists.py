"""Filters of the lists of a round."""

from typing import Any, ClassVar

from django import forms
from django.db.models import F

from accounts.models import User
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from mentoring.models import Participant, Round, Run
from mentoring.rounds.changes import pairs_only_in
from mentoring.rounds.wording import CAUSES

_PERSON = ("user__name", "user__email")


class RoundFilters(ListForm):
    sorts: ClassVar = {
        "-made": Sort("Newest first", ("-pk",)),
        "name": Sort("Name, A to Z", ("name", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name")
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any state"), *Round.State.choices])

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "programme__name")))
        return rows.filter(state=state) if (state := self.given("state")) else rows


class ParticipantFilters(ListForm):
    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("user__name", "user__email", "pk")),
        "-joined": Sort("Joined last first", ("-pk",)),
        "waiting": Sort("Waiting longest first", ("waiting_since", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name or address")
    side = forms.ChoiceField(required=False, label="Side", choices=[("", "Both"), *Participant.Side.choices])
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Participant.State.choices])
    source = forms.ChoiceField(
        required=False, label="How they came", choices=[("", "Any"), *Participant.Source.choices]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, _PERSON))
        for name in ("side", "state", "source"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        return rows


class PairFilters(ListForm):
    """Filters of the pairs of a draft. ``before``: the run that "new" is told against, if there is one."""

    sorts: ClassVar = {
        "points": Sort("Fits least first", (F("points").asc(nulls_first=True), "pk")),
        "-points": Sort("Fits best first", (F("points").desc(nulls_last=True), "pk")),
        "mentee": Sort("Mentee, A to Z", ("mentee__name", "mentee__email", "pk")),
        "mentor": Sort("Mentor, A to Z", ("mentor__name", "mentor__email", "pk")),
    }
    default_sort = "points"
    q = OneLineField(required=False, max_length=100, label="Words in a name or address")
    below = forms.IntegerField(required=False, min_value=1, max_value=32_000, label="Fewer points than")
    pinned = forms.BooleanField(required=False, label="Put together by the team")
    new = forms.BooleanField(required=False, label="New since the run before")

    def __init__(self, *args: Any, run: Run, before: Run | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.before = run, before
        if before is None:
            del self.fields["new"]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            fields = ("mentee__name", "mentee__email", "mentor__name", "mentor__email")
            rows = rows.filter(with_words(words, fields))
        if below := self.given("below"):
            rows = rows.filter(points__lt=below)
        if self.given("pinned"):
            rows = rows.filter(is_pin=True)
        if self.before is not None and self.given("new"):
            rows = rows.filter(pk__in=pairs_only_in(self.run, self.before).values("pk"))
        return rows


class UnmetFilters(ListForm):
    sorts: ClassVar = {
        "has": Sort("Without any mentor first", ("has", "mentee__name", "pk")),
        "name": Sort("Name, A to Z", ("mentee__name", "mentee__email", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name or address")
    none = forms.BooleanField(required=False, label="Without any mentor")
    cause = forms.ChoiceField(required=False, label="Why", choices=[("", "Any"), *CAUSES.items()])

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("mentee__name", "mentee__email")))
        if self.given("none"):
            rows = rows.filter(has=0)
        return rows.filter(cause=cause) if (cause := self.given("cause")) else rows


class LoadFilters(ListForm):
    """Filters of mentors' loads: rows are ``[id, places, live, pinned, found]``, as the run keeps them."""

    sorts: ClassVar = {
        "free": Sort("Most places left first", ()),
        "full": Sort("Fewest places left first", ()),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name or address")
    room = forms.ChoiceField(
        required=False, label="Places",
        choices=[("", "Any"), ("left", "Has a place left"), ("full", "All taken"), ("none", "Nobody at all"),
                 ("over", "More people than places")],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            named = set(User.objects.filter(with_words(words, ("name", "email"))).values_list("pk", flat=True))
            rows = [row for row in rows if row[0] in named]
        room = self.given("room")
        return [row for row in rows if _has(room, row)] if room else rows

    def arrange(self, rows: Any) -> Any:
        sign = 1 if self.sort == "full" else -1
        return sorted(rows, key=lambda row: (sign * places_left(row), row[0]))


def _has(room: str, row: list[int]) -> bool:
    if room == "none":
        return not sum(row[2:])
    left = places_left(row)
    return {"left": left > 0, "full": left == 0, "over": left < 0}[room]


def places_left(row: list[int]) -> int:
    """Below 0: the mentor has more pairs than places."""
    return row[1] - sum(row[2:])


class BondFilters(ListForm):
    sorts: ClassVar = {
        "-made": Sort("Newest first", ("-pk",)),
        "mentee": Sort("Mentee, A to Z", ("mentee__name", "mentee__email", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name, address or reason")
    kind = forms.ChoiceField(
        required=False, label="Kind", choices=[("", "Both"), ("PIN", "Put together"), ("FORBID", "Kept apart")]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            fields = ("mentee__name", "mentee__email", "mentor__name", "mentor__email", "reason")
            rows = rows.filter(with_words(words, fields))
        return rows.filter(kind=kind) if (kind := self.given("kind")) else rows
