"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from accounts import deletion, tidying


@shared_task(name="accounts.erase_due_accounts")
def erase_due_accounts() -> None:
    deletion.erase_due_accounts(now=timezone.now())


@shared_task(name="accounts.tidy")
def tidy() -> None:
    tidying.tidy(now=timezone.now())
