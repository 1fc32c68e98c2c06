"""Brings an edition of the official framework into the catalogue, keeping who is who."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from careers import editions
from careers.catalogue.identity import name_key
from careers.catalogue.level_order import inferred_tracks, settle_ladders
from careers.catalogue.reading import Row
from careers.catalogue.writing import LoadReport, TableWriter
from careers.models import Change, Edition, Family, Framework, Level, Requirement, Role, Skill
from careers.official.download import Download
from careers.official.matching import Matching
from careers.official.proposals import Proposal, likely_renames
from careers.official.renames import Rename, check_renames
from careers.revision import bump_revision, lock_catalogue
from common.refusals import Refused

OFFICIAL, NHS = Framework.OFFICIAL, Framework.NHS

SOURCE = "https://ddat-capability-framework.service.gov.uk/"
LICENCE = "Open Government Licence v3.0"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Source: Government Digital "
    "and Data Profession Capability Framework, {edition} edition, © Crown copyright."
)


class EditionNameIsUnclear(Refused):
    """Name the edition by month and year, such as October 2025."""


class EditionIsOlder(Refused):
    """An older edition cannot be imported over a newer one."""


class EditionIsYetToCome(Refused):
    """An edition of a month that has not begun cannot be imported."""


@dataclass
class ImportReport:
    """What an import did, or with ``dry_run`` would do."""

    edition: Edition
    dry_run: bool
    changes: list[Change] = field(default_factory=list)
    written: LoadReport = field(default_factory=LoadReport)
    proposals: list[Proposal] = field(default_factory=list)
    kept_skills: list[str] = field(default_factory=list)  # no longer official, but our own levels need them
    adopted: list[str] = field(default_factory=list)  # were our own, and are official now
    unconfirmed: list[Level] = field(default_factory=list)  # levels whose place on the ladder was guessed

    @property
    def changed_something(self) -> bool:
        return self.written.changed_something


def edition_month(name: str) -> tuple[str, date]:
    """ "october 2025" → ("October 2025", 1 October 2025). Raises EditionNameIsUnclear."""
    tidy = " ".join(name.split()).title()
    if re.fullmatch(r"[A-Z][a-z]+ 20[0-9]{2}", tidy):
        for number in range(1, 13):
            first = date(int(tidy[-4:]), number, 1)
            if tidy == f"{first:%B %Y}":
                return tidy, first
    raise EditionNameIsUnclear(f"“{name}” is not a month and year. Name the edition like “October 2025”.")


def import_framework(
    download: Download,
    *,
    edition: str,
    renames: Sequence[Rename],
    shipped: dict[str, list[Row]],
    dry_run: bool = False,
    retire_many: bool = False,
    now: datetime,
) -> ImportReport:
    """Make ``download`` (from ``read_download``) the current official edition, in one transaction.

    Rows are found again by name, slug or ``renames`` and keep their pk and slug. What the download no longer has is
    retired, except skills that our own levels need: those become ours. What staff corrected stays. ``shipped`` is the
    catalogue from ``read_catalogue``, for the order and tracks of levels and for the renames it knows. Importing the
    same again changes nothing. With ``dry_run`` everything is rolled back.

    Raises EditionNameIsUnclear, EditionIsYetToCome, EditionIsOlder, DownloadIsBroken (renames that cannot be meant),
    NameIsTaken, and TooMuchIsGone unless ``retire_many``; nothing has changed then.
    """
    name, month = edition_month(edition)
    if month > timezone.localdate(now):
        raise EditionIsYetToCome(f"{name} has not begun. Give the month and year that the download itself names.")
    with transaction.atomic():
        lock_catalogue()
        current = editions.current_edition(OFFICIAL)
        if current and current.date > month:
            raise EditionIsOlder(
                f"The catalogue has the {current.name} edition already; {name} is older and cannot be imported over it."
            )
        known = [Rename(row["kind"], row["old"], row["new"]) for row in shipped["renames"]]
        matching = Matching(download, [*known, *renames])
        check_renames(list(renames), download, matching.stored_names())
        matching.check_names()
        if not retire_many:
            matching.check_gone()
        row, began = editions.begin_edition(
            framework=OFFICIAL,
            name=name,
            date=month,
            source=SOURCE,
            licence=LICENCE,
            attribution=ATTRIBUTION.format(edition=name),
            has_official_text=True,
            now=now,
        )
        report = ImportReport(row, dry_run=dry_run, proposals=likely_renames(matching))
        report.written.editions_changed = began
        _Writing(download, matching, shipped, report, now).run()
        report.changes, differ = editions.record_changes(row)
        report.written.editions_changed |= differ
        if report.changed_something:
            bump_revision(now=now)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Writing:
    def __init__(
        self, download: Download, matching: Matching, shipped: dict[str, list[Row]], report: ImportReport, now: datetime
    ) -> None:
        self.download, self.matching, self.shipped, self.report = download, matching, shipped, report
        self.writer = TableWriter(report.written, now)

    def run(self) -> None:
        families = self.write(
            Family, self.matching.families, {name: {"framework": OFFICIAL} for name in self.download.families}
        )
        roles = self.write(
            Role,
            self.matching.roles,
            {
                name: {"family": families[role.family], "official_type": role.kind, "official_text": role.text}
                for name, role in self.download.roles.items()
            },
        )
        levels = self.write(Level, self.matching.levels, self.level_values(roles))
        skills = self.write_skills()
        read = {level.pk for level in levels.values()}  # those of levels that vanished stay readable
        self.writer.write_joined(
            Requirement,
            [
                {"level": levels[role, level], "skill": skills[skill], "required": required}
                for (role, level, skill), required in self.download.requirements.items()
            ],
            owner="level",
            key=("skill",),
            fields=("required",),
            stored=[
                row
                for row in Requirement.objects.filter(level__role__family__framework=OFFICIAL)
                if row.level_id in read
            ],
        )
        moved, self.report.unconfirmed = settle_ladders(self.shipped["levels"], self.writer.corrections)
        self.report.written.tallies["levels"].changed += moved

    def write(self, model: Any, kind: Any, values: dict[Any, Row]) -> dict[Any, Any]:
        """Write the rows of one kind; returns the stored row for each key of ``values``."""
        rows = []
        for key, fields in values.items():
            name = key[1] if isinstance(key, tuple) else key
            existing = kind.found.get(key)
            if existing and not self.was_official(existing):
                self.report.adopted.append(existing.name)
            rows.append((existing, {"name": name, "slug": slugify(name), **fields}))
        columns = {column: None for _, fields in rows for column in fields}
        written = self.writer.write_named(
            model, rows, list(columns), stored=kind.stored, leave_alone=lambda row: not self.matching.is_official(row)
        )
        return dict(zip(values, written, strict=True))

    @staticmethod
    def was_official(row: Any) -> bool:
        if isinstance(row, Level):
            return True  # its role tells
        return bool((row.family if isinstance(row, Role) else row).framework == OFFICIAL)

    def level_values(self, roles: dict[str, Role]) -> dict[tuple[str, str], Row]:
        """What the download says of each level; a new one also gets its track, and a place that is settled later."""
        tracks = {(name_key(row["role"]), name_key(row["name"])): row["track"] for row in self.shipped["levels"]}
        names: dict[str, list[str]] = {}
        for role, level in self.download.levels:
            names.setdefault(role, []).append(level)
        inferred = {role: inferred_tracks(levels) for role, levels in names.items()}
        values: dict[tuple[str, str], Row] = {}
        for (role, level), text in self.download.levels.items():
            row: Row = {"role": roles[role], "official_text": text}
            if (role, level) not in self.matching.levels.found:
                track = tracks.get((name_key(role), name_key(level)), inferred[role][level])
                row |= {"order": 0, "order_is_known": False, "track": track}
            values[role, level] = row
        return values

    def write_skills(self) -> dict[str, Skill]:
        kept = [row for row in self.matching.skills.gone if row.pk in self.matching.needed_by_nhs]
        for row in kept:
            row.framework = NHS  # so it is not retired: the download does not decide about our own
            for name in Skill.OFFICIAL_WORDS:
                setattr(row, name, "")  # no current edition says them; they are frozen with the last that did
        Skill.objects.bulk_update(kept, ["framework", *Skill.OFFICIAL_WORDS])
        self.report.kept_skills = sorted(row.name for row in kept)
        self.report.written.tallies["skills"].changed += len(kept)
        return self.write(
            Skill,
            self.matching.skills,
            {
                name: {"framework": OFFICIAL} | dict(zip(Skill.OFFICIAL_WORDS, (skill.text, *skill.steps), strict=True))
                for name, skill in self.download.skills.items()
            },
        )
