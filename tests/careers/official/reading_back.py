"""The facts of a download, and the facts that the open data publishes, in one shape to compare."""

import csv
import io
import json
from typing import Any

from django.test import Client
from django.urls import reverse

from careers.models import Edition
from careers.official.download import STEPS, Download
from common.csv_files import original_cell

Facts = dict[str, set[tuple[Any, ...]]]
_STEPS = tuple(f"official_{step.lower()}" for step in STEPS)


def facts_of(download: Download) -> Facts:
    """Everything that a download says."""
    return {
        "families": {(name,) for name in download.families},
        "roles": {(name, role.family, role.kind, role.text) for name, role in download.roles.items()},
        "levels": {(role, level, text) for (role, level), text in download.levels.items()},
        "skills": {(name, skill.text, *skill.steps) for name, skill in download.skills.items()},
        "requirements": {(*names, required) for names, required in download.requirements.items()},
    }


def published_facts(client: Client, edition: Edition) -> Facts:
    """Everything official that the open data of an edition says, from its CSV files; its JSON must say the same."""
    rows = {name: csv_rows(client, edition, name) for name in ("families", "roles", "levels", "skills", "requirements")}
    for name, found in rows.items():
        assert [as_text(row) for row in json_rows(client, edition, name)] == found, name
    return {
        "families": {(row["name"],) for row in rows["families"]},
        "roles": {(row["name"], row["family"], row["official_type"], row["official_text"]) for row in rows["roles"]},
        "levels": {(row["role"], row["name"], row["official_text"]) for row in rows["levels"]},
        "skills": {(row["name"], row["official_text"], *(row[step] for step in _STEPS)) for row in rows["skills"]},
        "requirements": {
            (row["role"], row["level"], row["skill"], int(row["required"]) if row["required"] else None)
            for row in rows["requirements"]
        },
    }


def csv_rows(client: Client, edition: Edition, dataset: str) -> list[dict[str, str]]:
    """The rows of a CSV file as anybody reads it, without the apostrophes before formulas."""
    response = client.get(reverse("careers:dataset_csv", args=[edition.slug, dataset]))
    assert response.status_code == 200
    reader = csv.DictReader(io.StringIO(response.content.decode(), newline=""), strict=True)
    return [{name: original_cell(cell) for name, cell in row.items()} for row in reader]


def json_rows(client: Client, edition: Edition, dataset: str) -> list[dict[str, Any]]:
    response = client.get(reverse("careers:dataset_json", args=[edition.slug, dataset]))
    assert response.status_code == 200
    rows: list[dict[str, Any]] = json.loads(response.content)["rows"]
    return rows


def as_text(row: dict[str, Any]) -> dict[str, str]:
    """A row of JSON as CSV writes it."""
    words = {None: "", True: "yes", False: "no"}
    return {
        name: "; ".join(value)
        if isinstance(value, list)
        else words.get(value, str(value))
        if value is None or isinstance(value, bool)
        else str(value)
        for name, value in row.items()
    }
