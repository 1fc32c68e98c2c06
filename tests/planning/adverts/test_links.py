"""Skills are linked by words that stand in the criterion, and the words are given."""

import csv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.models import Skill, Synonym
from careers.search import build_index, current_index
from planning.adverts.likeness import CUES, cues
from planning.adverts.links import MOST_LINKS, PHRASES, Lexicon, Link
from planning.adverts.reading import lexicon_of

NAMES = frozenset(skill for skill, _ in cues()) | {"Systems design (frontend developer)"}
LEXICON = Lexicon(NAMES, [("Dashboards", "Data visualisation"), ("BI", "Data visualisation"), ("Ends", "Unknown")])


def told(words: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, str]]:
    return [(link.skill, link.because) for link in lexicon.links(words)]


def test_the_name_of_a_skill_is_met_whatever_its_endings() -> None:
    found = told("Proven stakeholder relationships\n management, and more")
    assert found == [("Stakeholder relationship management", "stakeholder relationships management")]


def test_an_abbreviation_is_met_only_in_capitals() -> None:
    assert told("Using BI tools") == [("Data visualisation", "BI")]
    assert told("Using bi tools") == []


def test_a_phrase_with_two_parts_gives_both() -> None:
    assert ("EPR configuration", "Configuring … EPR") in told("Configuring an EPMA or EPR system")


def test_benefits_are_measured_in_any_order_of_words() -> None:
    assert "Benefits realisation" in dict(told("Measuring benefits of digital projects"))


def test_an_exception_holds_a_phrase_back() -> None:
    assert "EPR" in dict(told("Knowledge of an EPR"))["EPR configuration"]
    assert "EPR configuration" not in dict(told("Experience of using an EPR on a ward every day"))


def test_words_that_are_like_a_skill_lead_there_without_a_phrase() -> None:
    [(skill, words)] = told("Handles a complaint so that the caller would ring again")
    assert skill == "Customer service management" and "complaint" in words and "caller" in words


def test_a_phrase_leads_nowhere_where_the_rest_speaks_of_something_else() -> None:
    assert "Customer service management" in dict(told("Excellent customer service"))
    assert told("Explaining a hard choice to a customer, a surgeon and a new graduate") != [
        ("Customer service management", "customer")
    ]


def test_the_same_skill_is_not_offered_twice_and_no_more_than_two_are() -> None:
    for words in ("SQL, Python, Power BI and Tableau", "Line management of staff on a help desk", "PRINCE2 or MSP"):
        found = [skill for skill, _ in told(words)]
        assert 1 <= len(found) == len(set(found)) <= MOST_LINKS


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
def test_every_cue_is_of_a_skill_of_the_shipped_catalogue() -> None:
    with CUES.open(encoding="utf-8", newline="") as file:
        rows = [row["skill"] for row in csv.DictReader(file, strict=True)]
    assert len(rows) == len(set(rows)) > 100
    assert set(rows) <= set(Skill.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_the_lexicon_comes_from_the_search_of_the_catalogue() -> None:
    lexicon = lexicon_of(current_index())
    synonym: Any = Synonym.objects.filter(skill__isnull=False, term="FHIR").get()
    assert synonym.skill.name in [link.skill for link in lexicon.links("Knowledge of FHIR")]
    retired = Skill.objects.get(name="Data visualisation")
    retired.retired_at = "2027-01-01T00:00:00Z"
    retired.save()
    assert "Data visualisation" not in [link.skill for link in lexicon_of(build_index()).links("Power BI")]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["SQL", "stakeholder", "Dashboards", "BI", "of", "\n", "İ"])).map(" ".join),
    )
)
def test_the_words_of_a_link_stand_in_the_criterion(words: str) -> None:
    found = LEXICON.links(words)
    assert len(found) <= MOST_LINKS
    line = " ".join(words.split())
    for link in found:
        assert isinstance(link, Link) and link.skill in NAMES
        assert all(piece in line for piece in link.because.split(" … "))
