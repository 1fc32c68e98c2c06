"""What the pages of fellowships cost in a small world and in a large one: SQL statements, CPU, kilobytes.

    python -m benchmarks.fellowships              the demo, and 200,000 people
    python -m benchmarks.fellowships medium       the demo, and 3,000 applications

Each world has a private PostgreSQL of its own. Requests run in this process through the whole stack of middleware,
without a network. CPU is process time in milliseconds: the least of 20 requests, and the middle one. ``times`` compares
the least of both worlds: the page, and one row of it where the larger world shows more of them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

REQUESTS = 20
# Of which cohort (the state that one of its applications is in), page, who reads it, most CPU and SQL if promised.
PAGES: tuple[tuple[str, str, str, float | None, int | None], ...] = (
    ("MODERATION", "", "admin", 60, None),
    ("MODERATION", "applications/", "admin", 60, 15),
    ("MODERATION", "applications/?sort=name", "admin", None, None),
    ("MODERATION", "scores/", "admin", 200, None),
    ("MODERATION", "reading/", "admin", None, None),
    ("INTERVIEWED", "decisions/", "admin", None, None),
    ("INTERVIEWED", "interviews/", "admin", None, None),
    ("ONBOARDING", "getting-ready/", "admin", None, None),
    ("RUNNING", "", "admin", 60, None),
    ("RUNNING", "fellows/", "admin", None, None),
    ("RUNNING", "year/attendance/", "admin", None, None),
    ("RUNNING", "warnings/", "admin", None, None),
    ("RUNNING", "numbers/", "admin", 60, None),
    ("RUNNING", "projects/", "admin", None, None),
    ("FINISHED", "evaluation/results/", "admin", None, None),
    ("", "/staff/cohorts/", "admin", None, None),
    ("", "/staff/outbox/", "admin", None, None),
    ("", "/reviews/", "reviewer", None, None),
    ("", "/advising/", "adviser", None, None),
    ("", "/me/fellowship/", "fellow", None, None),
    ("", "/me/applications/", "applicant", None, None),
    ("", "/programmes/", "leader", None, None),
    ("", "/events/", "leader", None, None),
    ("", "/mentors/", "leader", None, None),
    ("", "/me/", "leader", None, None),
    ("", "/staff/people/", "site", None, None),
)


def main(arguments: list[str]) -> None:
    """Starts a database for each size, fills it, and measures in a process that has not filled it."""
    if arguments[:1] == ["--load"]:
        load(arguments[1])
        return
    if arguments[:1] == ["--measure"]:
        measure()
        return
    from benchmarks.pages import _create
    from tests.servers import postgresql

    tables = []
    sizes = ["small", *(arguments or ["large"])]
    for size in sizes:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, postgresql(Path(name)) as address:
            _create(address, "world")
            environment = {
                **os.environ, "DATABASE_URL": address.rsplit("/", 1)[0] + "/world", "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR", "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            }  # fmt: skip
            command = [sys.executable, "-m", "benchmarks.fellowships"]
            subprocess.run([*command, "--load", size], env=environment, check=True)
            answer = subprocess.run(
                [*command, "--measure"], env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            tables.append([line.split("\t") for line in answer.stdout.splitlines() if "\t" in line])
    print(f"\n{'':<38}" + "".join(f"{size:>34}" for size in sizes))
    print(f"{'page':<38}" + f"{'SQL':>7}{'CPU':>8}{'middle':>8}{'kB':>6}{'rows':>5}" * len(sizes) + "   times")
    for rows in zip(*tables, strict=True):
        costs = "".join(f"{row[1]:>7}{row[2]:>8}{row[3]:>8}{row[4]:>6}{row[5]:>5}" for row in rows)
        print(f"{rows[0][0]:<38}{costs}{_compared(rows[0], rows[-1])} {rows[-1][6]}")


def _compared(small: list[str], large: list[str]) -> str:
    """How many times the page of the larger world costs; where it shows more rows, also one of them."""
    times, shown = float(large[2]) / float(small[2]), (int(small[5]), int(large[5]))
    if not 0 < shown[0] < shown[1]:
        return f"{times:>8.2f}"
    return f"{times:>8.2f}, a row {times * shown[0] / shown[1]:.2f}"


def load(size: str) -> None:
    """Fills the database, and says on standard error how long it took."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_catalogue", stdout=StringIO())
    seconds, cpu = time.monotonic(), time.process_time()
    call_command("make_world", "--size", size, stdout=sys.stderr)
    spent = f"{time.monotonic() - seconds:.0f} s by the clock, {time.process_time() - cpu:.0f} s CPU"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database()) / 1048576")
        megabytes = cursor.fetchone()[0]
    print(f"{size}: {spent}, {megabytes:,} MB", file=sys.stderr)


def measure() -> None:
    """A line for each page: name, SQL, least CPU, middle CPU, kilobytes, rows, and whether a promise is broken."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from fellowship.models import Cohort

    for of, page, reader, most_cpu, most_sql in PAGES:
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(email=f"{reader}@example.org"))
        address = page
        if of:
            cohorts: Any = Cohort.objects.filter(programme__roles__user__email="admin@example.org").order_by("pk")
            in_state = cohorts.filter(state=of) if of in Cohort.State else cohorts.filter(call__applications__state=of)
            address = f"/staff/cohorts/{in_state.first().uuid}/{page}"
        for _ in range(2):
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        sql, times = len(queries), []
        for _ in range(REQUESTS):
            began = time.process_time()
            client.get(address)
            times.append((time.process_time() - began) * 1000)
        broken = (most_cpu is not None and min(times) > most_cpu) or (most_sql is not None and sql > most_sql)
        name = f"{of.lower()}: {page or 'cohort'}" if of else page
        size = len(answer.content) / 1024
        told = "too much" if broken else ""
        # Rows of tables without their heads, and cards.
        found = answer.content.count
        rows = found(b"<tr") - found(b"<thead") + found(b'<article class="app-card')
        print(
            f"{name}\t{sql}\t{min(times):.1f}\t{statistics.median(times):.1f}\t{size:.0f}\t{rows}\t{told}", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
