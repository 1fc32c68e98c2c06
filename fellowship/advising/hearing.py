"""Who hears about somebody of a cohort: their adviser, who stands in while that one is away, else who runs it all."""

from datetime import datetime

from accounts.acting import line_for
from accounts.models import Programme, User
from fellowship.models import Fellow


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
