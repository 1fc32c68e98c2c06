"""Background work without a broker: the schedule that beat would follow, in one process."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery.schedules import maybe_schedule

log = structlog.get_logger(__name__)


class Clockwork:
    """Knows when each job last ran and runs what is due. A job that fails is logged and comes round again."""

    def __init__(self, schedule: Mapping[str, Mapping[str, Any]], polled: Iterable[str], run: Callable[[str], object]):
        self.jobs = {name: (entry["task"], maybe_schedule(entry["schedule"])) for name, entry in schedule.items()}
        self.polled = tuple(polled)
        self.run = run
        self.last: dict[str, datetime] = {}

    def tick(self, *, now: datetime) -> None:
        """Run what is due at ``now``. On the first tick everything short of a day is due, so that work resumes at once."""
        for task in self.polled:
            self._try(task)
        for name, (task, schedule) in self.jobs.items():
            last = self.last.setdefault(name, now - timedelta(hours=1))
            schedule.nowfun = lambda: now
            if schedule.is_due(last).is_due:
                self.last[name] = now
                self._try(task)

    def _try(self, task: str) -> None:
        try:
            self.run(task)
        except Exception:
            # Whatever goes wrong with one job must not stop the clock for the others.
            log.exception("background_job_failed", task=task)
