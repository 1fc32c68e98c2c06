"""The facts and the official download beside the checkout, where there are any. They are no part of the project.

``SHARED_DATA`` names the folder; without it, ``shared`` beside the checkout is tried.
"""

import csv
import os
from pathlib import Path

import pytest
from django.conf import settings

OFFICIAL = ("gdad", "roles_download.csv"), ("gdad", "skills_download.csv")


def folder() -> Path:
    """The folder, or the test is left out and says so."""
    found = Path(os.environ.get("SHARED_DATA") or settings.BASE_DIR.parent / "shared" / "data")
    if not (found / "facts").is_dir():
        pytest.skip(f"No pack of facts in {found}; SHARED_DATA names another folder.")
    return found


def facts(name: str) -> list[dict[str, str]]:
    """The rows of one file of facts."""
    with (folder() / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def official_files() -> tuple[Path, Path]:
    """The official roles and skills downloads."""
    roles, skills = (folder().joinpath(*parts) for parts in OFFICIAL)
    return roles, skills
