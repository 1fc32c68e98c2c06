"""Starts the whole portal on one machine: what ``make run`` does when everything is installed."""

import errno
import json
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from portal.worlds.making import SEED, has_people, make_small
from portal.worlds.signing_in import sign_ins

MANIFEST = "staticfiles.json"


class Command(BaseCommand):
    help = (
        "Prepares the database, loads the shipped catalogue, fills an empty database with invented people unless "
        "DEMO_WORLD is false, and serves the portal on PORT (8000) of HOST (127.0.0.1), with a worker and a clock for "
        "background work when REDIS_URL is set. Ctrl-C stops everything."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        from portal.processes import run_together

        host, port = os.environ.get("HOST", "127.0.0.1"), port_number(os.environ.get("PORT", "8000"))
        refuse_a_taken_port(host, port)
        self.prepare()
        address = f"http://localhost:{port}/"
        self.stdout.write(f"\n{settings.SERVICE_NAME} is starting at {address}  (Ctrl-C stops it)")
        for line in sign_ins() if settings.DEMO_WORLD else ():
            self.stdout.write(line)
        if not User.objects.filter(is_superuser=True).exists():
            self.stdout.write("There is no administrator yet: .venv/bin/python manage.py createsuperuser")
        self.stdout.write("")
        self.stdout.flush()
        environment = {"SITE_URL": address.rstrip("/"), **os.environ, "PORT": str(port)}
        ended = run_together(commands(), environment)
        if ended:
            raise CommandError(f"The {ended} process ended by itself; what it said is above. Everything is stopped.")
        self.stdout.write("Stopped.")

    def prepare(self) -> None:
        """Brings the database, the catalogue and the static files up to date."""
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        call_command("createcachetable", verbosity=0, stdout=self.stdout)
        call_command("load_catalogue", stdout=self.stdout)
        if settings.DEMO_WORLD and not has_people():
            self.stdout.write(
                "The database is empty: making a world of invented people. DEMO_WORLD=false leaves it out."
            )
            make_small(seed=SEED, now=timezone.now(), say=lambda _: None)
        if not static_files_are_collected():
            (settings.STATIC_ROOT / MANIFEST).unlink(missing_ok=True)  # collecting would read it
            call_command("collectstatic", interactive=False, verbosity=0, stdout=self.stdout)


def static_files_are_collected() -> bool:
    """Whether they were collected to the end, and since they were last built."""
    manifest = settings.STATIC_ROOT / MANIFEST
    try:
        json.loads(manifest.read_text())
    except (OSError, ValueError):
        return False
    sources = (path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*"))
    return manifest.stat().st_mtime >= max((path.stat().st_mtime for path in sources), default=0)


def commands() -> dict[str, list[str]]:
    """What runs, by name. Without a broker one process does the background work."""
    web = [sys.executable, "-m", "gunicorn", "--config", "python:portal.web", "portal.wsgi"]
    if not settings.REDIS_URL:
        return {"web": web, "background": [sys.executable, "manage.py", "run_background"]}
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "portal"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "WARNING"]
    # An empty pidfile: a stale one after a power cut must not keep the clock from starting.
    beat = ["beat", "--pidfile=", "--loglevel", "WARNING"]
    return {"web": web, "worker": [*celery, *worker], "beat": [*celery, *beat]}


def port_number(text: str) -> int:
    """Raises CommandError if the text is not the number of a port."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Raises CommandError with what to do if we may not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is in use by another program. Choose another: make run PORT={port + 1}"
                ) from None
            raise CommandError(f"Cannot listen on {host}, port {port}: {problem.strerror}.") from None
