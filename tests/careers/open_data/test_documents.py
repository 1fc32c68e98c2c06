"""Open data: whole, documented, safe in a spreadsheet, and kept when an edition is replaced."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers.models import Edition, Framework, Learning, Level, Network, Role, Skill, Synonym
from careers.open_data.columns import Kind
from careers.open_data.datasets import FRAMEWORK_DATASETS, OUR_DATASETS, datasets_of
from careers.revision import bump_revision
from common.csv_files import original_cell
from tests.careers.official.conftest import NOW, Import, do_import, shipped
from tests.careers.official.invented import like_the_catalogue

__all__ = ["do_import", "shipped"]
pytestmark = pytest.mark.django_db
ALL = [(framework, dataset) for framework in Framework.values for dataset in datasets_of(framework)]


def edition(framework: str) -> Edition:
    return Edition.objects.get(framework=framework, is_current=True)


def address(framework: str, dataset: str, kind: str) -> str:
    return reverse(f"careers:dataset_{kind}", args=[edition(framework).slug, dataset])


def rows_of_csv(client: Client, url: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(client.get(url).content.decode(), newline=""), strict=True)
    return [{name: original_cell(cell) for name, cell in row.items()} for row in reader]


@pytest.mark.parametrize(("framework", "dataset"), ALL)
def test_every_dataset_says_the_same_as_csv_and_as_json(client: Client, framework: str, dataset: Any) -> None:
    table = rows_of_csv(client, address(framework, dataset.name, "csv"))
    document = json.loads(client.get(address(framework, dataset.name, "json")).content)
    assert len(table) == len(document["rows"]) == dataset.count(framework) > 0
    names = [column["name"] for column in document["columns"]]
    assert list(table[0]) == list(document["rows"][0]) == names
    for text, value in zip(table, document["rows"], strict=True):
        for column in dataset.columns:
            assert column.read(text[column.name]) == value[column.name]


@pytest.mark.parametrize("dataset", [*FRAMEWORK_DATASETS, *OUR_DATASETS])
def test_every_column_is_explained_and_no_two_are_called_alike(dataset: Any) -> None:
    assert len({column.name for column in dataset.columns}) == len(dataset.columns)
    assert all(column.meaning.endswith(".") and len(column.meaning) > 8 for column in dataset.columns)


def test_numbers_words_lists_and_dates_have_their_json_types(client: Client) -> None:
    levels = json.loads(client.get(address("NHS", "levels", "json")).content)["rows"]
    level = next(row for row in levels if row["professions"])
    assert isinstance(level["order"], int)
    assert level["order_is_known"] is True
    assert level["track"] == "single"
    assert isinstance(level["professions"], list)
    assert all(word == word.lower() for word in level["professions"])
    needs = json.loads(client.get(address("OFFICIAL", "requirements", "json")).content)["rows"]
    assert {row["required"] for row in needs} == {1, 2, 3, 4, None}
    learning = json.loads(client.get(address("NHS", "learning", "json")).content)["rows"]
    assert {row["last_checked"] for row in learning} >= {"2026-11-22", None}
    assert next(row for row in learning if row["areas"])["areas"] == ["London"]


def test_a_file_names_its_edition_licence_and_columns(client: Client) -> None:
    document = json.loads(client.get(address("OFFICIAL", "skills", "json")).content)
    assert document["edition"]["name"] == "October 2025"
    assert document["edition"]["licence"] == "Open Government Licence v3.0"
    assert "© Crown copyright" in document["edition"]["attribution"]
    assert "MIT licence" in document["edition"]["our_part"]
    name = next(column for column in document["columns"] if column["name"] == "name")
    assert name == {
        "name": "name", "meaning": "The name, which may change from edition to edition.", "type": Kind.TEXT.value,
        "official": True,
    }  # fmt: skip
    response = client.get(address("OFFICIAL", "skills", "csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"] == 'attachment; filename="official-october-2025-skills.csv"'
    assert "license" in response.headers["Link"]


def test_no_spreadsheet_runs_a_cell_and_the_text_reads_back_unchanged(client: Client) -> None:
    role = Role.objects.filter(family__framework=Framework.OFFICIAL).order_by("pk")[0]
    for text in ('=HYPERLINK("https://example.org")', "+44 20", "-1", "@SUM(A1)", "\tx", "'=1", "'", "a\r\nb"):
        Role.objects.filter(pk=role.pk).update(summary=text)
        url = address("OFFICIAL", "roles", "csv")
        raw = client.get(url).content.decode()
        cells = [cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell], text
        assert next(row for row in rows_of_csv(client, url) if row["slug"] == role.slug)["summary"] == text


def test_what_was_retired_is_no_longer_published(client: Client) -> None:
    skill = Skill.objects.filter(framework=Framework.NHS).order_by("pk")[0]
    Skill.objects.filter(pk=skill.pk).update(retired_at=NOW)
    Learning.objects.filter(pk=Learning.objects.order_by("pk")[0].pk).update(retired_at=NOW)
    assert skill.slug not in {row["slug"] for row in rows_of_csv(client, address("NHS", "skills", "csv"))}
    for name in ("requirements", "activities"):
        rows = rows_of_csv(client, address("NHS", name, "csv"))
        assert skill.name not in {row["skill"] for row in rows}
    assert len(rows_of_csv(client, address("NHS", "learning", "csv"))) == Learning.objects.count() - 1


def test_an_unchanged_file_is_not_sent_again(client: Client) -> None:
    for url in (address("OFFICIAL", "roles", "csv"), reverse("careers:role_json", args=["data-analyst"])):
        first = client.get(url)
        assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        bump_revision(now=NOW)
        assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_replaced_edition_keeps_its_files(client: Client, do_import: Import) -> None:
    old = edition("OFFICIAL")
    before = {
        (dataset.name, kind): client.get(reverse(f"careers:dataset_{kind}", args=[old.slug, dataset.name])).content
        for dataset in FRAMEWORK_DATASETS
        for kind in ("csv", "json")
    }
    invented = like_the_catalogue()
    invented.drop("Role", "Data ethicist")
    invented.rename("Skill Name", "User focus", "Users in mind")
    do_import(invented)
    for (name, kind), content in before.items():
        now = client.get(reverse(f"careers:dataset_{kind}", args=[old.slug, name])).content
        assert now == content.replace(b'"is_current": true', b'"is_current": false')
    assert len(rows_of_csv(client, address("OFFICIAL", "roles", "csv"))) == 51


def test_unknown_editions_and_datasets_are_not_found(client: Client) -> None:
    for edition_slug, dataset in (
        ("official-october-2025", "learning"), ("official-october-2025", "nothing"), ("nothing", "roles"),
    ):  # fmt: skip
        for kind in ("csv", "json"):
            assert client.get(reverse(f"careers:dataset_{kind}", args=[edition_slug, dataset])).status_code == 404
    assert client.get(reverse("careers:role_json", args=["nothing"])).status_code == 404


# --- The page and one role ------------------------------------------------------------------


def test_the_page_lists_every_file_with_its_rows_and_every_column(client: Client) -> None:
    html = client.get(reverse("careers:open_data")).content.decode()
    for framework, dataset in ALL:
        assert address(framework, dataset.name, "csv") in html
        assert address(framework, dataset.name, "json") in html
        assert f'id="columns-{dataset.name}"' in html
        assert all(f"<code>{column.name}</code>" in html for column in dataset.columns)
    assert "<td>1,809</td>" in html
    assert "Open Government Licence v3.0" in html


def test_the_page_lists_replaced_editions_too(client: Client, do_import: Import) -> None:
    do_import(like_the_catalogue())
    html = client.get(reverse("careers:open_data")).content.decode()
    for slug in ("official-october-2025", "official-january-2026"):
        assert f'href="/data/{slug}/requirements.csv"' in html


def test_a_role_as_json_has_its_levels_and_what_they_need(client: Client) -> None:
    role = json.loads(client.get(reverse("careers:role_json", args=["data-analyst"])).content)
    assert (role["name"], role["family"]["name"], role["retired"]) == ("Data analyst", "Data", False)
    assert [level["order"] for level in role["levels"]] == [1, 2, 3, 4]
    senior = role["levels"][2]
    assert senior["name"] == "Senior data analyst"
    assert senior["typical_band"]["low"] == Level.objects.get(name="Senior data analyst").band_low
    needs = {need["slug"]: need for need in senior["needs"]}
    assert needs["data-management"] == {
        "skill": "Data management", "slug": "data-management", "required": 3, "required_in_words": "Practitioner",
    }  # fmt: skip
    assert role["edition"]["attribution"]


def test_a_chief_role_as_json_names_skills_without_a_level(client: Client) -> None:
    role = json.loads(client.get(reverse("careers:role_json", args=["chief-data-officer"])).content)
    assert {need["required"] for need in role["levels"][0]["needs"]} == {None}


def test_files_take_a_constant_number_of_queries(client: Client) -> None:
    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    urls = [address(framework, dataset.name, kind) for framework, dataset in ALL for kind in ("csv", "json")]
    assert {cost(url) for url in urls} == {3}
    assert cost(reverse("careers:open_data")) <= 4
    assert cost(reverse("careers:role_json", args=["data-analyst"])) <= 5


def test_what_hangs_on_several_kinds_of_thing_names_its_kind(client: Client) -> None:
    synonyms = rows_of_csv(client, address("NHS", "synonyms", "csv"))
    assert len(synonyms) == Synonym.objects.count()
    assert {row["target_type"] for row in synonyms} <= {"family", "role", "level", "skill"}
    assert all(row["target"] for row in synonyms)
    networks = rows_of_csv(client, address("NHS", "network-families", "csv"))
    assert {row["network"] for row in networks} <= set(Network.objects.values_list("name", flat=True))
