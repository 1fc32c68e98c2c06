"""What is typed into one line stays one line, whatever a request says that was written by hand."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from inspect import isclass

import pytest
from django import forms
from django.core.exceptions import ValidationError

import accounts.forms
import events.forms
import fellowship.forms
import mentoring.forms
import planning.forms
from common.forms import OneLineField, one_line

MODULES = ("accounts.admin", "common.ticking", "events.when_and_where", "notifications.forms")
# Typed from a letter or an app and compared with what was sent; nothing of them is kept.
COMPARED = {"code"}
# Short enough for every box: one that is refused for its length shows nothing.
CRAFTED = "A\r\nBcc: b\tC\x07\u2028D\u202e\u200b\x85E"
MULTILINE = (forms.Textarea, forms.PasswordInput, forms.HiddenInput)


def one_line_fields() -> Iterator[tuple[str, forms.CharField]]:
    names = [*MODULES]
    for package in (accounts.forms, events.forms, planning.forms, mentoring.forms, fellowship.forms):
        names += [f"{package.__name__}.{one.name}" for one in pkgutil.iter_modules(package.__path__)]
    for module in map(importlib.import_module, names):
        for form in vars(module).values():
            if not isclass(form) or not issubclass(form, forms.BaseForm) or form.__module__ != module.__name__:
                continue
            for name, field in form.base_fields.items():
                words = getattr(form, "words", None)
                if isinstance(words, Mapping) and name not in words:
                    continue  # a field of the package that our form leaves out when it is made
                if isinstance(field, forms.CharField) and not isinstance(field.widget, MULTILINE):
                    yield f"{module.__name__}.{form.__name__}.{name}", field  # some forms share a name


FIELDS = dict(one_line_fields())


@pytest.mark.parametrize("name", [name for name in FIELDS if name.rpartition(".")[2] not in COMPARED])
def test_no_field_of_one_line_takes_a_line_break_or_what_cannot_be_seen(name: str) -> None:
    try:
        cleaned = FIELDS[name].clean(CRAFTED)
    except ValidationError:
        return
    assert cleaned == "A Bcc: b C D E"


def test_titles_towns_names_and_summaries_are_of_one_line() -> None:
    found = {".".join(name.split(".")[-2:]) for name, field in FIELDS.items() if isinstance(field, OneLineField)}
    assert {
        "SignUpForm.name", "ProfileForm.name", "ProfileForm.job_title", "ProgrammeForm.name", "OrganisationForm.name",
        "AddPasskeyForm.name", "UserEditForm.name", "DetailsForm.title", "NewEventForm.town", "PlaceForm.town",
        "HeldForm.subject", "StepForm.organisation", "ShareForm.given_to", "FactsForm.hours", "RoundForm.name",
        "MentorForm.languages",
    } <= found  # fmt: skip
    assert isinstance(events.forms.events.DetailsForm.base_fields["summary"], OneLineField)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Data \t and\r\n\r\ncare  ", "Data and care"),
        ("Ben\u202eevil", "Benevil"),
        ("No\u00a0break", "No break"),
        ("Zoë O’Brien-Ó Súilleabháin 李", "Zoë O’Brien-Ó Súilleabháin 李"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200d \u200c", ""),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_what_is_seen_is_kept_and_the_rest_is_not(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_a_field_that_must_be_filled_is_not_filled_by_what_cannot_be_seen() -> None:
    with pytest.raises(ValidationError, match="required"):
        OneLineField().clean("\u200b\u200d\u202e")


def test_a_nul_byte_is_refused() -> None:
    with pytest.raises(ValidationError, match="Null"):
        OneLineField().clean("a\x00b")
