"""What the pages of reading and scoring cost: SQL statements, CPU and bytes, with few applications and with many.

    python -m benchmarks.reading

As ``benchmarks.pages`` measures it: CPU is process time in milliseconds, through the whole stack of middleware, on a
private PostgreSQL. The target of the table of scores with 250 rows is 200 ms; SQL must not grow with the rows.
"""

import os
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

SIZES = (25, 250, 300)  # applications, each read twice by some of 40 reviewers
REVIEWERS = 40
ITEMS = 6
TARGET = 200.0  # ms, for the table of 250
PAGES = ("scores/", "scores/?sort=-spread&only=READ", "reading/", "reading/applications/")


def main(arguments: list[str]) -> None:
    """Starts a database and measures in a process that did not fill it."""
    if arguments:
        {"--load": load, "--measure": measure_all}[arguments[0]]()
        return
    from benchmarks.pages import _create
    from tests.servers import postgresql

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, postgresql(Path(name)) as address:
        _create(address, "reading")
        environment = {
            **os.environ,
            "DATABASE_URL": address.rsplit("/", 1)[0] + "/reading",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "LOG_LEVEL": "ERROR",
        }
        for step in ("--load", "--measure"):
            subprocess.run([sys.executable, "-m", "benchmarks.reading", step], env=environment, check=True)


def load() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=StringIO())
    for size in SIZES:
        fill(size, random.Random(size))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(size: int, chance: random.Random) -> None:
    """A cohort whose call has so many applications, all read and scored, and root."""
    from django.utils import timezone

    from accounts.models import Programme, ProgrammeRole, Region, User
    from fellowship.models import Application, Call, Cohort, Review, ReviewScore, RubricItem

    now = timezone.now()
    programme = Programme.objects.create(name=f"Programme {size}", slug=f"programme-{size}")
    cohort = Cohort.objects.create(
        programme=programme, name=f"Cohort {size}", slug=f"cohort-{size}", places=30, starts_on=date(2030, 1, 1),
        ends_on=date(2030, 12, 1), state="SELECTING",
    )  # fmt: skip
    call = Call.objects.create(cohort=cohort, opens_at=now - timedelta(days=40), closes_at=now - timedelta(days=9))
    items = RubricItem.objects.bulk_create(
        RubricItem(call=call, title=f"Thing {number}", most=5, position=number) for number in range(ITEMS)
    )
    reviewers = User.objects.bulk_create(
        User(email=f"reviewer{size}-{number}@example.org", name=f"Reviewer {number}") for number in range(REVIEWERS)
    )
    ProgrammeRole.objects.bulk_create(
        ProgrammeRole(programme=programme, user=user, role="REVIEWER") for user in reviewers
    )
    users = User.objects.bulk_create(
        User(email=f"applicant{size}-{number}@example.org", name=f"Person {number}") for number in range(size)
    )
    regions = list(Region)
    applications = Application.objects.bulk_create(
        Application(
            call=call, user=user, reference=f"B{size}-{user.pk}", state="SCORED", name=user.name, band="8a",
            organisation_name=f"Trust {chance.randint(1, 60)}", region=chance.choice(regions), started_at=now,
            saved_at=now, submitted_at=now, mean_score=chance.randint(0, 60) / 2, spread=chance.randint(0, 3),
        )
        for user in users
    )  # fmt: skip
    reviews = Review.objects.bulk_create(
        Review(application=one, reviewer=reviewer, state="DONE", assigned_at=now, done_at=now)
        for one in applications
        for reviewer in chance.sample(reviewers, 2)
    )
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, item=item, points=chance.randint(0, 5), comment="Clear, with figures. " * 4)
        for review in reviews
        for item in items
    )
    if not User.objects.filter(email="root@example.org").exists():
        User.objects.create_superuser("root@example.org", None, name="Root")


def measure_all() -> None:
    import django

    django.setup()
    from benchmarks.filling import cookie
    from benchmarks.pages import FLOOR, _handler, measure
    from fellowship.models import Cohort

    get: Any = _handler()
    signed_in = {"HTTP_COOKIE": cookie()}
    print(f"{'page':<44}{'rows':>5}{'SQL':>5}{'CPU least':>11}{'median':>8}")
    floor = measure(get, FLOOR, signed_in)
    print(f"{FLOOR:<44}{'':>5}{floor.sql:>5}{floor.least:>11.2f}{floor.median:>8.2f}")
    wrong = []
    for page in PAGES:
        statements = set()
        for size in SIZES:
            cohort = Cohort.objects.get(slug=f"cohort-{size}")
            one = measure(get, f"/staff/cohorts/{cohort.uuid}/{page}", signed_in)
            print(f"{page:<44}{size:>5}{one.sql:>5}{one.least:>11.2f}{one.median:>8.2f}")
            statements.add(one.sql)
            if one.status != 200 or (size == 250 and page == "scores/" and one.least > TARGET):
                wrong.append(page)
        if len(statements) > 1:
            wrong.append(page)
    if wrong:
        raise SystemExit(f"Slower than {TARGET:.0f} ms, not there, or with more SQL for more rows: {', '.join(wrong)}")


if __name__ == "__main__":
    main(sys.argv[1:])
