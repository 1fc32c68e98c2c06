"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from fellowship import surveying
from fellowship.advising import asking, support_checks
from fellowship.curriculum import inviting
from fellowship.deciding import offers
from fellowship.enrolling import ready
from fellowship.evaluating import waves
from fellowship.following import watching
from fellowship.projects import reminding as updates
from fellowship.reviewing import reminding
from fellowship.sets import dividing


@shared_task(name="fellowship.expire_offers")
def expire_offers() -> None:
    offers.expire_offers(now=timezone.now())


@shared_task(name="fellowship.remind_reviewers")
def remind_reviewers() -> None:
    reminding.remind_reviewers(now=timezone.now())


@shared_task(name=dividing.WORKING)
def divide_cohorts(run_id: int | None = None) -> None:
    dividing.work_on_divisions(clock=timezone.now, first=run_id)


@shared_task(name="fellowship.begin_getting_ready")
def begin_getting_ready() -> None:
    ready.begin_for_all(now=timezone.now())


@shared_task(name="fellowship.book_mandatory")
def book_mandatory() -> None:
    inviting.book_mandatory(now=timezone.now())


@shared_task(name="fellowship.check_support")
def check_support() -> None:
    support_checks.ask_when_due(now=timezone.now())


@shared_task(name="fellowship.ask_for_conversations")
def ask_for_conversations() -> None:
    asking.ask_for_conversations(now=timezone.now())


@shared_task(name="fellowship.remind_of_updates")
def remind_of_updates() -> None:
    updates.remind_of_updates(now=timezone.now())


@shared_task(name="fellowship.ask_surveys")
def ask_surveys() -> None:
    surveying.ask_surveys(now=timezone.now())


@shared_task(name="fellowship.remind_of_questionnaires")
def remind_of_questionnaires() -> None:
    waves.remind_all(now=timezone.now())


@shared_task(name="fellowship.count_standings")
def count_standings() -> None:
    watching.count_all(now=timezone.now())
