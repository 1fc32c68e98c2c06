"""``manage.py run_background``: mail and scheduled work for an installation without Redis."""

import signal
import threading
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from notifications.background import Clockwork


class Command(BaseCommand):
    help = "Do the background work in this process, without a broker. Ctrl-C finishes the job at hand and stops."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=3.0, help="Seconds between two looks (3).")
        parser.add_argument("--once", action="store_true", help="Look once and stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError("REDIS_URL is set: start a Celery worker and beat instead.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        current_app.loader.import_default_modules()
        clockwork = Clockwork(
            settings.CELERY_BEAT_SCHEDULE, settings.POLLED_TASKS, lambda name: current_app.tasks[name].run()
        )
        while True:
            clockwork.tick(now=timezone.now())
            close_old_connections()
            if options["once"] or stop.wait(options["every"]):
                return
