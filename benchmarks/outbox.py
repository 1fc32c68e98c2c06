"""The outbox at full size: what is lost, what is repeated and how fast it goes, beside bare SMTP.

    python -m benchmarks.outbox            10,000 messages
    python -m benchmarks.outbox 2000       so many

Real Celery workers on a real Redis and a real PostgreSQL send to a mail server in a process of its own on this machine.
"Bare" is smtplib alone: as many processes, each with one conversation, sending finished bytes to the same server, which
does nothing with them. "Written" are the same letters looked up, written and sent in a loop, without an outbox.
"""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

WORKERS = 2
KILLS = 8


def main(arguments: list[str]) -> None:
    """Starts the servers, then measures in a process that knows them from its first import on."""
    if arguments[:1] == ["--measure"]:
        measure(Path(arguments[1]), int(arguments[2]))
        return
    from tests.servers import postgresql, redis_server

    total = arguments[0] if arguments else "10000"
    with (
        tempfile.TemporaryDirectory(prefix="outbox-", ignore_cleanup_errors=True) as name,
        postgresql(Path(name)) as database_url,
        redis_server(Path(name)) as redis_url,
    ):
        _create_database(database_url)
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
            "SITE_URL": "https://portal.example.org",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.outbox", "--measure", name, total]
        subprocess.run(command, env=environment, check=True)


def _create_database(database_url: str) -> None:
    import psycopg2

    host, _, database = database_url.partition("@/")[2].rpartition("/")
    connection = psycopg2.connect(host=host, user="portal", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    connection.close()


def measure(folder: Path, total: int) -> None:
    """Each part with the same database, one after the other; prints a line for each."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.notifications.rig import Tally, rig
    from tests.notifications.runs import Run, as_tasks, queue_one_by_one

    call_command("migrate", verbosity=0)
    urls = {"database_url": os.environ["DATABASE_URL"], "redis_url": os.environ["REDIS_URL"]}
    runs: dict[str, Callable[[Run], Tally]] = {
        "queued by one statement": lambda run: run.undisturbed(),
        "queued one by one, with a ring each": lambda run: run.undisturbed(queue_one_by_one),
        "one kill -9 and one FLUSHALL in the middle": lambda run: run.killed_once(),
        "the same, without an outbox: a task is the letter": lambda run: run.killed_once(as_tasks),
        f"one worker, killed {KILLS} times": lambda run: run.killed_often(KILLS),
    }
    bare = rate(folder / "bare", send_bare, total, urls)
    direct = rate(folder / "direct", send_directly, total, urls)
    print(f"\n{total:,} letters by {WORKERS} processes, per second")
    print(f"  bare SMTP, the same bytes again and again        {bare:>8,.0f}")
    print(f"  each written by Django and sent, no outbox       {direct:>8,.0f}\n")
    print(f"{'through the outbox':<52}{'lost':>6}{'repeated':>10}{'per second':>12}{'of bare':>9}{'of written':>12}")
    for number, (title, part) in enumerate(runs.items()):
        place = folder / str(number)
        place.mkdir()
        with rig(place, **urls) as sending:
            tally = part(Run(sending, total, WORKERS))
        of = f"{tally.per_second / bare:>9.0%}{tally.per_second / direct:>12.0%}"
        print(f"{title:<52}{tally.lost:>6}{tally.repeated:>10}{tally.per_second:>12,.0f}{of}", flush=True)


def rate(folder: Path, send: "Callable[[int, int], None]", total: int, urls: dict[str, str]) -> float:
    """Letters per second that ``send(port, count)`` gets rid of in as many processes as there are workers."""
    from django.db import connections

    from tests.notifications.rig import rig
    from tests.notifications.runs import people

    folder.mkdir()
    people(total)
    connections.close_all()
    with rig(folder, **urls) as receiving:
        port = int(receiving.environment["EMAIL_URL"].rpartition(":")[2])
        senders = [get_context("fork").Process(target=send, args=(port, total // WORKERS)) for _ in range(WORKERS)]
        started = time.monotonic()
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return receiving.count() / (time.monotonic() - started)


def send_bare(port: int, count: int) -> None:
    """The same letter again and again, as the bytes that the outbox would send."""
    from notifications.composing import compose
    from notifications.letters import Mail
    from notifications.writing import finish, write

    mail = Mail(to="person1@example.org", template="letterbox/hello", context={"number": 1, "name": "Kim"})
    content = compose(mail, finish(write(mail), mail), key="bare").message().as_bytes(linesep="\r\n")
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(count):
            server.sendmail("noreply@example.org", [mail.to], content)


def send_directly(port: int, count: int) -> None:
    """A letter to each person, looked up, written and sent over one conversation."""
    from django.conf import settings
    from django.utils import timezone

    from accounts.models import User
    from notifications.composing import compose
    from notifications.conversation import Conversation
    from notifications.letters import Mail, letter_called
    from notifications.writing import finish, write

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    conversation = Conversation()
    for person in User.objects.order_by("?").values_list("pk", flat=True)[:count]:
        mail = letter_called("letterbox.dear").render(person, timezone.now())
        if isinstance(mail, Mail):
            conversation.send(compose(mail, finish(write(mail), mail), key=str(person)))
    conversation.close()


if __name__ == "__main__":
    main(sys.argv[1:])
