"""A box for words to look for, and the filters of the glossary."""

from typing import Any

from django import forms

from common.a_to_z import AToZForm

MAX_CHARACTERS = 100


def words_field(label: str) -> forms.CharField:
    """A text filter that refuses what nobody types by hand."""
    return forms.CharField(
        required=False,
        label=label,
        max_length=MAX_CHARACTERS,
        error_messages={"max_length": f"Use {MAX_CHARACTERS} characters or fewer. We left this filter out."},
    )


class GlossaryFilters(AToZForm):
    ordered_by = "term"

    q = words_field("Word, abbreviation or meaning")

    def narrow_any_letter(self, rows: Any) -> Any:
        words = self.given("q")
        return rows.with_words(words) if words else rows
