"""What each public page costs: SQL statements, CPU, and bytes on the wire.

    python -m benchmarks.pages                 every page, at the shipped catalogue and at ten times its size
    python -m benchmarks.pages /careers/roles/ only addresses that begin so

Requests run in this process through the whole stack of middleware, without a network, on a private PostgreSQL.
CPU is process time in milliseconds; the floor is an empty Django view behind the same middleware.
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

REQUESTS = 30
SIZES = (1, 10)
FLOOR = "/empty/"
PAGES = (
    "/",
    "/careers/",
    "/careers/roles/",
    "/careers/roles/?background=CLINICAL&band=7",
    "/careers/roles/data-analyst/",
    "/careers/roles/software-developer/",
    "/careers/roles/development-operations-devops-engineer/",
    "/careers/roles/end-user-computing-engineer/",
    "/careers/roles/chief-data-officer/",
    "/careers/roles/digital-change-manager/",
    "/careers/roles/digital-change-manager.json",
    "/careers/skills/",
    "/careers/skills/user-focus/",
    "/careers/compare/",
    "/careers/compare/?level=data-analyst&level=senior-data-analyst",
    "/careers/starting-points/",
    "/careers/starting-points/nurse/",
    "/careers/pathways/",
    "/careers/pathways/?from=communications-and-engagement-officer&to=digital-change-manager&band=5",
    "/careers/pathways/?from=nurse&band=6&to=digital-midwife",
    "/careers/pathways/?from=nurse",
    "/careers/search/",
    "/careers/search/?q=scrum+master",
    "/careers/search/?q=anlyst",
    "/careers/search/?q=reserch+of+users",
    "/careers/learning/",
    "/careers/learning/?background=CLINICAL",
    "/careers/learning/topol-digital-fellowship/",
    "/careers/learning/prince2-practitioner/",
    "/careers/networks/",
    "/careers/conferences/",
    "/careers/glossary/",
    "/careers/changes/",
    "/careers/changes/official-october-2025/",
    "/data/",
    "/data/official-october-2025/requirements.csv",
    "/data/official-october-2025/requirements.json",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/terms/",
    "/contact/",
    "/about-the-data/",
    "/assessment/",
    "/adverts/",
    "/journeys/",
    "/journeys/moves/",
    "/horizon/",
    "/sitemap.xml",
    "/robots.txt",
    "/events/",
    "/events/?places=on",
    "/events/month/?month=2030-05",
    "/events/event-3/",
    "/programmes/",
)
# As a site administrator sees them, who may see most.
PAGES_SIGNED_IN = (
    "/events/",
    "/events/?places=on",
    "/events/month/?month=2030-05",
    "/events/event-3/",
    "/me/",
    "/me/events/",
    "/careers/roles/digital-change-manager/",
    "/gap/digital-change-manager/",
    "/fit/",
    "/journeys/",
    "/me/journey/",
    "/me/plan/",
    "/me/plan/suggest/",
    "/me/plan/review/",
    "/me/learning/",
    "/learning-taken/",
    "/me/watching/",
    "/shadowing/",
    "/staff/journeys/",
    "/staff/events/",
    "/staff/events/event-3/",
    "/staff/events/event-3/people/",
    "/staff/outbox/",
    "/staff/people/",
    "/staff/audit/",
)


@dataclass
class Measured:
    """One page: its status, SQL statements, CPU in ms (least and median), 304 in ms, bytes raw and compressed."""

    status: int
    sql: int
    least: float
    median: float
    unchanged: float
    raw: int
    packed: int


def main(arguments: list[str]) -> None:
    """Starts a database, measures each size in a process of its own, prints one table and the first visit."""
    if arguments[:1] == ["--load"]:
        load(int(arguments[1]))
        return
    if arguments[:1] == ["--measure"]:
        measure_all(int(arguments[1]), arguments[2:])
        return
    from tests.servers import postgresql

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, postgresql(Path(name)) as address:
        for size in SIZES:
            database = f"pages{size}"
            _create(address, database)
            environment = {
                **os.environ,
                "DATABASE_URL": address.rsplit("/", 1)[0] + f"/{database}",
                "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "portal.settings",
                "LOG_LEVEL": "ERROR",
            }
            # Loading leaves a heap behind that slows every request by a fifth; a server does not load.
            for step in (["--load", str(size)], ["--measure", str(size), *arguments]):
                subprocess.run([sys.executable, "-m", "benchmarks.pages", *step], env=environment, check=True)


def _create(address: str, database: str) -> None:
    import psycopg2

    host = re.search(r"@/(.*)/", address)
    assert host
    connection = psycopg2.connect(host=host.group(1), user="portal", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    connection.close()


def load(size: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.bigger import bigger
    from benchmarks.filling import fill
    from careers.catalogue.loading import load_catalogue
    from careers.catalogue.reading import read_catalogue

    call_command("migrate", verbosity=0)
    load_catalogue(bigger(read_catalogue(), size), now=timezone.now())
    fill(now=timezone.now())


def measure_all(size: int, only: list[str]) -> None:
    import django

    django.setup()
    from benchmarks.filling import cookie

    get = _handler()
    signed_in = {"HTTP_COOKIE": cookie()}
    pages: list[tuple[str, dict[str, str]]] = [(page, {}) for page in PAGES]
    pages += [(page, signed_in) for page in PAGES_SIGNED_IN]
    pages = [one for one in pages if not only or any(one[0].startswith(start) for start in only)]
    print(f"\nCatalogue × {size}")
    print(f"{'page':<98}{'status':>7}{'SQL':>5}{'CPU least':>11}{'median':>8}{'304':>6}{'raw kB':>8}{'gz kB':>7}")
    for page, as_who in [(FLOOR, {}), *pages]:
        m = measure(get, page, as_who)
        title = f"{page} (signed in)" if as_who else page
        print(
            f"{title:<98}{m.status:>7}{m.sql:>5}{m.least:>11.2f}{m.median:>8.2f}{m.unchanged:>6.2f}"
            f"{m.raw / 1000:>8.1f}{m.packed / 1000:>7.1f}"
        )
    if size == SIZES[0]:
        _first_visit(get)


def measure(get: Any, page: str, as_who: dict[str, str]) -> Measured:
    """The costs of one page, warm. ``get(address, headers)`` gives status, headers and body."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    status, headers, _ = get(page, as_who)
    get(page, as_who)
    with CaptureQueriesContext(connection) as queries:
        _, _, body = get(page, as_who)
    sql = len(queries)  # counted now: the next request empties the log
    times = [_cpu(get, page, as_who) for _ in range(REQUESTS)]
    etag = headers.get("ETag")
    unchanged = min(_cpu(get, page, {"HTTP_IF_NONE_MATCH": etag}) for _ in range(REQUESTS)) if etag else float("nan")
    return Measured(
        status, sql, min(times), statistics.median(times), unchanged, len(body), len(gzip.compress(body, 6))
    )


