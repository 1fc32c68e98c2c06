"""Tests of finding a Node for building the assets."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError

from portal.management.commands import build_assets


def install(folder: Path, version: str) -> None:
    """A Node of that version and its npm, as far as finding them goes."""
    for name, line in (("node", f"echo {version}"), ("npm", "echo 10.0.0")):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    node = (Path("wheel/node"), ["wheel/node", "npm-cli.js"])
    monkeypatch.setattr(build_assets, "bundled_node", lambda: node)
    return node


@pytest.mark.parametrize(
    ("version", "new_enough"),
    [("v20.9.0", True), ("v24.1.0", True), ("v20.8.1", False), ("v18.20.0", False), ("nonsense", False)],
)
def test_a_node_of_the_machine_is_used_if_it_is_new_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bundled: tuple[Path, list[str]], version: str, new_enough: bool
) -> None:
    install(tmp_path, version)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.delenv("NODE", raising=False)
    assert build_assets.find_node() == ((tmp_path / "node", [str(tmp_path / "npm")]) if new_enough else bundled)


def test_the_bundled_one_can_be_forced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bundled: tuple[Path, list[str]]
) -> None:
    install(tmp_path, "v24.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("NODE", "bundled")
    assert build_assets.find_node() == bundled


@pytest.mark.parametrize(
    ("choice", "sentence"), [("system", "Install nodejs and npm"), ("docker", "it may be system, bundled or empty")]
)
def test_what_cannot_be_had_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, choice: str, sentence: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("NODE", choice)
    with pytest.raises(CommandError, match=sentence):
        build_assets.find_node()
