"""Levels beside each other, skill by skill: what differs, what they share, and the gap from one to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from careers.models import Level
from careers.roles.needs import NeededSkill, Required, needs_of
from careers.search.documents import Kind
from careers.search.posts import suggest_levels
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

    skill: NeededSkill
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
    asks for that is there already, in per cent. All three are None where one of the two, ``uncounted``, asks for no
    skill at a level.
    """

    left: Level
    right: Level
    skills: int | None
    steps: int | None
    ready: int | None
    uncounted: Level | None = None


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


@dataclass(frozen=True)
class FoundLevels:
    """Levels that may be meant; not ``is_sure`` where only something like the words was found."""

    levels: list[Level]
    is_sure: bool


def choose_levels(slugs: Iterable[str]) -> ChosenLevels:
    """Find the levels to compare by their slugs: each once, at most ``MOST`` of them. One query."""
    wanted = [slug for slug in slugs if slug]
    once = list(dict.fromkeys(wanted))
    rows = Level.objects.filter(slug__in=once[: 5 * MOST]).select_related("role__family") if once else ()
    found = {level.slug: level for level in rows}
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


def find_levels(text: str, *, most: int) -> FoundLevels:
    """Levels that may be meant by ``text``: a name, words of a level's or its role's name, a synonym, or near those.

    A level whose name is exactly ``text`` is the only answer. At most ``most`` levels; up to four queries.
    """
    levels = Level.objects.live().filter(role__retired_at=None).select_related("role__family")
    text = " ".join(text.split())
    if not text:
        return FoundLevels([], is_sure=False)
    exact = list(levels.filter(Q(name__iexact=text) | Q(slug=text.lower()))[:2])
    if len(exact) == 1:
        return FoundLevels(exact, is_sure=True)
    every_word = with_words(text, ("name", "role__name"))
    synonym = Q(synonyms__term__iexact=text) | Q(role__synonyms__term__iexact=text)
    in_order = levels.distinct().order_by("role__name", "order", "pk")
    if found := list(in_order.filter(every_word | synonym)[:most]):
        return FoundLevels(found, is_sure=True)
    near = suggest_levels(text)
    likely = Q(pk__in=[item.pk for item in near if item.kind == Kind.LEVEL])
    likely |= Q(role__in=[item.pk for item in near if item.kind == Kind.ROLE])
    return FoundLevels(list(in_order.filter(likely)[:most]) if near else [], is_sure=False)


def compare_levels(levels: Sequence[Level]) -> Comparison:
    """Set two to four levels side by side: differences first, the largest first, then A to Z. One query."""
    needs = needs_of(levels)
    rows = [
        ComparedSkill(skill, _cells(levels, [needs.of(level, pk) for level in levels]))
        for pk, skill in needs.skills.items()
    ]
    return Comparison(
        levels=tuple(levels),
        differences=tuple(sorted((row for row in rows if row.differs), key=_spread, reverse=True)),
        shared=tuple(row for row in rows if not row.differs),
        gaps=tuple(
            _gap(left, right, needs.by_level[left.pk], needs.by_level[right.pk]) for left, right in pairwise(levels)
        ),
    )


def _cells(levels: Sequence[Level], required: Sequence[Required]) -> tuple[ComparedCell, ...]:
    before = (required[0], *required)
    return tuple(
        ComparedCell(level, now, 0 if now is None or left is None else max(0, now - left))
        for level, now, left in zip(levels, required, before, strict=False)
    )


def _gap(left: Level, right: Level, have: dict[int, Required], need: dict[int, Required]) -> Gap:
    for level, named in ((left, have), (right, need)):
        if not named or None in named.values():
            return Gap(left, right, None, None, None, uncounted=level)
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
