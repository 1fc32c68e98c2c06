"""The shipped catalogue is whole: every thing has its own words, and the facts are those of the frameworks."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from careers.catalogue.reading import SHIPPED, Catalogue, read_catalogue
from careers.models import Framework, Registration
from common.vocabulary import Band, Confidence
from tests.careers.fact_pack import facts, official_files

OFFICIAL, NHS = Framework.OFFICIAL, Framework.NHS


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def framework_of(catalogue: Catalogue) -> dict[str, str]:
    """Of each role, by name."""
    families = {row["name"]: row["framework"] for row in catalogue["families"]}
    return {row["name"]: families[row["family"]] for row in catalogue["roles"]}


def test_it_has_all_there_is(catalogue: Catalogue) -> None:
    role_framework = framework_of(catalogue)
    chiefs = {row["role"] for row in catalogue["requirements"] if row["required"] is None}
    counted = {
        "families": Counter(row["framework"] for row in catalogue["families"]),
        "roles": Counter(role_framework.values()),
        "levels": Counter(role_framework[row["role"]] for row in catalogue["levels"] if row["role"] not in chiefs),
        "chief levels": sum(row["role"] in chiefs for row in catalogue["levels"]),
        "skills": Counter(row["framework"] for row in catalogue["skills"]),
        "requirements": Counter(role_framework[row["role"]] for row in catalogue["requirements"]),
        "without a level": sum(row["required"] is None for row in catalogue["requirements"]),
    }
    assert counted == {
        "families": {OFFICIAL: 8, NHS: 10},
        "roles": {OFFICIAL: 52, NHS: 33},
        "levels": {OFFICIAL: 201, NHS: 112},
        "chief levels": 4,
        "skills": {OFFICIAL: 188, NHS: 43},
        "requirements": {OFFICIAL: 1809, NHS: 902},
        "without a level": 28,  # so 1,781 of the official ones have one
    }
    rows = {name: len(catalogue[name]) for name in catalogue}
    assert rows["starting_points"] == 28
    assert rows["starting_point_skills"] == 192
    assert rows["learning"] == 119
    assert rows["learning_skills"] == 280
    assert rows["networks"] == 27
    assert rows["recurring_events"] == 15
    assert rows["synonyms"] == 260
    assert rows["statements"] == 26
    assert rows["statement_targets"] == 88
    assert rows["glossary"] >= 100


# --- Words ----------------------------------------------------------------------------------

# What each of these must say, and by which name it is called.
WORDS = {
    "families": ("name", ["summary"]),
    "roles": ("name", ["summary"]),
    "levels": ("name", ["what_changes"]),
    "skills": ("name", ["summary", "awareness", "working", "practitioner", "expert"]),
    "activities": ("skill", ["activity", "evidence"]),
    "starting_points": ("title", ["summary", "first_steps"]),
    "learning": ("name", ["summary"]),
    "networks": ("name", ["summary"]),
    "recurring_events": ("name", ["summary"]),
    "glossary": ("term", ["meaning"]),
}


def texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that is written in sentences."""
    for file, (name, columns) in WORDS.items():
        for row in catalogue[file]:
            for column in columns:
                yield f"{file}.csv: {row[name]}: {column}", row[column]


def test_everything_has_words_of_some_substance(catalogue: Catalogue) -> None:
    thin = [where for where, text in texts(catalogue) if len(text.split()) < 5]
    assert thin == []


def test_role_summaries_are_one_to_three_sentences(catalogue: Catalogue) -> None:
    for file in ("roles", "skills", "starting_points"):
        for row in catalogue[file]:
            sentences = re.findall(r"[.!?](?=\s+[A-Z\"']|$)", row["summary"])
            assert 1 <= len(sentences) <= 3, (file, row["summary"])


def test_no_two_texts_are_alike(catalogue: Catalogue) -> None:
    seen: dict[str, str] = {}
    for where, text in texts(catalogue):
        key = re.sub(r"\W+", " ", text).casefold().strip()
        assert key not in seen, f"{where} says the same as {seen.get(key)}"
        seen[key] = where


