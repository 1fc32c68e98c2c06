"""Tests of the settings as a process reads them: each starts one with the environment of the case."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GOOD_KEY = "k3Y-" * 20 + "0123456789abcdef"


def start(root: Path, folder: Path, *, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Reads the settings in a fresh process that knows only these variables, then runs the code."""
    program = f"import django; django.setup(); from django.conf import settings; {code}"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR_DIR": str(folder)}
    # Empty values keep a developer's own .env out.
    environment |= {"SECRET_KEY": "", "PORTAL_ENV": "development", "DEBUG": "false", "REDIS_URL": ""} | variables
    environment.setdefault("DATABASE_URL", f"sqlite:///{folder / 'portal.sqlite3'}")
    return subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("key", ["", "short", "a" * 80, "change-me-" + "0123456789abcdef" * 4])
def test_production_refuses_to_start_with_a_weak_secret(root: Path, tmp_path: Path, key: str) -> None:
    answer = start(root, tmp_path, PORTAL_ENV="production", SECRET_KEY=key)
    assert answer.returncode != 0
    assert "Set SECRET_KEY to a random value of at least 50 characters" in answer.stderr


def test_production_refuses_to_start_in_debug_mode(root: Path, tmp_path: Path) -> None:
    answer = start(root, tmp_path, PORTAL_ENV="production", SECRET_KEY=GOOD_KEY, DEBUG="true")
    assert answer.returncode != 0
    assert "DEBUG must be off in production" in answer.stderr


def test_production_starts_with_a_good_secret_and_sends_cookies_over_tls_only(root: Path, tmp_path: Path) -> None:
    code = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    answer = start(root, tmp_path, PORTAL_ENV="production", SECRET_KEY=GOOD_KEY, code=code)
    assert answer.stdout.split() == ["True", "True", "True"], answer.stderr


@pytest.mark.parametrize(
    ("environment", "given", "needed"),
    [("production", {}, "True"), ("development", {}, "False"), ("production", {"STAFF_NEED_MFA": "false"}, "False")],
)
def test_staff_need_a_second_step_in_production_unless_it_is_turned_off(
    root: Path, tmp_path: Path, environment: str, given: dict[str, str], needed: str
) -> None:
    code = "print(settings.STAFF_NEED_MFA)"
    answer = start(root, tmp_path, PORTAL_ENV=environment, SECRET_KEY=GOOD_KEY, code=code, **given)
    assert answer.stdout.strip() == needed, answer.stderr


def test_development_keeps_one_random_secret_that_only_its_owner_may_read(root: Path, tmp_path: Path) -> None:
    first = start(root, tmp_path, code="print(settings.SECRET_KEY)").stdout
    assert len(first.strip()) >= 50
    assert start(root, tmp_path, code="print(settings.SECRET_KEY)").stdout == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("secret-key*")] == ["secret-key"]


def test_a_secret_that_a_full_disk_left_empty_is_made_anew(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    assert len(start(root, tmp_path, code="print(settings.SECRET_KEY)").stdout.strip()) >= 50


def test_an_unknown_environment_is_refused_and_not_taken_for_development(root: Path, tmp_path: Path) -> None:
    answer = start(root, tmp_path, PORTAL_ENV="Production", SECRET_KEY=GOOD_KEY)
    assert answer.returncode != 0
    assert "PORTAL_ENV is 'Production'; it must be development or production." in answer.stderr


def test_sqlite_lets_several_processes_write(root: Path, tmp_path: Path) -> None:
    code = (
        "from django.db import connection as c; cursor = c.cursor(); "
        "print(*[cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in ('journal_mode', 'busy_timeout')], "
        "c.settings_dict['OPTIONS']['transaction_mode'])"
    )
    assert start(root, tmp_path, code=code).stdout.split() == ["wal", "20000", "IMMEDIATE"]


def test_a_postgresql_that_hangs_does_not_hold_a_page_for_minutes(root: Path, tmp_path: Path) -> None:
    code = "print(settings.DATABASES['default']['OPTIONS'])"
    answer = start(root, tmp_path, DATABASE_URL="postgres://u:p@db.invalid/portal?sslmode=require", code=code)
    assert answer.stdout.strip() == "{'sslmode': 'require', 'connect_timeout': 5}"


def test_the_readme_names_every_variable_that_the_portal_reads(root: Path) -> None:
    sources = [root / "portal" / name for name in ("settings.py", "web.py", "management/commands/serve.py")]
    read = {
        name
        for path in sources
        for name in re.findall(r'\benv(?:iron)?\.\w+\(\s*"([A-Z_]+)"', path.read_text())
        if name != "PROMETHEUS_MULTIPROC_DIR"  # made and removed by the web itself
    }
    assert {"SECRET_KEY", "DATABASE_URL", "PORT", "WEB_WORKERS", "VACANCY_SEARCHES"} <= read
    # Compose has a few of its own.
    read |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (root / "docker-compose.yml").read_text()))
    readme = (root / "README.md").read_text()
    assert [name for name in sorted(read) if f"`{name}`" not in readme] == []


def test_the_example_and_the_readme_name_the_same_variables(root: Path) -> None:
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (root / "README.md").read_text(), re.MULTILINE)
    in_the_readme = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    in_the_example = set(re.findall(r"^(?:# )?([A-Z_]+)=", (root / ".env.example").read_text(), re.MULTILINE))
    assert len(in_the_readme) > 30
    assert in_the_example == in_the_readme
