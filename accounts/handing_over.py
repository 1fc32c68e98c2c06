"""What somebody in a team has open, and who takes it over when they leave. Apps say which kinds of work there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import ProgrammeRole, User

# The role that ends, who takes the work over (None: it goes back to the team), who decided it, and when.
HandOver = Callable[[ProgrammeRole, User | None, User, datetime], None]


@dataclass(frozen=True)
class Work:
    """A kind of work that goes with a role. ``one`` and ``many`` name it: "fellow to advise", "fellows to advise"."""

    role: str
    one: str
    many: str
    open: Callable[[ProgrammeRole], "QuerySet[Any]"]
    hand_over: HandOver


_REGISTRY: list[Work] = []


def register_work(work: Work) -> None:
    """Called once for each kind, from ``AppConfig.ready()``."""
    _REGISTRY.append(work)


def open_work(given: ProgrammeRole) -> list[str]:
    """What is open in a role, in words: "3 fellows to advise". One query for each kind of its role."""
    counted = [(work, work.open(given).count()) for work in _of(given)]
    return [f"{count} {work.one if count == 1 else work.many}" for work, count in counted if count]


def successors(given: ProgrammeRole) -> "QuerySet[User]":
    """Who can take it over: others with the same role in the programme, by name."""
    others = ProgrammeRole.objects.filter(programme=given.programme_id, role=given.role).exclude(user=given.user_id)
    return User.objects.filter(pk__in=others.values("user"), is_active=True).order_by("name", "pk")


def hand_over(given: ProgrammeRole, to: User | None, *, actor: User, now: datetime) -> None:
    """Give all that is open to somebody else with the role, or back to the team. Call it before the role ends."""
    for work in _of(given):
        if work.open(given).exists():
            work.hand_over(given, to, actor, now)


def _of(given: ProgrammeRole) -> list[Work]:
    return [work for work in _REGISTRY if work.role == given.role]
