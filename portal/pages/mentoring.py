"""What mentoring says on other pages: who knows a role, who could help with a gap, and what waits for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from careers.additions import Addition, register_addition
from careers.models import Role
from mentoring.directory import able_to_help, number_in_role
from mentoring.models import Match
from planning.gap import Need
from planning.models import ActionKind


@dataclass(frozen=True)
class Help:
    """How many mentors with room could help with one gap, where they are listed, and how to plan for one."""

    skill: str
    mentors: int
    url: str
    plan_url: str


def register_mentoring() -> None:
    """Called once, when the portal is ready."""
    register_addition("role", on_role, columns)


def columns() -> Mapping[str, Any]:
    return {"mentors": number_in_role(timezone.localdate())}


def on_role(role: Role) -> Addition:
    """How many mentors hold or held a role. No query: the number comes with the role."""
    return Addition("pages/mentoring/role.html", {"role": role, "mentors": role.mentors})  # type: ignore[attr-defined]


def help_with(gaps: Iterable[Need], *, today: date) -> list[Help]:
    """Who could help with each gap, most first. One query, none without a gap."""
    gaps = list(gaps)
    numbers = able_to_help({need.pk: need.have for need in gaps}, today=today)
    mentors, plan = reverse("mentoring:mentor_list"), reverse("planning:action_add")
    found = [
        Help(
            need.name,
            numbers[need.pk],
            f"{mentors}?{urlencode({'skill': need.slug, 'level': need.have + 1, 'room': 'on'})}",
            f"{plan}?{urlencode({'skill': need.slug, 'kind': ActionKind.MENTOR.value})}",
        )
        for need in gaps
    ]
    return sorted(found, key=lambda one: (-one.mentors, one.skill))


def mentoring_section(user: User) -> dict[str, int]:
    """For the dashboard: what waits for this person's answer, whom they asked, and their pairs. One query."""
    waits = Q(state=Match.State.PROPOSED)
    taken = Q(state__in=Match.TAKEN)
    return Match.objects.of(user).aggregate(
        to_answer=Count("pk", filter=waits & Q(mentor=user)),
        asked=Count("pk", filter=waits & Q(mentee=user)),
        mentors=Count("pk", filter=taken & Q(mentee=user)),
        mentored=Count("pk", filter=taken & Q(mentor=user)),
    )
