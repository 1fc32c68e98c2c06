"""Imports invented downloads."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from careers.catalogue.reading import Catalogue, read_catalogue
from careers.official.download import read_download
from careers.official.importing import ImportReport, import_framework
from tests.careers.official.invented import Invented

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Import = Callable[..., ImportReport]


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def do_import(tmp_path: Path, shipped: Catalogue) -> Import:
    """Write an invented download to files and import them, as January 2026 unless told otherwise."""

    def run(invented: Invented, edition: str = "January 2026", **options: Any) -> ImportReport:
        download = read_download(*invented.write(tmp_path))
        options = {"renames": [], "shipped": shipped, "now": NOW, **options}
        return import_framework(download, edition=edition, **options)

    return run
