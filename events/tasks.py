"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from events import keeping, leaving, reminders, waiting


@shared_task(name="events.queue_due_reminders")
def queue_due_reminders() -> None:
    reminders.queue_due_reminders(now=timezone.now())


@shared_task(name="events.advance_waiting_lists")
def advance_waiting_lists() -> None:
    waiting.advance_waiting_lists(now=timezone.now())


@shared_task(name="events.give_up_places_of_closed_accounts")
def give_up_places_of_closed_accounts() -> None:
    leaving.give_up_places_of_closed_accounts(now=timezone.now())


@shared_task(name="events.forget_adjustments")
def forget_adjustments() -> None:
    keeping.forget_adjustments(now=timezone.now())
