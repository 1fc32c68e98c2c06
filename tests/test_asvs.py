"""docs/asvs.csv: what the security standard asks, whether it is met, and the test that would notice if it were not."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

COLUMNS = ["requirement", "level", "asks", "met", "how", "test"]
# Sections that apply, with the highest level that we answer for, and how many requirements the standard has up to it.
SECTIONS = {"V1": 1, "V2": 2, "V3": 2, "V4.1": 2, "V5": 2, "V6": 1, "V7": 2, "V8": 2, "V14": 2, "V16": 2}
HOW_MANY = {"V1": 8, "V2": 11, "V3": 19, "V4": 3, "V5": 9, "V6": 13, "V7": 18, "V8": 7, "V14": 9, "V16": 16}


@pytest.fixture(scope="module")
def rows(root: Path) -> list[dict[str, str]]:
    with (root / "docs" / "asvs.csv").open(newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def highest_level(requirement: str) -> int:
    """The highest level of its section that the file answers for; 0 where its section does not belong there."""
    chapter, section, _ = requirement.split(".")
    return SECTIONS.get(f"{chapter}.{section}", SECTIONS.get(chapter, 0))


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    functions = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


def test_every_row_has_a_requirement_of_ours_a_level_a_verdict_and_a_reason(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert set(row) == set(COLUMNS), row
        assert re.fullmatch(r"V\d+\.\d+\.\d+", row["requirement"]), row
        assert row["level"] in {"1", "2"}, row
        assert int(row["level"]) <= highest_level(row["requirement"]), row
        assert row["met"] in {"yes", "partly", "no", "not applicable"}, row
        assert row["asks"], row
        assert row["how"], row
        assert all(cell is not None and cell == cell.strip() and "\n" not in cell for cell in row.values()), row


def test_no_requirement_stands_twice_and_they_are_in_order(rows: list[dict[str, str]]) -> None:
    found = [row["requirement"] for row in rows]
    assert [name for name, times in Counter(found).items() if times > 1] == []
    assert found == sorted(found, key=lambda name: [int(number) for number in name[1:].split(".")])


def test_none_of_the_requirements_fell_out(rows: list[dict[str, str]]) -> None:
    assert Counter(row["requirement"].partition(".")[0] for row in rows) == HOW_MANY


def test_every_test_that_is_named_exists(rows: list[dict[str, str]], root: Path) -> None:
    missing = []
    for row in rows:
        for name in filter(None, row["test"].split("; ")):
            path, _, function = name.partition("::")
            file = root / path
            there = names_of_tests(file) if path.startswith("tests/") and file.is_file() else frozenset()
            if not there or (function and function not in there):
                missing.append((row["requirement"], name))
    assert missing == []


def test_what_is_said_to_be_met_names_a_test(rows: list[dict[str, str]]) -> None:
    met = [row for row in rows if row["met"] == "yes"]
    assert met
    assert [row["requirement"] for row in met if not row["test"]] == []
