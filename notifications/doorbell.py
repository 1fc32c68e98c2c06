"""Doorbells: tell a worker, by the name of a task, that there is something to look at."""

import time
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.db import transaction


@dataclass
class Bell:
    """Whether it is worth ringing: a broker that did not answer is left alone for a while.

    So a request waits for a dead or hanging broker once (0.4 s, CELERY_BROKER_TRANSPORT_OPTIONS), however many messages
    it queues, and the requests after it not at all.
    """

    seconds_of_quiet: float = 10
    quiet_until: float = 0

    def ring(self, task: str, arguments: tuple[int, ...], expires: int | None) -> None:
        if time.monotonic() < self.quiet_until:
            return
        try:
            current_app.send_task(task, args=arguments, retry=False, expires=expires)
        except Exception:
            self.quiet_until = time.monotonic() + self.seconds_of_quiet
            raise


bell = Bell()


def ring(task: str, *arguments: int, expires: int | None = None) -> None:
    """Ring once the transaction commits. Nothing hangs on it: messages are rows, and the next sweep finds them.

    ``expires``: after so many seconds the ring is not worth answering any more. Without a broker it is silent.
    """
    if not settings.REDIS_URL:
        return

    # A nested function, since Django logs a failing robust callback by its ``__qualname__``, which a partial has not.
    def doorbell() -> None:
        bell.ring(task, arguments, expires)

    transaction.on_commit(doorbell, robust=True)
