"""Tells the teams of programmes each morning which proposals came to nothing the day before, so that they propose the
next best. In numbers: who it was stands on the portal."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Programme, ProgrammeRole
from accounts.preferences import people_who_refuse
from accounts.roles import RUNNING_IT
from mentoring.letters.team import FELL, FELL_STATES, who_is_told
from mentoring.models import Match
from notifications.outbox import queue_emails


def tell_teams(*, now: datetime) -> int:
    """A letter for each programme in which a proposal was declined or lapsed yesterday, to each of its owners and
    admins or who stands in for them. Returns how many; more often than once a day changes nothing."""
    today = timezone.localdate(now)
    fell = Match.objects.filter(state__in=FELL_STATES, ended_at__date=today - timedelta(days=1))
    roles = ProgrammeRole.objects.filter(programme__in=fell.order_by().values("programme"), role__in=RUNNING_IT)
    refuse = set(people_who_refuse(FELL))
    told: dict[Programme, dict[int, int]] = {}  # by programme: a role of each person, by the person's id
    for role in roles.select_related("programme", "user", "deputy").order_by("programme", "pk"):
        person = who_is_told(role, today)
        if person.is_active and person.pk not in refuse:
            told.setdefault(role.programme, {}).setdefault(person.pk, role.pk)
    for programme, people in told.items():
        keys = {role: f"{FELL}:{programme.pk}:{person}:{today}" for person, role in people.items()}
        queue_emails(letter=FELL, keys=keys, scope=programme.scope, now=now)
    return sum(map(len, told.values()))
