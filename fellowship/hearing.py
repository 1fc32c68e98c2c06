"""Who hears about somebody of a cohort: their adviser, who stands in while that one is away, else who runs it all."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.acting import line_for
from accounts.models import Programme, ProgrammeRole, User
from fellowship.models import Fellow


def advisers_of(cohort_id: int) -> Any:
    """Who may advise fellows of a cohort: the programme's advisers, by name."""
    holds = ProgrammeRole.objects.filter(programme__cohorts=cohort_id, role=ProgrammeRole.Role.ADVISER)
    return User.objects.filter(pk__in=holds.values("user"), is_active=True).order_by("name", "pk")


def is_adviser(user: User, programme: Programme, *, now: datetime) -> bool:
    """Whether this person advises in the programme, or stands in for somebody who does. One query."""
    held = ProgrammeRole.objects.held_by(user, on=timezone.localdate(now))
    return user.is_active and held.filter(programme=programme, role=ProgrammeRole.Role.ADVISER).exists()


def line_about(programme: Programme, person: User, asked: User | None, *, now: datetime) -> list[list[User]]:
    """Who is told about a person, step by step as in ``accounts.acting``, beginning with ``asked``. One query.

    Nobody is told about themselves: who is in the team and a fellow too is left out.
    """
    line = line_for(programme, asked, now=now)
    steps = [[one for one in step if one.pk != person.pk] for step in line]
    return [step for step in steps if step]


def who_hears(fellow: Fellow, asked: User | None = None, *, now: datetime) -> User | None:
    """Who hears of something about a fellow: ``asked``, or else their adviser, or who acts for that one today.

    None only where a programme has nobody left who runs it.
    """
    line = line_about(fellow.cohort.programme, fellow.user, asked or fellow.adviser, now=now)
    return line[0][0] if line else None
