"""Forms about job adverts: give one, correct what was read, draft the statement, filter the list."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from careers.frame import Frame
from common.forms import OneLineField, styled
from common.lists import ListForm, Sort
from common.refusals import Refused
from planning.adverts.files import LEAST_TEXT, MOST_BYTES, MOST_LINES, clean, has_too_many_lines, text_of_file
from planning.adverts.keeping import MOST_SKILLS
from planning.adverts.standing import OnCriterion
from planning.models.adverts import (
    LONGEST_CRITERION,
    LONGEST_DRAFT,
    LONGEST_TEXT,
    Advert,
    ContractKind,
    CriterionKind,
)


class AdvertForm(forms.Form):
    """An advert as text, or as a file for somebody signed in. ``cleaned_data["advert"]`` is its text."""

    text = forms.CharField(
        label="The advert", required=False, max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Copy all of it, the person specification above all. Tables may lose their lines: that is fine.",
        error_messages={"max_length": "This is longer than 100,000 characters. Paste the person specification alone"},
    )  # fmt: skip
    file = forms.FileField(
        label="Or a file with the advert", required=False,
        help_text=f"A Word document (.docx), a PDF or a text file, up to {MOST_BYTES // 1_000_000} MB. "
        "We keep its text, not the file.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
        error_messages={"empty": "The file is empty. Choose another", "invalid": "Choose a file"},
    )  # fmt: skip

    def __init__(self, *args: Any, may_upload: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        styled(self.fields["text"], optional=False)
        styled(self.fields["file"], optional=False)
        if not may_upload:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, file = clean(data.get("text") or ""), data.get("file")
        if self.errors:
            return data
        if text.strip() and file:
            self.add_error("file", "Give the text or a file, not both")
        elif file:
            try:
                data["advert"] = text_of_file(file.read(MOST_BYTES + 1))
            except Refused as refusal:
                self.add_error("file", str(refusal))
        elif len(text.strip()) < LEAST_TEXT:
            words = "Paste the advert, or choose a file" if "file" in self.fields else "Paste the advert"
            self.add_error("text", words if not text.strip() else "This is too short for an advert. Paste all of it")
        elif has_too_many_lines(text):
            self.add_error("text", f"This has more than {MOST_LINES:,} lines. Paste the person specification alone")
        else:
            data["advert"] = text
        return data


class FactsForm(forms.ModelForm):
    """What was read off about the job."""

    contract = forms.ChoiceField(
        label="Contract", required=False, choices=[("", "Not stated"), *ContractKind.choices],
        error_messages={"invalid_choice": "Choose a contract from the list"},
    )  # fmt: skip
    months = forms.IntegerField(
        label="Months, if it ends", required=False, min_value=1, max_value=120, widget=forms.TextInput,
        error_messages={
            "invalid": "Months must be a whole number, such as 12", "min_value": "Months must be 1 or more",
            "max_value": "Months must be 120 or fewer",
        },
    )  # fmt: skip
    word_limit = forms.IntegerField(
        label="Most words for the supporting statement", required=False, min_value=50, max_value=10_000,
        widget=forms.TextInput, help_text="If the employer sets a limit, such as 1,500",
        error_messages={
            "invalid": "The limit must be a whole number, such as 1500", "min_value": "The limit must be 50 or more",
            "max_value": "The limit must be 10,000 or fewer",
        },
    )  # fmt: skip

    class Meta:
        model = Advert
        fields = ("title", "bands", "hours", "contract", "months", "place", "word_limit")
        field_classes: ClassVar = dict.fromkeys(("title", "bands", "hours", "place"), OneLineField)
        labels: ClassVar = {"title": "Job title", "bands": "Band", "hours": "Hours a week", "place": "Place"}
        help_texts: ClassVar = {"bands": "As written, such as 7 or 8a", "hours": "As written, such as 37.5"}
        error_messages: ClassVar = {
            "title": {"required": "Enter the job title", "max_length": "The title must be 200 characters or fewer"},
            "bands": {"max_length": "The band must be 40 characters or fewer"},
            "hours": {"max_length": "The hours must be 20 characters or fewer"},
            "place": {"max_length": "The place must be 200 characters or fewer"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, width in (("bands", "10"), ("hours", "5"), ("months", "3"), ("word_limit", "5")):
            styled(self.fields[name], classes=f"nhsuk-input--width-{width}")


class CriterionForm(forms.Form):
    """A criterion: its words (a new line begins another one), its kind, and up to three skills."""

    text = forms.CharField(
        label="What they ask for", max_length=LONGEST_CRITERION, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="To split it in two, begin a new line.",
        error_messages={
            "required": "Enter what they ask for", "max_length": "Shorten it to at most 2,000 characters",
        },
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Kind", choices=CriterionKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose essential or desirable", "invalid_choice": "Choose essential or desirable"},
    )  # fmt: skip

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frame = frame
        names = sorted(zip(frame.skills.slugs, frame.skills.names, strict=True), key=lambda pair: pair[1].casefold())
        for number in range(1, MOST_SKILLS + 1):
            self.fields[f"skill_{number}"] = forms.ChoiceField(
                label=f"Skill {number}", required=False, choices=[("", "None"), *names],
                error_messages={"invalid_choice": "Choose a skill from the list"},
            )  # fmt: skip
            styled(self.fields[f"skill_{number}"], optional=False)

    @property
    def texts(self) -> list[str]:
        """The words, one criterion a line."""
        return [line.strip() for line in clean(self.cleaned_data["text"]).splitlines() if line.strip()]

    @property
    def skill_ids(self) -> list[int]:
        """Database ids of the chosen skills, none twice."""
        chosen = (self.cleaned_data[f"skill_{number}"] for number in range(1, MOST_SKILLS + 1))
        places = dict.fromkeys(self._frame.skills.index[slug] for slug in chosen if slug)
        return [self._frame.skills.ids[place] for place in places]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if not any(letter.isalnum() for letter in clean(text)):
            raise forms.ValidationError("Enter what they ask for, in words")
        return text


class DraftsForm(forms.Form):
    """A box for each criterion. The page says what was in each, so that only those that were changed are saved."""

    def __init__(self, *args: Any, rows: Iterable[OnCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[self.name(row)] = styled(
                forms.CharField(
                    label=row.criterion.words, required=False, max_length=LONGEST_DRAFT, initial=row.criterion.draft,
                    show_hidden_initial=True, widget=forms.Textarea(attrs={"rows": 5}),
                    error_messages={"max_length": "Shorten this to at most 10,000 characters"},
                ),
                optional=False,
            )  # fmt: skip

    @staticmethod
    def name(row: OnCriterion) -> str:
        return f"draft_{row.criterion.pk}"

    @property
    def boxes(self) -> list[tuple[OnCriterion, Any]]:
        """Each criterion with its field."""
        return [(row, self[self.name(row)]) for row in self.rows]

    @property
    def drafts(self) -> dict[int, str]:
        """From the id of a criterion to what was drafted.

        A box that was not sent, in a form cut off, is left out, and so is one that the person did not touch: they may
        have written in it in another window since.
        """
        return {
            row.criterion.pk: self.cleaned_data[name]
            for row in self.rows
            if (name := self.name(row)) in self.data
            and (name in self.changed_data or self[name].html_initial_name not in self.data)
        }


class AdvertFilters(ListForm):
    """The adverts a person keeps."""

    sorts: ClassVar = {
        "-kept": Sort("Newest first", ("-kept_at", "-pk")),
        "kept": Sort("Oldest first", ("kept_at", "pk")),
        "title": Sort("Title, A to Z", ("title", "-kept_at", "-pk")),
    }
    q = OneLineField(required=False, label="Words in the title", max_length=100)
    contract = forms.ChoiceField(
        required=False, label="Contract", choices=[("", "Any contract"), *ContractKind.choices]
    )

    def narrow(self, rows: Any) -> Any:
        if words := self.given("q"):
            rows = rows.filter(title__icontains=words)
        if contract := self.given("contract"):
            rows = rows.filter(contract=contract)
        return rows
