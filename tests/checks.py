"""What ``make check`` checks, one after the other; it says everything that is wrong, not only the first.

Two checks ask others (a package registry, a list of known flaws). Where nobody answers they say so and do not fail.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.locks import Unreachable, outdated_locks

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
PRODUCTION = {
    "PORTAL_ENV": "production",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "REDIS_URL": "",
}
# Where packages come from is for each machine to say. In parts, or this file would name them.
REGISTRIES = (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
    ("deb", "debian", "org"),
)  # fmt: skip


class Failed(Exception):
    """A check found something; the message says what."""


class Notice(Exception):
    """A check could not be made; the message says why."""


def main() -> int:
    """Runs every check. Returns 1 if one failed."""
    failed, notices = [], []
    for title, check in CHECKS.items():
        print(f"{title} … ", end="", flush=True)
        started = time.monotonic()
        try:
            check()
        except Failed as problem:
            print(f"FAILED\n{problem}\n")
            failed.append(title)
        except Notice as notice:
            print("not made")
            notices.append(f"NOTICE: {title}: {notice}")
        else:
            print(f"ok ({time.monotonic() - started:.1f} s)")
    print("\n".join(["", *notices]))
    if failed:
        print(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
        return 1
    print("All checks that could be made passed." if notices else "All checks passed.")
    return 0


def command(*words: str) -> Callable[[], None]:
    """A check that fails when the command does; the first word is a program beside Python."""

    def check() -> None:
        answer = run([str(PROGRAMS / words[0]), *words[1:]])
        if answer.returncode:
            raise Failed((answer.stdout + answer.stderr).strip())

    return check


def run(words: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, **(environment or {})}
    return subprocess.run(words, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def production_settings() -> None:
    """Django's own deployment checks, any warning being a failure."""
    environment = {**PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(64)}
    words = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    answer = run(words, environment)
    if answer.returncode:
        raise Failed(answer.stderr.strip())


def project_files() -> list[Path]:
    """Every file that is or may be committed."""
    answer = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    if answer.returncode:
        raise Notice("this is not a git checkout")
    return [path for name in answer.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def no_registry_named() -> None:
    """No file says which package registry to use."""
    hosts = re.compile("|".join(re.escape(".".join(parts)) for parts in REGISTRIES).encode(), re.IGNORECASE)
    found = [str(path.relative_to(ROOT)) for path in project_files() if hosts.search(path.read_bytes())]
    if found:
        raise Failed("These files name a package registry:\n" + "\n".join(found))


def locks_match() -> None:
    try:
        outdated = outdated_locks()
    except Unreachable:
        raise Notice("no package registry answers, so the locks could not be compiled anew") from None
    except ValueError as problem:
        raise Failed(str(problem)) from None
    if outdated:
        raise Failed(f"Not what pyproject.toml asks for: {', '.join(outdated)}. Run: make lock")


def known_flaws_in_python() -> None:
    """Asks for published flaws in the exact versions of run.lock."""
    words = ["--requirement", "requirements/run.lock", "--require-hashes", "--disable-pip", "--timeout", "20"]
    answer = run([str(PROGRAMS / "pip-audit"), *words, "--format", "json", "--progress-spinner", "off"])
    try:
        packages = json.loads(answer.stdout)["dependencies"]
    except ValueError:
        raise Notice("no list of known flaws answers") from None
    flaws = [f"{item['name']} {item['version']}: {flaw['id']}" for item in packages for flaw in item.get("vulns", ())]
    if flaws:
        raise Failed("\n".join(flaws))
    unknown = [item["name"] for item in packages if "skip_reason" in item]
    if unknown:
        raise Notice(f"the list of known flaws knows nothing of {len(unknown)} of {len(packages)} packages")


def known_flaws_in_javascript() -> None:
    """Asks for published flaws in the exact versions of package-lock.json."""
    npm = shutil.which("npm")
    if not npm:
        raise Notice("there is no npm on this machine")
    answer = run([npm, "audit", "--json"])
    try:
        counts = json.loads(answer.stdout)["metadata"]["vulnerabilities"]
    except (ValueError, KeyError):
        raise Notice("the registry does not answer questions about known flaws") from None
    if counts["total"]:
        raise Failed(f"npm audit knows of {counts['total']} flaws; run it to see them.")


def compose_file() -> None:
    """Where Docker's compose is, it reads docker-compose.yml; elsewhere tests/test_compose.py does."""
    if not shutil.which("docker") or run(["docker", "compose", "version"]).returncode:
        raise Notice("there is no docker compose on this machine; a test reads docker-compose.yml instead")
    example = {"SECRET_KEY": "x", "POSTGRES_PASSWORD": "x", "ALLOWED_HOSTS": "x", "SITE_URL": "https://x"}
    answer = run(["docker", "compose", "config", "--quiet"], example)
    if answer.returncode:
        raise Failed(answer.stderr.strip())


CHECKS: dict[str, Callable[[], None]] = {
    "Format": command("ruff", "format", "--check", "--output-format", "concise", "."),
    "Lint": command("ruff", "check", "--output-format", "concise", "."),
    "Types": command("mypy"),
    "Layers": command("lint-imports"),
    "Templates": command("djlint", "templates", "--lint", "--quiet"),
    "Insecure patterns": command("bandit", "--quiet", "--recursive", ".", "--configfile", "pyproject.toml"),
    "Missing migrations": command("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "Production settings": production_settings,
    "No registry named": no_registry_named,
    "Locks": locks_match,
    "Compose file": compose_file,
    "Known flaws in Python packages": known_flaws_in_python,
    "Known flaws in JavaScript packages": known_flaws_in_javascript,
}

if __name__ == "__main__":
    sys.exit(main())
