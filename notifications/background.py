"""Background work without a broker: the schedule that beat would follow, in one process."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery.schedules import maybe_schedule

log = structlog.get_logger(__name__)


class Clockwork:
    """Knows when each job last ran, and starts what is due and what is polled."""

    def __init__(
        self, schedule: Mapping[str, Mapping[str, Any]], polled: Iterable[str], start: Callable[[str], object]
    ) -> None:
        self.jobs: dict[str, tuple[str, Any]] = {
            name: (entry["task"], maybe_schedule(entry["schedule"])) for name, entry in schedule.items()
        }
        self.polled = tuple(polled)
        self.start = start
        self.last: dict[str, datetime] = {}

    def tick(self, *, now: datetime) -> None:
        """Start what is due at ``now``. The first tick starts all that should run at least daily: a machine that is off
        at night must not miss its nightly work, and running twice is as good as once.
        """
        for task in self.polled:
            self.start(task)
        for name, (task, schedule) in self.jobs.items():
            last = self.last.setdefault(name, now - timedelta(days=1))
            schedule.nowfun = lambda: now
            if schedule.is_due(last).is_due:
                self.last[name] = now
                self.start(task)


class Lanes:
    """A thread for each queue, as production has a worker for each: a long job holds up neither the clock nor the mail.

    ``run(task)`` does the work, ``queue_of(task)`` names its lane. A job that fails is logged and comes round again;
    one that has not finished is not started a second time.
    """

    def __init__(self, run: Callable[[str], object], queue_of: Callable[[str], str]) -> None:
        self.run = run
        self.queue_of = queue_of
        self.threads: dict[str, ThreadPoolExecutor] = {}
        self.unfinished: set[str] = set()

    def start(self, task: str) -> None:
        if task in self.unfinished:
            return
        self.unfinished.add(task)
        queue = self.queue_of(task)
        lane = self.threads.setdefault(queue, ThreadPoolExecutor(max_workers=1, thread_name_prefix=queue))
        lane.submit(self._do, task)

    def stop(self, *, finish_waiting: bool = False) -> None:
        """Wait for the jobs at hand, and for those that wait behind them if ``finish_waiting``."""
        for lane in self.threads.values():
            lane.shutdown(wait=True, cancel_futures=not finish_waiting)

    def _do(self, task: str) -> None:
        try:
            self.run(task)
        except Exception:
            log.exception("background_job_failed", task=task)
        finally:
            self.unfinished.discard(task)
