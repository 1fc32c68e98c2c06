"""A small set of words in one column, and the box to type free words in."""

import pytest
from django.core.exceptions import ValidationError

from careers.models import GlossaryTerm, Level
from common.fields import WordsBoxField, WordSetField, stored


def test_words_are_stored_between_semicolons_so_that_one_is_found_whole() -> None:
    assert stored(["NURSE", "MIDWIFE"]) == ";NURSE;MIDWIFE;"
    assert stored([]) == ""


@pytest.mark.parametrize(
    ("value", "words"), [(None, ()), ("", ()), (";a;b;", ("a", "b")), ("a; b ;", ("a", "b")), (["a"], ("a",))]
)
def test_what_comes_in_becomes_a_tuple(value: object, words: tuple[str, ...]) -> None:
    assert WordSetField().to_python(value) == words


@pytest.mark.django_db
def test_a_word_is_found_in_the_database_and_part_of_a_word_is_not() -> None:
    level = Level.objects.order_by("pk")[0]
    level.professions = ("NURSE", "MIDWIFE")
    level.save()
    found = Level.objects.filter(pk=level.pk)
    assert found.filter(professions__contains=";MIDWIFE;").get().professions == ("NURSE", "MIDWIFE")
    assert not found.filter(professions__contains=";WIFE;").exists()


def test_free_words_are_typed_in_one_box() -> None:
    field = GlossaryTerm._meta.get_field("also_known_as").formfield()
    assert isinstance(field, WordsBoxField)
    assert field.prepare_value(("one", "two three")) == "one; two three"
    assert field.clean(" one ;; two three;") == ("one", "two three")
    assert field.clean("") == ()
    assert not field.has_changed(("one", "two"), "one ;two")
    assert field.has_changed(("one", "two"), "two; one")


def test_too_many_free_words_are_refused_with_a_sentence() -> None:
    field = GlossaryTerm._meta.get_field("also_known_as").formfield()
    with pytest.raises(ValidationError, match="Use at most 300 characters for all words together"):
        field.clean("x" * 300)
