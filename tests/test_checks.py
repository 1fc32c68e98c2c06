"""Tests of what ``make check`` checks, and of what can be checked without other machines."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests import checks, locks


def test_a_file_that_names_a_registry_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    guilty, innocent = tmp_path / "guilty", tmp_path / "innocent"
    guilty.write_text("index-url = https://" + ".".join(checks.REGISTRIES[0]).title() + "/simple")
    innocent.write_text("install it with pip")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "project_files", lambda: [guilty, innocent])
    with pytest.raises(checks.Failed, match=r"guilty$"):
        checks.no_registry_named()


def test_every_package_in_a_lock_has_a_hash_and_no_address(root: Path) -> None:
    for lock in locks.LOCKS:
        packages = re.split(r"\n(?=\w)", (root / lock).read_text().strip())
        assert packages
        for package in packages:
            assert "--hash=sha256:" in package, package
            assert "://" not in package, package


def test_what_is_for_development_agrees_with_what_runs(root: Path) -> None:
    def versions(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==(\S+)", (root / lock).read_text(), re.MULTILINE))

    run, dev = versions("requirements/run.lock"), versions("requirements/dev.lock")
    assert run.items() <= dev.items()


def test_javascript_packages_have_hashes_and_no_addresses(root: Path) -> None:
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    for name, package in fetched.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_a_list_of_flaws_that_knows_nothing_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    report = '{"dependencies": [{"name": "x", "skip_reason": "unknown"}, {"name": "y", "version": "1", "vulns": []}]}'
    monkeypatch.setattr(checks, "run", lambda *_: subprocess.CompletedProcess([], 0, report, ""))
    with pytest.raises(checks.Notice, match="nothing of 1 of 2 packages"):
        checks.known_flaws_in_python()


def test_a_known_flaw_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    report = '{"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "CVE-1"}]}]}'
    monkeypatch.setattr(checks, "run", lambda *_: subprocess.CompletedProcess([], 1, report, ""))
    with pytest.raises(checks.Failed, match="x 1: CVE-1"):
        checks.known_flaws_in_python()


def test_make_lists_what_there_is(root: Path) -> None:
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    for target in ("help", "setup", "run", "test", "check", "bench", "fmt", "clean"):
        assert f"make {target} " in shown


def test_the_example_of_the_environment_holds_no_secret(root: Path) -> None:
    lines = (root / ".env.example").read_text().splitlines()
    for line in lines:
        if re.match("(SECRET_KEY|POSTGRES_PASSWORD)=", line):
            assert line.endswith("="), line
