"""Loads the shipped catalogue into the database: the same files twice change nothing, corrections by staff stay."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from careers import editions
from careers.catalogue.reading import TARGETS, Catalogue, Row
from careers.models import (
    Activity,
    Change,
    Correction,
    Edition,
    Family,
    Framework,
    GlossaryTerm,
    Learning,
    LearningSkill,
    Level,
    Network,
    RecurringEvent,
    Requirement,
    Role,
    Skill,
    StartingPoint,
    StartingPointSkill,
    Statement,
    StatementTarget,
    Synonym,
)
from careers.revision import bump_revision


@dataclass
class Tally:
    """What loading did to one kind of row."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    kept: int = 0  # rows with a field that staff corrected, left alone

    def any(self) -> bool:
        return bool(self.added or self.changed or self.retired)


@dataclass
class LoadReport:
    """What loading did, by kind of row in the order of loading."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: list[str] = field(default_factory=list)

    @property
    def changed_something(self) -> bool:
        return any(tally.any() for tally in self.tallies.values())


@transaction.atomic
def load_catalogue(catalogue: Catalogue, *, now: datetime) -> LoadReport:
    """Make the database say what ``catalogue`` (from ``read_catalogue``) says, in one transaction.

    Rows that left the files are retired where people may hold something against them, and deleted where they only
    join two others. A field that staff corrected is left as it is. Where an edition of the official framework newer
    than the shipped one has been imported, its families, roles, levels, skills and requirements stay as imported and
    only our own words and judgements are loaded.
    """
    return _Loading(catalogue, now).run()


class _Loading:
    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        self.catalogue = catalogue
        self.now = now
        self.report = LoadReport()
        self.corrected: dict[tuple[str, int], set[str]] = defaultdict(set)
        for model, object_id, name in Correction.objects.values_list("model", "object_id", "field"):
            self.corrected[model, object_id].add(name)
        self.shipped = {row["framework"]: row for row in catalogue["editions"]}
        self.imported = self._newer_or_imported_official_edition()

    def _newer_or_imported_official_edition(self) -> Edition | None:
        edition = Edition.objects.filter(framework=Framework.OFFICIAL, is_current=True).first()
        shipped_date = self.shipped[Framework.OFFICIAL]["date"]
        if edition and (edition.date > shipped_date or (edition.date == shipped_date and edition.has_official_text)):
            self.report.notes.append(
                f"The official framework stays at the edition imported here ({edition.name}); "
                "only summaries and judgements were loaded for it."
            )
            return edition
        return None

    def run(self) -> LoadReport:
        before = {framework: editions.live_facts(framework) for framework in Framework.values}
        self._load_framework()
        self._load_people_and_learning()
        self._load_words()
        self._record_editions(before)
        if self.report.changed_something:
            bump_revision(now=self.now)
        return self.report

    # --- the framework ----------------------------------------------------------------------

    def _load_framework(self) -> None:
        rows = self.catalogue
        framework_of_family = {row["name"]: row["framework"] for row in rows["families"]}
        family_of_role = {row["name"]: row["family"] for row in rows["roles"]}
        self.families = self._named(
            Family, rows["families"], ("framework", "summary"), official=lambda row: row["framework"]
        )
        self.roles = self._named(
            Role,
            [{**row, "family": self.families.get(row["family"])} for row in rows["roles"]],
            ("family", "summary"),
            official=lambda row: row["family"] and row["family"].framework,
        )
        level_fields = (
            "role",
            "order",
            "track",
            "band_low",
            "band_high",
            "band_confidence",
            "band_basis",
            "registration",
            "professions",
            "note",
            "what_changes",
        )
        self.levels = self._named(
            Level,
            [{**row, "role": self.roles.get(row["role"])} for row in rows["levels"]],
            level_fields,
            official=lambda row: row["role"] and row["role"].family.framework,
        )
        skill_fields = ("framework", "area", "summary", "awareness", "working", "practitioner", "expert")
        self.skills = self._named(Skill, rows["skills"], skill_fields, official=lambda row: row["framework"])
        self.targets = {"family": self.families, "role": self.roles, "level": self.levels, "skill": self.skills}
        self._joined(
            Requirement,
            [
                {"level": self.levels.get(row["level"]), "skill": self.skills.get(row["skill"]), **_only(row, "required")}
                for row in rows["requirements"]
                if not (self.imported and framework_of_family[family_of_role[row["role"]]] == Framework.OFFICIAL)
            ],
            owner="level",
            key=("skill",),
            fields=("required",),
            scope=Requirement.objects.exclude(level__role__family__framework=Framework.OFFICIAL)
            if self.imported
            else None,
        )
        order: dict[str, int] = defaultdict(int)
        activities = []
        for row in rows["activities"]:
            order[row["skill"]] += 1
            activities.append(
                {"skill": self.skills.get(row["skill"]), "order": order[row["skill"]], **_only(row, "activity", "evidence")}
            )
        self._joined(Activity, activities, owner="skill", key=("order",), fields=("activity", "evidence"))

    # --- people, learning -------------------------------------------------------------------

    def _load_people_and_learning(self) -> None:
        rows = self.catalogue
        self.points = self._keyed(
            StartingPoint,
            [{**row, "slug": slugify(row["title"])} for row in rows["starting_points"]],
            "code",
            ("slug", "title", "background", "band_low", "band_high", "profession", "summary", "first_steps"),
        )
        self._joined(
            StartingPointSkill,
            [
                {
                    "starting_point": self.points[row["starting_point"]],
                    "skill": self.skills.get(row["skill"]),
                    **_only(row, "typical"),
                }
                for row in rows["starting_point_skills"]
            ],
            owner="starting_point",
            key=("skill",),
            fields=("typical",),
        )
        columns = [name for name in rows["learning"][0] if name not in ("_where", "name")] if rows["learning"] else []
        learning = self._keyed(Learning, _with_slug(rows["learning"], "name"), "name", ("slug", *columns))
        self._joined(
            LearningSkill,
            [
                {
                    "learning": learning[row["learning"]],
                    "skill": self.skills.get(row["skill"]),
                    **_only(row, "reaches"),
                }
                for row in rows["learning_skills"]
            ],
            owner="learning",
            key=("skill",),
            fields=("reaches",),
        )
        self._load_networks()
        events = _with_slug(rows["recurring_events"], "name")
        columns = [name for name in events[0] if name not in ("_where", "name")] if events else []
        self._keyed(RecurringEvent, events, "name", columns)
        statements = self._keyed(Statement, rows["statements"], "code", ("kind", "statement"))
        self._joined(
            StatementTarget,
            [
                {"statement": statements[row["statement"]], **self._target(row, ("family", "role", "skill")), **_only(row, "weight")}
                for row in rows["statement_targets"]
            ],
            owner="statement",
            key=("family", "role", "skill"),
            fields=("weight",),
        )

    def _load_networks(self) -> None:
        rows = _with_slug(self.catalogue["networks"], "name")
        columns = [name for name in rows[0] if name not in ("_where", "name", "families")] if rows else []
        networks = self._keyed(Network, rows, "name", columns)
        through: Any = Network.families.through
        self._joined(
            through,
            [
                {"network": networks[row["name"]], "family": self.families[name]}
                for row in rows
                for name in row["families"]
                if name in self.families
            ],
            owner="network",
            key=("family",),
            fields=(),
        )

    # --- words ------------------------------------------------------------------------------

    def _load_words(self) -> None:
        targets = tuple(TARGETS)
        self._joined(
            Synonym,
            [
                {"term": row["term"], **self._target(row, targets), **_only(row, "kind")}
                for row in self.catalogue["synonyms"]
            ],
            owner="term",
            key=targets,
            fields=("kind",),
        )
        self._keyed(
            GlossaryTerm,
            _with_slug(self.catalogue["glossary"], "term"),
            "term",
            ("slug", "also_known_as", "meaning", "see_also"),
        )

    def _target(self, row: Row, kinds: Iterable[str]) -> Row:
        return {kind: self.targets[kind].get(row["target"]) if kind == row["target_type"] else None for kind in kinds}

    # --- editions ---------------------------------------------------------------------------

    def _record_editions(self, before: dict[str, editions.Facts]) -> None:
        for framework, row in self.shipped.items():
            if framework == Framework.OFFICIAL and self.imported:
                continue
            current = Edition.objects.filter(framework=framework, is_current=True).first()
            if current and current.name == row["name"] and not self.report.changed_something:
                continue
            edition = editions.begin_edition(**_only(row, *self.shipped[framework].keys() - {"_where"}), now=self.now)
            if current:  # the first load has nothing to compare with
                changes = editions.differences(before[framework], editions.live_facts(framework))
                for change in changes:
                    change.edition = edition
                Change.objects.bulk_create(changes, batch_size=500)

    # --- rows -------------------------------------------------------------------------------

    def _named(self, model: Any, rows: list[Row], fields: tuple[str, ...], official: Any) -> dict[str, Any]:
        """Families, roles, levels and skills: found by name, or by the name an imported edition gave them since."""
        found = {row.name: row for row in model.objects.select_related(*_parents(model)).order_by("retired_at")}
        by_old_name = self._renames(model)
        wanted, names = [], {}
        for row in rows:
            name = row["name"]
            now_called = name if name in found else by_old_name.get(name, name)
            names[name] = now_called
            is_official = official(row) == Framework.OFFICIAL
            if self.imported and is_official and (now_called not in found or found[now_called].retired_at):
                continue  # the imported edition has dropped it
            wanted.append({**row, "name": now_called})
        skip = {"framework", "family", "role"} if self.imported else set()
        keep = (lambda row: _framework_of(row) == Framework.OFFICIAL) if self.imported else (lambda row: False)
        kept = self._keyed(
            model,
            [{**row, "slug": slugify(row["name"])} for row in wanted],
            "name",
            (*fields, "slug"),
            only_when_adding={"slug", *skip},
            keep=keep,
        )
        return {name: kept[now_called] for name, now_called in names.items() if now_called in kept}

    def _renames(self, model: Any) -> dict[str, str]:
        changes = Change.objects.filter(kind=Change.Kind.RENAMED, subject=model.__name__.upper()).order_by("pk")
        latest: dict[str, str] = {}
        for before, after in changes.values_list("before", "after"):
            latest = {old: after if new == before else new for old, new in latest.items()} | {before: after}
        return latest

    def _keyed(
        self,
        model: Any,
        rows: list[Row],
        key: str,
        fields: Iterable[str],
        only_when_adding: Iterable[str] = (),
        keep: Any = lambda row: False,
    ) -> dict[str, Any]:
        """Add, change and retire rows that have a name of their own. Returns them by that name."""
        tally = self.report.tallies[str(model._meta.verbose_name_plural)]
        found = {getattr(row, key): row for row in model.objects.select_related(*_parents(model))}
        fields = tuple(fields)
        new, changed = [], []
        for row in rows:
            existing = found.get(row[key])
            if existing is None:
                new.append(model(**{key: row[key]}, **_only(row, *fields)))
                continue
            corrected = self.corrected.get((model._meta.model_name, existing.pk), set())
            values = {name: row[name] for name in fields if name not in only_when_adding}
            tally.kept += bool(corrected & values.keys())
            values = {name: value for name, value in values.items() if name not in corrected}
            if _update(existing, {**values, "retired_at": existing.retired_at if keep(existing) else None}):
                changed.append(existing)
        wanted = {row[key] for row in rows}
        gone = [row for name, row in found.items() if name not in wanted and not row.retired_at and not keep(row)]
        for row in gone:
            row.retired_at = self.now
        model.objects.bulk_create(new, batch_size=500)
        model.objects.bulk_update(changed, [*fields, "retired_at"], batch_size=100)
        model.objects.bulk_update(gone, ["retired_at"], batch_size=500)
        tally.added += len(new)
        tally.changed += len(changed)
        tally.retired += len(gone)
        return {name: row for name, row in found.items() if name in wanted} | {getattr(row, key): row for row in new}

    def _joined(
        self,
        model: Any,
        rows: list[Row],
        *,
        owner: str,
        key: tuple[str, ...],
        fields: tuple[str, ...],
        scope: models.QuerySet[Any] | None = None,
    ) -> None:
        """Add, change and delete rows that join others. An owner whose set staff corrected is left as it is."""
        tally = self.report.tallies[str(model._meta.verbose_name_plural)]
        names = (owner, *key)
        found = {_identity(row, names): row for row in (scope if scope is not None else model.objects.all())}
        corrected = {
            object_id
            for (name, object_id), fields_ in self.corrected.items()
            if model._meta.model_name in fields_ and name == owner.replace("_", "")
        }
        new, changed = [], []
        wanted: set[tuple[Hashable, ...]] = set()
        for row in rows:
            if row[owner] is None or all(row[name] is None for name in key):
                continue  # it hangs on something that an imported edition has dropped
            identity = tuple(getattr(row[name], "pk", row[name]) for name in names)
            wanted.add(identity)
            if identity[0] in corrected:
                continue
            if identity not in found:
                new.append(model(**row))
            elif _update(found[identity], _only(row, *fields)):
                changed.append(found[identity])
        gone = [row.pk for identity, row in found.items() if identity not in wanted and identity[0] not in corrected]
        tally.kept += len(corrected)
        model.objects.filter(pk__in=gone).delete()
        model.objects.bulk_create(new, batch_size=500)
        if fields:
            model.objects.bulk_update(changed, fields, batch_size=200)
        tally.added += len(new)
        tally.changed += len(changed)
        tally.retired += len(gone)


def _only(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def _with_slug(rows: list[Row], name: str) -> list[Row]:
    return [{**row, "slug": slugify(row[name])} for row in rows]


def _parents(model: Any) -> list[str]:
    return {"Role": ["family"], "Level": ["role__family"]}.get(model.__name__, [])


def _framework_of(row: Any) -> str:
    if isinstance(row, Level):
        return row.role.family.framework
    if isinstance(row, Role):
        return row.family.framework
    return str(row.framework)


def _identity(row: Any, names: Iterable[str]) -> tuple[Hashable, ...]:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _update(row: Any, values: Row) -> bool:
    """Set ``values`` on ``row``; says whether anything differed."""
    differs = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs
