"""Doorbells: each reads the clock and makes one call. The schedule rings the same functions without a broker."""

from celery import shared_task
from django.utils import timezone

from notifications import delivery, heartbeat, outbox


@shared_task(name="notifications.deliver_message", queue="mail")
def deliver_message(message_id: int) -> None:
    delivery.deliver(message_id, now=timezone.now())


@shared_task(name="notifications.deliver_batch", queue="mail")
def deliver_batch() -> None:
    delivery.deliver_due(clock=timezone.now)


@shared_task(name="notifications.sweep", queue="mail")
def sweep() -> None:
    delivery.sweep(now=timezone.now())


@shared_task(name="notifications.forget_bodies", queue="default")
def forget_bodies() -> None:
    outbox.forget_bodies(now=timezone.now())


@shared_task(name="notifications.beat", queue="default")
def beat() -> None:
    heartbeat.beat(now=timezone.now())
