"""Runs of the whole sending machinery, small in the tests and large in the benchmark."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.models import User
from notifications.composing import message_id_of
from notifications.models import Message
from notifications.outbox import queue_email, queue_selected
from tests.notifications.rig import LEASE_SECONDS, Rig, Tally, wait_until, wipe

SECONDS_TO_FINISH = 900
# When nothing has come for so long, nothing will. Workers take their time to start on a crowded machine, and as long
# as there are rows somebody will look for them.
SECONDS_OF_SILENCE = LEASE_SECONDS + 7
SECONDS_OF_SILENCE_WITH_ROWS = 90


@dataclass(frozen=True)
class Run:
    """``total`` messages through ``workers`` workers of concurrency 1."""

    sending: Rig
    total: int
    workers: int = 2

    def __post_init__(self) -> None:
        Message.objects.all().delete()

    def undisturbed(self, queue: "Callable[[int], set[str]] | None" = None) -> Tally:
        """Nothing goes wrong. ``queue`` puts the messages into the outbox; by default one statement does."""
        self._begin()
        return self._finish((queue or queue_at_once)(self.total))

    def killed_once(self, queue: "Callable[[int], set[str]] | None" = None) -> Tally:
        """A third of the way one worker is killed and the broker forgets everything; a new worker comes."""
        victim, *_ = self._begin()
        expected = (queue or queue_at_once)(self.total)
        wait_until(lambda: self.sending.count() > self.total / 3, seconds=SECONDS_TO_FINISH)
        self.sending.kill(victim)
        wipe(self.sending.environment["REDIS_URL"])
        self.sending.worker()
        return self._finish(expected)

    def killed_often(self, kills: int) -> Tally:
        """One worker at a time, each killed while it sends."""
        self.sending.clock()
        expected = queue_at_once(self.total)
        share = self.total / (kills + 2)
        for kill in range(1, kills + 1):
            victim = self.sending.worker()
            wait_until(lambda enough=kill * share: self.sending.count() > enough, seconds=SECONDS_TO_FINISH)  # type: ignore[misc]
            self.sending.kill(victim)
        self.sending.worker()
        return self._finish(expected)

    def _begin(self) -> list[object]:
        self.sending.clock()
        return [self.sending.worker() for _ in range(self.workers)]

    def _finish(self, expected: set[str]) -> Tally:
        """Wait until all have come and then for as long as a dead worker's lease, so that a late repeat is counted."""
        silence = SECONDS_OF_SILENCE_WITH_ROWS if Message.objects.exists() else SECONDS_OF_SILENCE
        before = -1
        while not expected <= set(self.sending.accepted()) and self.sending.count() > before:
            before = self.sending.count()
            wait_until(lambda: expected <= set(self.sending.accepted()), seconds=silence)
        time.sleep(LEASE_SECONDS + 3)
        return self.sending.tally(expected)


def queue_at_once(total: int) -> set[str]:
    """Put a letter to each of ``total`` people into the outbox, by one statement. Returns the Message-IDs."""
    now = timezone.now()
    rows = people(total).annotate(
        about_id=F("id"),
        key=Concat(Value("letterbox.dear:"), Cast("id", CharField())),
        scope=Value(""),
        due_at=Value(now, output_field=DateTimeField()),
    )
    queue_selected(letter="letterbox.dear", rows=rows.values("about_id", "key", "scope", "due_at"), now=now)
    return _message_ids()


def queue_one_by_one(total: int) -> set[str]:
    """The same with a transaction and a ring for each."""
    for person in people(total).values_list("pk", flat=True):
        with transaction.atomic():
            queue_email(letter="letterbox.dear", about_id=person, key=f"letterbox.dear:{person}", now=timezone.now())
    return _message_ids()


def as_tasks(total: int) -> set[str]:
    """Without an outbox: a Celery task is the letter."""
    chosen = list(people(total).values_list("pk", flat=True))
    for person in chosen:
        current_app.send_task("letterbox.send_at_once", args=(person,), queue="mail")
    return {message_id_of(f"letterbox.dear:{person}") for person in chosen}


def people(total: int) -> "QuerySet[User]":
    """So many users; makes those that are missing."""
    missing = range(User.objects.count(), total)
    User.objects.bulk_create(User(email=f"person{number}@example.org", name=f"Kim {number}") for number in missing)
    return User.objects.order_by("pk")[:total]


def _message_ids() -> set[str]:
    return set(map(message_id_of, Message.objects.values_list("key", flat=True)))
