"""Doorbells: each reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from mentoring import concerns, forgetting, lapsing, team_news, waking
from mentoring.conversations import booking
from mentoring.people import closing
from mentoring.rounds import running
from mentoring.rounds.files import keeping as round_files


@shared_task(name="mentoring.work_on_runs")
def work_on_runs(run_id: int | None = None) -> None:
    running.work_on_runs(clock=timezone.now, first=run_id)


@shared_task(name="mentoring.forget_files")
def forget_files() -> None:
    round_files.forget_files(now=timezone.now())


@shared_task(name="mentoring.see_to_pairs")
def see_to_pairs() -> None:
    waking.see_to_pairs(now=timezone.now())


@shared_task(name="mentoring.lapse_unconfirmed")
def lapse_unconfirmed() -> None:
    booking.lapse_unconfirmed(now=timezone.now())


@shared_task(name="mentoring.escalate_concerns")
def escalate_concerns() -> None:
    concerns.escalate_unseen(now=timezone.now())


@shared_task(name="mentoring.move_proposals_on")
def move_proposals_on() -> None:
    lapsing.move_on(now=timezone.now())


@shared_task(name="mentoring.forget_who_never_came")
def forget_who_never_came() -> None:
    forgetting.forget_who_never_came(now=timezone.now())


@shared_task(name="mentoring.tell_teams")
def tell_teams() -> None:
    team_news.tell_teams(now=timezone.now())


@shared_task(name="mentoring.end_what_closed_accounts_have")
def end_what_closed_accounts_have() -> None:
    closing.end_what_closed_accounts_have(now=timezone.now())


@shared_task(name="mentoring.forget_gone_meetings")
def forget_gone_meetings() -> None:
    forgetting.forget_gone_meetings(now=timezone.now())
