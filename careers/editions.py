"""Editions: which one is current, what each changed, and the facts of those that were replaced."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from careers.models import Change, Edition, Framework, Snapshot
from careers.open_data.columns import Value
from careers.open_data.datasets import FRAMEWORK_DATASETS, datasets_of
from common.csv_files import read_csv, write_csv
from common.vocabulary import SkillLevel

Kind = Change.Kind
Subject = Change.Subject

NOT_RATED = "no level given"


@dataclass
class Facts:
    """The names and numbers of one framework, without any text. Slugs say who is who: they outlive names.

    ``families`` and ``skills``: slug → name. ``roles``: slug → (name, family's slug). ``levels``: slug → (name, role's
    slug). ``requirements``: (level's slug, skill's slug) → 1 to 4, or None where a skill is named without a level.
    ``skill_names`` has also the skills of the other framework that levels of this one need.
    """

    families: dict[str, str] = field(default_factory=dict)
    roles: dict[str, tuple[str, str]] = field(default_factory=dict)
    levels: dict[str, tuple[str, str]] = field(default_factory=dict)
    skills: dict[str, str] = field(default_factory=dict)
    requirements: dict[tuple[str, str], int | None] = field(default_factory=dict)
    skill_names: dict[str, str] = field(default_factory=dict)


def live_facts(framework: str) -> Facts:
    """The facts as the database holds them now. Five queries."""
    return _facts({dataset.name: _named(dataset.columns, dataset.rows(framework)) for dataset in FRAMEWORK_DATASETS})


def frozen_facts(edition: Edition) -> Facts:
    """The facts of an edition that was replaced, from its snapshots. One query."""
    tables: dict[str, list[dict[str, Value]]] = {}
    frozen = dict(edition.snapshots.values_list("dataset", "csv"))
    for dataset in FRAMEWORK_DATASETS:
        columns, rows = read_csv(frozen[dataset.name])
        known = [dataset.column_by_name.get(name) for name in columns]
        tables[dataset.name] = [
            {column.name: column.read(cell) for column, cell in zip(known, row, strict=True) if column} for row in rows
        ]
    return _facts(tables)


def _named(columns: Any, rows: Any) -> list[dict[str, Value]]:
    return [dict(zip((column.name for column in columns), row, strict=True)) for row in rows]


def _facts(tables: dict[str, list[dict[str, Any]]]) -> Facts:
    facts = Facts(
        families={row["slug"]: row["name"] for row in tables["families"]},
        roles={row["slug"]: (row["name"], row["family_slug"]) for row in tables["roles"]},
        levels={row["slug"]: (row["name"], row["role_slug"]) for row in tables["levels"]},
        skills={row["slug"]: row["name"] for row in tables["skills"]},
    )
    facts.skill_names = dict(facts.skills)
    for row in tables["requirements"]:
        facts.requirements[row["level_slug"], row["skill_slug"]] = row["required"]
        facts.skill_names.setdefault(row["skill_slug"], row["skill"])
    return facts


# --- What changed ---------------------------------------------------------------------------


def differences(before: Facts, after: Facts, once_retired: frozenset[tuple[str, str]] = frozenset()) -> list[Change]:
    """What ``after`` changed, as unsaved rows in a stable order.

    ``once_retired`` holds (subject, slug) of what an earlier edition had dropped, so that it counts as brought back.
    """
    return _Comparison(before, after, once_retired).run()


class _Comparison:
    def __init__(self, before: Facts, after: Facts, once_retired: frozenset[tuple[str, str]]) -> None:
        self.before, self.after, self.once_retired = before, after, once_retired
        self.found: list[Change] = []

    def run(self) -> list[Change]:
        before, after = self.before, self.after
        self.came_and_went(Subject.FAMILY, before.families, after.families)
        self.came_and_went(Subject.ROLE, _first(before.roles), _first(after.roles))
        self.came_and_went(Subject.LEVEL, _first(before.levels), _first(after.levels))
        self.came_and_went(Subject.SKILL, before.skills, after.skills)
        self.moved(Subject.ROLE, before.roles, after.roles, before.families, after.families)
        self.moved(Subject.LEVEL, before.levels, after.levels, _first(before.roles), _first(after.roles))
        self.requirements()
        return self.found

    def add(self, kind: Kind, subject: Subject, slug: str, **values: str) -> None:
        if subject == Subject.LEVEL:
            role = (self.after.levels.get(slug) or self.before.levels[slug])[1]
            values |= {"slug": role, "level_slug": slug}
        else:
            values["slug"] = slug
        self.found.append(Change(kind=kind, subject=subject, **values))

    def came_and_went(self, subject: Subject, before: dict[str, str], after: dict[str, str]) -> None:
        for slug in sorted(after.keys() - before.keys()):
            kind = Kind.RESTORED if (subject, slug) in self.once_retired else Kind.ADDED
            self.add(kind, subject, slug, name=after[slug])
        for slug in sorted(before.keys() - after.keys()):
            self.add(Kind.RETIRED, subject, slug, name=before[slug])
        for slug in sorted(before.keys() & after.keys()):
            if before[slug] != after[slug]:
                self.add(
                    Kind.RENAMED, subject, slug, name=after[slug], before=before[slug], after=after[slug]
                )  # fmt: skip

    def moved(
        self,
        subject: Subject,
        before: dict[str, tuple[str, str]],
        after: dict[str, tuple[str, str]],
        owners_before: dict[str, str],
        owners_after: dict[str, str],
    ) -> None:
        for slug in sorted(before.keys() & after.keys()):
            old, new = before[slug][1], after[slug][1]
            if old != new:
                self.add(
                    Kind.MOVED, subject, slug, name=after[slug][0],
                    before=owners_before.get(old, old), after=owners_after.get(new, new),
                )  # fmt: skip

    def requirements(self) -> None:
        """Only of levels that were there before and are there still; a new level needs all of its skills newly."""
        before, after = self.before, self.after
        for key in sorted(before.requirements.keys() | after.requirements.keys()):
            level, skill = key
            if level not in before.levels or level not in after.levels:
                continue
            old, new = before.requirements.get(key, 0), after.requirements.get(key, 0)
            if old == new:
                continue
            if old == 0:
                kind = Kind.NEEDED
            elif new == 0:
                kind = Kind.DROPPED
            else:
                kind = Kind.RAISED if (new or 0) > (old or 0) else Kind.LOWERED
            self.add(
                kind, Subject.LEVEL, level, name=after.levels[level][0],
                skill_name=after.skill_names.get(skill) or before.skill_names[skill],
                before=_word(old), after=_word(new),
            )  # fmt: skip


def _first(things: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {slug: name for slug, (name, _) in things.items()}


def _word(level: int | None) -> str:
    """A required level in the words of a sentence; 0 stands for a skill that is not needed."""
    if level == 0:
        return ""
    return SkillLevel(level).label.lower() if level else NOT_RATED


# --- Which edition --------------------------------------------------------------------------


def current_edition(framework: str) -> Edition | None:
    return Edition.objects.filter(framework=framework, is_current=True).select_related("previous").first()


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
) -> tuple[Edition, bool]:
    """Make this the framework's current edition, before its rows are written. Returns it and whether that is news.

    The facts of the edition it replaces are frozen as they are at this moment. A name that was loaded before is that
    edition again. The same values twice write nothing.
    """
    current = current_edition(framework)
    values: dict[str, Any] = {
        "date": date,
        "source": source,
        "licence": licence,
        "attribution": attribution,
        "has_official_text": has_official_text,
        "is_current": True,
    }
    if current and current.name != name:
        freeze(current)
        Edition.objects.filter(pk=current.pk).update(is_current=False)
    edition = Edition.objects.filter(framework=framework, name=name).first()
    if edition is None:
        slug = slugify(f"{Framework(framework).name}-{name}")
        edition = Edition.objects.create(
            framework=framework, name=name, slug=slug, previous=current, loaded_at=now, **values
        )
        return edition, True
    if all(getattr(edition, key) == value for key, value in values.items()):
        return edition, False
    for key, value in values.items():
        setattr(edition, key, value)
    edition.loaded_at = now
    edition.save()
    edition.snapshots.all().delete()  # it is live again
    return edition, True


def freeze(edition: Edition) -> None:
    """Keep the open data of the current edition as it is now."""
    edition.snapshots.all().delete()
    snapshots = []
    for dataset in datasets_of(edition.framework):
        rows = [
            [column.cell(value) for column, value in zip(dataset.columns, row, strict=True)]
            for row in dataset.rows(edition.framework)
        ]
        text = write_csv([column.name for column in dataset.columns], rows)
        snapshots.append(Snapshot(edition=edition, dataset=dataset.name, rows=len(rows), csv=text))
    Snapshot.objects.bulk_create(snapshots)


def record_changes(edition: Edition) -> tuple[list[Change], bool]:
    """Store what the edition changed against the one it replaced, after its rows were written.

    Loading an edition again replaces its list of changes. The first edition of a framework has nothing to compare
    with. Returns the changes and whether the stored list is another than before.
    """
    if edition.previous is None:
        return [], False
    retired = Change.objects.filter(edition__framework=edition.framework, kind=Kind.RETIRED).exclude(edition=edition)
    names = retired.values_list("subject", "slug", "level_slug")
    once_retired = frozenset((subject, level_slug or slug) for subject, slug, level_slug in names)
    changes = differences(frozen_facts(edition.previous), live_facts(edition.framework), once_retired)
    stored = list(edition.changes.order_by("pk"))
    if [_told(change) for change in stored] == [_told(change) for change in changes]:
        return stored, False
    edition.changes.all().delete()
    for change in changes:
        change.edition = edition
    Change.objects.bulk_create(changes, batch_size=500)
    return changes, True


def _told(change: Change) -> tuple[str, ...]:
    names = ("kind", "subject", "name", "slug", "level_slug", "skill_name", "before", "after")
    return tuple(getattr(change, name) for name in names)
