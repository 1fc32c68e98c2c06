"""A run through real workers on a real Redis, one of which is killed (-9) while it stores the draft."""

import os
import subprocess
import time
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from mentoring.models import Run, RunPair
from mentoring.rounds.running import ask_run
from tests.mentoring.world import mentee, mentor, round_of, staff
from tests.notifications.rig import Rig, rig, wait_until
from tests.servers import redis_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not django_settings.REDIS_URL, reason="needs PostgreSQL and Redis"
    ),
]
LEASE = 3
LONG = 60  # seconds that a busy machine may take to start a worker
SKILL = "communicating-data"


def test_a_run_whose_worker_is_killed_is_taken_up_by_another_and_stored_once(tmp_path: Path) -> None:
    one = round_of(
        mentees=[mentee(gaps={SKILL: (0, 3)}) for _ in range(4)], mentors=[mentor(skills={SKILL: 4}) for _ in range(3)]
    )
    database_url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    with redis_server(tmp_path) as redis_url, rig(tmp_path, database_url=database_url, redis_url=redis_url) as workers:
        workers.environment["RUN_LEASE_SECONDS"] = str(LEASE)
        run = ask_run(one, actor=staff(), now=timezone.now())
        workers.environment["DJANGO_SETTINGS_MODULE"] = "tests.mentoring.stuck_settings"
        stuck = _worker(workers, "stuck")
        _ring(redis_url, run)
        assert wait_until(lambda: _now(run).stage == "storing", seconds=LONG)
        time.sleep(0.5)  # it has written rows by now, which nobody must ever see
        workers.kill(stuck)
        assert not RunPair.objects.exists()
        workers.environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        _worker(workers, "another")

        def is_done() -> bool:
            _ring(redis_url)  # as the clock does each minute
            time.sleep(0.5)
            return _now(run).state == Run.State.DONE

        assert wait_until(is_done, seconds=LONG)
    run = _now(run)
    assert (run.tries, run.pairs.count(), run.met, run.unmet.count()) == (2, 3, [3], 1)


def _now(run: Run) -> Run:
    found: Run = Run.objects.get(pk=run.pk)
    return found


def _worker(workers: Rig, name: str) -> "subprocess.Popen[bytes]":
    log = workers.notes.with_name(f"{name}.log")
    words = ("worker", "--queues", "matching", "--concurrency", "1", "--hostname", f"{name}@rig")
    started = workers.celery(*words, log=log)
    assert wait_until(lambda: b"ready." in log.read_bytes(), seconds=LONG), log.read_text()[-2000:]
    return started


def _ring(redis_url: str, *runs: Run) -> None:
    with current_app.connection_for_write(url=redis_url) as broker:
        current_app.send_task("mentoring.work_on_runs", args=[run.pk for run in runs], connection=broker)
