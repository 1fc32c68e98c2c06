"""What the directory of 5,000 mentors costs, by filter: SQL statements, CPU, and how many it finds.

    python -m benchmarks.mentors

As ``benchmarks.pages`` measures it: CPU is process time in milliseconds, through the whole stack of middleware, on a
private PostgreSQL. The target is 40 ms for any filter. Whoever looks has said five gaps, so that the list is in the
costliest order, by how many of them each mentor helps with.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

MENTORS = 5_000
TARGET = 40.0  # ms
FILTERS = (
    "",
    "?sort=name",
    "?page=100",
    "?q=data",
    "?role=data-analyst",
    "?family=data",
    "?skill=user-focus",
    "?skill=user-focus&level=3",
    "?level=4",
    "?format=ONE_OFF",
    "?region=WALES",
    "?remote=on",
    "?room=on",
    "?skill=user-focus&level=2&format=ONGOING&region=WALES&room=on",
)


def main(arguments: list[str]) -> None:
    """Starts a database and measures in a process that did not fill it."""
    if arguments:
        {"--load": load, "--measure": measure_all}[arguments[0]]()
        return
    from benchmarks.pages import _create
    from tests.servers import postgresql

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, postgresql(Path(name)) as address:
        _create(address, "mentors")
        environment = {
            **os.environ,
            "DATABASE_URL": address.rsplit("/", 1)[0] + "/mentors",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "LOG_LEVEL": "ERROR",
        }
        for step in ("--load", "--measure"):
            subprocess.run([sys.executable, "-m", "benchmarks.mentors", step], env=environment, check=True)


def load() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=StringIO())
    fill(random.Random(5))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(chance: random.Random) -> None:
    """5,000 mentors with the skills of a job each, half of their places taken, and who looks for one."""
    from django.utils import timezone

    from accounts.models import Profile, Region, User
    from careers.frame import current_frame
    from mentoring.models import Format, HalfDay, Match, Mentee, MenteeGap, Mentor, MentorRole, MentorSkill

    frame, now = current_frame(), timezone.now()
    levels = range(len(frame.levels))
    users = User.objects.bulk_create(
        User(email=f"mentor{number}@example.org", name=f"Mentor {number:04}") for number in range(MENTORS)
    )
    regions, halves = list(Region), list(HalfDay)
    Profile.objects.bulk_create(
        Profile(user=user, region=chance.choice(regions), employer="NOT_LISTED", organisation_name="A trust")
        for user in users
    )
    jobs = [chance.choice(levels) for _ in users]
    mentors = Mentor.objects.bulk_create(
        Mentor(
            user=user, level_id=frame.levels.ids[job], places=chance.randint(1, 3), remote=chance.random() < 0.7,
            helps_with=f"{frame.levels.names[job]}: portfolios, interviews and finding a way in. " * 3,
            formats=chance.choice([(), (Format.ONGOING,), (Format.ONE_OFF,)]), times=tuple(chance.sample(halves, 5)),
        )
        for user, job in zip(users, jobs, strict=True)
    )  # fmt: skip
    MentorSkill.objects.bulk_create(
        MentorSkill(mentor=mentor, skill_id=frame.skills.ids[skill], level=max(1, int(frame.needed[job][skill])))
        for mentor, job in zip(mentors, jobs, strict=True)
        for skill in frame.needed[job].nonzero()[0]
    )
    MentorRole.objects.bulk_create(
        MentorRole(mentor=mentor, level_id=frame.levels.ids[chance.choice(levels)]) for mentor in mentors
    )
    seekers = User.objects.bulk_create(User(email=f"seeker{number}@example.org") for number in range(MENTORS))
    Match.objects.bulk_create(
        Match(
            mentee=seeker, mentor=chance.choice(users), state=chance.choice(("PROPOSED", "ACTIVE")), origin="ASKED",
            proposed_at=now, answer_by=now,
        )
        for seeker in seekers
    )  # fmt: skip
    root = User.objects.create_superuser("root@example.org", None, name="Root")
    mentee = Mentee.objects.create(user=root)
    wanted = [*frame.needed[frame.levels.index["digital-change-manager"]].nonzero()[0][:4]]
    wanted.append(frame.skills.index["user-focus"])
    for skill in dict.fromkeys(wanted):
        MenteeGap.objects.create(mentee=mentee, skill_id=frame.skills.ids[skill], have=1, target=3)


def measure_all() -> None:
    import django

    django.setup()
    from benchmarks.filling import cookie
    from benchmarks.pages import FLOOR, _handler, measure

    get: Any = _handler()
    signed_in = {"HTTP_COOKIE": cookie()}
    print(f"{MENTORS} mentors\n{'page':<76}{'found':>7}{'SQL':>5}{'CPU least':>11}{'median':>8}")
    slow = []
    for address in (FLOOR, *(f"/mentors/{query}" for query in FILTERS)):
        one = measure(get, address, signed_in)
        found = re.search(rb"Mentors: ([\d,]+)", get(address, signed_in)[2])
        number = found[1].decode() if found else ""
        print(f"{address:<76}{number:>7}{one.sql:>5}{one.least:>11.2f}{one.median:>8.2f}")
        if one.status != 200 or one.median > TARGET:
            slow.append(address)
    if slow:
        raise SystemExit(f"Slower than {TARGET:.0f} ms, or not there: {', '.join(slow)}")


if __name__ == "__main__":
    main(sys.argv[1:])