def _cpu(get: Any, page: str, headers: dict[str, str]) -> float:
    started = time.process_time()
    get(page, headers)
    return (time.process_time() - started) * 1000


def _handler() -> Any:
    """Calls the WSGI application with an address, as a server would."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.ROOT_URLCONF = "benchmarks.urls"
    application = WSGIHandler()

    def get(address: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        path, _, query = address.partition("?")
        seen: dict[str, Any] = {}

        def start(status: str, found: list[tuple[str, str]], *_: Any) -> None:
            seen.update(status=int(status[:3]), headers=dict(found))

        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "HTTP_HOST": "localhost", **(headers or {}),
        }  # fmt: skip
        response = application(environ, start)
        body = b"".join(response)
        # Closing would end the database connection between requests, which a server keeps open.
        return seen["status"], seen["headers"], body

    return get


def _first_visit(get: Any) -> None:
    """Everything a first visit fetches, compressed: the home page with its style, scripts and pictures."""
    from django.contrib.staticfiles import finders

    _, _, body = get("/")
    html = body.decode()
    total = len(gzip.compress(body, 6))
    print(
        f"\nFirst visit to /\n{'file':<40}{'raw kB':>8}{'gz kB':>8}\n"
        f"{'page':<40}{len(body) / 1000:>8.1f}{total / 1000:>8.1f}"
    )
    for address in dict.fromkeys(re.findall(r'(?:src|href)="(/static/[^"]+)"', html)):
        name = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", address.removeprefix("/static/"))
        found = finders.find(name)
        if not found:
            raise SystemExit(f"{name} is not built: run make setup")
        data = Path(found).read_bytes()
        packed = len(gzip.compress(data, 9))
        total += packed
        print(f"{name:<40}{len(data) / 1000:>8.1f}{packed / 1000:>8.1f}")
    print(f"{'together':<40}{'':>8}{total / 1000:>8.1f}   (target: at most 75)")


if __name__ == "__main__":
    main(sys.argv[1:])
