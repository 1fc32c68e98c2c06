"""Reminds reviewers of what they still have to read: by itself before and after the day it is due, and by hand."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from fellowship.models import Call, Review
from fellowship.reviewing.readers import NobodyTicked
from fellowship.reviewing.readings import open_readings
from notifications.outbox import queue_email

MOMENTS = {"7-days": timedelta(days=-7), "2-days": timedelta(days=-2), "late": timedelta(days=1)}  # from when it is due
_STILL_HELPS = timedelta(days=1)  # a reminder that is later than this is left out
_JUST_TOLD = timedelta(days=1)


def remind_reviewers(*, now: datetime) -> int:
    """Remind those who have open readings at the moments of their call. Returns how many letters are due or were."""
    reminded = 0
    for name, after in MOMENTS.items():
        moment = now - after
        for call in Call.objects.filter(review_by__lte=moment, review_by__gt=moment - _STILL_HELPS):
            rows = open_readings(Review.objects.filter(application__call=call, assigned_at__lt=now - _JUST_TOLD))
            reminded += _remind(call, rows.values_list("reviewer", flat=True), f"{name}:{call.review_by:%Y-%m-%d}", now)
    return reminded


@transaction.atomic
def remind(call: Call, users: Collection[User], *, actor: User, now: datetime) -> int:
    """Remind these reviewers now, once a day. Returns how many have something open. Raises NobodyTicked."""
    if not users:
        raise NobodyTicked
    reminded = _remind(call, [one.pk for one in users], f"by-hand:{now:%Y-%m-%d}", now)
    audit.record(
        actor=actor, action="fellowship.reviewers_reminded", about=call, scope=call.cohort.programme.scope,
        detail={"people": reminded}, now=now,
    )  # fmt: skip
    return reminded


def _remind(call: Call, reviewers: Collection[int], kind: str, now: datetime) -> int:
    rows = open_readings(Review.objects.filter(application__call=call, reviewer__in=set(reviewers)))
    newest = dict(rows.order_by().values_list("reviewer").annotate(newest=Max("pk")))
    for reviewer, review in sorted(newest.items()):
        queue_email(
            letter="fellowship.reviews_wait", about_id=review,
            key=f"fellowship.reviews_wait:{call.pk}:{reviewer}:{kind}", scope=call.cohort.programme.scope, now=now,
        )  # fmt: skip
    return len(newest)
