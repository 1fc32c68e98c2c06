"""What mentoring says on other pages: who knows a role, who could help with a gap, and what waits for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import RUNNING_IT, programmes_where
from careers.additions import Addition, register_addition
from careers.models import Role
from mentoring.directory import able_to_help, number_in_role
from mentoring.models import Match, Meeting, Round
from mentoring.next_best import how_many_wait
from planning.gap import Need
from planning.models import ActionKind
from planning.plans.clock import UNTIL_REVIEW
from planning.plans.filling import Suggestion, ask_a_mentor, register_people
from planning.plans.keeping import Draft

MOST_SUGGESTED = 3


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
    register_people(mentors_for)


def columns() -> Mapping[str, Any]:
    return {"mentors": number_in_role(timezone.localdate())}


def on_role(role: Role) -> Addition:
    """How many mentors hold or held a role. No query: the number comes with the role."""
    return Addition("pages/mentoring/role.html", {"role": role, "mentors": role.mentors})  # type: ignore[attr-defined]


def help_with(gaps: Iterable[Need], *, person: int | None, today: date) -> list[Help]:
    """Who but ``person`` (id) could help with each gap, most first. One query, none without a gap."""
    gaps = list(gaps)
    numbers = able_to_help({need.pk: need.have for need in gaps}, today=today, besides=person)
    plan = reverse("planning:action_add")
    found = [
        Help(
            need.name,
            numbers[need.pk],
            _mentors_url(need),
            f"{plan}?{urlencode({'skill': need.slug, 'kind': ActionKind.MENTOR.value})}",
        )
        for need in gaps
    ]
    return sorted(found, key=lambda one: (-one.mentors, one.skill))


def mentors_for(gaps: Sequence[Need], person: int | None, today: date) -> list[Suggestion]:
    """Meeting a mentor, as actions of a plan: for the gaps that most could help with. One query."""
    numbers = able_to_help({need.pk: need.have for need in gaps}, today=today, besides=person)
    helped = sorted((need for need in gaps if numbers[need.pk]), key=lambda need: (-numbers[need.pk], need.name))
    return [
        Suggestion(
            f"mentor:{need.slug}",
            Draft(
                kind=ActionKind.MENTOR, text=ask_a_mentor(need.name), skill=need.pk,
                address=_mentors_url(need), due_on=today + UNTIL_REVIEW,
            ),
            f"{numbers[need.pk]} mentor{'s' if numbers[need.pk] > 1 else ''} with room could help with {need.name}",
        )
        for need in helped[:MOST_SUGGESTED]
    ]  # fmt: skip


def _mentors_url(need: Need) -> str:
    """The address of the list of mentors with room who could help with a gap."""
    query = urlencode({"skill": need.slug, "level": need.have + 1, "room": "on"})
    return f"{reverse('mentoring:mentor_list')}?{query}"


def mentoring_section(user: User, now: datetime) -> dict[str, Any]:
    """For the dashboard: what waits for this person's answer, whom they asked, their pairs, and their next meeting, of
    a pair or a single conversation. Two queries."""
    waits = Q(state=Match.State.PROPOSED)
    taken = Q(state__in=Match.TAKEN)
    numbers = (
        Match.objects.of(user)
        .told()
        .aggregate(
            to_answer=Count("pk", filter=waits & Q(mentor=user)),
            asked=Count("pk", filter=waits & Q(mentee=user)),
            mentors=Count("pk", filter=taken & Q(mentee=user)),
            mentored=Count("pk", filter=taken & Q(mentor=user)),
        )
    )
    ahead = Meeting.objects.of(user).ahead(now).select_related("mentor", "mentee").defer("agenda")
    meeting = ahead.order_by("starts_at", "pk").first()
    return {**numbers, "meeting": meeting, "with": meeting.other(user) if meeting else None}


def waiting_for_a_mentor(user: User, now: datetime) -> int:
    """How many wait for a mentor in the published rounds that this person runs: a next best can be proposed to them.

    One query.
    """
    theirs = programmes_where(user, RUNNING_IT, now=now)
    return sum(how_many_wait(Round.objects.filter(programme__in=theirs, state=Round.State.PUBLISHED)).values())
