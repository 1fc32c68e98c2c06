"""Reads everything that can be found out of the database, in a constant number of queries."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from careers.models import (
    Family,
    GlossaryTerm,
    Learning,
    LearningSkill,
    Level,
    Network,
    Role,
    Skill,
    StartingPoint,
    Synonym,
    SynonymKind,
)
from common import bands
from common.vocabulary import Background, Band

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.csv")


class Kind(models.TextChoices):
    """What a result is. Where all else is equal, the earlier kind comes first."""

    ROLE = "role", "Roles"
    SKILL = "skill", "Skills"
    STARTING_POINT = "starting-point", "Starting points"
    LEARNING = "learning", "Learning"
    LEVEL = "level", "Levels of a role"
    FAMILY = "family", "Families of roles"
    NETWORK = "network", "Networks"
    GLOSSARY = "glossary", "Glossary"

    @property
    def one(self) -> str:
        """The word for a single thing of this kind."""
        return _ONE[self]


_ONE: dict[str, str] = {
    Kind.ROLE: "Role",
    Kind.SKILL: "Skill",
    Kind.STARTING_POINT: "Starting point",
    Kind.LEARNING: "Learning",
    Kind.LEVEL: "Level",
    Kind.FAMILY: "Family of roles",
    Kind.NETWORK: "Network",
    Kind.GLOSSARY: "Glossary",
}


class Source(models.TextChoices):
    """Why a title leads to a thing."""

    NAME = "NAME", "its name"
    ABBREVIATION = SynonymKind.ABBREVIATION.value, "an abbreviation"
    OLD_NAME = SynonymKind.OLD_NAME.value, "an old name"
    NHS_TERM = SynonymKind.NHS_TERM.value, "a name used in the NHS"
    INDUSTRY_TERM = SynonymKind.INDUSTRY_TERM.value, "a name used outside the NHS"
    ALSO_KNOWN_AS = "ALSO_KNOWN_AS", "another name given in the glossary"
    EVERYDAY = "EVERYDAY", "an everyday name"


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``parent`` is the slug of a level's role, ``detail`` one line about its place."""

    kind: Kind
    pk: int
    slug: str
    name: str
    detail: str
    summary: str
    parent: str = ""
    retired: bool = False

    @property
    def url(self) -> str:
        """The address of its page, as its model knows it; no query."""
        row: Any = _MODELS[self.kind](slug=self.slug)
        if self.kind == Kind.LEVEL:
            row.role = Role(slug=self.parent)
        return str(row.get_absolute_url())


