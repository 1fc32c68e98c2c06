"""Puts letters about plans into the outbox when they are due: one a person and day, however many actions that is about.

What is due is found through partial indexes, so that looking costs what is due. A row that was seen to is cleared, and
the key of the letter names plan and day: running twice adds nothing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.preferences import people_who_refuse
from notifications.outbox import queue_selected
from planning.models import Action, Plan
from planning.plans.letters import DUE, REVIEW

AT_ONCE = 500


def queue_due_letters(*, now: datetime) -> int:
    """Queue reminders of actions and of reviews that are due. Returns how many letters were new."""
    added = 0
    for some in (_actions, _reviews):
        seen = AT_ONCE
        while seen == AT_ONCE:
            seen, letters = some(now)
            added += letters
    return added


@transaction.atomic
def _actions(now: datetime) -> tuple[int, int]:
    """How many actions were due, and how many letters that made. A second clock skips what the first is at."""
    due = Action.objects.filter(remind_at__lte=now).select_for_update(skip_locked=True, of=("self",))
    rows = list(due.order_by("remind_at", "id").values_list("pk", "plan_id")[:AT_ONCE])
    added = queue_selected(letter=DUE, rows=_plans(DUE, {plan for _, plan in rows}, now), now=now)
    Action.objects.filter(pk__in=[pk for pk, _ in rows]).update(remind_at=None, updated_at=now)
    return len(rows), added


@transaction.atomic
def _reviews(now: datetime) -> tuple[int, int]:
    due = Plan.objects.filter(review_at__lte=now).select_for_update(skip_locked=True, of=("self",))
    plans = list(due.order_by("review_at", "id").values_list("pk", flat=True)[:AT_ONCE])
    added = queue_selected(letter=REVIEW, rows=_plans(REVIEW, set(plans), now), now=now)
    Plan.objects.filter(pk__in=plans).update(review_at=None, updated_at=now)
    return len(plans), added


def _plans(letter: str, plans: set[int], now: datetime) -> "QuerySet[Any, Any]":
    """Plans of people who want this letter, as rows for the outbox."""
    wanted = Plan.objects.filter(pk__in=plans, user__is_active=True).exclude(user__in=people_who_refuse(letter))
    day = Value(f":{timezone.localdate(now):%Y-%m-%d}")
    return wanted.order_by().values(
        about_id=F("pk"),
        key=Concat(Value(f"{letter}:"), Cast("pk", CharField()), day, output_field=CharField()),
        scope=Value(""),
        due_at=Value(now, output_field=DateTimeField()),
    )
