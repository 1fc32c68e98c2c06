"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from fellowship.deciding import offers


@shared_task(name="fellowship.expire_offers")
def expire_offers() -> None:
    offers.expire_offers(now=timezone.now())