def test_every_skill_has_one_or_two_things_to_do_at_work(catalogue: Catalogue) -> None:
    count = Counter(row["skill"] for row in catalogue["activities"])
    assert {row["name"] for row in catalogue["skills"]} == count.keys()
    assert set(count.values()) <= {1, 2}


def test_words_are_plain_text_in_plain_characters() -> None:
    for path in sorted(SHIPPED.glob("*.csv")):
        raw = path.read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in raw, path.name
        assert raw.endswith(b"\n"), path.name
        text = raw.decode("utf-8")
        assert not re.search("[\u00a0\u200b-\u200f\u2028\u2029\u2060\ufeff\x00-\x08\x0b-\x1f]", text), path.name
        assert not re.search(r"<[a-z/]", text), f"{path.name} holds markup"
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.reader(stream, strict=True), start=1):
                assert all(cell == cell.strip() for cell in row), f"{path.name}: row {number} has stray spaces"


# --- Judgements -----------------------------------------------------------------------------


def test_every_band_says_how_sure_we_are_and_on_what_basis(catalogue: Catalogue) -> None:
    for row in catalogue["levels"]:
        if row["band_low"]:
            assert row["band_confidence"] in Confidence.values
            assert row["band_basis"] or framework_of(catalogue)[row["role"]] == NHS, row["name"]


def test_bands_never_fall_along_a_ladder(catalogue: Catalogue) -> None:
    for role in catalogue["roles"]:
        ladder = sorted(
            (row for row in catalogue["levels"] if row["role"] == role["name"]), key=lambda row: row["order"]
        )
        bands = [(Band(row["band_low"]).rank, Band(row["band_high"]).rank) for row in ladder if row["band_low"]]
        lows, highs = [low for low, _ in bands], [high for _, high in bands]
        assert lows == sorted(lows), role["name"]
        assert highs == sorted(highs), role["name"]


def test_a_level_that_needs_a_registration_names_who_may_apply(catalogue: Catalogue) -> None:
    needing = [row for row in catalogue["levels"] if row["registration"] == Registration.YES]
    assert needing
    assert all(row["professions"] for row in needing)


def test_no_event_has_a_date_that_nobody_confirmed(catalogue: Catalogue) -> None:
    assert [row["name"] for row in catalogue["recurring_events"] if row["next_date"]] == []


def test_high_confidence_means_that_somebody_looked(catalogue: Catalogue) -> None:
    for file in ("learning", "networks", "recurring_events"):
        for row in catalogue[file]:
            assert row["source_name"], (file, row["name"])
            assert row["last_checked"] or row["confidence"] != Confidence.HIGH, (file, row["name"])


# --- Against the facts, where they are at hand ------------------------------------------------


def level_facts() -> Iterator[tuple[Any, ...]]:
    for row in facts("bands"):
        yield row["role"], row["level"], row["afc_low"], row["afc_high"], row["confidence"]
    for row in facts("nhs_roles"):
        yield row["role"], row["level"], row["afc_low"], row["afc_high"], row["confidence"]


def test_names_orders_tracks_and_bands_are_those_of_the_facts(catalogue: Catalogue) -> None:
    framework, nhs = facts("framework"), facts("nhs_roles")
    families = {row["family"] for row in (*framework, *nhs)}
    assert {row["name"] for row in catalogue["families"]} == families
    assert {(row["family"], row["name"]) for row in catalogue["roles"]} == {
        (row["family"], row["role"]) for row in (*framework, *nhs)
    }
    orders = {(row["role"], row["level"], int(row["seniority_order"]), row["track"]) for row in framework}
    orders |= {(row["role"], row["level"], int(row["seniority_order"]), "single") for row in nhs}
    assert {(row["role"], row["name"], row["order"], row["track"].lower()) for row in catalogue["levels"]} == orders
    assert {
        (row["role"], row["name"], row["band_low"], row["band_high"], row["band_confidence"].lower())
        for row in catalogue["levels"]
    } == set(level_facts())
    registrations = {row["level"]: row["professional_registration_needed"] for row in nhs}
    for row in catalogue["levels"]:
        assert row["registration"].lower() == registrations.get(row["name"], "no"), row["name"]


