"""Tests for lists with filters, sorting and pages."""

import datetime as dt
from html import unescape
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from common.dates import DateField
from common.lists import ListForm, ListPage, Sort, alphabet, list_page
from common.vocabulary import Background, Band


class Filters(ListForm):
    sorts: ClassVar = {"n": Sort("Lowest first", ()), "-n": Sort("Highest first", ())}

    q = forms.CharField(required=False, label="Words", max_length=20)
    band = forms.ChoiceField(required=False, label="Band", choices=[("", "Any"), ("Agenda for Change", Band.choices)])
    background = forms.MultipleChoiceField(
        required=False, label="Open to", choices=Background.choices, widget=forms.CheckboxSelectMultiple
    )
    entry = forms.BooleanField(required=False, label="Entry level")
    after = DateField(required=False, label="After")

    def arrange(self, rows: list[int]) -> list[int]:
        return sorted(rows, reverse=self.sort == "-n")


def numbers(query: str = "", rows: int = 95) -> ListPage[Any]:
    request = RequestFactory().get(f"/numbers/{query}")
    return list_page(request, Filters(request.GET), list(range(1, rows + 1)), per_page=10)


def parameters(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(unescape(url)).query)


def test_a_list_without_parameters_is_its_first_page() -> None:
    page = numbers()
    assert (page.count, list(page.rows), page.chosen) == (95, list(range(1, 11)), [])
    assert page.next_url == "/numbers/?page=2"
    assert page.previous_url == ""


@pytest.mark.parametrize("number", ["0", "-3", "x", "", "1e3", "٣x", "9" * 5000])
def test_a_page_that_is_no_page_is_the_first_or_the_last(number: str) -> None:
    assert numbers(f"?page={number}").page.number in {1, 10}


def test_links_to_pages_keep_the_filters() -> None:
    page = numbers("?band=7&background=CLINICAL&background=TECHNICAL&sort=-n&page=2")
    assert parameters(page.next_url) == [
        ("band", "7"),
        ("background", "CLINICAL"),
        ("background", "TECHNICAL"),
        ("sort", "-n"),
        ("page", "3"),
    ]
    assert parameters(page.previous_url) == parameters(page.next_url)[:-1]


def test_each_chosen_filter_can_be_taken_away_alone() -> None:
    page = numbers("?band=7&background=CLINICAL&background=TECHNICAL&entry=on&q=Data&sort=-n&page=4")
    chosen = {(c.label, c.value): parameters(c.url) for c in page.chosen}
    assert set(chosen) == {
        ("Words", "“Data”"),
        ("Band", "Band 7"),
        ("Open to", "Clinical"),
        ("Open to", "Technical"),
        ("Entry level", "Yes"),
    }
    assert chosen["Open to", "Clinical"] == [
        ("q", "Data"),
        ("band", "7"),
        ("background", "TECHNICAL"),
        ("entry", "on"),
        ("sort", "-n"),
    ]
    assert parameters(page.clear_url) == [("sort", "-n")]


def test_a_date_is_one_filter_with_three_parameters() -> None:
    page = numbers("?after_day=27&after_month=mar&after_year=2027")
    assert page.form.given("after") == dt.date(2027, 3, 27)
    (chosen,) = page.chosen
    assert (chosen.label, chosen.value, chosen.url) == ("After", "27 March 2027", "/numbers/")
    assert parameters(page.next_url) == [
        ("after_day", "27"),
        ("after_month", "3"),
        ("after_year", "2027"),
        ("page", "2"),
    ]


def test_a_parameter_given_twice_counts_once() -> None:
    page = numbers("?band=6&band=7&background=CLINICAL&background=CLINICAL")
    assert [chosen.value for chosen in page.chosen] == ["Band 7", "Clinical"]
    assert parameters(page.clear_url) == []


def test_unknown_values_and_parameters_are_left_out_and_reported() -> None:
    page = numbers("?band=99&sort=upwards&utm_source=x&background=CLINICAL&background=NOBODY")
    assert page.count == 95
    assert page.chosen == []
    assert parameters(page.next_url) == [("page", "2")]
    assert set(page.form.errors) == {"band", "sort", "background"}
    assert "left out a filter" in page.form.errors["band"][0]


def test_pressing_a_sorted_heading_turns_the_order_round() -> None:
    assert numbers().sort_url("n") == "/numbers/?sort=-n"
    assert numbers("?sort=-n").sort_url("n") == "/numbers/?sort=n"
    html = Template('{% load design %}{% sort_heading list "n" "Number" %}').render(
        Context({"list": numbers("?sort=-n")})
    )
    assert 'aria-sort="descending"' in html


def test_many_pages_are_shown_with_gaps() -> None:
    assert [link.number for link in numbers("?page=5").pages] == [1, None, 4, 5, 6, None, 10]
    assert [link.number for link in numbers("?page=3").pages] == [1, 2, 3, 4, None, 10]
    assert numbers(rows=10).pages == []


def test_markup_in_a_filter_is_escaped() -> None:
    page = numbers("?q=<script>")
    html = Template('{% include "components/chosen_filters.html" %}').render(Context({"list": page}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_alphabet_knows_which_letters_have_entries() -> None:
    assert [letter for letter, present in alphabet(["analysis", "Zebra", "2FA"]) if present] == ["A", "Z"]
