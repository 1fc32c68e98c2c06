"""Tests for dates typed as day, month and year."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict

from common.dates import DateField


class Start(forms.Form):
    start = DateField(label="Start", required=False)


def typed(day: str, month: str, year: str) -> Start:
    return Start({"start_day": day, "start_month": month, "start_year": year})


@pytest.mark.parametrize("month", ["3", "03", "Mar", "march"])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    form = typed("27", month, "2027")
    assert form.is_valid()
    assert form.cleaned_data["start"] == dt.date(2027, 3, 27)


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (("27", "", "2027"), "The date must include a month", ("month",)),
        (("", "", "2027"), "The date must include a day and a month", ("day", "month")),
        (("x", "3", "2027"), "Enter the date in numbers, like 27 3 2027", ("day",)),
        (("27", "3", "27"), "Enter the year with four digits, like 2027", ("year",)),
        (("27", "13", "2027"), "The month must be between 1 and 12", ("month",)),
        (("31", "2", "2027"), "The date must be a real date: that month has no such day", ("day",)),
        (("0", "2", "2027"), "The date must be a real date: that month has no such day", ("day",)),
        (("²", "2", "2027"), "Enter the date in numbers, like 27 3 2027", ("day",)),
        (("1" * 5000, "2", "2027"), "Enter the date in numbers, like 27 3 2027", ("day",)),
    ],
)
def test_a_wrong_date_says_which_box_is_wrong(
    parts: tuple[str, str, str], sentence: str, wrong: tuple[str, ...]
) -> None:
    form = typed(*parts)
    assert form.errors["start"] == [sentence]
    html = form["start"].as_field_group()
    assert html.count("nhsuk-input--error") == len(wrong)
    for part in wrong:
        assert f'id="id_start_{part}"' in html


def test_an_empty_optional_date_is_no_date() -> None:
    form = typed(" ", "", "")
    assert form.is_valid()
    assert form.cleaned_data["start"] is None


def test_a_wrong_date_keeps_what_was_typed() -> None:
    html = typed("31", "Feb", "2027")["start"].as_field_group()
    assert 'value="31"' in html
    assert 'value="Feb"' in html


def test_the_boxes_are_read_from_a_query() -> None:
    form = Start(QueryDict("start_day=1&start_month=2&start_year=2027"))
    assert form.is_valid()
    assert form.cleaned_data["start"] == dt.date(2027, 2, 1)
