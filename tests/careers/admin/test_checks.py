"""Bands and registrations that cannot be: refused with a sentence at the field."""

from typing import Any

import pytest
from django.test import Client

from careers.models import Learning, Level, StartingPoint
from tests.careers.admin.forms import page, save

pytestmark = pytest.mark.django_db


def refused(editor: Client, row: Any, **changes: str) -> dict[str, list[str]]:
    """The errors by field of a change that must not be saved."""
    address, data = page(editor, row)
    response = editor.post(address, data | changes)
    assert response.status_code == 200
    errors: dict[str, list[str]] = response.context["adminform"].form.errors
    return errors


@pytest.mark.parametrize(
    ("low", "high", "field", "sentence"),
    [
        ("7", "6", "band_high", "This is below band 7. Give the lower end first."),
        ("8a", "7", "band_high", "This is below band 8a. Give the lower end first."),
        ("6", "", "band_high", "Give both ends of the band, or neither."),
        ("", "6", "band_low", "Give both ends of the band, or neither."),
    ],
)
def test_a_typical_band_has_both_ends_the_lower_first(
    editor: Client, low: str, high: str, field: str, sentence: str
) -> None:
    for row in (Level.objects.get(name="Senior data analyst"), StartingPoint.objects.get(slug="nurse")):
        assert refused(editor, row, band_low=low, band_high=high) == {field: [sentence]}


def test_a_course_may_be_open_from_a_band_without_an_end_but_not_backwards(editor: Client) -> None:
    course = Learning.objects.filter(band_low="", band_high="")[0]
    errors = refused(editor, course, band_low="7", band_high="6")
    assert errors == {"band_high": ["This is below band 7. Give the lower end first."]}
    save(editor, course, band_low="7", band_high="")
    assert course.band_low == "7"


def test_a_registration_that_is_needed_is_named(editor: Client) -> None:
    level = Level.objects.get(name="Senior data analyst")
    errors = refused(editor, level, registration="YES")
    assert errors == {"professions": ["Choose the professions that may apply, as a registration is needed."]}
    save(editor, level, registration="YES", professions=["NURSE"])
    assert level.professions == ("NURSE",)


def test_a_band_that_does_not_exist_is_one_error_only(editor: Client) -> None:
    errors = refused(editor, Level.objects.get(name="Senior data analyst"), band_low="10")
    assert list(errors) == ["band_low"]
