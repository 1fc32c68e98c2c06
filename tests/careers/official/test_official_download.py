"""The official download of October 2025 itself, where somebody has put it beside the checkout."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from careers.catalogue.reading import Catalogue
from careers.models import Level, Requirement, Role, Skill
from careers.official.download import Download, read_download
from careers.official.importing import import_framework
from tests.careers.fact_pack import facts, official_files
from tests.careers.official.conftest import NOW
from tests.careers.official.reading_back import facts_of, published_facts
from tests.careers.official.test_importing import everything


@pytest.fixture(scope="module")
def download() -> Download:
    return read_download(*official_files())


def test_everything_is_read_whatever_its_quirks(download: Download) -> None:
    assert (len(download.families), len(download.roles), len(download.levels), len(download.skills)) == (
        8,
        52,
        205,
        188,
    )
    assert len(download.requirements) == 1809
    assert sum(required is not None for required in download.requirements.values()) == 1781
    chiefs = [name for name, role in download.roles.items() if role.kind == "Senior Civil Service"]
    assert len(chiefs) == 4
    assert all((name, name) in download.levels for name in chiefs)
    assert sum(not any(skill.steps) for skill in download.skills.values()) == 22
    assert "16 rows of roles_download.csv repeat another row and were read once." in download.notes
    assert (
        "The list of roles in skills_download.csv is wrong for 15 skills; roles_download.csv counts." in download.notes
    )


def test_what_is_read_are_the_facts_of_the_pack(download: Download) -> None:
    rows = {
        (row["family"], row["role"], row["level"], row["skill"], int(row["required_level"] or 0))
        for row in facts("framework")
    }
    assert rows == {
        (download.roles[role].family, role, level, skill, required or 0)
        for (role, level, skill), required in download.requirements.items()
    }


@pytest.mark.django_db
def test_the_open_data_carries_its_facts_no_more_and_no_less(
    download: Download, shipped: Catalogue, client: Client
) -> None:
    report = import_framework(download, edition="October 2025", renames=[], shipped=shipped, now=NOW)
    assert published_facts(client, report.edition) == facts_of(download)


@pytest.mark.django_db
def test_importing_it_changes_no_fact_of_the_shipped_catalogue_and_once_is_enough(
    download: Download, shipped: Catalogue
) -> None:
    names = {
        model: list(model.objects.order_by("pk").values_list("pk", "name", "slug", "retired_at"))
        for model in (Role, Level, Skill)
    }
    needs = list(Requirement.objects.order_by("pk").values())
    report = import_framework(download, edition="October 2025", renames=[], shipped=shipped, now=NOW)
    assert (report.changes, report.unconfirmed, report.proposals, report.kept_skills) == ([], [], [], [])
    assert names == {
        model: list(model.objects.order_by("pk").values_list("pk", "name", "slug", "retired_at")) for model in names
    }
    assert needs == list(Requirement.objects.order_by("pk").values())
    before = everything()
    assert not import_framework(
        download, edition="October 2025", renames=[], shipped=shipped, now=NOW
    ).changed_something
    assert before == everything()


@pytest.mark.django_db
def test_the_command_takes_the_files_as_they_are() -> None:
    output = StringIO()
    roles, skills = official_files()
    call_command("import_framework", roles, skills, edition="October 2025", stdout=output)
    assert "Read 52 roles, 205 levels, 188 skills and 1,809 required levels." in output.getvalue()
    assert output.getvalue().endswith("October 2025 is the current edition of the official framework.\n")
