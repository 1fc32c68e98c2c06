"""Long calculations that people ask for: each is a row, done by whoever takes it up, and stored whole or not at all.

Whoever works on one holds a lease and renews it by saying how far it is. A worker that dies leaves the row to the next
sweep, three times at most. An app has a table of its own that inherits ``LongRun``, a task that rings, and::

    def work_on_divisions(*, clock, first=None):
        return work_on(SetRun, _divide, clock=clock, first=first, gave_up=GAVE_UP, broke=BROKE)
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

import structlog
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.models import BaseModel
from common.refusals import Refused

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]

SAID_EVERY = timedelta(seconds=0.5)
MOST_TRIES = 3


class LongRun(BaseModel):
    """One calculation. ``leased_until``: the worker that has it writes on before then, or another takes it up."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", "Waiting to start"
        RUNNING = "RUNNING", "Running"
        DONE = "DONE", "Done"
        CANCELLED = "CANCELLED", "Cancelled"  # only where people may ask for the end
        FAILED = "FAILED", "Failed"

    UNFINISHED: ClassVar = (State.QUEUED, State.RUNNING)

    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=40, blank=True, help_text="Which attempt holds it.")
    tries = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="Why it failed, in words for the admin.")

    class Meta:
        abstract = True


Run = TypeVar("Run", bound=LongRun)


class Lost(Exception):
    """Another worker has the run now."""


@dataclass
class Hold:
    """Our hold on a run: says how far it is, and writes how it ended."""

    kind: type[LongRun]
    pk: int
    lease: str
    clock: Clock
    said_at: datetime

    @property
    def mine(self) -> "models.QuerySet[LongRun]":
        """The row, if it is still ours."""
        rows: models.QuerySet[LongRun] = self.kind._default_manager.filter(
            pk=self.pk, lease=self.lease, state=LongRun.State.RUNNING
        )
        return rows

    def is_time(self) -> bool:
        """Whether it is long enough ago that something was said."""
        return self.clock() - self.said_at >= SAID_EVERY

    def say(self, **fields: Any) -> bool:
        """Write these fields and renew the lease. False if the run is not ours any more."""
        now = self.said_at = self.clock()
        return bool(self.mine.update(**fields, leased_until=now + settings.RUN_LEASE, updated_at=now))

    def lock(self) -> None:
        """Before storing: a worker who takes the run over must wait, and then finds it done. Raises Lost."""
        if not self.mine.select_for_update().exists():
            raise Lost

    def end(self, **fields: Any) -> bool:
        """Write how it ended, if it is still ours."""
        now = self.clock()
        return bool(self.mine.update(**fields, finished_at=now, lease="", leased_until=None, updated_at=now))

    def done(self, **fields: Any) -> None:
        """Write that it is done, in the transaction of what it found. Raises Lost."""
        if not self.end(state=LongRun.State.DONE, percent=100, **fields):
            raise Lost


def work_on(
    kind: type[Run], work: Callable[[Run, Hold], None], *, clock: Clock, first: int | None, gave_up: str, broke: str
) -> int:
    """Do every run that waits, or whose worker died. ``first``: the one that was rung for. Returns how many.

    ``work`` brings a run to its end; what it refuses is the problem that people read. ``gave_up`` and ``broke`` are the
    problems of a run whose worker died too often, and of a defect.
    """
    now, states = clock(), LongRun.State
    rows: models.QuerySet[Run] = kind._default_manager.all()
    worn_out = rows.filter(state=states.RUNNING, leased_until__lt=now, tries__gte=MOST_TRIES)
    worn_out.update(state=states.FAILED, problem=gave_up, finished_at=now, lease="", leased_until=None, updated_at=now)
    waiting = rows.filter(_free(now)).order_by("asked_at", "pk").values_list("pk", flat=True)
    ids = list(waiting if first is None else waiting.filter(pk=first))
    return sum(_take_up(kind, pk, work, clock, broke) for pk in ids)


def _free(now: datetime) -> Q:
    """Runs that nobody works on. Where somebody asked for the end of one whose worker died, it is among them."""
    waits = Q(state=LongRun.State.QUEUED) | Q(state=LongRun.State.RUNNING, leased_until__lt=now)
    return waits & Q(tries__lt=MOST_TRIES)


def _take_up(kind: type[Run], pk: int, work: Callable[[Run, Hold], None], clock: Clock, broke: str) -> bool:
    """Take up a run and bring it to an end. False if another worker was quicker."""
    lease, now = uuid.uuid4().hex, clock()
    fields = {"state": LongRun.State.RUNNING, "lease": lease, "leased_until": now + settings.RUN_LEASE, "percent": 0}
    taken = kind._default_manager.filter(_free(now), pk=pk).update(**fields, tries=F("tries") + 1, updated_at=now)
    if not taken:
        return False
    hold = Hold(kind, pk, lease, clock, now)
    try:
        work(kind._default_manager.get(pk=pk), hold)
    except Lost:
        log.warning("run_lost", kind=kind._meta.label, run=pk)
    except Refused as refusal:
        hold.end(state=LongRun.State.FAILED, problem=str(refusal))
    except Exception:
        log.exception("run_failed", kind=kind._meta.label, run=pk)
        hold.end(state=LongRun.State.FAILED, problem=broke)
    return True