_MODELS: dict[str, type[models.Model]] = {
    Kind.ROLE: Role,
    Kind.SKILL: Skill,
    Kind.STARTING_POINT: StartingPoint,
    Kind.LEARNING: Learning,
    Kind.LEVEL: Level,
    Kind.FAMILY: Family,
    Kind.NETWORK: Network,
    Kind.GLOSSARY: GlossaryTerm,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with the words it is found by: titles, what it belongs to (``context``), and a description."""

    document: Document
    titles: tuple[tuple[str, Source], ...]
    context: str
    text: str


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """What people type, and what it means: other words, or names of things in the catalogue.

    ``same`` are pairs that mean the same, ``near`` lead from the first to the second, and in ``instead`` the first
    must not be taken word by word ("no degree").
    """

    same: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]
    instead: tuple[tuple[str, str], ...]
    titles: dict[tuple[str, str], tuple[str, ...]]  # (kind, name) of a thing -> what people call it


@cache
def everyday_words() -> EverydayWords:
    """The shipped list. Its kinds are "same", "near", "instead" or a kind of thing in words."""
    pairs: dict[str, list[tuple[str, str]]] = {"same": [], "near": [], "instead": []}
    titles: dict[tuple[str, str], list[str]] = defaultdict(list)
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            if row["kind"] in pairs:
                pairs[row["kind"]].append((row["typed"], row["means"]))
            else:
                titles[Kind(row["kind"].replace(" ", "-")), row["means"]].append(row["typed"])
    return EverydayWords(
        **{kind: tuple(found) for kind, found in pairs.items()},
        titles={target: tuple(terms) for target, terms in titles.items()},
    )


def read_entries() -> Iterator[Entry]:
    """Everything live, and retired roles and skills, which are marked. Ten queries, however large the catalogue."""
    called = _other_names()
    levels = list(
        Level.objects.filter(retired_at=None, role__retired_at=None)
        .select_related("role__family")
        .only("name", "slug", "band_low", "band_high", "what_changes", "role__name", "role__slug", "role__family__name")
        .order_by("role_id", "order", "pk")
    )
    rungs: dict[int, list[Level]] = defaultdict(list)
    for level in levels:
        rungs[level.role_id].append(level)
    yield from _families(called)
    yield from _roles(called, rungs)
    yield from _levels(called, rungs)
    yield from _skills(called)
    yield from _starting_points(called)
    yield from _learning(called)
    yield from _networks(called)
    yield from _glossary(called)


_Titles = Callable[[str, int, str], tuple[tuple[str, Source], ...]]


def _other_names() -> _Titles:
    """A function from (kind, pk, name) to all titles of a thing, its name first."""
    names: dict[tuple[str, int], list[tuple[str, Source]]] = defaultdict(list)
    rows = Synonym.objects.values_list("term", "kind", "family_id", "role_id", "level_id", "skill_id")
    for term, kind, *targets in rows.order_by("pk"):
        for target, pk in zip((Kind.FAMILY, Kind.ROLE, Kind.LEVEL, Kind.SKILL), targets, strict=True):
            if pk:
                names[target, pk].append((term, Source(kind)))
    everyday = everyday_words().titles

    def titles(kind: str, pk: int, name: str) -> tuple[tuple[str, Source], ...]:
        ours = ((term, Source.EVERYDAY) for term in everyday.get((kind, name), ()))
        return ((name, Source.NAME), *names[kind, pk], *ours)

    return titles


def _families(titles: _Titles) -> Iterator[Entry]:
    for pk, slug, name, summary in Family.objects.live().values_list("pk", "slug", "name", "summary").order_by("pk"):
        yield Entry(Document(Kind.FAMILY, pk, slug, name, "", summary), titles(Kind.FAMILY, pk, name), "", summary)


def _roles(titles: _Titles, rungs: dict[int, list[Level]]) -> Iterator[Entry]:
    fields = ("pk", "slug", "name", "summary", "official_text", "retired_at", "family__name")
    for pk, slug, name, summary, official, retired, family in Role.objects.values_list(*fields).order_by("pk"):
        ladder = rungs.get(pk, [])
        document = Document(Kind.ROLE, pk, slug, name, family, summary, retired=bool(retired))
        context = f"{family} {_band_words((level.band_low, level.band_high) for level in ladder)}"
        yield Entry(document, titles(Kind.ROLE, pk, name), context, f"{summary} {official}")


def _levels(titles: _Titles, rungs: dict[int, list[Level]]) -> Iterator[Entry]:
    for ladder in rungs.values():
        for place, level in enumerate(ladder, start=1):
            band = bands.sentence(level.band_low, level.band_high)
            detail = f"Level {place} of {len(ladder)} of {level.role.name}. {band}"
            document = Document(
                Kind.LEVEL, level.pk, level.slug, level.name, detail, level.what_changes, level.role.slug
            )
            entry = "entry level" if place == 1 and _trains(level) else ""
            context = (
                f"{level.role.name} {level.role.family.name} {entry} {_band_words([(level.band_low, level.band_high)])}"
            )
            yield Entry(document, titles(Kind.LEVEL, level.pk, level.name), context, level.what_changes)


def _trains(level: Level) -> bool:
    """A first level at band 5 or below takes people who are still to learn the job."""
    return bool(level.band_low) and Band(level.band_low).rank <= Band.B5.rank


def _band_words(spans: Iterable[tuple[str, str]]) -> str:
    """All bands of some typical spans as words to search by; "band 8" finds 8a to 8d."""
    ranks: set[int] = set()
    for low, high in spans:
        if low:
            ranks.update(range(Band(low).rank, Band(high).rank + 1))
    codes = {Band.from_rank(rank).value for rank in ranks} - {Band.VSM.value}
    return " ".join(f"band {code}" for code in sorted(codes | {code[0] for code in codes}))


def _skills(titles: _Titles) -> Iterator[Entry]:
    fields = ("pk", "slug", "name", "area", "summary", "official_text", "retired_at")
    for pk, slug, name, area, summary, official, retired in Skill.objects.values_list(*fields).order_by("pk"):
        document = Document(Kind.SKILL, pk, slug, name, area, summary, retired=bool(retired))
        yield Entry(document, titles(Kind.SKILL, pk, name), area, f"{summary} {official}")


def _starting_points(titles: _Titles) -> Iterator[Entry]:
    fields = ("pk", "slug", "title", "background", "band_low", "band_high", "summary", "first_steps")
    rows = StartingPoint.objects.filter(retired_at=None).values_list(*fields)
    for pk, slug, title, background, low, high, summary, steps in rows.order_by("pk"):
        came_from = f"{Background(background).label} background"
        detail = f"{came_from}. {bands.sentence(low, high)}" if low else came_from
        document = Document(Kind.STARTING_POINT, pk, slug, title, detail, summary)
        context = f"{came_from} {_band_words([(low, high)])}"
        yield Entry(document, titles(Kind.STARTING_POINT, pk, title), context, f"{summary} {steps}")


def _learning(titles: _Titles) -> Iterator[Entry]:
    teaches: dict[int, list[str]] = defaultdict(list)
    for pk, skill in LearningSkill.objects.values_list("learning_id", "skill__name").order_by("pk"):
        teaches[pk].append(skill)
    learning = Learning.objects.filter(retired_at=None).defer("source_name").order_by("pk")
    for course in learning:
        kind = course.get_kind_display()
        detail = ". ".join(part for part in (kind, course.provider) if part)
        context = " ".join(["course training", kind, course.provider, course.award_level, *teaches[course.pk]])
        document = Document(Kind.LEARNING, course.pk, course.slug, course.name, detail, course.summary)
        text = f"{course.summary} {course.eligibility_note}"
        yield Entry(document, titles(Kind.LEARNING, course.pk, course.name), context, text)


def _networks(titles: _Titles) -> Iterator[Entry]:
    fields = ("pk", "slug", "name", "organiser", "audience", "summary")
    rows: Any = Network.objects.filter(retired_at=None).values_list(*fields)
    for pk, slug, name, organiser, audience, summary in rows.order_by("pk"):
        document = Document(Kind.NETWORK, pk, slug, name, audience or organiser, summary)
        yield Entry(document, titles(Kind.NETWORK, pk, name), organiser, f"{summary} {audience}")


def _glossary(titles: _Titles) -> Iterator[Entry]:
    fields = ("pk", "slug", "term", "also_known_as", "meaning")
    for pk, slug, term, also, meaning in (
        GlossaryTerm.objects.filter(retired_at=None).values_list(*fields).order_by("pk")
    ):
        document = Document(Kind.GLOSSARY, pk, slug, term, ", ".join(also), meaning)
        names = tuple((name, Source.ALSO_KNOWN_AS) for name in also)
        yield Entry(document, (*titles(Kind.GLOSSARY, pk, term), *names), "", meaning)
