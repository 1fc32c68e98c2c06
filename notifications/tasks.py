"""Doorbells: each reads the clock and makes one call. Settings say which queue each takes."""

from celery import shared_task
from django.utils import timezone

from notifications import delivery, heartbeat, outbox


@shared_task(name="notifications.deliver_message")
def deliver_message(message_id: int) -> None:
    delivery.deliver_due(clock=timezone.now, first=message_id)


@shared_task(name="notifications.deliver_batch")
def deliver_batch() -> None:
    delivery.deliver_due(clock=timezone.now)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    delivery.sweep(now=timezone.now())


@shared_task(name="notifications.forget_bodies")
def forget_bodies() -> None:
    outbox.forget_bodies(now=timezone.now())


@shared_task(name="notifications.beat")
def beat() -> None:
    heartbeat.beat(now=timezone.now())
