"""Whom to talk to next: mentors with a free time, first those who cover what no conversation was about yet.

The points are those of the engine for single conversations (docs/matching.md), without shared motivations, which need
an assessment of both.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.models import Profile, User
from careers.frame import current_frame
from careers.models import Level
from common.vocabulary import Band
from mentoring import engine
from mentoring.models import Conversation, Mentee, MenteeGap, Mentor, MentorRole, MentorSkill, Preference, Slot
from mentoring.reasons import ReasonLine, reason_lines

_RANKS = {band.value: band.rank for band in Band}


@dataclass(frozen=True)
class Suggestion:
    """A mentor with free times: points of 100, and why."""

    mentor: Mentor
    points: int
    lines: Sequence[ReasonLine]


def mentors_with_time(user: User, *, now: datetime) -> "QuerySet[Any]":
    """Mentors who offer a free time and whom this person may book."""
    free = Slot.objects.free(now).filter(mentor=OuterRef("user"))
    between = Conversation.objects.filter(mentee=user, mentor=OuterRef("user"))
    done = between.filter(state__in=(Conversation.State.CONFIRMED, Conversation.State.DECLINED))
    barred = done.filter(Q(mentor_again_at=None) | Q(mentee_again_at=None))
    vetoed = Preference.objects.filter(mentee__user=user, mentor=OuterRef("pk"), kind=Preference.Kind.VETO)
    rows = Mentor.objects.filter(Exists(free), user__is_active=True).exclude(user=user)
    return rows.exclude(Exists(barred)).exclude(Exists(between.open(now))).exclude(Exists(vetoed))


def free_times(mentors: Iterable[Mentor], *, now: datetime) -> dict[int, tuple[int, datetime]]:
    """How many free times each mentor (by id of the user) offers, and the soonest. One query."""
    rows = Slot.objects.free(now).filter(mentor__in=[one.user_id for one in mentors]).order_by()
    counted = rows.values("mentor").annotate(free=Count("pk"), soonest=Min("starts_at"))
    return {row["mentor"]: (row["free"], row["soonest"]) for row in counted}


def suggest(user: User, mentors: Sequence[Mentor], *, now: datetime) -> list[Suggestion]:
    """The mentors, the best next one first; ties by their ids. Ten queries at most."""
    people = [user.pk, *(one.user_id for one in mentors)]
    work = _work(people)
    seeker = _mentee(user, work.get(user.pk, ("", None)), now)
    teachers = _mentors(mentors, work)
    frame = current_frame()
    scoring = engine.FOR_CONVERSATIONS.scoring([seeker], teachers)
    points = scoring.points(0)
    order = sorted(range(len(mentors)), key=lambda place: (-int(points[place]), mentors[place].pk))
    return [
        Suggestion(
            mentors[place],
            int(points[place]),
            reason_lines([asdict(reason) for reason in scoring.reasons(0, place)], frame=frame),
        )
        for place in order
    ]


def _work(people: Sequence[int]) -> dict[int, tuple[str, int | None]]:
    """Region and band by person."""
    rows = Profile.objects.filter(user__in=people).values_list("user", "region", "organisation__region", "band")
    return {user: (region or listed or "", _RANKS.get(band)) for user, region, listed, band in rows}


def _mentee(user: User, work: tuple[str, int | None], now: datetime) -> engine.Mentee:
    region, band = work
    wishes = Mentee.objects.select_related("goal__role__family").filter(user=user).first()
    if wishes is None:
        return engine.Mentee(id=str(user.pk), region=region, band=band)
    gaps = MenteeGap.objects.filter(mentee=wishes).counted().values_list("skill__slug", "counts_from", "target")
    talked = Conversation.objects.filter(mentee=user, state=Conversation.State.CONFIRMED)
    shortlist = Preference.objects.filter(mentee=wishes, kind=Preference.Kind.SHORTLIST)
    return engine.Mentee(
        id=str(user.pk), region=region, band=band, remote=wishes.remote, times=frozenset(wishes.times),
        experiences=frozenset(wishes.experiences),
        gaps={slug: engine.Gap(have, target) for slug, have, target in gaps},
        talked_about=frozenset(talked.exclude(skills=None).values_list("skills__slug", flat=True)),
        goal_role=wishes.goal.role.slug if wishes.goal else "",
        goal_family=wishes.goal.role.family.slug if wishes.goal else "",
        shortlist=tuple(str(pk) for pk in shortlist.order_by("position", "pk").values_list("mentor__user", flat=True)),
    )  # fmt: skip


def _mentors(mentors: Sequence[Mentor], work: dict[int, tuple[str, int | None]]) -> list[engine.Mentor]:
    ids = [one.pk for one in mentors]
    skills: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, slug, level in MentorSkill.objects.filter(mentor__in=ids).values_list("mentor", "skill__slug", "level"):
        skills[pk][slug] = level
    held: dict[int, set[int]] = defaultdict(set)
    for pk, level in MentorRole.objects.filter(mentor__in=ids).values_list("mentor", "level"):
        held[pk].add(level)
    for one in mentors:
        if one.level_id is not None:
            held[one.pk].add(one.level_id)
    jobs = {
        pk: (role, family)
        for pk, role, family in Level.objects.filter(pk__in=set().union(*held.values())).values_list(
            "pk", "role__slug", "role__family__slug"
        )
    }
    found = []
    for one in mentors:
        region, band = work.get(one.user_id, ("", None))
        had = [jobs[level] for level in held[one.pk]]
        found.append(
            engine.Mentor(
                id=str(one.user_id), region=region, band=band, remote=one.remote, times=frozenset(one.times),
                experiences=frozenset(one.experiences), skills=skills[one.pk],
                roles=frozenset(role for role, _ in had), families=frozenset(family for _, family in had),
            )
        )  # fmt: skip
    return found
