"""``manage.py run_background``: mail and scheduled work for an installation without Redis."""

import signal
import threading
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections, connections
from django.utils import timezone

from notifications.background import Clockwork, Lanes


class Command(BaseCommand):
    help = "Does the background work in this process, without a broker. Ctrl-C finishes the jobs at hand and stops."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=3.0, help="Seconds between two looks (3).")
        parser.add_argument("--once", action="store_true", help="Look once, do what there is to do, and stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError("REDIS_URL is set: start a Celery worker and beat instead.")
        told_to_stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told_to_stop.set())
        current_app.loader.import_default_modules()
        lanes = Lanes(run_task, queue_of)
        clockwork = Clockwork(settings.CELERY_BEAT_SCHEDULE, settings.POLLED_TASKS, lanes.start)
        while True:
            clockwork.tick(now=timezone.now())
            if options["once"] or told_to_stop.wait(options["every"]):
                break
        lanes.stop(finish_waiting=options["once"])


def run_task(name: str) -> None:
    """Do one job in this thread, with a database connection that works."""
    close_old_connections()
    try:
        current_app.tasks[name].run()
    finally:
        connections.close_all()


def queue_of(name: str) -> str:
    """The queue that the settings send a task to."""
    return str(current_app.amqp.router.route({}, name)["queue"].name)
