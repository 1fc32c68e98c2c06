"""Skills are linked by words that stand in the criterion, and the words are given."""

import csv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.models import Skill, Synonym
from careers.search import build_index, current_index
from planning.adverts.links import MOST_LINKS, PHRASES, Lexicon, Link
from planning.adverts.reading import lexicon_of

NAMES = ("Stakeholder relationship management", "Planning", "Data visualisation", "Systems design (frontend developer)")
SMALL = Lexicon(NAMES, [("Dashboards", "Data visualisation"), ("BI", "Data visualisation"), ("Ends", "Unknown")])


def told(words: str, lexicon: Lexicon = SMALL) -> list[tuple[str, str]]:
    return [(link.skill, link.because) for link in lexicon.links(words)]


def test_the_name_of_a_skill_is_met_whatever_its_endings() -> None:
    found = told("Proven stakeholder relationships\n management, and more")
    assert found == [("Stakeholder relationship management", "stakeholder relationships management")]


def test_an_abbreviation_is_met_only_in_capitals() -> None:
    assert told("Using BI tools") == [("Data visualisation", "BI")]
    assert told("Using bi tools") == []


def test_a_phrase_with_two_parts_gives_both() -> None:
    lexicon = Lexicon(["EPR configuration"], [])
    assert told("Configuring an EPMA or EPR system", lexicon) == [("EPR configuration", "Configuring … EPR")]


def test_an_exception_holds_a_phrase_back() -> None:
    lexicon = Lexicon(["EPR configuration"], [])
    assert told("Knowledge of an EPR", lexicon) == [("EPR configuration", "EPR")]
    assert told("Experience of using an EPR", lexicon) == []


def test_words_that_say_nothing_lead_nowhere() -> None:
    assert told("Able to travel between sites") == []
    assert told("") == []


@pytest.mark.django_db
def test_every_phrase_leads_to_a_skill_of_the_shipped_catalogue() -> None:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) > 100
    assert {row["skill"] for row in rows} <= set(Skill.objects.values_list("name", flat=True))
    assert all(set(row) == {"words", "unless", "skill"} and None not in row.values() for row in rows)


@pytest.mark.django_db
def test_the_lexicon_comes_from_the_search_of_the_catalogue() -> None:
    lexicon = lexicon_of(current_index())
    synonym: Any = Synonym.objects.filter(skill__isnull=False, term="FHIR").get()
    assert synonym.skill.name in [link.skill for link in lexicon.links("Knowledge of FHIR")]
    retired = Skill.objects.get(name="Data visualisation")
    retired.retired_at = "2027-01-01T00:00:00Z"
    retired.save()
    assert lexicon_of(build_index()).links("Power BI") == []


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["SQL", "stakeholder", "Dashboards", "BI", "of", "\n", "İ"])).map(" ".join),
    )
)
def test_the_words_of_a_link_stand_in_the_criterion(words: str) -> None:
    found = SMALL.links(words)
    assert len(found) <= MOST_LINKS
    line = " ".join(words.split())
    for link in found:
        assert isinstance(link, Link) and link.skill in NAMES
        assert all(piece in line for piece in link.because.split(" … "))
