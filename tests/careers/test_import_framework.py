"""``manage.py import_framework``: what it prints, and what it refuses."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from careers.models import Edition, Framework, Role
from tests.careers.official.conftest import NOW
from tests.careers.official.invented import Invented, like_the_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_editions_that_are_imported_here() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def run(
    folder: Path, invented: Invented, *, edition: str = "January 2026", encoding: str = "utf-8", **options: object
) -> str:
    output = StringIO()
    call_command(
        "import_framework", *invented.write(folder, encoding=encoding), edition=edition, stdout=output, **options
    )
    return output.getvalue()


def next_edition() -> Invented:
    invented = like_the_catalogue()
    invented.rename("Skill Name", "Prototyping", "Making prototypes")
    invented.drop("Role", "Data ethicist")
    invented.add("Data", "Data analyst", "Apprentice data baker", "User focus", "Working")
    return invented


def test_it_tells_the_differences_likely_renames_and_unconfirmed_places(tmp_path: Path) -> None:
    printed = run(tmp_path, next_edition())
    assert "Read 51 roles" in printed
    assert "differences from the October 2025 edition:" in printed
    assert "  No longer in the framework: the role Data ethicist\n" in printed
    assert "  New level: Apprentice data baker\n" in printed
    assert "\nkind,old,new,role\nskill,Prototyping,Making prototypes,\n" in printed
    assert "  Data analyst: Apprentice data baker (place 3)\n" in printed
    assert printed.endswith("January 2026 is the current edition of the official framework.\n")


def test_renames_come_from_a_file(tmp_path: Path) -> None:
    renames = tmp_path / "renames.csv"
    renames.write_text("kind,old,new,role\nskill,Prototyping,Making prototypes,\n")
    printed = run(tmp_path, next_edition(), renames=renames)
    assert "  Prototyping is now called Making prototypes\n" in printed
    assert "Likely renames" not in printed


def test_a_dry_run_prints_the_same_but_the_end(tmp_path: Path) -> None:
    invented = next_edition()
    dry = run(tmp_path, invented, dry_run=True)
    assert Role.objects.live().filter(name="Data ethicist").exists()
    wet = run(tmp_path, invented)
    assert dry.splitlines()[:-1] == wet.splitlines()[:-1]
    assert dry.endswith(
        "This was a dry run; nothing has changed. Without --dry-run, January 2026 becomes the current edition.\n"
    )


def test_the_second_time_it_says_that_nothing_changed(tmp_path: Path) -> None:
    invented = next_edition()
    run(tmp_path, invented)
    assert run(tmp_path, invented).endswith(
        "Nothing has changed: the January 2026 edition is in the catalogue already.\n"
    )


def test_it_says_when_a_file_was_not_utf_8(tmp_path: Path) -> None:
    printed = run(tmp_path, like_the_catalogue(), encoding="cp1252", edition="October 2025")
    assert "download-roles.csv is not UTF-8; it was read as Windows-1252." in printed


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("kind,old\n", "renames.csv: row 1: there is no column “new”."),
        (
            "kind,old,new\nshoe,a,b\n",
            "renames.csv: row 2: kind says “shoe”, but must be one of family, role, level, skill.",
        ),
        ("kind,old,new\nskill,,b\n", "renames.csv: row 2: needs an old and a new name."),
        ("kind,old,new\nskill,User focus,Nothing\n", "renames.csv: row 2: the download has no skill “Nothing”."),
        (
            "kind,old,new\nskill,User focus,Prototyping\nskill,User focus,Testing\n",
            "renames.csv: row 3: the new name of the skill “User focus” is “Testing”, but renames.csv: row 2 says "
            "“Prototyping”.",
        ),
        (
            "kind,old,new\nskill,Asking,Prototyping\nskill,Making,Prototyping\n",
            "renames.csv: row 3: the old name of the skill “Prototyping” is “Making”, but renames.csv: row 2 says "
            "“Asking”.",
        ),
        (f"kind,old,new,{'x' * 140_000}\n", "renames.csv: row 1: a cell is absurdly long"),
        ('kind,old,new\nskill,"User focus', "renames.csv: row 2: a cell in quotation marks never ends"),
    ],
)
def test_renames_that_make_no_sense_are_refused(tmp_path: Path, content: str, sentence: str) -> None:
    renames = tmp_path / "renames.csv"
    renames.write_text(content)
    with pytest.raises(CommandError, match="Nothing was imported") as refusal:
        run(tmp_path, like_the_catalogue(), renames=renames)
    assert sentence in str(refusal.value)


def test_refusals_are_sentences_and_nothing_has_changed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="“Winter” is not a month and year"):
        run(tmp_path, like_the_catalogue(), edition="Winter")
    with pytest.raises(CommandError, match="July 2025 is older and cannot be imported over it"):
        run(tmp_path, like_the_catalogue(), edition="July 2025")
    with pytest.raises(CommandError, match="October 2099 has not begun"):
        run(tmp_path, like_the_catalogue(), edition="October 2099")
    broken = like_the_catalogue()
    broken.roles[6]["Skill Level"] = "Guru"
    with pytest.raises(CommandError, match=r"download-roles\.csv: row 8: Skill Level says “Guru”"):
        run(tmp_path, broken)
    cut = like_the_catalogue()
    cut.roles = cut.roles[:300]
    with pytest.raises(CommandError, match=r"so it may not be whole\. Nothing was imported"):
        run(tmp_path, cut)
    assert Edition.objects.get(framework=Framework.OFFICIAL).name == "October 2025"
