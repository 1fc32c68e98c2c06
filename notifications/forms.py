"""What staff fill in about the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet

from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from notifications.letters import all_letters
from notifications.models import Message

TRYING_AGAIN, SCHEDULED = "TRYING_AGAIN", "SCHEDULED"
STATES = [
    ("", "Any"),
    (Message.State.WAITING, "Waiting"),
    (SCHEDULED, "Waiting for a later moment"),
    (TRYING_AGAIN, "Waiting after a failed try"),
    (Message.State.HELD, "Held for release"),
    (Message.State.SENDING, "Being sent"),
    (Message.State.SENT, "Sent"),
    (Message.State.ABANDONED, "Failed"),
    (Message.State.DROPPED, "Dropped as stale"),
    (Message.State.CANCELLED, "Cancelled"),
]


class OutboxFilters(ListForm):
    """The filters of the outbox."""

    sorts: ClassVar = {
        "newest": Sort("Newest first", ("-pk",)),
        "oldest": Sort("Oldest first", ("pk",)),
    }
    state = forms.ChoiceField(required=False, label="State", choices=STATES)
    letter = forms.ChoiceField(required=False, label="Letter")
    scope = forms.ChoiceField(required=False, label="Programme")
    address = OneLineField(required=False, label="Address contains", max_length=200)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        scopes: frozenset[str] | None,
        names: Mapping[str, str],
        now: datetime,
        **kwargs: Any,
    ) -> None:
        """``scopes``: those whose messages the person may see, ``None`` for all; ``names``: what they are called."""
        super().__init__(data, **kwargs)
        self.now = now
        letters = cast("forms.ChoiceField", self.fields["letter"])
        letters.choices = [("", "Any"), *((one.name, one.title) for one in all_letters())]
        programmes = cast("forms.ChoiceField", self.fields["scope"])
        offered = [(scope, name) for scope, name in names.items() if scopes is None or scope in scopes]
        programmes.choices = [("", "Any" if scopes is None else "Any of yours"), *offered]

    def narrow(self, rows: "QuerySet[Message]") -> "QuerySet[Message]":
        if state := self.given("state"):
            more = {TRYING_AGAIN: Q(tries__gt=0), SCHEDULED: Q(tries=0, due_at__gt=self.now)}
            rows = rows.filter(more[state], state=Message.State.WAITING) if state in more else rows.filter(state=state)
        if letter := self.given("letter"):
            rows = rows.filter(letter=letter)
        if scope := self.given("scope"):
            rows = rows.filter(scope=scope)
        if address := self.given("address"):
            rows = rows.filter(to__icontains=address)
        return rows


class AgreedForm(forms.Form):
    """A person has seen the list and agrees; there is nothing more to say."""


class ReasonForm(forms.Form):
    """Why letters are cancelled."""

    reason = styled(
        OneLineField(
            max_length=300,
            label="Why do you cancel?",
            help_text="Kept with the letters, for whoever looks for them later. Name nobody.",
            error_messages={"required": "Say why you cancel"},
        ),
        width="two-thirds",
    )


class HeldForm(forms.Form):
    """The words of a held letter."""

    subject = OneLineField(max_length=200, label="Subject", error_messages={"required": "Enter a subject"})
    text = forms.CharField(
        max_length=20_000,
        label="Text",
        help_text="Plain text. Leave an empty line between paragraphs. Who sends the letter is added below it.",
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": "Enter the text"},
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)
