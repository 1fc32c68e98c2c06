"""The directory: mentors whom people who are signed in find and ask, and how many could help with what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from careers.frame import Frame
from common.vocabulary import SkillLevel
from mentoring.models import Match, MenteeGap, Mentor, MentorRole, MentorSkill, Preference

SHOWN_SKILLS = 4

Gaps = Mapping[int, tuple[int, int]]  # id of the skill → level now, level wanted


@dataclass(frozen=True)
class Card:
    """A mentor on the list. ``covers``: with how many of the reader's gaps they could help."""

    mentor: Mentor
    skills: str
    more: int
    places: int
    covers: int
    preference: str
    organisation: str
    region: str


def mentors_on_show(today: date) -> Any:
    """Mentors of the directory with who they are and ``taken``, how many people they mentor."""
    rows = with_taken(Mentor.objects.listed(today))
    return rows.select_related("user__profile__organisation", "level")


def with_taken(mentors: "QuerySet[Mentor]") -> Any:
    """With ``taken``: how many places accepted pairs take. Proposals that wait take none from whoever asks."""
    pairs = Match.objects.taken().filter(mentor=OuterRef("user")).order_by().values("mentor")
    count = Subquery(pairs.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return mentors.annotate(taken=Coalesce(count, Value(0)))


def having_room(mentors: Any) -> Any:
    """Only those with a place for one more; ``mentors`` as from ``with_taken``."""
    return mentors.filter(taken__lt=F("places"))


def in_role(mentors: Any, **role: Any) -> Any:
    """Those who hold or held a level of the role (lookups on it, such as ``slug`` or ``family__slug``)."""
    held = {f"level__role__{name}": value for name, value in role.items()}
    before = MentorRole.objects.filter(**held).values("mentor")
    return mentors.filter(Q(**held) | Q(pk__in=before))


def helping_with(mentors: Any, *, skill: int | None, level: int) -> Any:
    """Those who help up to ``level`` (1 to 4) or further, with this skill (id) or with any."""
    able = MentorSkill.objects.filter(level__gte=level, **({"skill": skill} if skill else {}))
    return mentors.filter(pk__in=able.values("mentor"))


def with_covered(mentors: Any, gaps: Gaps) -> Any:
    """With ``covered``: how many of the gaps each could help with."""
    useful = MentorSkill.objects.filter(_beyond(gaps), mentor=OuterRef("pk")).order_by().values("mentor")
    count = Subquery(useful.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return mentors.annotate(covered=Coalesce(count, Value(0)))


def gaps_of(user: User) -> dict[int, tuple[int, int]]:
    """The gaps that somebody wants to work on. One query."""
    rows = MenteeGap.objects.filter(mentee__user=user).values_list("skill", "have", "target")
    return {skill: (have, target) for skill, have, target in rows}


def cards(mentors: Sequence[Any], *, user: User, gaps: Gaps, frame: Frame, first: int | None = None) -> list[Card]:
    """What the list shows of each; ``first`` is a skill (id) to name before others. Two queries for all."""
    skills = skills_of(mentors)
    said = Preference.objects.filter(mentee__user=user, mentor__in=[one.pk for one in mentors])
    preferences = dict(said.values_list("mentor", "kind"))
    found = []
    for one in mentors:
        own = skills.get(one.pk, [])
        profile = getattr(one.user, "profile", None)  # who was never asked where they work has none
        best = sorted(own, key=lambda pair: (pair[0] != first, pair[0] not in gaps, -pair[1]))
        found.append(
            Card(
                mentor=one,
                skills=", ".join(f"{_name(frame, pk)} ({_word(level)})" for pk, level in best[:SHOWN_SKILLS]),
                more=max(0, len(own) - SHOWN_SKILLS),
                places=max(0, one.places - one.taken),
                covers=sum(pk in gaps and level > gaps[pk][0] for pk, level in own),
                preference=preferences.get(one.pk, ""),
                organisation=profile.works_for if profile else "",
                region=profile.get_region_display() if profile else "",
            )
        )
    return found


def skills_of(mentors: Iterable[Any]) -> dict[int, list[tuple[int, int]]]:
    """(id of the skill, level) by id of the mentor, without what the catalogue has dropped. One query."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = MentorSkill.objects.filter(mentor__in=[one.pk for one in mentors], skill__retired_at=None)
    for mentor, skill, level in rows.order_by("-level", "skill__name").values_list("mentor", "skill", "level"):
        found[mentor].append((skill, level))
    return found


def able_to_help(have: Mapping[int, int], *, today: date) -> dict[int, int]:
    """How many mentors with room could help with each skill beyond the level (0 to 4) that is there. One query."""
    if not have:
        return {}
    mentors = having_room(with_taken(Mentor.objects.listed(today)))
    rows = MentorSkill.objects.filter(skill__in=have, mentor__in=mentors.values("pk")).order_by()
    found = dict.fromkeys(have, 0)
    for skill, level, number in (
        rows.values("skill", "level").annotate(number=Count("pk")).values_list("skill", "level", "number")
    ):
        if level > have[skill]:
            found[skill] += number
    return found


def _beyond(gaps: Gaps) -> Q:
    found = Q(pk__in=[])
    for skill, (have, _) in gaps.items():
        found |= Q(skill=skill, level__gt=have)
    return found


def _name(frame: Frame, skill: int) -> str:
    index = frame.skills.by_id.get(skill)
    return "" if index is None else frame.skills.names[index]


def _word(level: int) -> str:
    return str(SkillLevel(level).label).lower()
