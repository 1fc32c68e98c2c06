"""The form for bringing an assessment from a file."""

from typing import Any

from django import forms

from common.refusals import Refused
from planning.files import MOST_BYTES, Row, read_rows


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Your file", help_text=f"A JSON or CSV file that you exported here, up to {MOST_BYTES // 1000} kB",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv"}),
        error_messages={
            "required": "Choose a file", "empty": "The file is empty. Choose another", "invalid": "Choose a file",
        },
    )  # fmt: skip

    rows: list[Row]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.rows = read_rows(file.read(MOST_BYTES + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file
