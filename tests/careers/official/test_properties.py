"""What holds for every download, whatever its names, texts and required levels."""

import csv
import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from careers.catalogue.identity import name_key
from careers.catalogue.reading import Catalogue
from careers.models import Edition
from careers.official.cells import name_problem, text_problem, tidy_name, tidy_text
from careers.official.download import STEPS, read_download
from careers.official.importing import import_framework
from tests.careers.official.conftest import NOW
from tests.careers.official.invented import Invented
from tests.careers.official.reading_back import facts_of, published_facts
from tests.careers.official.test_importing import everything

pytestmark = pytest.mark.django_db

# Letters, what spreadsheets and CSV stumble over, hidden characters, quotation marks, line ends of all kinds.
PHASES = (Phase.explicit, Phase.generate)  # making examples smaller takes many imports

ALPHABET = "abcXYZ019 ,;:()-–'’\"“=+@|%\t\n\r\u2028\u00a0\u200b<>&[]/é漢🩺"
NAMES = st.text(ALPHABET, min_size=1, max_size=24).filter(lambda name: not name_problem(tidy_name(name)))
TEXTS = st.one_of(
    st.sampled_from(["", "MISSING", "NOT IN USE", "=1+1", "'=1", "You can:\n- do [this](/)"]),
    st.text(ALPHABET, max_size=60),
).filter(lambda text: not text_problem(tidy_text(text)))


@st.composite
def downloads(draw: st.DrawFn) -> Invented:
    """A whole download with up to six roles, its rows in any order, some of them twice."""
    roles = draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=lambda name: name_key(tidy_name(name))))
    skills = draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=lambda name: name_key(tidy_name(name))))
    families = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=lambda name: name_key(tidy_name(name))))
    texts = {skill: [draw(TEXTS) for _ in range(5)] for skill in skills}
    rows = []
    for role in roles:
        family, words, kind = draw(st.sampled_from(families)), draw(TEXTS), draw(st.sampled_from(["", "Top"]))
        chief = draw(st.integers(0, 4)) == 0
        levels = (
            ["NOT IN USE"]
            if chief
            else draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=lambda name: name_key(tidy_name(name))))
        )
        for level in levels:
            level_words = "NOT IN USE" if chief else draw(TEXTS)
            for skill in draw(st.lists(st.sampled_from(skills), min_size=1, unique=True)):
                step = "NOT IN USE" if chief else draw(st.sampled_from(STEPS))
                rows.append(
                    {
                        "Role Family": family,
                        "Role": role,
                        "Role Description": words,
                        "Role Level": level,
                        "Role Level Description": level_words,
                        "Skill Name": skill,
                        "Skill Description": texts[skill][0],
                        "Skill Level": step,
                        "Skill Level Description": step if chief else texts[skill][1 + STEPS.index(step)],
                        "Role Type": kind,
                    }
                )
    rows += draw(st.lists(st.sampled_from(rows), max_size=3))
    skill_rows = [
        {"Skill Name": skill, "Skill Description": texts[skill][0], **dict(zip(STEPS, texts[skill][1:], strict=True))}
        | {"Roles that require Skill": "Nobody"}
        for skill in skills
    ]
    return Invented(draw(st.permutations(rows)), draw(st.permutations(skill_rows)))


def test_what_is_imported_is_published_and_importing_it_again_changes_nothing(
    client: Client, shipped: Catalogue
) -> None:
    """One edition after the other: the facts of each are read back from the open data, no more and no less."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(one=downloads(), other=downloads(), newline=st.sampled_from(["\n", "\r\n"]))
    def check(one: Invented, other: Invented, newline: str) -> None:
        with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
            first = import_and_read_back(
                one.write(Path(folder), newline=newline, quoting=csv.QUOTE_ALL), "January 2026"
            )
            import_and_read_back(other.write(Path(folder), newline=newline, quoting=csv.QUOTE_ALL), "April 2026")
            earlier = read_download(*one.write(Path(folder), quoting=csv.QUOTE_ALL))
            assert published_facts(client, first) == facts_of(earlier), "the edition before stays as it was"
            transaction.set_rollback(True)

    def import_and_read_back(files: tuple[Path, Path], month: str) -> Edition:
        download = read_download(*files)
        options = {"edition": month, "renames": [], "shipped": shipped, "retire_many": True, "now": NOW}
        edition = import_framework(download, **options).edition
        assert published_facts(client, edition) == facts_of(download)
        before = everything()
        assert not import_framework(download, **options).changed_something
        assert before == everything()
        return edition

    check()
