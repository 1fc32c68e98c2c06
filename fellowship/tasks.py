"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from fellowship.deciding import offers
from fellowship.sets import dividing


@shared_task(name="fellowship.expire_offers")
def expire_offers() -> None:
    offers.expire_offers(now=timezone.now())


@shared_task(name=dividing.WORKING)
def divide_cohorts(run_id: int | None = None) -> None:
    dividing.work_on_divisions(clock=timezone.now, first=run_id)
