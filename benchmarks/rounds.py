"""What a round costs from the rows of the database to the stored draft, what its pages cost, and publishing it.

    python -m benchmarks.rounds                 every size; the largest takes a few minutes, most of it to make people
    python -m benchmarks.rounds 400             sizes up to so many mentees

Each size has a private PostgreSQL of its own and runs in a process of its own. Peak is all the memory of that process,
Django, Python and libraries included. CPU is that process's, and that of its server process in the database; seconds by
the clock mean little on a busy machine.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any

# mentees, mentors, wanted by each, places of each
SIZES = [(400, 400, 3, 3), (400, 400, 1, 1), (2_000, 1_000, 1, 2), (5_000, 2_500, 1, 2), (20_000, 10_000, 1, 2)]
PAGES = ("", "?sort=-points", "?q=Person+12", "?below=60", "left/", "mentors/", "compare/", "draft.csv")


def main(arguments: list[str]) -> None:
    """Starts a database for each size, fills it, and measures in a process that has not filled it."""
    if arguments[:1] == ["--load"]:
        load(*map(int, arguments[1:]))
        return
    if arguments[:1] == ["--measure"]:
        measure()
        return
    from benchmarks.pages import _create
    from tests.servers import postgresql

    most = int(arguments[0]) if arguments else SIZES[-1][0]
    for size in SIZES:
        if size[0] > most:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, postgresql(Path(name)) as address:
            _create(address, "rounds")
            environment = {
                **os.environ, "DATABASE_URL": address.rsplit("/", 1)[0] + "/rounds", "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR", "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            }  # fmt: skip
            for step in (["--load", *map(str, size)], ["--measure"]):
                subprocess.run([sys.executable, "-m", "benchmarks.rounds", *step], env=environment, check=True)


def load(mentees: int, mentors: int, wanted: int, places: int) -> None:
    """A round of so many people: 60 skills, some common in a family; regions, half-days and bands by lot."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import Organisation, Profile, Programme, ProgrammeRole, Region, User
    from careers.models import Family, Level, Skill
    from common.vocabulary import Band
    from mentoring.models import HalfDay, Mentee, MenteeGap, Mentor, MentorSkill, Participant, Round

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=StringIO())
    draw, now = random.Random(1), timezone.now()  # nosec B311
    skills = list(Skill.objects.live().order_by("pk")[:60])
    families = list(Family.objects.live().order_by("pk")[:8])
    skills_of = {family.pk: draw.sample(skills, 16) for family in families}
    levels = {family.pk: list(Level.objects.live().filter(role__family=family)[:12]) for family in families}
    number = mentees + mentors
    works = Organisation.objects.bulk_create(
        Organisation(name=f"Trust {n}", kind="TRUST") for n in range(max(6, number // 60))
    )
    people = User.objects.bulk_create(
        (User(email=f"person{n}@example.org", name=f"Person {n}", password="!") for n in range(number)), batch_size=2000
    )
    Profile.objects.bulk_create(
        (
            Profile(
                user=user, employer="LISTED", organisation=draw.choice(works), region=draw.choice(Region.values),
                band=Band.from_rank(draw.randrange(3, 9) + 2 * (n >= mentees)).value,
            )
            for n, user in enumerate(people)
        ),
        batch_size=2000,
    )  # fmt: skip
    family_of = [draw.choice(families).pk for _ in people]

    def common() -> dict[str, Any]:
        return {"remote": draw.random() < 0.6, "times": tuple(draw.sample(HalfDay.values, draw.randrange(2, 9)))}

    pupils = Mentee.objects.bulk_create(
        (
            Mentee(user=user, goal=draw.choice(levels[family_of[n]]), wanted=wanted, **common())
            for n, user in enumerate(people[:mentees])
        ),
        batch_size=2000,
    )
    teachers = Mentor.objects.bulk_create(
        (
            Mentor(user=user, level=draw.choice(levels[family_of[mentees + n]]), places=places, **common())
            for n, user in enumerate(people[mentees:])
        ),
        batch_size=2000,
    )
    gaps = []
    for n, pupil in enumerate(pupils):
        for skill in draw.sample(skills_of[family_of[n]], draw.randrange(2, 8)):
            have = draw.randrange(4)
            gaps.append(MenteeGap(mentee=pupil, skill=skill, have=have, target=draw.randrange(have + 1, 5)))
    MenteeGap.objects.bulk_create(gaps, batch_size=2000)
    taught = []
    for n, teacher in enumerate(teachers):
        for skill in draw.sample(skills_of[family_of[mentees + n]], draw.randrange(5, 13)):
            taught.append(MentorSkill(mentor=teacher, skill=skill, level=draw.randrange(1, 5)))
    MentorSkill.objects.bulk_create(taught, batch_size=2000)
    programme = Programme.objects.create(name="Programme", slug="programme")
    admin = User.objects.create_user("admin@example.org")
    ProgrammeRole.objects.create(programme=programme, user=admin, role="OWNER")
    one = Round.objects.create(programme=programme, name="Round")
    Participant.objects.bulk_create(
        (
            Participant(
                round=one, user=user, side="MENTEE" if n < mentees else "MENTOR", source="FILE", waiting_since=now
            )
            for n, user in enumerate(people)
        ),
        batch_size=2000,
    )


def measure() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from accounts.models import User
    from mentoring.models import Participant, Round
    from mentoring.rounds.running import ask_run, work_on_runs

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    one, admin = Round.objects.get(), User.objects.get(email="admin@example.org")
    run = ask_run(one, actor=admin, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = cursor.fetchone()[0]
    seconds, cpu, database = time.monotonic(), time.process_time(), _cpu_of(server)
    work_on_runs(clock=timezone.now)
    seconds, cpu, database = time.monotonic() - seconds, time.process_time() - cpu, _cpu_of(server) - database
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    run.refresh_from_db()
    sides = Participant.objects.filter(round=one)
    print(
        f"{sides.filter(side='MENTEE').count():>7} + {sides.filter(side='MENTOR').count():<6} {run.state:<7} "
        f"matched {run.met[0]:>6}, pairs {run.pairs.count():>6}, total {run.total:>9}; "
        f"{seconds:.1f} s by the clock, {cpu:.1f} s CPU and {database:.1f} s of the database, {peak:.0f} MB",
        flush=True,
    )
    _pages(one, admin, run)
    _publishing(one, admin, run, server)


def _cpu_of(process: int) -> float:
    """CPU seconds of another process, so far; 0 where the system does not tell."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pages(one: Any, admin: Any, run: Any) -> None:
    """SQL statements and CPU of each page of the draft, through the whole stack of middleware."""
    import statistics

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from mentoring.rounds.running import ask_run, work_on_runs

    ask_run(one, preset="most", actor=admin, now=timezone.now())
    work_on_runs(clock=timezone.now)
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin)
    base = f"/staff/mentoring/rounds/{one.uuid}/"
    for page in (f"{base}", f"{base}people/", *(f"{base}runs/{run.number + 1}/{page}" for page in PAGES)):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        sql, times = len(queries), []
        for _ in range(15):
            began = time.process_time()
            client.get(page)
            times.append((time.process_time() - began) * 1000)
        title = page.removeprefix(base) or "(the round)"
        least, middle = min(times), statistics.median(times)
        print(
            f"    {title:<28}{answer.status_code:>5}{sql:>5} SQL{least:>9.1f} ms CPU least{middle:>9.1f} median",
            flush=True,
        )


def _publishing(one: Any, admin: Any, run: Any, server: int) -> None:
    """What it costs to make every pair of a draft a proposal and to hold its letter, in one transaction."""
    from django.db import connection
    from django.utils import timezone

    from mentoring.rounds.publishing import publish

    statements = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    seconds, cpu, database = time.monotonic(), time.process_time(), _cpu_of(server)
    with connection.execute_wrapper(count):
        done = publish(run, letter_note="", actor=admin, now=timezone.now())
    seconds, cpu, database = time.monotonic() - seconds, time.process_time() - cpu, _cpu_of(server) - database
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"    published: {done.made} proposals, as many letters held, {len(done.left_out)} left out, {statements} SQL; "
        f"{seconds:.1f} s by the clock, {cpu:.1f} s CPU and {database:.1f} s of the database, {peak:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
