"""Keeps what mentors offer and what mentees wish for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Profile, User
from careers.models import Level
from common.refusals import Refused
from mentoring.models import Match, Mentee, MenteeGap, Mentor, MentorRole, MentorSkill
from mentoring.people.pausing import withdraw_proposals
from planning.journeys import public_state

MOST_SKILLS = 60
MOST_EARLIER = 10


class PairsStillLive(Refused):
    """You have people you mentor at present. Pause instead, or end these pairs first."""


def mentors() -> "QuerySet[User]":
    """Everybody who offers to be a mentor."""
    return User.objects.filter(mentor__isnull=False)


def mentor_of(user: User) -> Mentor | None:
    """What this person offers, with the job they hold; None for whoever is no mentor. One query."""
    found: Mentor | None = Mentor.objects.select_related("level__role", "user").filter(user=user).first()
    return found


def mentee_of(user: User) -> Mentee | None:
    """What this person wishes for, with the goal; None for whoever has not said. One query."""
    found: Mentee | None = Mentee.objects.select_related("goal__role").filter(user=user).first()
    return found


@transaction.atomic
def save_mentor(
    user: User,
    *,
    level: Level | None,
    earlier: Iterable[int],
    skills: Mapping[int, int],
    region: str,
    fields: Mapping[str, Any],
) -> Mentor:
    """Keep all that a mentor offers. ``earlier``: ids of levels held before; ``skills``: level by id of the skill.

    ``region`` goes to their profile, where it is said once for the whole portal.
    """
    mentor, _ = Mentor.objects.get_or_create(user=user)
    mentor = Mentor.objects.select_for_update(no_key=True).get(pk=mentor.pk)
    mentor.level = level
    _set(mentor, fields)
    mentor.save()
    mentor.earlier_roles.all().delete()
    held = dict.fromkeys(pk for pk in earlier if level is None or pk != level.pk)
    MentorRole.objects.bulk_create(MentorRole(mentor=mentor, level_id=pk) for pk in held)
    mentor.skills.all().delete()
    MentorSkill.objects.bulk_create(MentorSkill(mentor=mentor, skill_id=pk, level=to) for pk, to in skills.items())
    _keep_region(user, region)
    public_state.bump()
    return mentor


@transaction.atomic
def save_mentee(
    user: User,
    *,
    goal: Level | None,
    gaps: Mapping[int, tuple[int | None, int]],
    region: str | None,
    fields: Mapping[str, Any],
) -> Mentee:
    """Keep all that somebody wishes for. ``gaps``: (level now or None, level wanted) by id of the skill.

    Without a ``region`` (None) that of the profile stays.
    """
    mentee, _ = Mentee.objects.get_or_create(user=user)
    mentee = Mentee.objects.select_for_update(no_key=True).get(pk=mentee.pk)
    mentee.goal = goal
    _set(mentee, fields)
    mentee.save()
    mentee.gaps.all().delete()
    MenteeGap.objects.bulk_create(
        MenteeGap(mentee=mentee, skill_id=pk, have=have, target=target) for pk, (have, target) in gaps.items()
    )
    if region is not None:
        _keep_region(user, region)
    return mentee


@transaction.atomic
def delete_mentor(user: User, *, now: datetime) -> None:
    """Be a mentor no longer; who waits for an answer is told. Raises PairsStillLive, Mentor.DoesNotExist."""
    mentor = Mentor.objects.select_for_update(no_key=True).get(user=user)
    if Match.objects.taken().filter(mentor=user).exists():
        raise PairsStillLive
    withdraw_proposals(user, now=now)
    mentor.delete()
    public_state.bump()


def delete_mentee(user: User) -> None:
    """Forget what somebody wished for. Requests and pairs stay as they are."""
    Mentee.objects.filter(user=user).delete()


def _set(row: Mentor | Mentee, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _keep_region(user: User, region: str) -> None:
    if not Profile.objects.filter(user=user).update(region=region) and region:
        Profile.objects.create(user=user, region=region)
