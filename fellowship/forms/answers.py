"""The questions of a call as fields, and what stands in them: typed, chosen or given as a file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator

from common.dates import DateField
from common.forms import OneLineField, styled
from fellowship.applying.answering import problem_of
from fellowship.applying.devices import marks_of

MOST_BYTES = 3_000_000
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_LONGEST = 40_000  # characters; the words of a long answer are counted apart, so that nothing typed is lost


class SeenForm(forms.Form):
    """A form that says what its page showed, so that two devices do not write over each other unseen."""

    use_required_attribute = False

    seen = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def show_theirs(self, theirs: Mapping[str, str], now_seen: str) -> None:
        """Beside each of these fields, what another device saved meanwhile. Saving again then means it."""
        for name, text in theirs.items():
            self.add_error(
                name,
                f"This was changed on another device or in another window, where it says: “{text or 'nothing'}”. "
                "Yours is in the box and not saved yet. Press Save to keep yours instead.",
            )
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("seen")] = now_seen  # type: ignore[index]


class AnswersForm(SeenForm):
    """Some questions. Whatever can be read is kept; problems are said beside it and stop only handing in."""

    def __init__(
        self, *args: Any, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str], **kwargs: Any
    ) -> None:
        self.questions, self.answers = questions, answers
        kwargs["initial"] = {_name(one): _shown(one, answers.get(one["id"], "")) for one in questions}
        kwargs["initial"]["seen"] = self.marks(answers)
        super().__init__(*args, **kwargs)
        for question in questions:
            answer = answers.get(question["id"], "")
            self.fields[_name(question)] = _field(question, answer)
            if question["kind"] == "FILE" and answer:
                self.fields[_removal(question)] = forms.BooleanField(required=False, label=f"Take {answer} out")

    def marks(self, answers: Mapping[str, str]) -> str:
        """What a page with these answers shows."""
        return marks_of({one["id"]: answers.get(one["id"], "") for one in self.questions if one["kind"] != "FILE"})

    def show_theirs(self, theirs: Mapping[str, str], now_seen: str) -> None:
        super().show_theirs({f"q_{one}": text for one, text in theirs.items()}, now_seen)

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

    def removed(self) -> list[str]:
        """The questions whose file is to be taken out."""
        return [one["id"] for one in self.questions if self.cleaned_data.get(_removal(one))]

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


def _name(question: Mapping[str, Any]) -> str:
    return f"q_{question['id']}"


def _removal(question: Mapping[str, Any]) -> str:
    return f"q_{question['id']}_remove"


def _field(question: Mapping[str, Any], answer: str) -> forms.Field:
    field = _control(question, answer)
    words = {"maxwords": question["most_words"]} if question["kind"] == "LONG" and question["most_words"] else {}
    return styled(field, optional=not question["required"], **words)


def _control(question: Mapping[str, Any], answer: str) -> forms.Field:
    kind = question["kind"]
    given: dict[str, Any] = {"label": question["text"], "required": False, "help_text": question["help"]}
    choices = [(one, one) for one in question["choices"]]
    if kind == "LONG":
        # Not max_length: characters would be counted where words are asked for.
        widget = forms.Textarea(attrs={"rows": 10 if (question["most_words"] or 200) >= 100 else 5})
        return forms.CharField(widget=widget, validators=[MaxLengthValidator(_LONGEST)], **given)
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
        told = f"{question['help']} A PDF, or a PNG or JPEG picture, up to 3 MB. {there}".strip()
        return UploadField(**given | {"help_text": told})
    return OneLineField(max_length=500, **given)


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
