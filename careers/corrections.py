"""What staff corrected in the catalogue: kept when they do it, asked for before loading and importing write."""

from collections import defaultdict
from typing import Any

from django.db import models

from careers.models import Correction, Synonym


class Corrections:
    """All corrections, read at once. One query."""

    def __init__(self) -> None:
        self._fields: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.synonyms: set[str] = set()  # terms whose meanings staff made their own
        rows = Correction.objects.values_list("model", "object_id", "field", "object_name", "before")
        for model, object_id, name, object_name, before in rows:
            self._fields[model, object_id].add(name)
            if model == Synonym._meta.model_name:
                self.synonyms |= {object_name, before} if name == "term" else {object_name}

    def fields(self, model: str, pk: int) -> set[str]:
        """The fields of one row that staff corrected."""
        return self._fields.get((model, pk), set())

    def owners(self, model: str, joined: str) -> set[int]:
        """Rows of ``model`` whose set of ``joined`` rows staff made their own."""
        return {pk for (name, pk), fields in self._fields.items() if name == model and joined in fields}


def keep_correction(*, row: models.Model, field: str, before: str, after: str, by: Any) -> None:
    """Remember that ``by`` changed a field, a set or the whole of ``row``, with values in words, unless they agree."""
    if before != after:
        Correction.objects.create(
            model=row._meta.model_name or "",
            object_id=row.pk,
            object_name=str(row)[:300],
            field=field,
            before=before,
            after=after,
            by=by,
        )


def in_words(row: models.Model, name: str) -> str:
    """The value of a field as people read it."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        return "; ".join(str(other) for other in getattr(row, name).all())
    value = getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        labels = dict(field.flatchoices or [])
        return "; ".join(str(labels.get(word, word)) for word in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def field_name(row: models.Model, name: str) -> str:
    """The name that loading knows a field by: of a many-to-many field, the model that joins."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        return str(field.remote_field.through._meta.model_name)
    return name
