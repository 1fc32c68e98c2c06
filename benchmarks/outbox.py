"""The outbox at full size: what is lost, what is repeated and how fast it goes, beside bare SMTP.

    python -m benchmarks.outbox            10,000 messages
    python -m benchmarks.outbox 2000       so many

Real Celery workers on a real Redis and a real PostgreSQL send to a mail server in a process of its own on this machine.
"Bare" is smtplib alone: as many processes, each with one conversation, sending finished bytes to the same server, which
does nothing with them. It is measured before and after the rest, since other programs use the machine too. "Written"
are the same letters looked up, written and sent in a loop, without an outbox.
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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifications.mime import Letter

WORKERS = 2
KILLS = 8
BARE = "bare SMTP, the same bytes again and again"
WRITTEN = "each looked up, written and sent over one connection"


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
    before = rates(folder / "before", total, urls)
    rows = []
    for number, (title, part) in enumerate(runs.items()):
        place = folder / str(number)
        place.mkdir()
        with rig(place, **urls) as sending:
            rows.append((title, part(Run(sending, total, WORKERS))))
    after = rates(folder / "after", total, urls)
    kept = (before[BARE] + after[BARE]) / 2
    written = (before[WRITTEN] + after[WRITTEN]) / 2
    print(f"\n{total:,} letters by {WORKERS} processes, per second; load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'without an outbox':<60}{'before':>10}{'after':>10}")
    for title in before:
        print(f"{title:<60}{before[title]:>10,.0f}{after[title]:>10,.0f}")
    print(f"\n{'through the outbox':<52}{'lost':>6}{'repeated':>10}{'per second':>12}{'of bare':>9}{'of written':>12}")
    for title, tally in rows:
        of = f"{tally.per_second / kept:>9.0%}{tally.per_second / written:>12.0%}"
        print(f"{title:<52}{tally.lost:>6}{tally.repeated:>10}{tally.per_second:>12,.0f}{of}")


def rates(folder: Path, total: int, urls: dict[str, str]) -> dict[str, float]:
    """Letters a second of each way to send without an outbox."""
    folder.mkdir()
    few = total // 4
    return {
        BARE: rate(folder / "kept", send_bare, total, urls),
        "bare SMTP by one process": rate(folder / "one", send_bare, few, urls, processes=1),
        "bare SMTP, a connection for each letter": rate(folder / "anew", send_bare_anew, few, urls),
        "Django's send_mail with the words ready": rate(folder / "send_mail", send_mail, few, urls),
        WRITTEN: rate(folder / "written", send_directly, total, urls),
    }


def rate(
    folder: Path, send: "Callable[[int, int], None]", total: int, urls: dict[str, str], processes: int = WORKERS
) -> float:
    """Letters per second that ``send(port, count)`` gets rid of in so many processes."""
    from django.db import connections

    from tests.notifications.rig import rig
    from tests.notifications.runs import people

    folder.mkdir()
    people(total)
    connections.close_all()
    with rig(folder, **urls) as receiving:
        port = int(receiving.environment["EMAIL_URL"].rpartition(":")[2])
        return rate_of(send, port, total, processes)


def rate_of(send: "Callable[[int, int], None]", port: int, total: int, processes: int) -> float:
    """Letters per second by ``send(port, count)`` in so many processes, which share the ``total``."""
    senders = [get_context("fork").Process(target=send, args=(port, total // processes)) for _ in range(processes)]
    started = time.monotonic()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert all(sender.exitcode == 0 for sender in senders)
    return total / (time.monotonic() - started)


def a_letter() -> "Letter":
    """A short letter of text and HTML, as the outbox sends it."""
    from notifications.composing import compose
    from notifications.letters import Mail
    from notifications.writing import finish, write

    mail = Mail(to="person1@example.org", template="letterbox/hello", context={"number": 1, "name": "Kim"})
    return compose(mail, finish(write(mail), mail), key="bare")


def send_bare(port: int, count: int) -> None:
    """The same letter again and again, as the bytes that the outbox would send."""
    content = a_letter().as_bytes()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(count):
            server.sendmail("noreply@example.org", ["person1@example.org"], content)


def send_bare_anew(port: int, count: int) -> None:
    """The same over a connection of its own for each letter."""
    content = a_letter().as_bytes()
    for _ in range(count):
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.sendmail("noreply@example.org", ["person1@example.org"], content)


def send_mail(port: int, count: int) -> None:
    """What a plain Django program does: it makes an e-mail of words that are ready, and opens a connection for it."""
    from django.conf import settings
    from django.core import mail

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    letter = a_letter()
    html = str(letter.alternatives[0][0])
    for _ in range(count):
        mail.send_mail(str(letter.subject), letter.body, None, letter.to, html_message=html)


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
    for person in list(User.objects.order_by("?").values_list("pk", flat=True)[:count]):
        mail = letter_called("letterbox.dear").render(person, timezone.now())
        if isinstance(mail, Mail):
            conversation.send(compose(mail, finish(write(mail), mail), key=str(person)))
    conversation.close()


if __name__ == "__main__":
    main(sys.argv[1:])
