"""Loads the shipped catalogue into the database: the same files twice change nothing, corrections by staff stay."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from careers import editions
from careers.catalogue.framework import FrameworkLoading
from careers.catalogue.reading import TARGETS, Catalogue, Row
from careers.catalogue.writing import LoadReport, TableWriter, only
from careers.identity import Wanted, match
from careers.models import (
    Edition,
    Family,
    Framework,
    GlossaryTerm,
    Learning,
    LearningSkill,
    Level,
    Network,
    RecurringEvent,
    Role,
    Skill,
    StartingPoint,
    StartingPointSkill,
    Statement,
    StatementTarget,
    Synonym,
)
from careers.revision import bump_revision, lock_catalogue

__all__ = ["LoadReport", "load_catalogue"]

OFFICIAL = Framework.OFFICIAL


@transaction.atomic
def load_catalogue(catalogue: Catalogue, *, now: datetime) -> LoadReport:
    """Make the database say what ``catalogue`` (from ``read_catalogue``) says, in one transaction.

    Rows that left the files are retired where people may hold something against them, and deleted where they only
    join two others. A field that staff corrected is left as it is. Where the official download of the shipped edition
    or a newer one has been imported, its families, roles, levels, skills and requirements stay as imported and only
    our own words and judgements are loaded for them.
    """
    lock_catalogue()
    return _Loading(catalogue, now).run()


class _Loading:
    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        self.catalogue = catalogue
        self.now = now
        self.report = LoadReport()
        self.writer = TableWriter(self.report, now)
        self.shipped = {row["framework"]: row for row in catalogue["editions"]}
        self.imported = self._imported_edition()
        self.framework = FrameworkLoading(catalogue, self.writer, imported=self.imported is not None)

    def _imported_edition(self) -> Edition | None:
        edition = editions.current_edition(OFFICIAL)
        shipped = self.shipped[OFFICIAL]
        if edition is None:
            return None
        if edition.date > shipped["date"] or (edition.date == shipped["date"] and edition.has_official_text):
            self.report.notes.append(
                f"The official framework stays at the edition imported here ({edition.name}); "
                "only summaries and judgements were loaded for it."
            )
            return edition
        if edition.has_official_text:
            self.report.notes.append(
                f"The official words came with the {edition.name} edition. Import the official download of "
                f"{shipped['name']} to show official words again."
            )
        return None

    def run(self) -> LoadReport:
        begun = self._begin_editions()
        self.framework.run()
        self._load_people()
        self._load_learning()
        self._load_words()
        for edition in begun:
            self.report.editions_changed |= editions.record_changes(edition)[1]
        if self.report.changed_something:
            bump_revision(now=self.now)
        return self.report

    def _begin_editions(self) -> list[Edition]:
        begun = []
        for framework, row in self.shipped.items():
            if framework == OFFICIAL and self.imported:
                continue
            before = editions.current_edition(framework)
            edition, changed = editions.begin_edition(**only(row, *row.keys() - {"_where"}), now=self.now)
            self.report.editions_changed |= changed
            if before and before.has_official_text:
                _forget_official_words()
            begun.append(edition)
        return begun

    # --- people and learning ----------------------------------------------------------------

    def _load_people(self) -> None:
        rows = self.catalogue
        points = [{**row, "slug": slugify(row["title"])} for row in rows["starting_points"]]
        self.points = self._coded(StartingPoint, points)
        self.writer.write_joined(
            StartingPointSkill,
            [
                {
                    "starting_point": self.points[row["starting_point"]],
                    "skill": self.framework.skills.get(row["skill"]),
                    **only(row, "typical"),
                }
                for row in rows["starting_point_skills"]
            ],
            owner="starting_point",
            key=("skill",),
            fields=("typical",),
        )
        statements = self._coded(Statement, rows["statements"])
        self.writer.write_joined(
            StatementTarget,
            [
                {
                    "statement": statements[row["statement"]],
                    **self._target(row, ("family", "role", "skill")),
                    **only(row, "weight"),
                }
                for row in rows["statement_targets"]
            ],
            owner="statement",
            key=("family", "role", "skill"),
            fields=("weight",),
        )

    def _load_learning(self) -> None:
        rows = self.catalogue
        learning = self._called(Learning, rows["learning"])
        self.writer.write_joined(
            LearningSkill,
            [
                {
                    "learning": learning[row["learning"]],
                    "skill": self.framework.skills.get(row["skill"]),
                    **only(row, "reaches"),
                }
                for row in rows["learning_skills"]
            ],
            owner="learning",
            key=("skill",),
            fields=("reaches",),
        )
        networks = self._called(Network, rows["networks"], leave_out=("families",))
        through: Any = Network.families.through
        self.writer.write_joined(
            through,
            [
                {"network": networks[row["name"]], "family": self.framework.families.get(name)}
                for row in rows["networks"]
                for name in row["families"]
            ],
            owner="network",
            key=("family",),
            fields=(),
        )
        self._called(RecurringEvent, rows["recurring_events"])

    def _load_words(self) -> None:
        targets = tuple(TARGETS)
        self.writer.write_joined(
            Synonym,
            [
                {"term": row["term"], **self._target(row, targets), **only(row, "kind")}
                for row in self.catalogue["synonyms"]
            ],
            owner="term",
            key=targets,
            fields=("kind",),
        )
        self._called(GlossaryTerm, self.catalogue["glossary"], name="term")

    def _target(self, row: Row, kinds: Iterable[str]) -> Row:
        loaded = self.framework
        rows = {"family": loaded.families, "role": loaded.roles, "level": loaded.levels, "skill": loaded.skills}
        return {kind: rows[kind].get(row["target"]) if kind == row["target_type"] else None for kind in kinds}

    # --- rows -------------------------------------------------------------------------------

    def _coded(self, model: Any, rows: list[Row]) -> dict[str, Any]:
        """Rows that have a code, which never changes. Returns them by it."""
        found = {row.code: row for row in model.objects.all()}
        pairs = [(found.get(row["code"]), row) for row in rows]
        written = self.writer.write_named(model, pairs, _columns(rows), stored=found.values())
        return {row["code"]: stored for row, stored in zip(rows, written, strict=True)}

    def _called(
        self, model: Any, rows: list[Row], *, name: str = "name", leave_out: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Rows that have only their name. Returns them by it."""
        stored = list(model.objects.all())
        found = match(
            [Wanted(row[name]) for row in rows],
            stored,
            name=lambda row: str(getattr(row, name)),
            renames=self.framework.renames,
            kind=str(model._meta.verbose_name),
        )
        pairs = [(found.get(index), {**row, "slug": slugify(row[name])}) for index, row in enumerate(rows)]
        fields = [column for column in ("slug", *_columns(rows)) if column not in leave_out]
        written = self.writer.write_named(model, pairs, fields, stored=stored)
        return {row[name]: stored for row, stored in zip(rows, written, strict=True)}


def _columns(rows: list[Row]) -> list[str]:
    return [column for column in rows[0] if column != "_where"] if rows else []


def _forget_official_words() -> None:
    """They belong to the edition they were imported with, which is frozen with them."""
    for model in (Family, Role, Level):
        model.objects.update(official_text="")
    Skill.objects.update(**dict.fromkeys(Skill.OFFICIAL_WORDS, ""))
