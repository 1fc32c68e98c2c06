"""Forms that check whether time and support are still there, and the team's list of the answers."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.models import SupportCheck

Time, Sponsor = SupportCheck.Time, SupportCheck.Sponsor


class TimeForm(forms.Form):
    use_required_attribute = False

    time = forms.ChoiceField(
        choices=Time.choices, widget=forms.RadioSelect, label="Do you get the time that was agreed?",
        error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    text = OneLineField(
        max_length=1_000, required=False, label="Anything your adviser should know",
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Your employer does not see this.",
    )  # fmt: skip


class NewSponsorForm(forms.Form):
    use_required_attribute = False

    name = OneLineField(max_length=150, label="Name", error_messages={"required": "Enter their name"})
    email = forms.EmailField(max_length=254, label="E-mail address", error_messages={"required": "Enter an address"})


class SponsorCheckForm(forms.Form):
    use_required_attribute = False

    state = forms.ChoiceField(
        choices=[
            (Sponsor.CONFIRMED, "Yes, we still support it, and the time that was agreed"),
            (Sponsor.REFUSED, "No, we no longer can"),
            (Sponsor.WRONG_PERSON, "I am not the right person any more"),
        ],
        widget=forms.RadioSelect, label="Do you still support it?", error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    text = OneLineField(
        max_length=1_000, required=False, label="Anything we should know", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The programme’s team and the adviser read it.",
    )  # fmt: skip


class CheckFilters(ListForm):
    sorts: ClassVar = {
        "-asked": Sort("Asked last", ("-asked_at", "fellow__user__name", "pk")),
        "name": Sort("Name, A to Z", ("fellow__user__name", "-number")),
    }
    q = OneLineField(required=False, max_length=100, label="Words in the name")
    answer = forms.ChoiceField(
        required=False, label="Answers",
        choices=[
            ("", "Any"), ("WRONG", "Time or support is missing"), ("WAITS", "Somebody has not answered"),
            *((value, f"Time: {label.lower()}") for value, label in Time.choices),
        ],
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(with_words(words, ("fellow__user__name",)))
        answer = self.given("answer")
        if answer == "WRONG":
            return rows.filter(
                Q(time__in=(Time.SOME, Time.NONE)) | Q(sponsor__in=(Sponsor.REFUSED, Sponsor.WRONG_PERSON))
            )
        if answer == "WAITS":
            return rows.filter(Q(time="") | Q(sponsor=Sponsor.ASKED))
        return rows.filter(time=answer) if answer else rows
