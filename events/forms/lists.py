"""The filters of events."""

from calendar import month_name
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from careers.models import Family
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from events.local_time import LONDON, local, moment_of
from events.models import Event

MONTHS_AHEAD = 18


def month_bounds(first: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and ends in the UK."""
    return _begins(first), _begins(next_month(first))


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_words(first: date) -> str:
    """ "March 2027" """
    return f"{month_name[first.month]} {first.year}"


def months_ahead(now: datetime) -> list[date]:
    """The first days of this month and the following ones."""
    months = [local(now, LONDON).date().replace(day=1)]
    while len(months) < MONTHS_AHEAD:
        months.append(next_month(months[-1]))
    return months


class EventFilters(ListForm):
    """Upcoming events."""

    sorts: ClassVar = {
        "soonest": Sort("Soonest first", ("starts_at", "pk")),
        "newest": Sort("Newly announced first", ("-published_at", "-pk")),
        "title": Sort("Title, A to Z", ("title", "starts_at", "pk")),
    }

    q = OneLineField(
        required=False, label="Words in the title or summary", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    kind = forms.MultipleChoiceField(
        required=False, label="Kind", choices=Event.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(
        required=False, label="Where", choices=[("", "Anywhere"), ("ONLINE", "Online"), ("IN_PERSON", "In person")]
    )
    month = forms.ChoiceField(required=False, label="Month")
    family = forms.ChoiceField(required=False, label="Family of roles")
    places = forms.BooleanField(required=False, label="Has free places")

    def __init__(self, data: Mapping[str, Any], *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now
        months = [(f"{month:%Y-%m}", month_words(month)) for month in months_ahead(now)]
        families = Family.objects.live().order_by("name").values_list("slug", "name")
        self.fields["month"].choices = [("", "Any month"), *months]  # type: ignore[attr-defined]
        self.fields["family"].choices = [("", "Any family"), *families]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title", "summary", "town")))
        if kinds := self.given("kind"):
            rows = rows.filter(kind__in=kinds)
        if where := self.given("where"):
            rows = rows.filter(mode__in=(where, Event.Mode.BOTH))
        if month := self.given("month"):
            begins, ends = month_bounds(date.fromisoformat(f"{month}-01"))
            rows = rows.filter(starts_at__lt=ends, ends_at__gt=begins)
        if family := self.given("family"):
            rows = rows.filter(families__slug=family)
        return rows.having_places(self.now) if self.given("places") else rows


class OrganisedFilters(ListForm):
    """Events that somebody runs."""

    sorts: ClassVar = {
        "latest": Sort("Latest first", ("-starts_at", "-pk")),
        "soonest": Sort("Earliest first", ("starts_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "starts_at", "pk")),
    }

    q = OneLineField(
        required=False, label="Words in the title", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label="State", choices=[("", "Any state"), *Event.State.choices])
    when = forms.ChoiceField(
        required=False, label="When", choices=[("", "Any time"), ("AHEAD", "Still to come"), ("OVER", "Over")]
    )

    def __init__(self, data: Mapping[str, Any], *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("title",)))
        if state := self.given("state"):
            rows = rows.filter(state=state)
        match self.given("when"):
            case "AHEAD":
                rows = rows.filter(ends_at__gt=self.now)
            case "OVER":
                rows = rows.filter(~Q(ends_at__gt=self.now))
        return rows


class InvitedFilters(ListForm):
    """People invited to an event."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", ("user__name", "user__email", "pk")),
        "newest": Sort("Invited last first", ("-pk",)),
    }

    q = OneLineField(
        required=False, label="Name or address", max_length=100,
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip
    answer = forms.ChoiceField(
        required=False, label="Answer", choices=[("", "Any"), ("BOOKED", "Has a place or waits"), ("NONE", "None yet")]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "user__email")))
        match self.given("answer"):
            case "BOOKED":
                rows = rows.answered()
            case "NONE":
                rows = rows.unanswered()
        return rows


def _begins(day: date) -> datetime:
    return moment_of(datetime.combine(day, time()), LONDON).at
