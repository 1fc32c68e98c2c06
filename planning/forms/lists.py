"""The filters of a person's own lists: their assessments, and the links they gave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from common.lists import ListForm, Sort


class HistoryFilters(ListForm):
    """Assessments, in the order in which they were begun."""

    finished = forms.ChoiceField(
        required=False, label="Finished", choices=[("", "Any"), ("YES", "Finished"), ("NO", "Not finished")]
    )

    def narrow(self, rows: Any) -> Any:
        finished = self.given("finished")
        return rows.filter(finished_at__isnull=finished == "NO") if finished else rows


class SharedFilters(ListForm):
    """Links to reports."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-given_at", "-pk")),
        "ends": Sort("First to end", ("expires_at", "pk")),
        "name": Sort("Whom it is for, A to Z", ("given_to", "pk")),
    }

    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Any"), ("OPEN", "Open"), ("OVER", "Over"), ("BACK", "Taken back")],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def narrow(self, rows: Any) -> Any:
        match self.given("state"):
            case "OPEN":
                return rows.open(self.now)
            case "OVER":
                return rows.filter(revoked_at=None, expires_at__lte=self.now)
            case "BACK":
                return rows.filter(revoked_at__isnull=False)
        return rows
