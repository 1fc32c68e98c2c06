"""Lists in the order of the alphabet, with an index of first letters above them. The address holds the letter.

A form derives from ``AToZForm`` and overrides ``narrow_any_letter``; the view passes ``letter_links(page, rows)`` as
``letters`` to ``components/letters.html``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, ClassVar

from django import forms
from django.db.models import Count
from django.db.models.functions import Lower, Substr, Upper

from common.lists import ListForm, ListPage

OTHER = "Other"  # whatever does not begin with one of A to Z


@dataclass(frozen=True)
class LetterLink:
    """A letter of the index, the address of its rows (empty where there is none), and whether it is chosen."""

    letter: str
    url: str
    current: bool


class AToZForm(ListForm):
    """Filters beside an index of letters. Rows come with their ``initial``, in the order of the alphabet."""

    ordered_by: ClassVar[str] = "name"

    letter = forms.ChoiceField(
        required=False,
        label="First letter",
        widget=forms.HiddenInput,  # it is chosen from the index
        choices=[("", "All"), *((letter, letter) for letter in (*ascii_uppercase, OTHER))],
    )

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["letter"].error_messages["invalid_choice"] = (
            "We left out a first letter that we do not know. Choose one from the letters above the list."
        )

    def narrow_any_letter(self, rows: Any) -> Any:
        """The rows that all filters but the letter let through."""
        return rows

    def with_initial(self, rows: Any) -> Any:
        return self.narrow_any_letter(rows).annotate(initial=Upper(Substr(self.ordered_by, 1, 1)))

    def narrow(self, rows: Any) -> Any:
        rows = self.with_initial(rows)
        letter = self.given("letter")
        if letter == OTHER:
            return rows.exclude(initial__in=ascii_uppercase)
        return rows.filter(initial=letter) if letter else rows

    def arrange(self, rows: Any) -> Any:
        return rows.order_by(Lower(self.ordered_by), "pk")


def letter_links(page: ListPage[Any], rows: Any) -> list[LetterLink]:
    """The index for a page of ``rows`` (not yet narrowed): "All", A to Z, and "Other" where something is there.

    One query. Letters count what the other filters let through, so none of them leads to an empty list.
    """
    form = page.form
    assert isinstance(form, AToZForm)
    counts = form.with_initial(rows).order_by().values_list("initial").annotate(Count("pk"))
    present = {initial if initial in ascii_uppercase else OTHER for initial, _ in counts if initial}
    chosen = form.given("letter") or ""
    shown = [*ascii_uppercase, *([OTHER] if OTHER in present or chosen == OTHER else [])]
    letters = [
        LetterLink(letter, page.url_with("letter", letter) if letter in present else "", letter == chosen)
        for letter in shown
    ]
    return [LetterLink("All", page.url_with("letter", ""), not chosen), *letters]


def jump_links(page: ListPage[Any], anchors: Sequence[str]) -> list[LetterLink]:
    """An index that jumps within a list sorted by name, whichever of its pages a letter begins on.

    ``anchors`` are ids on the page that begin with the name, as slugs do, one for each row of all pages, in order.
    """
    first: dict[str, str] = {}
    for place, anchor in enumerate(anchors):
        if (letter := anchor[:1].upper()) not in first:
            number = 1 + place // page.page.paginator.per_page
            address = "" if number == page.page.number else page.page_url(number)
            first[letter] = f"{address}#{anchor}"
    return [LetterLink(letter, first.get(letter, ""), False) for letter in ascii_uppercase]
