"""The filters of the list of people."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models.functions import Lower

from accounts.models import DeletionRequest
from accounts.people import PersonRole, people_with, people_without_role
from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words

NO_ROLE = "NONE"


class PeopleFilters(ListForm):
    """Everybody with an account."""

    sorts: ClassVar = {
        "name": Sort("Name, A to Z", (Lower("name"), "email", "pk")),
        "email": Sort("Address, A to Z", ("email", "pk")),
        "newest": Sort("Joined last first", ("-joined_at", "-pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Name or address")
    role = forms.ChoiceField(
        required=False, label="Role", choices=[("", "Any"), *PersonRole.choices, (NO_ROLE, "No role")]
    )
    account = forms.ChoiceField(
        required=False, label="Account",
        choices=[("", "Any"), ("OPEN", "Open"), ("CLOSED", "Closed"), ("LEAVING", "Will be deleted")],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any], *, on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.on = on

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("name", "email")))
        if role := self.given("role"):
            people = people_without_role(on=self.on) if role == NO_ROLE else people_with(PersonRole(role), on=self.on)
            rows = rows.filter(pk__in=people.values("pk"))
        match self.given("account"):
            case "OPEN":
                rows = rows.filter(is_active=True)
            case "CLOSED":
                rows = rows.filter(is_active=False)
            case "LEAVING":
                rows = rows.filter(deletion_requests__in=DeletionRequest.objects.open())
        return rows
