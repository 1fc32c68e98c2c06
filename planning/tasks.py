"""Doorbells: each reads the clock and makes one call."""

import time

from celery import shared_task
from django.utils import timezone

from planning import assessments
from planning.adverts import trying
from planning.horizon import feeds, following
from planning.plans import reminders
from planning.watching import watches


@shared_task(name="planning.forget_signed_out")
def forget_signed_out() -> None:
    assessments.forget_signed_out(now=timezone.now())
    trying.forget_tried(now=timezone.now())


@shared_task(name="planning.queue_due_letters")
def queue_due_letters() -> None:
    reminders.queue_due_letters(now=timezone.now())


@shared_task(name="planning.tell_watchers")
def tell_watchers() -> None:
    watches.tell_watchers(now=timezone.now())


# A feed may answer a byte at a time; whatever is not read within five minutes waits for the next hour.
@shared_task(name="planning.read_feeds", soft_time_limit=300)
def read_feeds() -> None:
    feeds.read_feeds(now=timezone.now(), stopwatch=time.monotonic)


@shared_task(name="planning.queue_digests")
def queue_digests() -> None:
    following.queue_digests(now=timezone.now())
