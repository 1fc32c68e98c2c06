"""CSV that no spreadsheet runs, and that reads back as it was written."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.csv_files import original_cell, read_csv, safe_cell, write_csv

CELLS = st.text(st.sampled_from("ab'=+-@|%\t\r\n,;\"＝＋ é\u2028"), max_size=12) | st.text(max_size=12)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=6)


@given(ROWS)
def test_what_is_written_reads_back_unchanged(rows: list[tuple[str, str]]) -> None:
    assert read_csv(write_csv(["one", "two"], rows)) == (["one", "two"], [list(row) for row in rows])


@given(ROWS)
def test_no_cell_begins_like_a_formula(rows: list[tuple[str, str]]) -> None:
    text = write_csv(["one", "two"], rows)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for cell in row)


@given(CELLS)
def test_each_text_has_a_safe_form_of_its_own(cell: str) -> None:
    assert original_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "safe"), [("=1", "'=1"), ("'=1", "''=1"), ("'twas", "'twas"), ("plain", "plain"), ("", "")]
)
def test_only_what_is_dangerous_gets_an_apostrophe(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_headings_are_as_safe_as_cells() -> None:
    text = write_csv(["=1+1", "one"], [])
    assert text.startswith("'=1+1,one")
    assert read_csv(text) == (["=1+1", "one"], [])


def test_numbers_and_nothing_are_written_as_they_are() -> None:
    assert write_csv(["a", "b"], [[-5, None]]) == "a,b\r\n-5,\r\n"


def test_a_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(csv.Error):
        read_csv('a,b\r\n"never ends')