def test_required_levels_are_those_of_the_facts(catalogue: Catalogue) -> None:
    needed = {
        (row["role"], row["level"], row["skill"], int(row["required_level"] or 0))
        for row in (*facts("framework"), *facts("nhs_role_skills"))
    }
    assert {
        (row["role"], row["level"], row["skill"], row["required"] or 0) for row in catalogue["requirements"]
    } == needed
    skills = {row["skill"] for row in facts("framework")} | {row["skill"] for row in facts("nhs_skills")}
    assert {row["name"] for row in catalogue["skills"]} == skills


def test_people_learning_and_words_are_those_of_the_facts(catalogue: Catalogue) -> None:
    points = {
        row["code"]: (row["title"], row["background"], row["typical_afc_low"], row["typical_afc_high"])
        for row in facts("starting_points")
    }
    assert points == {
        row["code"]: (row["title"], row["background"].lower(), row["band_low"], row["band_high"])
        for row in catalogue["starting_points"]
    }
    for file, columns, name, fact_columns in SAME:
        ours = {tuple(plain(row[column]) for column in columns.split()) for row in catalogue[file]}
        theirs = {tuple(plain(row[column]) for column in (fact_columns or columns).split()) for row in facts(name)}
        assert ours == theirs, file
    ours = {(row["code"], row["kind"].lower(), row["statement"]) for row in catalogue["statements"]}
    assert ours == {(row["code"], row["kind"], row["statement"]) for row in facts("motivations")}
    areas = {row["name"]: row["area"] for row in catalogue["skills"] if row["framework"] == NHS}
    assert areas == {row["skill"]: row["area"] for row in facts("nhs_skills")}


def plain(value: Any) -> str:
    """A value as the facts write it. "6-12 months" is written "6 to 12 months" on pages; choices have capitals."""
    text = "" if value is None else str(value).casefold()
    return re.sub(r"(?<=\d)-(?=\d+ (?:months|more|days))", " to ", text).replace("_", " ")


CHECKED = "last_checked source_name confidence"
# A file of the catalogue and its columns, the file of facts, and its columns that say the same where they are called
# otherwise.
SAME = (
    ("starting_point_skills", "starting_point skill typical", "starting_point_skills", "code skill typical_level"),
    ("learning_skills", "learning skill reaches", "programme_skills", "name skill reaches_level"),
    ("synonyms", "term kind target_type target", "synonyms", "term kind target_type means_role_or_skill"),
    ("statement_targets", "statement target_type target weight", "motivations", "code target_type target weight"),
    (
        "learning",
        f"kind name provider award_level duration cost_band eligibility_note status {CHECKED}",
        "programmes",
        "",
    ),
    ("networks", f"name organiser audience cost_band founded {CHECKED}", "networks", ""),
    (
        "recurring_events",
        f"name organiser usual_month city venue audience cost_band next_date last_known_year status note {CHECKED}",
        "events",
        "",
    ),
)
SIX = 6


def runs_of_six(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {tuple(words[start : start + SIX]) for start in range(len(words) - SIX + 1)}


def test_no_six_words_in_a_row_come_from_the_official_sentences(root: Path) -> None:
    """Names and numbers may be carried over, sentences may not."""
    official: set[tuple[str, ...]] = set()
    names: set[tuple[str, ...]] = set()
    for path in official_files():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, strict=True):
                for column, cell in row.items():
                    is_sentence = "Description" in column or column in (
                        "Awareness",
                        "Working",
                        "Practitioner",
                        "Expert",
                    )
                    (official if is_sentence else names).update(runs_of_six(cell))
    assert len(official) > 10_000
    for path in sorted(SHIPPED.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(csv.reader(stream, strict=True), start=1):
                for cell in cells:
                    copied = (runs_of_six(cell) & official) - names
                    assert not copied, f"{path.name}: row {number}: {' '.join(min(copied))}"
    written = [
        path
        for folder in ("careers", "common", "docs", "portal", "templates", "tests")
        for path in root.glob(f"{folder}/**/*")
    ]
    for path in written:
        if path.suffix in {".py", ".html", ".md", ".txt"}:
            copied = (runs_of_six(path.read_text(encoding="utf-8")) & official) - names
            assert not copied, f"{path.relative_to(root)}: {' '.join(min(copied))}"
