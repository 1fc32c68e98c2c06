"""What people in teams have open, and who takes it over. Apps say which kinds of work there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import ProgrammeRole, User

# The role, who takes the work over (None: it goes back to the team), who decided it, and when.
HandOver = Callable[[ProgrammeRole, User | None, User, datetime], None]


@dataclass(frozen=True)
class Work:
    """A kind of work that goes with a role. ``one`` and ``many`` name it: "fellow to advise", "fellows to advise".

    ``rows()`` is everything of the kind that is open; ``person`` and ``programme`` are the ways from a row to those.
    """

    role: str
    one: str
    many: str
    rows: Callable[[], "QuerySet[Any]"]
    person: str
    programme: str
    hand_over: HandOver

    def open(self, given: ProgrammeRole) -> "QuerySet[Any]":
        """What is open in one role."""
        return self.rows().filter(**{self.person: given.user_id, self.programme: given.programme_id})

    def words(self, count: int) -> str:
        return f"{count} {self.one if count == 1 else self.many}"


_REGISTRY: list[Work] = []


def register_work(work: Work) -> None:
    """Called once for each kind, from ``AppConfig.ready()``."""
    _REGISTRY.append(work)


def open_work(roles: Iterable[ProgrammeRole]) -> dict[int, list[str]]:
    """What is open in each of these roles, by its id, in words: "3 fellows to advise". One query for each kind."""
    roles = list(roles)
    found: dict[int, list[str]] = {}
    for work in _REGISTRY:
        by_holder = {(one.user_id, one.programme_id): one.pk for one in roles if one.role == work.role}
        if not by_holder:
            continue
        mine = work.rows().filter(**{f"{work.person}__in": {user for user, _ in by_holder}}).order_by()
        for user, programme, count in mine.values_list(work.person, work.programme).annotate(count=Count("pk")):
            if (user, programme) in by_holder:
                found.setdefault(by_holder[user, programme], []).append(work.words(count))
    return found


def successors(given: ProgrammeRole) -> "QuerySet[User]":
    """Who can take it over: others with the same role in the programme, by name."""
    others = ProgrammeRole.objects.filter(programme=given.programme_id, role=given.role).exclude(user=given.user_id)
    return User.objects.filter(pk__in=others.values("user"), is_active=True).order_by("name", "pk")


def hand_over(given: ProgrammeRole, to: User | None, *, actor: User, now: datetime) -> None:
    """Give all that is open to somebody else with the role, or back to the team. Call it in a transaction."""
    for work in _REGISTRY:
        if work.role == given.role and work.open(given).exists():
            work.hand_over(given, to, actor, now)
