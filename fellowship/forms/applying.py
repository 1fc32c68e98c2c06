"""Forms of applicants: the check before the form, about you, and the questions of a call as it was published."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.dates import DateField
from common.forms import styled
from common.vocabulary import Background, Profession
from fellowship.applying.answering import ABOUT_YOU, problem_of
from fellowship.calls.eligibility import choices_of
from fellowship.models import Application, EligibilityRule

MOST_BYTES = 3_000_000
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
AGES = ("16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 or over")
_LONGEST = 40_000  # characters; the words of a long answer are counted apart, so that nothing typed is lost


class EligibilityForm(forms.Form):
    """One choice for each rule."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: Iterable[EligibilityRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in rules:
            choices = choices_of(rule.subject)
            widget = forms.RadioSelect if len(choices) < 8 else forms.Select
            self.fields[f"rule_{rule.pk}"] = forms.ChoiceField(
                label=rule.question, widget=widget,
                choices=choices if widget is forms.RadioSelect else [("", "Choose one"), *choices],
                error_messages={"required": "Choose an answer"},
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """By the id of the rule."""
        return {name.removeprefix("rule_"): value for name, value in self.cleaned_data.items()}


class AboutYouForm(forms.Form):
    """Everything may stay empty until the end: half-filled is saved."""

    use_required_attribute = False

    name = forms.CharField(max_length=150, required=False, label="Full name")
    job_title = forms.CharField(max_length=150, required=False, label="Job title")
    organisation_name = forms.CharField(max_length=200, required=False, label="Where you work")
    band = forms.ChoiceField(required=False, label="Pay band", choices=[("", "Not said"), *BANDS_OR_NONE])
    profession = forms.ChoiceField(
        required=False, label="Registered profession", choices=[("", "None, or not said"), *Profession.choices]
    )
    background = forms.ChoiceField(
        required=False, label="Background", choices=Background.choices, widget=forms.RadioSelect
    )
    region = forms.ChoiceField(required=False, label="Region", choices=[("", "Choose one"), *Region.choices])
    telephone = forms.CharField(
        max_length=40, required=False, label="Telephone", help_text="If we may ring you about your application."
    )
    nominated = forms.ChoiceField(
        required=False, label="How did you come to apply?", choices=Application.Nominated.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="Why do you want this?",
        help_text="In your own words. Those who score applications do not see it; those who would advise you do.",
    )  # fmt: skip
    adjustments = forms.CharField(
        max_length=1_000, required=False, widget=forms.Textarea, label="What would help you at an interview?",
        help_text="Such as questions beforehand, captions, or a room without steps. It has no part in the choice.",
    )  # fmt: skip


def initial_about_you(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in ABOUT_YOU}


class SectionAnswersForm(forms.Form):
    """The questions of one section. Whatever is typed is kept; problems are said beside it and stop only handing in."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str], **kwargs: Any
    ) -> None:
        self.questions = questions
        kwargs["initial"] = {_name(one): _shown(one, answers.get(one["id"], "")) for one in questions}
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[_name(question)] = _field(question, answers.get(question["id"], ""))

    def texts(self) -> dict[str, str]:
        """Answers by the id of their question, as they are stored."""
        return {
            one["id"]: _stored(one, self.cleaned_data[_name(one)])
            for one in self.questions
            if one["kind"] != "FILE" and _name(one) in self.cleaned_data
        }

    def uploads(self) -> dict[str, tuple[str, str, bytes]]:
        """(name, type, content) by the id of the question."""
        found = {}
        for one in self.questions:
            file = self.cleaned_data.get(_name(one)) if one["kind"] == "FILE" else None
            if isinstance(file, UploadedFile):
                content = file.read()
                found[one["id"]] = (str(file.name)[-200:], type_of(content), content)
        return found

    def problems(self) -> list[tuple[str, str]]:
        """(field, sentence) of what would stop handing in."""
        said = [(_name(one), problem_of(one, text)) for one in self.questions if (text := self.texts().get(one["id"]))]
        return [(name, problem) for name, problem in said if problem]


class UploadField(forms.FileField):
    """A PDF or a picture, told by its content."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if file.size is None or file.size > MOST_BYTES:
                raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save it smaller.")
            beginning = file.read(16)
            file.seek(0)
            if not type_of(beginning):
                raise forms.ValidationError("Choose a PDF file, or a PNG or JPEG picture.")
        return file


def type_of(content: bytes) -> str:
    """The type of a file by its first bytes; empty for what is not taken."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")


class SponsorForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(max_length=150, label="Their name")
    email = forms.EmailField(label="Their work e-mail address", help_text="They get a link that asks for their word.")


class SupportForm(forms.Form):
    """What a sponsor answers."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label="Do you support this application?", widget=forms.RadioSelect,
        choices=[
            ("CONFIRMED", "Yes, my organisation supports it"),
            ("REFUSED", "No"),
            ("WRONG_PERSON", "I am not the right person to ask"),
        ],
        error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    job_title = forms.CharField(max_length=150, required=False, label="Your job title")
    protected_time = forms.BooleanField(required=False, label="We will give the time that is asked for")
    text = forms.CharField(
        max_length=3_000, required=False, widget=forms.Textarea, label="Anything you want to say",
        help_text="The applicant and the programme’s team read it.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == "CONFIRMED":
            if not data.get("job_title"):
                self.add_error("job_title", "Enter your job title, so that your word can be weighed")
            if not data.get("protected_time"):
                self.add_error("protected_time", "Tick this if you can. Without the time the place cannot be taken up.")
        return data


class EqualityForm(forms.Form):
    """Kept apart from everything; each answer may be "prefer not to say" or empty."""

    use_required_attribute = False

    age = forms.ChoiceField(
        required=False, label="Age",
        choices=[("", "Prefer not to say"), *((one, one) for one in AGES)],
    )  # fmt: skip
    disability = forms.ChoiceField(
        required=False, label="Do you consider yourself disabled?",
        choices=[("", "Prefer not to say"), ("yes", "Yes"), ("no", "No")],
    )  # fmt: skip
    ethnic_group = forms.ChoiceField(
        required=False, label="Ethnic group",
        choices=[
            ("", "Prefer not to say"), ("asian", "Asian or Asian British"),
            ("black", "Black, Black British, Caribbean or African"), ("mixed", "Mixed or multiple ethnic groups"),
            ("white", "White"), ("other", "Another ethnic group"),
        ],
    )  # fmt: skip
    sex = forms.ChoiceField(
        required=False, label="Sex", choices=[("", "Prefer not to say"), ("female", "Female"), ("male", "Male")]
    )
    caring = forms.ChoiceField(
        required=False, label="Do you care for children or for an adult?",
        choices=[("", "Prefer not to say"), ("yes", "Yes"), ("no", "No")],
    )  # fmt: skip


def _name(question: Mapping[str, Any]) -> str:
    return f"q_{question['id']}"


def _field(question: Mapping[str, Any], answer: str) -> forms.Field:
    kind = question["kind"]
    help_text = question["help"]
    if question["most_words"]:
        help_text = f"{help_text} At most {question['most_words']} words.".strip()
    given: dict[str, Any] = {"label": question["text"], "required": False, "help_text": help_text}
    choices = [(one, one) for one in question["choices"]]
    if kind == "LONG":
        return styled(
            forms.CharField(max_length=_LONGEST, widget=forms.Textarea, **given), optional=not question["required"]
        )
    if kind == "CHOICE":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
    if kind == "CHOICES":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
    if kind == "NUMBER":
        return forms.IntegerField(min_value=-(10**9), max_value=10**9, **given)
    if kind == "DATE":
        return DateField(**given)
    if kind == "FILE":
        there = f"You gave {answer}. Choosing another file replaces it." if answer else ""
        return UploadField(
            **given | {"help_text": f"{help_text} A PDF, or a PNG or JPEG picture, up to 3 MB. {there}".strip()}
        )
    return forms.CharField(max_length=500, **given)


def _shown(question: Mapping[str, Any], answer: str) -> Any:
    """An answer as its field takes it."""
    if question["kind"] == "CHOICES":
        return answer.splitlines()
    if question["kind"] == "DATE" and answer:
        try:
            return date.fromisoformat(answer)
        except ValueError:
            return None
    return None if question["kind"] == "FILE" else answer


def _stored(question: Mapping[str, Any], value: Any) -> str:
    if value in (None, "", []):
        return ""
    if question["kind"] == "CHOICES":
        return "\n".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
