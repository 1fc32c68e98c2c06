"""What time does to proposals: their days begin, a reminder goes out, and those that nobody answers lapse."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from common.working_days import end_of_working_day
from mentoring.answering import locked, queue_letter, write_move
from mentoring.models import Match
from mentoring.proposing import ANSWER_DAYS, nation_of
from notifications.models import Message
from notifications.outbox import queue_selected

State = Match.State
REMIND_AFTER = timedelta(days=3)
REMINDER = "mentoring.proposal_waits"
_TEXT = models.CharField()


def move_on(*, now: datetime) -> None:
    """All of it. Twice is as good as once."""
    start_clocks(now=now)
    queue_reminders(now=now)
    lapse_overdue(now=now)


def start_clocks(*, now: datetime) -> int:
    """Count the days of a proposal from the moment when its letter may leave. Returns how many were set anew."""
    left_at = Subquery(_their_letter().exclude(state=Message.State.HELD).values("due_at")[:1])
    late = Match.objects.filter(state=State.PROPOSED).annotate(left_at=left_at)
    late = late.filter(left_at__gt=F("proposed_at"), left_at__lte=now).select_related("mentor", "round")
    for pair in late:
        days = pair.round.answer_days if pair.round else ANSWER_DAYS
        answer_by = end_of_working_day(pair.left_at, days, nation_of(pair.mentor))
        Match.objects.filter(pk=pair.pk, state=State.PROPOSED).update(
            proposed_at=pair.left_at, answer_by=answer_by, updated_at=now
        )
    return len(late)


def queue_reminders(*, now: datetime) -> int:
    """One reminder for each proposal that has waited for three days. Returns how many were new."""
    due = _told().filter(proposed_at__lte=now - REMIND_AFTER, answer_by__gt=now)
    scope = Case(
        When(programme=None, then=Value("")), default=Concat(Value("programme:"), Cast("programme", _TEXT)),
        output_field=_TEXT,
    )  # fmt: skip
    rows = due.annotate(
        about_id=F("pk"), key=Concat(Value(f"{REMINDER}:"), Cast("pk", _TEXT)), scope=scope,
        due_at=Value(now, output_field=models.DateTimeField()),
    )  # fmt: skip
    return queue_selected(letter=REMINDER, rows=rows.order_by().values("about_id", "key", "scope", "due_at"), now=now)


def lapse_overdue(*, now: datetime) -> int:
    """Let proposals lapse that nobody answered in time, but none whose letter is still held. Returns how many."""
    lapsed = 0
    for uuid in list(_told().overdue(now).order_by("answer_by").values_list("uuid", flat=True)):
        with transaction.atomic():
            pair, _, _ = locked(uuid)
            if pair.state == State.PROPOSED and pair.answer_by <= now:
                write_move(pair, State.LAPSED, by=None, now=now)
                queue_letter("lapsed", pair.pk, pair, now)
                queue_letter("lapsed_mentor", pair.pk, pair, now)
                lapsed += 1
    return lapsed


def _told() -> Any:
    """Proposals that wait for an answer and whose letter is not held."""
    return Match.objects.told().filter(state=State.PROPOSED)


def _their_letter() -> QuerySet[Message]:
    return Message.objects.filter(letter="mentoring.proposed", about_id=OuterRef("pk"))
