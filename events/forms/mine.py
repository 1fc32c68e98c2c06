"""The filters of a person's own events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from common.lists import ListForm, Sort
from events.models import Booking


class MyEventsFilters(ListForm):
    """What is ahead unless the person asks for what is over."""

    sorts: ClassVar = {
        "soonest": Sort("Soonest first", ("event__starts_at", "pk")),
        "latest": Sort("Latest first", ("-event__starts_at", "-pk")),
    }

    when = forms.ChoiceField(required=False, label="When", choices=[("", "Still to come"), ("OVER", "Over")])
    state = forms.ChoiceField(
        required=False, label="My place",
        choices=[("", "Any"), *((state.value, state.label) for state in Booking.LIVE)],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        if self.given("when") == "OVER":
            rows = rows.filter(event__ends_at__lte=self.now)
        else:
            rows = rows.filter(event__ends_at__gt=self.now)
        state = self.given("state")
        return rows.filter(state=state) if state else rows
