"""Tests for what the browser loads: sizes, names, and nothing from other hosts."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings

from common.static_files import HashedStaticFiles

CLASS = re.compile(r'class="([^"]*)"')


@pytest.fixture(scope="module")
def built() -> Path:
    folder = settings.BASE_DIR / "build" / "static"
    assert (folder / "app.css").exists(), "Run `manage.py build_assets` first."
    return folder


def test_the_files_of_a_first_visit_are_small(built: Path) -> None:
    size = {name: len(gzip.compress((built / name).read_bytes())) for name in ("app.css", "app.js", "early.js")}
    assert size["app.css"] <= 28_000
    assert size["app.js"] <= 14_000
    assert size["early.js"] <= 500


def test_nothing_comes_from_another_host(built: Path) -> None:
    for path in built.rglob("*"):
        if path.suffix in {".css", ".js"}:
            text = path.read_text()
            assert "@font-face" not in text
            assert "Frutiger" not in text
            assert "sourceMappingURL" not in text
            assert not re.search(r"url\(['\"]?(https?:)?//", text)
            assert not re.search(r"""(import|from|fetch\()\s*["'`]https?://""", text)


def test_every_class_in_the_templates_has_a_style(built: Path) -> None:
    styles = set(re.findall(r"\.((?:nhsuk|app)-[\w-]+)", (built / "app.css").read_text()))
    # Names the design system uses without a style of their own.
    unstyled = {"nhsuk-error-summary__heading", "nhsuk-icon--search", "nhsuk-list--unstyled"}
    missing: dict[str, set[str]] = {}
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for value in CLASS.findall(path.read_text()):
            for name in re.sub(r"\{[%{].*?[%}]\}", " ", value).split():
                whole = re.fullmatch(r"(?:nhsuk|app)-[\w-]*[a-z0-9]", name)
                if whole and name not in styles | unstyled:
                    missing.setdefault(name, set()).add(path.name)
    assert missing == {}


def test_the_style_sheet_asks_for_arial(built: Path) -> None:
    assert re.search(r"html\{[^}]*font-family:arial,", (built / "app.css").read_text(), re.IGNORECASE)


def test_collected_files_have_a_hash_in_their_name(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=str(tmp_path), DEBUG=False):
        storage = HashedStaticFiles(location=str(tmp_path))
        storage.save("a.js", ContentFile(b'import { b } from "./b.js";\nb();\n'))
        storage.save("b.js", ContentFile(b"export const b = () => 1;\n"))
        processed = list(storage.post_process({name: (storage, name) for name in ("a.js", "b.js")}))
    names = {name: hashed for name, hashed, _ in processed}
    assert re.fullmatch(r"b\.[0-9a-f]{12}\.js", names["b.js"])
    # An import that kept its old name would load a file that is cached for ever under another.
    assert names["b.js"] in (tmp_path / names["a.js"]).read_text()
    assert json.loads((tmp_path / "staticfiles.json").read_text())["paths"]["a.js"] == names["a.js"]


def test_the_lock_file_names_no_host_to_fetch_from() -> None:
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    assert packages["node_modules/nhsuk-frontend"]["integrity"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
