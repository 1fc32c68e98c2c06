"""Makes the files of the open data: a dataset of an edition, and one role with all its levels."""

import json
from dataclasses import dataclass
from typing import Any

from careers.models import Edition, Level, Requirement, Role
from careers.open_data.columns import Column, Dataset, Value
from careers.open_data.datasets import datasets_of
from careers.revision import PerRevision
from common.csv_files import read_csv, write_csv
from common.vocabulary import SkillLevel

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}
# Our own words and judgements stand beside the official facts in one file.
OUR_LICENCE = (
    "Summaries, bands, orders and other judgements are by the contributors of this project, under the MIT licence."
)


@dataclass(frozen=True)
class Document:
    """A dataset of one edition, ready to be written: live, or as it was frozen."""

    edition: Edition
    dataset: Dataset
    columns: tuple[Column, ...]
    rows: list[list[Value]]

    @property
    def filename(self) -> str:
        return f"{self.edition.slug}-{self.dataset.name}"

    def as_csv(self) -> str:
        """One row of headings; lists are joined by semicolons; safe to open in a spreadsheet."""
        return write_csv(
            [column.name for column in self.columns],
            ([column.cell(value) for column, value in zip(self.columns, row, strict=True)] for row in self.rows),
        )

    def as_json(self) -> str:
        """An object with the edition, its licence, the columns with their meaning, and the rows as objects."""
        names = [column.name for column in self.columns]
        return _json(
            {
                "dataset": self.dataset.name,
                "description": self.dataset.description,
                "edition": about(self.edition),
                "columns": [
                    {
                        "name": column.name,
                        "meaning": column.meaning,
                        "type": column.kind.value,
                        "official": column.official,
                    }
                    for column in self.columns
                ],
                "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
            }
        )


def read_document(edition: Edition, dataset: Dataset) -> Document | None:
    """The dataset of an edition, or None where that edition was frozen without it. One query."""
    if edition.is_current:
        return Document(edition, dataset, dataset.columns, list(dataset.rows(edition.framework)))
    frozen = edition.snapshots.filter(dataset=dataset.name).values_list("csv", flat=True).first()
    if frozen is None:
        return None
    names, rows = read_csv(frozen)
    # A column that this version of the code no longer has is still a fact of that edition.
    columns = tuple(dataset.column_by_name.get(name) or Column(name, "No longer published.") for name in names)
    return Document(
        edition,
        dataset,
        columns,
        [[column.read(cell) for column, cell in zip(columns, row, strict=True)] for row in rows],
    )


def find_dataset(framework: str, name: str) -> Dataset | None:
    return next((dataset for dataset in datasets_of(framework) if dataset.name == name), None)


def about(edition: Edition) -> dict[str, Any]:
    """An edition in JSON, with the line that its licence asks for."""
    return {
        "framework": edition.get_framework_display(),
        "name": edition.name,
        "slug": edition.slug,
        "date": edition.date.isoformat(),
        "source": edition.source,
        "licence": edition.licence,
        "attribution": edition.attribution,
        "our_part": OUR_LICENCE,
        "is_current": edition.is_current,
    }


def _count_live() -> dict[tuple[str, str], int]:
    frameworks = Edition.objects.filter(is_current=True).values_list("framework", flat=True)
    return {
        (framework, dataset.name): dataset.count(framework)
        for framework in frameworks
        for dataset in datasets_of(framework)
    }


live_counts: PerRevision[dict[tuple[str, str], int]] = PerRevision(_count_live)


# --- One role -------------------------------------------------------------------------------


def role_document(role: Role, edition: Edition) -> str:
    """A role with its live levels and what they need, as JSON. Two queries."""
    levels = list(role.levels.filter(retired_at=None).order_by("order", "pk"))
    needs: dict[int, list[dict[str, Any]]] = {level.pk: [] for level in levels}
    for level, name, slug, required in (
        Requirement.objects.filter(level__in=needs, skill__retired_at=None)
        .order_by("skill__name", "skill__slug")
        .values_list("level_id", "skill__name", "skill__slug", "required")
    ):
        word = SkillLevel(required).label if required else None
        needs[level].append({"skill": name, "slug": slug, "required": required, "required_in_words": word})
    return _json(
        {
            "name": role.name,
            "slug": role.slug,
            "family": {"name": role.family.name, "slug": role.family.slug},
            "official_type": role.official_type,
            "summary": role.summary,
            "official_text": role.official_text,
            "retired": role.retired_at is not None,
            "levels": [_level(level) | {"needs": needs[level.pk]} for level in levels],
            "edition": about(edition),
        }
    )


def _level(level: Level) -> dict[str, Any]:
    return {
        "name": level.name,
        "slug": level.slug,
        "order": level.order,
        "order_is_known": level.order_is_known,
        "track": level.track.lower(),
        "typical_band": {
            "low": level.band_low or None,
            "high": level.band_high or None,
            "confidence": level.band_confidence.lower(),
            "basis": level.band_basis,
        },
        "registration": level.registration.lower(),
        "professions": [word.lower().replace("_", " ") for word in level.professions],
        "note": level.note,
        "what_changes": level.what_changes,
        "official_text": level.official_text,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
