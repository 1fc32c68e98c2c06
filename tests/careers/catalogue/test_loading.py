"""Loading the shipped catalogue: complete, repeatable, careful with what staff corrected, and exact about bad files."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from careers.catalogue.loading import load_catalogue
from careers.catalogue.reading import SHIPPED, CatalogueIsBroken, read_catalogue
from careers.models import Activity, Correction, Level, Requirement, Revision, Role, Skill, Synonym

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Edit = Callable[[str, Callable[[list[list[str]]], None]], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the shipped files in which one file's rows were changed."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder)

    def edit(name: str, change: Callable[[list[list[str]]], None]) -> Path:
        path = folder / f"{name}.csv"
        with path.open(newline="") as stream:
            rows = list(csv.reader(stream))
        change(rows)
        with path.open("w", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
        return folder

    return edit


def test_loading_twice_changes_nothing() -> None:
    revision = Revision.objects.get(pk=1).number
    before = {
        model: list(model.objects.order_by("pk").values()) for model in (Role, Level, Skill, Requirement, Synonym)
    }
    report = load_catalogue(read_catalogue(), now=NOW)
    assert not report.changed_something
    assert Revision.objects.get(pk=1).number == revision
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}


def test_a_better_word_changes_one_row_and_the_revision(edited: Edit) -> None:
    revision = Revision.objects.get(pk=1).number

    def change(rows: list[list[str]]) -> None:
        rows[1][2] = "A better summary."

    report = load_catalogue(read_catalogue(edited("roles", change)), now=NOW)
    assert {name: tally.changed for name, tally in report.tallies.items() if tally.any()} == {"roles": 1}
    assert Role.objects.filter(summary="A better summary.").count() == 1
    assert Revision.objects.get(pk=1).number == revision + 1


def test_a_load_that_breaks_off_has_changed_nothing(edited: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[1][2] = "A better summary."

    def fail(*, now: datetime) -> None:
        raise OSError("The disk is full")

    changed = read_catalogue(edited("roles", change))
    monkeypatch.setattr("careers.catalogue.loading.bump_revision", fail)  # the last thing that is written
    with pytest.raises(OSError, match="disk is full"):
        load_catalogue(changed, now=NOW)
    assert not Role.objects.filter(summary="A better summary.").exists()


def test_a_skill_that_left_the_files_is_retired_and_comes_back(edited: Edit) -> None:
    name = "Freedom of information and records requests"
    for file, column in (("skills", 1), ("requirements", 2), ("activities", 0), ("starting_point_skills", 1)):
        folder = edited(file, lambda rows, column=column: _drop(rows, column, name))  # type: ignore[misc]
    folder = edited("learning_skills", lambda rows: _drop(rows, 1, name))
    folder = edited("synonyms", lambda rows: _drop(rows, 3, name))
    folder = edited("statement_targets", lambda rows: _drop(rows, 2, name))
    load_catalogue(read_catalogue(folder), now=NOW)
    assert Skill.objects.get(name=name).retired_at == NOW
    load_catalogue(read_catalogue(), now=NOW)
    assert Skill.objects.get(name=name).retired_at is None


def _drop(rows: list[list[str]], column: int, value: str) -> None:
    rows[:] = [row for row in rows if row[column] != value]


def test_what_staff_corrected_stays() -> None:
    role = Role.objects.all()[0]
    Role.objects.filter(pk=role.pk).update(summary="Our own words here.")
    Correction.objects.create(model="role", object_id=role.pk, object_name=role.name, field="summary")
    report = load_catalogue(read_catalogue(), now=NOW)
    role.refresh_from_db()
    assert role.summary == "Our own words here."
    assert report.tallies["roles"].kept == 1


def test_requirements_that_staff_corrected_stay() -> None:
    requirement = Requirement.objects.exclude(required=None)[0]
    other = (requirement.required or 0) % 4 + 1
    Requirement.objects.filter(pk=requirement.pk).update(required=other)
    Correction.objects.create(model="level", object_id=requirement.level_id, object_name="a level", field="requirement")
    load_catalogue(read_catalogue(), now=NOW)
    requirement.refresh_from_db()
    assert requirement.required == other


def test_a_row_changed_without_a_correction_is_put_right() -> None:
    activity = Activity.objects.all()[0]
    words = activity.evidence
    Activity.objects.filter(pk=activity.pk).update(evidence="Someone edited the table by hand.")
    load_catalogue(read_catalogue(), now=NOW)
    activity.refresh_from_db()
    assert activity.evidence == words


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "complaint"),
    [
        ("levels", 3, 4, "10", "levels.csv: row 4: band_low is “10”, but must be one of"),
        ("levels", 3, 2, "7", "must be ordered 1, 2, 3"),
        (
            "requirements",
            9,
            3,
            "5",
            "requirements.csv: row 10: required is “5”, but must be a whole number from 1 to 4",
        ),
        (
            "requirements",
            9,
            2,
            "Basket weaving",
            "requirements.csv: row 10: skill “Basket weaving” is not in skills.csv",
        ),
        ("learning", 2, 16, "22/11/2026", "learning.csv: row 3: last_checked is “22/11/2026”, but must be a date"),
        ("synonyms", 5, 3, "Nobody", "synonyms.csv: row 6: target “Nobody” is not in"),
        ("skills", 4, 1, "", "skills.csv: row 5: name is empty"),
        ("families", 0, 1, "title", "families.csv: row 1: the columns must be framework, name, summary"),
    ],
)
def test_a_bad_cell_is_named_by_file_and_row_and_nothing_is_loaded(
    edited: Edit, file: str, row: int, column: int, value: str, complaint: str
) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[row][column] = value

    with pytest.raises(CatalogueIsBroken) as refusal:
        read_catalogue(edited(file, change))
    assert complaint in str(refusal.value)


def test_every_bad_row_is_reported_at_once(edited: Edit) -> None:
    def change(rows: list[list[str]]) -> None:
        for row in rows[1:6]:
            row[3] = "9"

    with pytest.raises(CatalogueIsBroken) as refusal:
        read_catalogue(edited("requirements", change))
    assert len(refusal.value.problems) == 5


def test_a_cut_off_quoted_cell_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder)
    path = folder / "families.csv"
    path.write_text(path.read_text().rstrip("\n") + '\nnhs,Cut off,"This never ends\n')
    with pytest.raises(CommandError, match=r"families\.csv: after row \d+: the file cannot be read"):
        call_command("load_catalogue", folder=folder)


def test_the_same_row_twice_is_refused(edited: Edit) -> None:
    with pytest.raises(CatalogueIsBroken, match=r"skills\.csv: row 233: says the same as row 2"):
        read_catalogue(edited("skills", lambda rows: rows.append(rows[1])))
