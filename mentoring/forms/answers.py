"""Forms for answers to proposals."""

from typing import Any, ClassVar

from django import forms

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from mentoring.models import Match


class DeclineForm(forms.Form):
    """Why a mentor declines. ``has_team``: there is a team that reads the note."""

    reason = forms.ChoiceField(
        label="What is the main reason?", choices=Match.DeclineReason.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason that fits best"},
    )  # fmt: skip
    note = forms.CharField(
        label="Anything the team should know?", max_length=500, required=False,
        help_text="Only the team of the programme reads this and the reason.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )  # fmt: skip

    def __init__(self, *args: Any, has_team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_team:
            del self.fields["note"]
            self.fields["reason"].help_text = "It helps us to find better pairs. The other one does not see it."


class QuestionForm(forms.Form):
    """A question of the mentor."""

    text = forms.CharField(
        label="Your question", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They get an e-mail and answer here. We write to you when they have.",
        error_messages={"required": "Write your question", "max_length": "Use 1,000 characters or fewer"},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The mentee's answer."""

    question = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your answer", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your answer", "max_length": "Use 1,000 characters or fewer"},
    )  # fmt: skip


class SuggestionForm(forms.Form):
    """A suggestion that the team accepts: ids of two people of the round."""

    mentee = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    mentor = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)


class WaitingFilters(ListForm):
    """Who waits in a round."""

    sorts: ClassVar = {
        "waiting": Sort("Waiting longest first", ("waiting_since", "pk")),
        "name": Sort("Name, A to Z", ("user__name", "user__email", "pk")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in a name or address")
    none = forms.BooleanField(required=False, label="Without any mentor")

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("user__name", "user__email")))
        return rows.filter(has=0) if self.given("none") else rows
