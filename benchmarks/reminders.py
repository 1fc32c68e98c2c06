"""Reminders at full size: a million bookings, of which few are due.

    python -m benchmarks.reminders              1,000,000 bookings
    python -m benchmarks.reminders 100000       so many

On a private PostgreSQL (without fsync, as in the tests) and a mail server in a process of its own on this machine.
"Bare" is the same number of finished rows from a table into the outbox by ``INSERT … SELECT``, and smtplib alone with
finished bytes, over one connection or one for each letter.
"""

import contextlib
import json
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

BOOKINGS = 1_000_000
BOOKED_ON_EACH = 20
FEW, MANY, DELIVERED = 300, 100_000, 2_000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def main(arguments: list[str]) -> None:
    """Starts a database, then measures in a process that knows it from its first import on."""
    if arguments[:1] == ["--measure"]:
        measure(Path(arguments[1]), int(arguments[2]))
        return
    from benchmarks.outbox import _create_database
    from tests.servers import postgresql

    total = arguments[0] if arguments else str(BOOKINGS)
    with (
        tempfile.TemporaryDirectory(prefix="reminders-", ignore_cleanup_errors=True) as name,
        postgresql(Path(name)) as database_url,
    ):
        _create_database(database_url)
        environment = {
            **os.environ, "DATABASE_URL": database_url, "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SITE_URL": "https://portal.example.org", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.reminders", "--measure", name, total]
        subprocess.run(command, env=environment, check=True)


def measure(folder: Path, total: int) -> None:
    """Fills the tables, then prints what looking, fanning out and delivering cost."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    now = timezone.now().replace(microsecond=0)
    fill(total, now)
    print(f"\n{total:,} bookings on {total // BOOKED_ON_EACH:,} events")
    print_sizes()
    make_due(FEW, now)
    print_plans(now)
    print_fan_out(FEW, now)
    many = min(MANY, total // 4)
    make_due(many, now)
    print_fan_out(many, now)
    print_bare(many)
    print_delivery(folder, min(DELIVERED, total // 4), now)


def fill(total: int, now: datetime) -> None:
    """Events from three years ago to next month, all booked by twenty people; reminders of the past are done."""
    from accounts.models import User

    people = 5_000
    User.objects.bulk_create(
        User(email=f"person{number}@example.org", name=f"Kim {number}") for number in range(people)
    )
    _run(
        """
        INSERT INTO events_event (created_at, updated_at, uuid, slug, state, title, summary, description, kind,
               audience, starts_at, ends_at, zone, mode, town, place, online_link, external_link, sequence,
               cancel_reason)
        SELECT %(now)s, %(now)s, gen_random_uuid(), 'event-' || n, 'PUBLISHED', 'Learning from data ' || n, 'Words', '',
               'WEBINAR', 'OPEN', at, at + interval '1 hour', 'Europe/London', 'ONLINE', '', '',
               'https://teams.example.com/join/' || n, '', 0, ''
          FROM (SELECT n, %(now)s + interval '30 days' - n * (interval '3 years' / %(events)s) AS at
                  FROM generate_series(1, %(events)s) AS n) AS planned
        """,
        {"now": now, "events": total // BOOKED_ON_EACH},
    )
    _run(
        """
        INSERT INTO events_booking (created_at, updated_at, uuid, event_id, person_id, state, booked_at, calendar_steps,
               attendance, adjustments, adjustments_note)
        SELECT %(now)s, %(now)s, gen_random_uuid(), event.id, %(first)s + (event.id * 7 + n) %% %(people)s, 'BOOKED',
               %(now)s - interval '4 years', 0, '', '', ''
          FROM events_event AS event, generate_series(1, %(each)s) AS n
        """,
        {"now": now, "each": BOOKED_ON_EACH, "people": people, "first": User.objects.order_by("pk")[0].pk},
    )
    _run(
        """
        INSERT INTO events_reminder (created_at, updated_at, event_id, topic, due_at, queued_at)
        SELECT %(now)s, %(now)s, id, topic, starts_at - before,
               CASE WHEN starts_at - before < %(now)s THEN starts_at END
          FROM events_event, (VALUES ('reminder.7-days', interval '7 days'), ('reminder.1-day', interval '1 day'),
                                     ('reminder.1-hour', interval '1 hour')) AS times (topic, before)
        """,
        {"now": now},
    )
    _run("VACUUM ANALYZE")


def make_due(count: int, now: datetime) -> None:
    """An empty outbox, and the reminders of one day before due for ``count`` bookings of events in 23 hours."""
    _run("TRUNCATE notifications_message")
    events = "(SELECT id FROM events_event ORDER BY starts_at DESC LIMIT %(events)s)"
    numbers = {"events": count // BOOKED_ON_EACH, "starts": now + 23 * HOUR, "due": now - HOUR}
    _run(
        f"""UPDATE events_event SET starts_at = %(starts)s, ends_at = %(starts)s + interval '1 hour'
             WHERE id IN {events}""",
        numbers,
    )
    _run(
        "UPDATE events_reminder SET due_at = %(due)s, queued_at = NULL "
        f"WHERE topic = 'reminder.1-day' AND event_id IN {events}", numbers,
    )  # fmt: skip
    _run(
        "UPDATE events_reminder SET queued_at = due_at "
        "WHERE queued_at IS NULL AND due_at <= %(now)s AND topic <> 'reminder.1-day'", {"now": now},
    )  # fmt: skip
    _run("VACUUM ANALYZE events_event, events_reminder, notifications_message")


def print_sizes() -> None:
    names = ("events_booking", "booking_of_an_event", "events_reminder", "reminder_to_come")
    for name in names:
        ((size,),) = _run("SELECT pg_relation_size(%(name)s)", {"name": name})
        print(f"{name:<60}{size / 1e6:>12.1f} MB")


def print_plans(now: datetime) -> None:
    """What looking for what is due and fanning it out reads, by PostgreSQL's own account."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from events.reminders import queue_due_reminders

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        queue_due_reminders(now=now)
        transaction.set_rollback(True)
    for title, start in (("look", "SKIP LOCKED"), ("fan out", "INSERT INTO")):
        sql = next(query["sql"] for query in queries if start in query["sql"])
        with transaction.atomic():
            found = _run(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")[0][0]
            transaction.set_rollback(True)
        plan = (found if isinstance(found, list) else json.loads(found))[0]
        scans = ", ".join(
            f"{node['Node Type']} on {node.get('Index Name', node.get('Relation Name', ''))}: "
            f"{node['Actual Rows'] * node['Actual Loops']:g} rows"
            for node in _nodes(plan["Plan"])
            if "Scan" in node["Node Type"] and node.get("Relation Name", "").startswith("events_")
        )
        pages = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
        print(f"{title:<10}{plan['Execution Time']:>10.1f} ms{pages:>10,} pages   {scans}")


def print_fan_out(count: int, now: datetime) -> None:
    from events.reminders import queue_due_reminders

    started = time.perf_counter()
    added = queue_due_reminders(now=now)
    took = time.perf_counter() - started
    assert added == count, (added, count)
    print(
        f"{f'queue_due_reminders, {count:,} due':<60}{took * 1000:>12.1f} ms{count / took:>12,.0f} per second",
        flush=True,
    )


def print_bare(count: int) -> None:
    """As many finished rows, copied from a table into the emptied outbox."""
    _run("CREATE TABLE finished AS SELECT * FROM notifications_message")
    _run("TRUNCATE notifications_message")
    started = time.perf_counter()
    _run("INSERT INTO notifications_message SELECT * FROM finished")
    took = time.perf_counter() - started
    print(
        f"{f'bare INSERT … SELECT, {count:,} rows':<60}{took * 1000:>12.1f} ms{count / took:>12,.0f} per second",
        flush=True,
    )
    _run("DROP TABLE finished")


def print_delivery(folder: Path, count: int, now: datetime) -> None:
    """One process, then two, deliver reminders to a mail server; then as many smtplib alone send the same bytes."""
    from django.db import connections
    from django.urls import reverse

    from benchmarks.outbox import rate_of
    from events.reminders import queue_due_reminders
    from notifications.models import Message

    reverse("events:event_list")  # a worker reads the addresses of all pages once, at its first letter
    for processes in (1, 2):
        make_due(count, now)
        queue_due_reminders(now=now)
        connections.close_all()
        with sink(folder / f"accepted by {processes}") as port:
            delivered = rate_of(deliver, port, count, processes)
            assert Message.objects.filter(state="SENT").count() == count
            content = a_reminder()
            connections.close_all()
            bare = rate_of(partial(send_bare, content), port, count, processes)
            anew = rate_of(partial(send_bare_anew, content), port, count // 4, processes)
        of = f"({delivered / bare:.0%} of bare, load {os.getloadavg()[0]:.1f})"
        by = f"by {processes} process{'es' if processes > 1 else ''}"
        print(f"{f'reminders delivered {by}, {count:,}':<60}{delivered:>24,.0f} per second   {of}")
        print(f"{f'bare SMTP {by}, the same bytes':<60}{bare:>24,.0f} per second")
        print(f"{f'bare SMTP {by}, a connection for each letter':<60}{anew:>24,.0f} per second", flush=True)


@contextlib.contextmanager
def sink(notes: Path) -> Iterator[int]:
    """A mail server in a process of its own; gives its port."""
    notes.touch()
    server = subprocess.Popen([sys.executable, "-m", "tests.smtp_sink", str(notes)], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def deliver(port: int, _: int) -> None:
    """What a worker does, until nothing is due."""
    from django.conf import settings
    from django.utils import timezone

    from notifications.delivery import deliver_due
    from notifications.models import Message

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    while Message.objects.due(timezone.now()).exists():
        deliver_due(clock=timezone.now)


def a_reminder() -> bytes:
    """One of those that were delivered, as it left."""
    from django.utils import timezone

    from notifications.composing import compose
    from notifications.letters import Mail, letter_called
    from notifications.models import Message
    from notifications.writing import finish, write

    message = Message.objects.filter(state="SENT")[0]
    mail = letter_called(message.letter).render(message.about_id, timezone.now())
    assert isinstance(mail, Mail)
    return compose(mail, finish(write(mail), mail), key=message.key).as_bytes()


def send_bare(content: bytes, port: int, count: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(count):
            server.sendmail("noreply@example.org", ["person1@example.org"], content)


def send_bare_anew(content: bytes, port: int, count: int) -> None:
    for _ in range(count):
        send_bare(content, port, 1)


def _run(sql: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in _nodes(inner))]


if __name__ == "__main__":
    main(sys.argv[1:])
