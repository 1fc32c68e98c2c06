"""What the team of a programme fills in about files for a round."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models.profile import BANDS_OR_NONE
from common.forms import OneLineField, styled
from mentoring.models import RoundFile
from mentoring.rounds.files.columns import COLUMNS_OF, LEFT_OUT, WORDS
from mentoring.rounds.files.decoding import MOST_BYTES, MOST_ROWS
from mentoring.rounds.files.grades import key_of

MOST_GRADES = 60


class FileForm(forms.Form):
    """A file and what it holds."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="What is in the file?", choices=RoundFile.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what is in the file"},
    )  # fmt: skip
    file = forms.FileField(
        label="CSV file", allow_empty_file=True, widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text=f"Up to {MOST_BYTES // 1_000_000} MB and {MOST_ROWS:,} rows. Comma, semicolon or tab between cells",
        error_messages={"required": "Choose a file", "invalid": "Choose a file"},
    )  # fmt: skip


class ColumnsForm(forms.Form):
    """What each column holds. Columns are numbered, since headings may be whole questions."""

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: str, headings: Sequence[str], columns: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.headings = headings
        choices = [(LEFT_OUT, "Left out"), *((column.value, WORDS[column]) for column in COLUMNS_OF[kind])]
        for number, heading in enumerate(headings):
            self.fields[f"column_{number}"] = styled(
                forms.ChoiceField(
                    label=heading[:200] or f"Column {number + 1}", choices=choices, required=False,
                    initial=columns[heading],
                ),
                optional=False,
            )  # fmt: skip

    @property
    def columns(self) -> dict[str, str]:
        """What was chosen, by heading."""
        return {heading: self.cleaned_data[f"column_{number}"] for number, heading in enumerate(self.headings)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for name, column in data.items():
            if column and column in seen:
                words = dict(self.fields[name].choices)[column]  # type: ignore[attr-defined]
                self.add_error(name, f"Another column is “{words}” already. Only one can be")
            seen.setdefault(column, name)
        return data


class ConfirmForm(forms.Form):
    """That the rows as previewed may be used."""

    with_experiences = forms.BooleanField(
        required=False, label="These people agreed to be matched on what they named about themselves",
        help_text="Leave it unticked if you are not sure. Their characteristics are then left out",
    )  # fmt: skip


class GradesForm(forms.Form):
    """The table of grades, one a line, with the band each stands for."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, grades: Mapping[str, str]) -> None:
        super().__init__(data)
        self.grades = list(grades)
        bands = [("", "Not known"), *BANDS_OR_NONE]
        for number, grade in enumerate(self.grades):
            self.fields[f"band_{number}"] = styled(
                forms.ChoiceField(label=grade, choices=bands, required=False, initial=grades[grade]), optional=False
            )
        self.fields["new_grade"] = OneLineField(
            label="Another grade", required=False, max_length=40, help_text="As it is written in your files"
        )
        self.fields["new_band"] = forms.ChoiceField(label="The band it stands for", choices=bands, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new, band = data.get("new_grade"), data.get("new_band")
        if new and not key_of(new):
            self.add_error("new_grade", "A grade has letters or digits")
        elif new and not band:
            self.add_error("new_band", "Choose the band that the grade stands for")
        elif band and not new:
            self.add_error("new_grade", "Enter the grade")
        elif len(self.grades) >= MOST_GRADES and new:
            self.add_error("new_grade", f"The table has {MOST_GRADES} grades already, which is the most")
        return data

    @property
    def table(self) -> dict[str, str]:
        """The band by grade, those that nobody knows included."""
        data = self.cleaned_data
        table = {grade: data[f"band_{number}"] for number, grade in enumerate(self.grades)}
        if data["new_grade"]:
            table[data["new_grade"]] = data["new_band"]
        return table
