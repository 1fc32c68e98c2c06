"""Facts are read off where an advert states them, and left empty where it does not."""

import pytest

from planning.adverts.facts import Facts, find_facts


def test_facts_with_labels() -> None:
    text = """Job title: Data Quality Officer
Band: Agenda for Change Band 4
Hours: 22.5 hours per week
Contract: Fixed term, 9 months
Base: Elm House, Eastbury (hybrid)

You will report to the Data Quality Manager (Band 6).
"""
    assert find_facts(text) == Facts("Data Quality Officer", ("4",), "22.5", "fixed term", 9, "Elm House, Eastbury")


def test_facts_in_one_line() -> None:
    facts = find_facts("Clinical Coder - Band 5\nWest Hospital\n37.5 hours per week, permanent\n")
    assert (facts.title, facts.bands, facts.hours, facts.contract) == ("Clinical Coder", ("5",), "37.5", "permanent")
    assert facts.place == "West Hospital"


@pytest.mark.parametrize(
    ("line", "bands"),
    [("Band 5/6", ("5", "6")), ("Band 8a to 8b", ("8a", "8b")), ("AfC band\xa07", ("7",)), ("Grade H", ())],
)
def test_bands_as_written(line: str, bands: tuple[str, ...]) -> None:
    assert find_facts(f"Analyst\n{line}\n").bands == bands


@pytest.mark.parametrize(
    ("line", "contract", "months"),
    [
        ("Permanent", "permanent", None), ("Fixed term for two years", "fixed term", 24),
        ("Secondment or fixed term, 12 months", "secondment", 12), ("Bank contract", "bank", None),
        ("27 days of leave plus bank holidays", "", None), ("Fixed-term until March", "fixed term", None),
    ],
)  # fmt: skip
def test_the_first_contract_that_is_offered(line: str, contract: str, months: int | None) -> None:
    facts = find_facts(f"Analyst\n{line}\n")
    assert (facts.contract, facts.months) == (contract, months)


def test_nothing_is_made_up_where_nothing_is_stated() -> None:
    assert find_facts("We need somebody who is kind.") == Facts()
    assert find_facts("") == Facts()


def test_a_label_with_its_value_on_the_next_line_is_read() -> None:
    facts = find_facts("Data officer\nBand:\n4\nHours:\n37.5 per week\nCover:\nmaternity cover, 9 months\n")
    assert (facts.bands, facts.contract, facts.months) == (("4",), "fixed term", 9)


def test_wide_gaps_part_a_label_from_its_value() -> None:
    facts = find_facts("JOB TITLE          Security analyst\nLOCATION           Elm House, Eastbury\n")
    assert (facts.title, facts.place) == ("Security analyst", "Elm House, Eastbury")
