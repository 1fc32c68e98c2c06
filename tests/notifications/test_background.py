"""Background work without a broker: the same schedule, in one process."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from celery.schedules import crontab
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from notifications.background import Clockwork, Lanes
from notifications.management.commands.run_background import queue_of
from notifications.models import Heartbeat, Message
from tests.notifications.conftest import NOW, queue
from tests.notifications.rig import wait_until
from tests.smtp_sink import Sink

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCHEDULE = {
    "each minute": {"task": "minute", "schedule": 60.0},
    "each night": {"task": "night", "schedule": crontab(hour=3, minute=10)},
    "on Mondays": {"task": "monday", "schedule": crontab(hour=3, minute=0, day_of_week="mon")},
}


def clockwork() -> tuple[Clockwork, list[str]]:
    started: list[str] = []
    return Clockwork(SCHEDULE, ["poll"], started.append), started


def test_the_first_look_starts_what_is_at_least_daily() -> None:
    clock, started = clockwork()
    clock.tick(now=NOON)  # a Sunday
    assert started == ["poll", "minute", "night"]


def test_afterwards_each_job_runs_in_its_time() -> None:
    clock, started = clockwork()
    clock.tick(now=NOON)
    started.clear()
    clock.tick(now=NOON + timedelta(seconds=30))
    assert started == ["poll"]
    clock.tick(now=NOON + timedelta(seconds=61))
    assert started == ["poll", "poll", "minute"]
    started.clear()
    clock.tick(now=NOON + timedelta(hours=15, minutes=5))  # 03:05 on Monday
    assert started == ["poll", "minute", "monday"]
    clock.tick(now=NOON + timedelta(hours=15, minutes=11))
    assert started[3:] == ["poll", "minute", "night"]


def test_a_job_that_fails_comes_round_again_and_stops_no_other() -> None:
    done: list[str] = []

    def run(task: str) -> None:
        done.append(task)
        if task == "bad":
            raise ValueError

    lanes = Lanes(run, queue_of=lambda task: "default")
    for task in ("bad", "good"):
        lanes.start(task)
    lanes.stop(finish_waiting=True)
    assert done == ["bad", "good"]
    assert lanes.unfinished == set()


def test_a_long_job_holds_up_no_other_queue_and_is_not_started_twice() -> None:
    gate, done = threading.Event(), list[str]()

    def run(task: str) -> None:
        if task == "matching":
            gate.wait(10)
        done.append(task)

    lanes = Lanes(run, queue_of=lambda task: task)
    for _ in range(3):
        lanes.start("matching")
    lanes.start("mail")
    deadline = time.monotonic() + 5
    while done != ["mail"] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert done == ["mail"]
    gate.set()
    lanes.stop(finish_waiting=True)
    assert done == ["mail", "matching"]


def test_stopping_drops_what_has_not_begun() -> None:
    gate, done = threading.Event(), list[str]()

    def run(task: str) -> None:
        gate.wait(10)
        done.append(task)

    lanes = Lanes(run, queue_of=lambda task: "mail")
    for task in ("first", "second"):
        lanes.start(task)
    threading.Timer(0.2, gate.set).start()
    lanes.stop()
    assert done == ["first"]


def test_each_job_has_the_lane_that_the_settings_say() -> None:
    assert queue_of("notifications.deliver_batch") == "mail"
    assert queue_of("notifications.beat") == "default"


@pytest.mark.django_db(transaction=True)
@pytest.mark.main_journey
def test_one_look_sends_what_is_due_and_leaves_a_heartbeat(settings: Settings, sink: Sink) -> None:
    settings.REDIS_URL = ""
    queue(1, now=NOW)
    call_command("run_background", once=True)
    assert Message.objects.get().state == Message.State.SENT
    assert Heartbeat.objects.count() == 1


@pytest.mark.django_db
def test_with_a_broker_it_refuses_to_compete(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(CommandError, match="start a Celery worker and beat instead"):
        call_command("run_background")


def ticked(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("SELECT count(*) FROM notifications_heartbeat").fetchone()[0])


def test_told_to_stop_it_ends_at_once_and_well(root: Path, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "REDIS_URL": "",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "PORTAL_ENV": "development",
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=root, env=environment, check=True)
    command = [sys.executable, "manage.py", "run_background"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    with process:
        assert wait_until(lambda: ticked(tmp_path / "portal.sqlite3"), seconds=60)
        assert process.poll() is None
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said
    assert django_settings.POLLED_TASKS
