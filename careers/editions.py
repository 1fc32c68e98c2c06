"""Editions: the facts of a framework, the differences between two states of them, and which edition is current."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.text import slugify

from careers.models import Change, Edition, Family, Framework, Level, Requirement, Role, Skill

if TYPE_CHECKING:
    from datetime import date

Kind = Change.Kind
Subject = Change.Subject


@dataclass
class Facts:
    """The names and numbers of one framework, without any text.

    ``roles``: role → family. ``levels``: (role, level). ``requirements``: (role, level, skill) → 1–4, or None where
    a skill is named without a level (chief roles).
    """

    families: set[str] = field(default_factory=set)
    roles: dict[str, str] = field(default_factory=dict)
    levels: set[tuple[str, str]] = field(default_factory=set)
    skills: set[str] = field(default_factory=set)
    requirements: dict[tuple[str, str, str], int | None] = field(default_factory=dict)


@dataclass
class Renames:
    """Names that moved to other names from one edition to the next, old → new."""

    roles: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    skills: dict[str, str] = field(default_factory=dict)


def live_facts(framework: str) -> Facts:
    """The facts of a framework as the database holds them now. Three queries."""
    facts = Facts()
    for name, family in Role.objects.live().filter(family__framework=framework).values_list("name", "family__name"):
        facts.roles[name] = family
    facts.families = set(facts.roles.values()) | set(
        Family.objects.live().filter(framework=framework).values_list("name", flat=True)
    )
    facts.levels = set(
        Level.objects.live().filter(role__family__framework=framework).values_list("role__name", "name")
    )
    facts.skills = set(Skill.objects.live().filter(framework=framework).values_list("name", flat=True))
    for role, level, skill, required in Requirement.objects.filter(
        level__retired_at=None, level__role__family__framework=framework
    ).values_list("level__role__name", "level__name", "skill__name", "required"):
        facts.requirements[role, level, skill] = required
    return facts


def renamed(facts: Facts, renames: Renames) -> Facts:
    """``facts`` said in the new names, so that what is left of the differences is a real change."""
    role = renames.roles
    skill = renames.skills

    def level(key: tuple[str, str]) -> tuple[str, str]:
        key = renames.levels.get(key, key)
        return role.get(key[0], key[0]), key[1]

    return Facts(
        families=set(facts.families),
        roles={role.get(name, name): family for name, family in facts.roles.items()},
        levels={level(key) for key in facts.levels},
        skills={skill.get(name, name) for name in facts.skills},
        requirements={
            (*level((r, lv)), skill.get(sk, sk)): required for (r, lv, sk), required in facts.requirements.items()
        },
    )


def differences(before: Facts, after: Facts, renames: Renames | None = None) -> list[Change]:
    """What ``after`` changed, as unsaved rows in a stable order; levels are named "level" with their role's page."""
    renames = renames or Renames()
    return [*_renames(renames), *_differences(renamed(before, renames), after)]


def _renames(renames: Renames) -> Iterator[Change]:
    for old, new in sorted(renames.roles.items()):
        yield Change(kind=Kind.RENAMED, subject=Subject.ROLE, name=new, slug=slugify(new), before=old, after=new)
    for (_, old), (role, new) in sorted(renames.levels.items()):
        yield Change(kind=Kind.RENAMED, subject=Subject.LEVEL, name=new, slug=slugify(role), before=old, after=new)
    for old, new in sorted(renames.skills.items()):
        yield Change(kind=Kind.RENAMED, subject=Subject.SKILL, name=new, slug=slugify(new), before=old, after=new)


def _came_and_went(subject: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Both map a name to the slug of its page."""
    for name in sorted(after.keys() - before.keys()):
        yield Change(kind=Kind.ADDED, subject=subject, name=name, slug=after[name])
    for name in sorted(before.keys() - after.keys()):
        yield Change(kind=Kind.RETIRED, subject=subject, name=name, slug=before[name])


def _differences(before: Facts, after: Facts) -> Iterator[Change]:
    yield from _came_and_went(
        Subject.FAMILY, {name: "" for name in before.families}, {name: "" for name in after.families}
    )
    yield from _came_and_went(
        Subject.ROLE, {name: slugify(name) for name in before.roles}, {name: slugify(name) for name in after.roles}
    )
    for name in sorted(before.roles.keys() & after.roles.keys()):
        old, new = before.roles[name], after.roles[name]
        if old != new:
            yield Change(
                kind=Kind.MOVED, subject=Subject.ROLE, name=name, slug=slugify(name), before=old, after=new
            )
    yield from _came_and_went(
        Subject.LEVEL,
        {level: slugify(role) for role, level in before.levels},
        {level: slugify(role) for role, level in after.levels},
    )
    yield from _came_and_went(
        Subject.SKILL, {name: slugify(name) for name in before.skills}, {name: slugify(name) for name in after.skills}
    )
    staying = before.levels & after.levels
    for key in sorted(before.requirements.keys() | after.requirements.keys()):
        role, level, skill = key
        old_level, new_level = before.requirements.get(key, 0), after.requirements.get(key, 0)
        if (role, level) not in staying or old_level == new_level:
            continue
        if old_level == 0:
            kind = Kind.NEEDED
        elif new_level == 0:
            kind = Kind.DROPPED
        else:
            kind = Kind.RAISED if (new_level or 0) > (old_level or 0) else Kind.LOWERED
        yield Change(
            kind=kind,
            subject=Subject.LEVEL,
            name=level,
            slug=slugify(role),
            skill_name=skill,
            before="" if old_level == 0 else str(old_level or "not rated"),
            after="" if new_level == 0 else str(new_level or "not rated"),
        )


def begin_edition(
    *,
    framework: str,
    name: str,
    date: date,
    source: str,
    licence: str,
    attribution: str,
    has_official_text: bool = False,
    now: datetime,
) -> Edition:
    """Make this the framework's current edition; a name that was loaded before is that edition again."""
    Edition.objects.filter(framework=framework, is_current=True).exclude(name=name).update(is_current=False)
    edition, _ = Edition.objects.update_or_create(
        framework=framework,
        name=name,
        defaults={
            "date": date,
            "source": source,
            "licence": licence,
            "attribution": attribution,
            "loaded_at": now,
            "is_current": True,
            "has_official_text": has_official_text,
        },
        create_defaults={
            "slug": slugify(f"{Framework(framework).name.lower()}-{name}"),
            "date": date,
            "source": source,
            "licence": licence,
            "attribution": attribution,
            "loaded_at": now,
            "is_current": True,
            "has_official_text": has_official_text,
        },
    )
    return edition
