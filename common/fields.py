"""Model fields that work alike on PostgreSQL and SQLite."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models


class WordSetField(models.CharField):
    """A small set of words in one column, stored as ``;a;b;`` so that one word is found by ``contains=";a;"``.

    In Python it is a tuple in the order given; an empty tuple is stored as an empty string. SQLite has no
    arrays and no JSON ``contains``, and a join table for three words costs a query on every list.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...]:
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        if not value:
            return ()
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(";") if word.strip())
        return tuple(value)

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value  # a lookup such as contains=";CLINICAL;"
        return stored(value or ())

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        words = self.to_python(value)
        allowed = {choice for choice, _ in self.flatchoices}
        for word in words:
            if allowed and word not in allowed:
                self.validate(word, model_instance)
        return words

    def formfield(self, **kwargs: Any) -> Any:
        class WordsFormField(forms.MultipleChoiceField):
            def prepare_value(self, value: Any) -> Any:
                return list(value) if value else []

            def clean(self, value: Any) -> tuple[str, ...]:
                return tuple(super().clean(value))

        if self.choices:
            return WordsFormField(
                choices=self.flatchoices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                label=str(self.verbose_name).capitalize(),
                help_text=self.help_text,
            )
        return WordsBoxField(
            longest=self.max_length or 0,
            required=False,
            label=str(self.verbose_name).capitalize(),
            help_text=self.help_text or "Words joined by a semicolon.",
        )


class WordsBoxField(forms.Field):
    """Free words in one box, joined by semicolons."""

    widget = forms.TextInput

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "; ".join(value or ())

    def to_python(self, value: Any) -> tuple[str, ...]:
        words = tuple(word.strip() for word in str(value or "").split(";") if word.strip())
        if len(stored(words)) > self.longest:
            raise forms.ValidationError(f"Use at most {self.longest} characters for all words together.")
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != self.prepare_value(self.to_python(data))


def stored(words: Iterable[str]) -> str:
    """The stored form of a set of words."""
    words = tuple(words)
    return f";{';'.join(words)};" if words else ""
