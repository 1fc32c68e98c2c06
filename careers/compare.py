"""Levels beside each other, skill by skill: what differs, what they share, and the gap from one to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from careers.ladders import Required
from careers.models import Level, Requirement, Skill
from common.words import with_words

MOST = 4


@dataclass(frozen=True)
class ComparedCell:
    """What one level asks of one skill; ``rise`` is how many steps more than its left-hand neighbour, at least 0."""

    level: Level
    required: Required
    rise: int


@dataclass(frozen=True)
class ComparedSkill:
    """One skill across the levels, left to right."""

    skill: Skill
    cells: tuple[ComparedCell, ...]

    @property
    def required(self) -> tuple[Required, ...]:
        return tuple(cell.required for cell in self.cells)

    @property
    def differs(self) -> bool:
        return len(set(self.required)) > 1


@dataclass(frozen=True)
class Gap:
    """What a person who meets ``left`` in full still lacks for ``right``.

    ``skills`` are to be raised, by ``steps`` on the four-step scale in all; ``ready`` is the share of what ``right``
    asks for that is there already, in per cent. All three are None where a level names its skills without a level.
    """

    left: Level
    right: Level
    skills: int | None
    steps: int | None
    ready: int | None


@dataclass(frozen=True)
class Comparison:
    """Two to four levels side by side. ``gaps`` go from each level to its right-hand neighbour."""

    levels: tuple[Level, ...]
    differences: tuple[ComparedSkill, ...]
    shared: tuple[ComparedSkill, ...]
    gaps: tuple[Gap, ...]


@dataclass
class ChosenLevels:
    """The levels that an address names, in its order, and a sentence for each name that could not be used."""

    levels: list[Level] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def choose_levels(slugs: Iterable[str]) -> ChosenLevels:
    """Find the levels to compare by their slugs: each once, at most ``MOST`` of them. One query."""
    wanted = [slug for slug in slugs if slug]
    once = list(dict.fromkeys(wanted))
    found = {
        level.slug: level for level in Level.objects.filter(slug__in=once[: 5 * MOST]).select_related("role__family")
    }
    chosen = ChosenLevels()
    for slug in once:
        level = found.get(slug)
        if level is None:
            chosen.unknown.append(slug)
        elif len(chosen.levels) == MOST:
            chosen.problems.append(f"You can compare up to four levels. We left out {level.name}.")
        else:
            chosen.levels.append(level)
    if len(wanted) > len(once):
        chosen.problems.append("A level was named more than once. It is shown once.")
    chosen.problems += [
        f"We do not know a level “{_short(slug)}”. It may have been renamed. We left it out."
        for slug in chosen.unknown[:MOST]
    ]
    return chosen


def find_levels(text: str, *, most: int = 20) -> list[Level]:
    """Levels that may be meant by ``text``: a name, words of a level's or its role's name, or a synonym.

    A level whose name is exactly ``text`` is the only answer. At most ``most`` levels; up to two queries.
    """
    levels = Level.objects.live().filter(role__retired_at=None).select_related("role__family")
    text = " ".join(text.split())
    exact = list(levels.filter(Q(name__iexact=text) | Q(slug=text.lower()))[:2])
    if len(exact) == 1:
        return exact
    every_word = with_words(text, ("name", "role__name"))
    synonym = Q(synonyms__term__iexact=text) | Q(role__synonyms__term__iexact=text)
    return list(levels.filter(every_word | synonym).distinct().order_by("role__name", "order", "pk")[:most])


def compare_levels(levels: Sequence[Level]) -> Comparison:
    """Set two to four levels side by side: differences first, the largest first, then A to Z. One query."""
    skills: dict[int, Skill] = {}
    needs: dict[int, dict[int, Required]] = {level.pk: {} for level in levels}
    for requirement in Requirement.objects.of(levels):
        skills.setdefault(requirement.skill_id, requirement.skill)
        needs[requirement.level_id][requirement.skill_id] = requirement.required
    rows = [
        ComparedSkill(skill, _cells(levels, [needs[level.pk].get(pk, 0) for level in levels]))
        for pk, skill in skills.items()
    ]
    return Comparison(
        levels=tuple(levels),
        differences=tuple(sorted((row for row in rows if row.differs), key=_spread, reverse=True)),
        shared=tuple(row for row in rows if not row.differs),
        gaps=tuple(
            _gap(left, right, needs[left.pk], needs[right.pk])
            for left, right in pairwise(levels)
        ),
    )


def _cells(levels: Sequence[Level], required: Sequence[Required]) -> tuple[ComparedCell, ...]:
    before = (required[0], *required)
    return tuple(
        ComparedCell(level, now, 0 if now is None or left is None else max(0, now - left))
        for level, now, left in zip(levels, required, before, strict=False)
    )


def _gap(left: Level, right: Level, have: dict[int, Required], need: dict[int, Required]) -> Gap:
    if None in have.values() or None in need.values() or not need:
        return Gap(left, right, None, None, None)
    asked = {skill: level for skill, level in need.items() if level}
    met = {skill: min(have.get(skill) or 0, level) for skill, level in asked.items()}
    total, there = sum(asked.values()), sum(met.values())
    return Gap(
        left,
        right,
        skills=sum(met[skill] < level for skill, level in asked.items()),
        steps=total - there,
        # Rounded down: 100 % is said only when everything is there.
        ready=100 * there // total,
    )


def _spread(row: ComparedSkill) -> int:
    numbers = [level or 0 for level in row.required]
    return max(numbers) - min(numbers)


def _short(slug: str) -> str:
    return slug if len(slug) <= 60 else f"{slug[:59]}…"
