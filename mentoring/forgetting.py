"""Forgets people whom a team brought into a round and who never came, and meetings that went with an account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import privacy
from accounts.invited import never_came
from mentoring.models import GoneMeeting, Participant, Round

STAY_AFTER_ROUND = timedelta(days=90)
STAY_AFTER_MEETING = timedelta(days=30)


def forget_who_never_came(*, now: datetime) -> int:
    """Erase those who neither signed in nor answered, of whom each round is closed for 90 days. Returns how many.

    What the team knows of a pair goes with them: without an answer there never was one.
    """
    rounds = Participant.objects.filter(user=OuterRef("pk"))
    lately = rounds.exclude(round__state=Round.State.CLOSED, round__closed_at__lt=now - STAY_AFTER_ROUND)
    forgotten = 0
    for user in never_came().filter(Exists(rounds), ~Exists(lately)):
        with transaction.atomic():
            privacy.erase(user, now=now)
        forgotten += 1
    return forgotten


def forget_gone_meetings(*, now: datetime) -> int:
    """Delete what took meetings out of calendars, some time after those meetings would have been. Returns how many."""
    deleted, _ = GoneMeeting.objects.filter(starts_at__lt=now - STAY_AFTER_MEETING).delete()
    return deleted
