"""Tests for forms in the clothes of the design system."""

import re
from collections import Counter

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from common.dates import DateField
from common.form_errors import error_text
from common.forms import styled
from common.times import TimeOfDayField
from tests.common.gallery import EveryField

GOOD = QueryDict(
    "name=Ada&email=ada%40example.org&password=x&band=2&background=CLINICAL&started_day=1&started_month=2"
    "&started_year=2021&why=Because&agree=on&source=gallery"
)


def group(name: str, form: forms.Form | None = None) -> str:
    return (form or EveryField())[name].as_field_group()


@pytest.mark.parametrize("form", [EveryField(), EveryField({}), EveryField(GOOD)], ids=["new", "wrong", "right"])
def test_no_id_is_given_twice_and_every_control_has_a_label(form: forms.Form) -> None:
    html = str(form)
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [name for name, count in ids.items() if count > 1] == []
    labels = re.findall(r'<label[^>]* for="([^"]+)"', html)
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
    visible = [control for control in controls if 'type="hidden"' not in control]
    assert len(visible) == len(labels)
    assert all(re.search(r' id="([^"]+)"', control).group(1) in labels for control in visible)  # type: ignore[union-attr]
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


def test_every_error_is_in_the_summary_with_a_link_to_its_first_control() -> None:
    html = str(EveryField({}))
    links = dict(re.findall(r'<a href="#([^"]+)">\s*([^<]+?)\s*</a>', html))
    assert links == {
        "id_name": "Enter your name",
        "id_email": "Enter e-mail address",
        "id_password": "Enter password",
        "id_band": "Choose band",
        "id_background": "Answer “Where do you come from?”",
        "id_started_day": "Answer “When did you start?”",
        "id_why": "Answer “Why now?”",
        "id_agree": "Tick “I have read the terms” to continue",
    }
    for control in links:
        assert f' id="{control}"' in html


class WithoutNouns(forms.Form):
    starts = DateField(label="Starts on")
    begins = TimeOfDayField(label="At")
    places = forms.IntegerField(label="How many")
    email = forms.EmailField(label="Their address")


def test_what_is_missing_or_no_address_is_said_whatever_the_label() -> None:
    form = WithoutNouns({"email": "ann"})
    assert {field.name: error_text(field) for field in form} == {
        "starts": "Enter a date for “Starts on”",
        "begins": "Enter the time like 14:30 or 2.30pm",
        "places": "Enter a number for “How many”",
        "email": "Enter an e-mail address like name@example.org",
    }


def test_an_error_of_the_whole_form_is_in_the_summary() -> None:
    data = GOOD.copy()
    data["name"] = "Nobody"
    html = Template("{% load design %}{% error_summary form %}").render(Context({"form": EveryField(data)}))
    assert "Nobody cannot apply" in html


def test_a_page_without_a_form_and_a_form_without_errors_have_no_summary() -> None:
    source = Template("{% load design %}{% error_summary form %}")
    assert source.render(Context()) == ""
    assert source.render(Context({"form": EveryField(GOOD)})) == ""


def test_an_empty_post_is_not_a_new_form() -> None:
    assert not EveryField(QueryDict("")).is_valid()


def test_only_what_may_stay_empty_is_marked() -> None:
    assert "(optional)" in group("years")
    assert "(optional)" not in group("name")


def test_django_s_own_sentences_are_replaced_and_ours_are_kept() -> None:
    data = GOOD.copy()
    data.update({"name": "x" * 61, "band": "12", "years": "-1", "why": "a\x00"})
    for name in ("name", "band", "years"):
        data.setlist(name, data.getlist(name)[-1:])
    form = EveryField(data)
    assert "“Your name” must be 60 characters or fewer; it has 61" in group("name", form)
    assert "Choose one of the options for “Band”" in group("band", form)
    assert "“Years of service” must be 0 or more" in group("years", form)


def test_a_number_is_typed_as_text_with_a_number_pad() -> None:
    html = group("years")
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert "min=" not in html
    assert "nhsuk-input-wrapper__suffix" in html


def test_browsers_do_not_cut_a_pasted_text_off() -> None:
    assert "maxlength=" not in group("name").replace("data-maxlength", "")
    assert 'data-maxlength="200"' in group("why")
    assert "data-maxlength" not in group("notes")


def test_a_password_is_never_sent_back() -> None:
    assert "secret" not in group("password", EveryField({"password": "secret"}))


def test_choices_keep_what_was_chosen_and_show_their_hints() -> None:
    html = group("background", EveryField({"background": "CLINICAL"}))
    assert re.search(r'value="CLINICAL" checked', html)
    assert "You see patients" in html
    assert html.count(" checked") == 1
    html = group("days", EveryField(QueryDict("days=mon&days=wed")))
    assert html.count(" checked") == 2


def test_a_select_shows_groups_and_what_was_chosen() -> None:
    html = group("band", EveryField({"band": "3"}))
    assert '<optgroup label="Agenda for Change">' in html
    assert '<option value="3" selected>Band 3</option>' in html
    assert html.count(" selected") == 1


def test_what_was_typed_is_escaped() -> None:
    form = EveryField({"name": '"><script>', "why": "</textarea><script>", "band": "<script>"})
    assert "<script>" not in str(form)


def test_a_label_may_be_the_heading_of_the_page() -> None:
    class One(forms.Form):
        name = styled(forms.CharField(label="What is your name?"), legend="page")

    assert re.search(r"<h1[^>]*>\s*<label", One()["name"].as_field_group())


def test_the_fields_can_be_drawn_without_the_summary() -> None:
    form = EveryField({})
    assert "nhsuk-error-summary" in str(form)
    assert "nhsuk-error-summary" not in form.as_div()
    assert 'type="hidden" name="source"' in form.as_div()


def test_the_admin_keeps_its_own_widgets() -> None:
    assert "nhsuk" not in str(EveryField()["name"])
