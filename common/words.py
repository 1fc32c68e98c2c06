"""Finding rows by the words that people type."""

from collections.abc import Iterable

from django.db.models import Q


def with_words(text: str, fields: Iterable[str]) -> Q:
    """Rows that hold every word of ``text`` in at least one of ``fields``, whatever the capitals."""
    fields = tuple(fields)
    found = Q()
    for word in text.split():
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        found &= somewhere
    return found
