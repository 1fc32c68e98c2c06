"""Criteria are found word for word, with their kind, in the layouts people meet; nothing is invented."""

import time
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planning.adverts.criteria import MOST_CRITERIA, find_criteria
from planning.adverts.facts import find_facts
from planning.adverts.files import MOST_LINES, clean
from tests.planning.adverts.layouts import LAYOUTS
from tests.planning.adverts.variations import MAKERS, variation

PIECES = st.sampled_from(
    [
        *(line for text, _ in LAYOUTS.values() for line in text.split("\n")),
        "Essential", "Desirable", "Person specification", "\t", "|", "\u00a0", "\r\n", "\n\n", "o ", "• ",
        "(E)", "(D)", "; ",
        "You must have ", "would be an advantage.", "✓", "A/I", "\u2028", "\ufb01", "E1 ", "1.2 ", "**", "-", ":", "İ",
    ]
)  # fmt: skip


def told(text: str) -> list[str]:
    return [f"{one.kind.value[0].upper()} {text[one.start : one.end]}" for one in find_criteria(text)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_criteria_are_found_with_their_kind(layout: str) -> None:
    text, wanted = LAYOUTS[layout]
    assert told(text) == wanted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_line_ends_of_windows_change_nothing(layout: str) -> None:
    text, wanted = LAYOUTS[layout]
    assert [one.replace("\r\n", "\n") for one in told(text.replace("\n", "\r\n"))] == wanted


@settings(max_examples=150, deadline=None)
@example(["Essential", "AA\x1f"])
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=60))
def test_every_criterion_is_a_piece_of_the_text_and_none_comes_twice(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    found = find_criteria(text)
    spans = [(one.start, one.end) for one in found]
    assert spans == sorted(set(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert found == find_criteria(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000, "(" * 60_000, "Essential: " + "a; " * 20_000, "Essential\nDesirable\n" * 3_000, "- " * 30_000,
        "A/I " * 15_000, "you " * 15_000, "would be " * 7_000, "E  " * 20_000, "person specification " * 3_000,
        "Essential\n" + "| " * 30_000, "(E) " * 15_000, "if you " * 9_000, "you will need " * 4_000 + "; a; b; c",
        "You must have. " + "we will have " * 5_000, "Heading\n- item\n" * 4_000, "About you\n" + "Able to\n" * 7_000,
        "About you\n\n" + "Something of it\n\n" * 3_500,
        "Essential: SQL." + " Desirable: R. Essential: SQL." * 2_000, "Essential\tDesirable\n" + "a\tb\n" * 15_000,
    ],
)  # fmt: skip
def test_no_text_makes_the_reader_slow(text: str) -> None:
    before = time.process_time()
    assert len(find_criteria(text)) <= MOST_CRITERIA
    assert time.process_time() - before < 2


@pytest.mark.parametrize("number", range(15))
@pytest.mark.parametrize("layout", MAKERS)
def test_no_wording_sign_or_order_changes_what_is_found(layout: str, number: int) -> None:
    text, wanted = variation(layout, number)
    assert sorted(one.rstrip(".") for one in told(text)) == sorted(one.rstrip(".") for one in wanted)


@pytest.mark.parametrize(
    "text",
    [
        "x" + " " * 99_000 + "!",
        "- " + "A / " * 24_000 + "!",
        "Essential\nDesirable\n" + "a  " * 40 + "!\nb\nc\nd\n",  # took twice the time for each letter more
        "Essential\n" + ("- a" + " " * 199 + "b\n") * 490,
        "Essential\n- a" + "]" * 99_000 + ") b",
        "essential" + "!" * 99_000 + "q",
        "A. " * 33_000,
        "Essential\n- " + "we " * 33_000 + ":",
        "".join(f"1 of 2\n{number}\n" for number in range(11_000)),
        "Essential criteria\n" + "a\n" * MOST_LINES,
    ],
    ids=[
        "spaces",
        "codes",
        "codes in a table",
        "spaces in items",
        "what closes a heading",
        "both kinds",
        "initials",
        "an endless opening",
        "pages",
        "lines",
    ],
)
def test_no_text_takes_long(text: str) -> None:
    text = clean(text)
    started = process_time()
    find_criteria(text)
    find_facts(text)
    assert process_time() - started < 5
