"""Forms for calls: times and rules, sections, questions, more time."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from common.dates import DateField
from common.forms import OneLineField, styled
from common.times import TimeOfDayField
from events.local_time import LONDON, TimeDoesNotExist, local, moment_of
from fellowship.forms.projects import LAST_DAY
from fellowship.models import Call, Question, Section

LARGEST = 10**9  # as in what applicants answer


class MomentMixin(forms.Form):
    """Turns a day and a time of London into a moment, and says which of the two is wrong."""

    def moment(self, name: str) -> datetime | None:
        """From the fields ``<name>_on`` and ``<name>_time``."""
        day: date | None = self.cleaned_data.get(f"{name}_on")
        at: time | None = self.cleaned_data.get(f"{name}_time")
        if day is None or at is None:
            return None
        if day > LAST_DAY:
            self.add_error(f"{name}_on", "That is too far ahead. Check the year.")
            return None
        try:
            return moment_of(datetime.combine(day, at), LONDON).at
        except TimeDoesNotExist as refusal:
            self.add_error(f"{name}_time", str(refusal))
        return None


class CallForm(MomentMixin):
    use_required_attribute = False

    opens_on = DateField(label="Opens on", help_text="For example, 4 3 2027.")
    opens_time = TimeOfDayField(label="Opens at", help_text="For example, 9:00. All times are those of London.")
    closes_on = DateField(label="Closes on")
    closes_time = TimeOfDayField(label="Closes at", help_text="To the minute: who is late by one is late.")
    who_for = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea, label="Who it is for",
        help_text="In words that people recognise themselves in. Everybody reads it before they apply.",
    )  # fmt: skip
    takes_minutes = styled(
        forms.IntegerField(
            min_value=5, max_value=2_000, initial=60, label="How long applying takes, in minutes",
            help_text="Honestly. People plan a break or an evening by it.",
        ),
        width=5,
    )  # fmt: skip
    you_need = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea, label="What people need at hand",
        help_text="Such as their manager’s name and address, and what their project is about.",
    )  # fmt: skip
    wants_sponsor = forms.BooleanField(required=False, initial=True, label="Ask the employer for a letter of support")
    interviews = OneLineField(
        max_length=200, required=False, label="When and where interviews are",
        help_text="Such as “online, 4 to 8 May 2027”. Leave it empty if there are none.",
    )  # fmt: skip
    hear_by = DateField(
        required=False, label="Everybody has an answer by", help_text="People plan by it, so choose a day you can keep."
    )
    reviews_each = styled(
        forms.IntegerField(min_value=1, max_value=6, initial=2, label="People who read each application"), width=3
    )
    moderate_from = styled(
        forms.IntegerField(
            min_value=1, max_value=20, initial=2, label="Talk about scores from this difference on",
            help_text="Points by which readers differ on one question.",
        ),
        width=3,
    )  # fmt: skip
    offer_days = styled(
        forms.IntegerField(min_value=1, max_value=60, initial=7, label="Days that people have to accept a place"),
        width=3,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = self.moment("opens"), self.moment("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", "It must close after it opens")
        if closes and data.get("hear_by") and data["hear_by"] <= local(closes, LONDON).date():
            self.add_error("hear_by", "It must be after applications close")
        if data.get("hear_by") and data["hear_by"] > LAST_DAY:
            self.add_error("hear_by", "That is too far ahead. Check the year.")
        data["opens_at"], data["closes_at"] = opens, closes
        return data

    def details(self) -> dict[str, Any]:
        """The fields of the call."""
        return {name: value for name, value in self.cleaned_data.items() if not name.endswith(("_on", "_time"))}


def initial_call(call: Call) -> dict[str, Any]:
    """What ``CallForm`` shows for a call."""
    opens, closes = local(call.opens_at, LONDON), local(call.closes_at, LONDON)
    names = (
        "who_for", "takes_minutes", "you_need", "wants_sponsor", "interviews", "hear_by", "reviews_each",
        "moderate_from", "offer_days",
    )  # fmt: skip
    return {name: getattr(call, name) for name in names} | {
        "opens_on": opens.date(), "opens_time": opens.time(), "closes_on": closes.date(), "closes_time": closes.time(),
    }  # fmt: skip


class SectionForm(forms.Form):
    use_required_attribute = False

    title = OneLineField(max_length=150, label="Title", help_text="Such as “Your project”.")
    intro = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea, label="What stands above its questions"
    )


class QuestionForm(forms.Form):
    """One question of a call. ``earlier``: the questions with choices that it may depend on."""

    use_required_attribute = False

    section = forms.ModelChoiceField(queryset=Section.objects.none(), label="Section", empty_label=None)
    kind = forms.ChoiceField(label="Kind of answer", choices=Question.Kind.choices, widget=forms.RadioSelect)
    text = OneLineField(max_length=300, label="Question", help_text="As you would ask it face to face.")
    help = forms.CharField(max_length=2_000, required=False, widget=forms.Textarea, label="Help below it")
    is_required = forms.BooleanField(required=False, initial=True, label="Must be answered")
    is_assessed = forms.BooleanField(
        required=False, label="Readers see and score the answer", help_text="Ask nothing in it that says who it is."
    )
    most_words = styled(
        forms.IntegerField(
            required=False, min_value=10, max_value=2_000, label="Words at most", help_text="For long answers."
        ),
        width=5,
    )
    choices = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="Choices",
        help_text="One on each line; for answers that are chosen.",
    )  # fmt: skip
    least = styled(
        forms.IntegerField(
            required=False, min_value=-LARGEST, max_value=LARGEST, label="Lowest number", help_text="For numbers."
        ),
        width=5,
    )
    most = styled(
        forms.IntegerField(required=False, min_value=-LARGEST, max_value=LARGEST, label="Highest number"), width=5
    )
    shown_if = forms.ModelChoiceField(
        queryset=Question.objects.none(), required=False, label="Ask it only after this question",
        empty_label="Always ask it",
    )  # fmt: skip
    shown_if_answer = OneLineField(
        max_length=200, required=False, label="… was answered with", help_text="One of that question’s choices."
    )

    def __init__(self, *args: Any, call: Call, earlier: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = call.sections.all()  # type: ignore[attr-defined]
        # The list is made of what stands before it, so the rows are named one by one.
        self.fields["shown_if"].queryset = Question.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in earlier]
        )

    def clean_choices(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        choices = [line for line in lines if line]
        if len(set(choices)) < len(choices):
            raise forms.ValidationError("Two choices are the same. Take one out.")
        if any(len(choice) > 200 for choice in choices):
            raise forms.ValidationError("A choice has at most 200 characters.")
        return choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in (Question.Kind.CHOICE, Question.Kind.CHOICES) and len(data.get("choices") or ()) < 2:
            self.add_error("choices", "Enter at least two choices, one on each line")
        least, most = data.get("least"), data.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", "The highest number must not be below the lowest")
        earlier = data.get("shown_if")
        if earlier is not None and data.get("shown_if_answer") not in earlier.choices:
            self.add_error("shown_if_answer", f"Enter one of: {'; '.join(earlier.choices)}")
        if earlier is None:
            data["shown_if_answer"] = ""
        return data

    def details(self) -> dict[str, Any]:
        """The fields of the question, without its section."""
        return {name: value for name, value in self.cleaned_data.items() if name != "section"}


def initial_question(question: Question) -> dict[str, Any]:
    """What ``QuestionForm`` shows for a question."""
    names = (
        "section", "kind", "text", "help", "is_required", "is_assessed", "most_words", "least", "most", "shown_if",
        "shown_if_answer",
    )  # fmt: skip
    return {name: getattr(question, name) for name in names} | {"choices": "\n".join(question.choices)}


class MoreTimeForm(MomentMixin):
    """More time for all, for one person, or by a code."""

    use_required_attribute = False

    FOR_ALL, FOR_ONE, BY_CODE = "ALL", "ONE", "CODE"
    whom = forms.ChoiceField(
        label="Who gets more time", widget=forms.RadioSelect,
        choices=[(FOR_ALL, "Everybody"), (FOR_ONE, "One person"), (BY_CODE, "Whoever has a code that I pass on")],
        error_messages={"required": "Choose who gets more time"},
    )  # fmt: skip
    until_on = DateField(label="Until", help_text="For example, 4 3 2027.")
    until_time = TimeOfDayField(label="At", help_text="For example, 17:00.")
    email = forms.EmailField(
        required=False, label="E-mail address of that person", help_text="The one they sign in with."
    )
    reason = OneLineField(max_length=300, required=False, label="Reason", help_text="For the team alone.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["until"] = self.moment("until")
        if data.get("whom") == self.FOR_ONE:
            if not data.get("email") and "email" not in self.errors:
                self.add_error("email", "Enter the person’s e-mail address")
            if not data.get("reason"):
                self.add_error("reason", "Enter the reason")
        return data
