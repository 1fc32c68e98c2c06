"""Writes requirements/*.lock from pyproject.toml, or says whether they still match it: ``make lock``, ``make check``.

Exact versions with hashes, for every platform and Python that pyproject.toml allows. The versions that are there stay
as they are unless the ranges rule them out or ``--upgrade`` is given. No lock says where packages come from: that is
for the machine's own settings.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet",
]  # fmt: skip
# In this order: what is for development must agree with what runs.
LOCKS = {
    "requirements/run.lock": ["pyproject.toml"],
    "requirements/dev.lock": ["pyproject.toml", "--group", "dev", "--constraint", "requirements/run.lock"],
    "requirements/node.lock": ["--group", "node"],
    "requirements/postgres.lock": ["--group", "postgres"],
}


class Unreachable(Exception):
    """No package registry answers, so nothing can be said."""


def compile_locks(folder: Path, *more: str) -> None:
    """Writes the locks in a folder that holds pyproject.toml. Raises Unreachable, or ValueError with what is wrong."""
    for lock, sources in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *more, *sources, "--output-file", lock]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if answer.returncode:
            refused = any(
                sign in answer.stderr for sign in ("error sending request", "Failed to fetch", "Request failed")
            )
            raise (Unreachable if refused else ValueError)(answer.stderr.strip())


def outdated_locks() -> list[str]:
    """The locks that compiling them anew would change. Raises what compile_locks raises."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "pyproject.toml", folder)
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        compile_locks(folder)
        return [lock for lock in LOCKS if (folder / lock).read_text() != (ROOT / lock).read_text()]


def main(arguments: Sequence[str]) -> int:
    try:
        compile_locks(ROOT, *arguments)
    except (Unreachable, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
