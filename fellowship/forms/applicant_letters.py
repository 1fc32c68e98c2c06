"""What a team writes to applicants, and the list of what it wrote."""

from typing import Any, ClassVar

from django import forms

from common.forms import OneLineField
from common.lists import ListForm, Sort
from common.words import with_words
from fellowship.forms.announcing import AnnouncementForm


class ApplicantLetterFilters(ListForm):
    sorts: ClassVar = {"newest": Sort("Newest first", ("-pk",)), "oldest": Sort("Oldest first", ("pk",))}
    q = OneLineField(
        required=False, max_length=100, label="Words in the subject",
        error_messages={"max_length": "Use 100 characters or fewer. We left this filter out."},
    )  # fmt: skip

    def narrow(self, rows: Any) -> Any:
        return rows.filter(with_words(self.given("q"), ("subject",))) if self.given("q") else rows


class ApplicantLetterForm(AnnouncementForm):
    """The words. ``once``: made with the form, so that sending it twice is sending it once."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Load this page again, then send"),
    )
