"""The directory: mentors whom people who are signed in find and ask, and how many could help with what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Region, User
from careers.frame import Frame
from common.vocabulary import SkillLevel
from mentoring.models import Match, MenteeGap, Mentor, MentorRole, MentorSkill, Preference

SHOWN_SKILLS = 4

Gaps = Mapping[int, tuple[int, int]]  # id of the skill → level now, level wanted


@dataclass(frozen=True)
class Card:
    """A mentor on the list, in words, so that a page of fifty is drawn quickly."""

    address: str
    name: str
    work: str
    skills: str
    has_room: bool
    room: str
    facts: str


_SHOWN = (
    "pk", "uuid", "user", "user__name", "level__name", "places", "taken", "remote", "user__profile__region",
    "user__profile__organisation__name", "user__profile__organisation_name",
)  # fmt: skip


def mentors_on_show(today: date) -> Any:
    """Mentors of the directory as rows of ``values()``: who they are, and ``taken``, how many people they mentor."""
    return with_taken(Mentor.objects.listed(today)).values(*_SHOWN)


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
    """The gaps that somebody wants to work on, from 0 where the level now is not known. One query."""
    rows = MenteeGap.objects.filter(mentee__user=user).counted().values_list("skill", "counts_from", "target")
    return {skill: (have, target) for skill, have, target in rows}


def cards(
    rows: Sequence[Mapping[str, Any]], *, user: User, gaps: Gaps, frame: Frame, first: int | None = None
) -> list[Card]:
    """What the list shows of each; ``first`` is a skill (id) to name before others. Two queries for all."""
    skills = skills_of([row["pk"] for row in rows], frame)
    said = Preference.objects.filter(mentee__user=user, mentor__in=[row["pk"] for row in rows])
    preferences = dict(said.values_list("mentor", "kind"))
    base = reverse("mentoring:mentor_list")
    found = []
    for row in rows:
        own = skills.get(row["pk"], [])
        best = sorted(own, key=lambda pair: (pair[0] != first, pair[0] not in gaps))[:SHOWN_SKILLS]
        named = ", ".join(f"{_name(frame, pk)} ({_WORDS[level]})" for pk, level in best)
        more = f" and {len(own) - SHOWN_SKILLS} more" if len(own) > SHOWN_SKILLS else ""
        covers = sum(pk in gaps and level > gaps[pk][0] for pk, level in own)
        free = max(0, row["places"] - row["taken"])
        organisation = row["user__profile__organisation__name"] or row["user__profile__organisation_name"]
        facts = (
            f"{covers} of your {len(gaps)} {'gap' if len(gaps) == 1 else 'gaps'}" if covers else "",
            _PREFERRED.get(preferences.get(row["pk"], ""), ""),
            _REGIONS.get(row["user__profile__region"] or "", ""),
            "Online is fine" if row["remote"] else "",
            "This is you" if row["user"] == user.pk else "",
        )
        found.append(
            Card(
                address=f"{base}{row['uuid']}/",
                name=row["user__name"] or "A mentor",
                work=", ".join(filter(None, (row["level__name"], organisation))),
                skills=f"Helps with {named}{more}" if own else "",
                has_room=free > 0,
                room=f"{free} {'place' if free == 1 else 'places'} free" if free else "No place free",
                facts=" · ".join(filter(None, facts)),
            )
        )
    return found


def skills_of(mentors: Sequence[int], frame: Frame) -> dict[int, list[tuple[int, int]]]:
    """(id of the skill, level), highest first, by id of the mentor; not what the catalogue has dropped. One query."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = MentorSkill.objects.filter(mentor__in=mentors).order_by().values_list("mentor", "skill", "level")
    for mentor, skill, level in rows:
        if skill in frame.skills.by_id:
            found[mentor].append((skill, level))
    for skills in found.values():
        skills.sort(key=lambda pair: (-pair[1], frame.skills.by_id[pair[0]]))
    return found


def able_to_help(have: Mapping[int, int], *, today: date, besides: int | None = None) -> dict[int, int]:
    """How many mentors with room could help with each skill beyond the level (0 to 4) that is there. One query.

    ``besides``: the id of whoever asks, who is no help to themselves.
    """
    if not have:
        return {}
    mentors = having_room(with_taken(Mentor.objects.listed(today)))
    if besides is not None:
        mentors = mentors.exclude(user=besides)
    rows = MentorSkill.objects.filter(skill__in=have, mentor__in=mentors.values("pk")).order_by()
    found = dict.fromkeys(have, 0)
    for skill, level, number in (
        rows.values("skill", "level").annotate(number=Count("pk")).values_list("skill", "level", "number")
    ):
        if level > have[skill]:
            found[skill] += number
    return found


def number_in_role(today: date) -> Any:
    """How many listed mentors hold or held a role, as an expression on a queryset of roles."""
    before = MentorRole.objects.filter(level__role=OuterRef(OuterRef("pk"))).values("mentor")
    held = Mentor.objects.listed(today).filter(Q(level__role=OuterRef("pk")) | Q(pk__in=before)).order_by()
    count = held.annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))


def _beyond(gaps: Gaps) -> Q:
    found = Q(pk__in=[])
    for skill, (have, _) in gaps.items():
        found |= Q(skill=skill, level__gt=have)
    return found


def _name(frame: Frame, skill: int) -> str:
    return frame.skills.names[frame.skills.by_id[skill]]


_WORDS = {level.value: level.label.lower() for level in SkillLevel}
_REGIONS = dict(Region.choices)
_PREFERRED: dict[str, str] = {
    Preference.Kind.SHORTLIST: "On your shortlist",
    Preference.Kind.VETO: "Not for you, you said",
}
