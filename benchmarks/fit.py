"""What fit and gap cost: every level for one person, for a thousand and ten thousand at once, and the pages.

    python -m benchmarks.fit

People are drawn at random, always the same ones: 18 skills with a level each, as after an assessment. The batch is one
matrix product. Pages are asked for by somebody signed in, through the whole stack of middleware, without a network, on
SQLite. CPU is process time in milliseconds on one thread; the frame is warm.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 50
SKILLS_EACH = 18
BATCHES = (1_000, 10_000)
PAGES = (
    "/assessment/",
    "/assessment/skills/3/",
    "/assessment/check/",
    "/fit/",
    "/fit/?sort=fit&far=STRETCH",
    "/gap/digital-change-manager/",
    "/gap/digital-change-manager/gap.csv",
    "/gap/head-of-data-science/",
    "/me/assessments/",
)


def main(arguments: list[str]) -> None:
    """Load the catalogue into a database of its own, and measure there."""
    if arguments:
        measure()
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'fit.sqlite3'}",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DEBUG": "",
            "LOG_LEVEL": "ERROR",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "VAR_DIR": folder,
        }
        for command in (
            ["migrate", "-v0"],
            ["load_catalogue", "-v0"],
            ["createcachetable"],
            ["collectstatic", "--no-input", "-v0"],
        ):
            subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)
        subprocess.run([sys.executable, "-m", "benchmarks.fit", "measure"], env=environment, check=True)


def measure() -> None:
    """Print two tables."""
    import django

    django.setup()
    import numpy as np

    from careers.frame import current_frame
    from careers.models import Statement
    from planning.fit import fit_matrix, fits, lift_by_statements

    frame = current_frame()
    random = np.random.default_rng(7)

    def people(count: int) -> "np.ndarray":
        have = np.zeros((count, len(frame.skills)), np.uint8)
        for row in have:
            row[random.choice(len(frame.skills), SKILLS_EACH, replace=False)] = random.integers(0, 5, SKILLS_EACH)
        return have

    lift = lift_by_statements(frame, Statement.objects.values_list("pk", flat=True)[:15])
    one = people(1)[0]
    print(f"{len(frame.levels)} levels, {len(frame.skills)} skills\n")
    print(f"{'':44} {'CPU ms':>8}")
    _print("one person: fit, reasons and order", _median(lambda: fits(frame, one, band=4, lift=lift), REPEATS))
    for count in BATCHES:
        many = people(count)
        _print(f"{count:,} people: fit to every level", _median(lambda many=many: fit_matrix(frame, many), 3))  # type: ignore[misc]
    measure_pages()


def measure_pages() -> None:
    """Each page for somebody with an assessment, what moves them, and a goal."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from accounts.models import User
    from careers.frame import current_frame
    from careers.models import Level, StartingPoint, Statement
    from planning.assessments import About, start_assessment

    settings.ALLOWED_HOSTS = ["testserver"]
    now, user = timezone.now(), User.objects.create_user("person@example.org")
    about = About(
        point=StartingPoint.objects.get(slug="nurse"), goal=Level.objects.get(slug="digital-change-manager"), band="6",
        nation="ENGLAND", employer_kind="NHS",
    )  # fmt: skip
    assessment = start_assessment(user, about, last=None, frame=current_frame(), now=now)
    assessment.answers.update(level=1, answered_at=now, note="An example from work")
    assessment.statements.set(Statement.objects.all()[:15])
    client = Client()
    client.force_login(user)
    print(f"\n{'':44} {'CPU ms':>8} {'queries':>8} {'bytes':>9}")
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        count = len(queries)
        cost = _median(lambda page=page: client.get(page), REPEATS)  # type: ignore[misc]
        print(f"{page:44} {cost:8.1f} {count:8} {len(answer.content):9,}")


def _median(call: Callable[[], object], repeats: int) -> float:
    """CPU in milliseconds, after one call that does not count."""
    call()
    costs = []
    for _ in range(repeats):
        started = time.process_time()
        call()
        costs.append(1000 * (time.process_time() - started))
    return statistics.median(costs)


def _print(words: str, cost: float) -> None:
    print(f"{words:44} {cost:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
