"""Makes a table say what the rows of a file say, and counts what that changed. Corrections by staff stay."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from careers.catalogue.reading import Row
from careers.corrections import Corrections
from careers.identity import free_slug
from careers.models import Correction, Synonym


@dataclass
class Tally:
    """What loading did to one kind of row."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    kept: int = 0  # rows with a field that staff corrected and the file says otherwise, left alone

    def any(self) -> bool:
        return bool(self.added or self.changed or self.retired)


@dataclass
class LoadReport:
    """What loading did, by kind of row in the order of loading."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: list[str] = field(default_factory=list)
    kept: list[tuple[Any, str]] = field(default_factory=list)  # (row, field) that staff corrected, against the file
    editions_changed: bool = False

    @property
    def changed_something(self) -> bool:
        return self.editions_changed or any(tally.any() for tally in self.tallies.values())


class TableWriter:
    """Writes rows at ``now`` and tells ``report``."""

    def __init__(self, report: LoadReport, now: datetime) -> None:
        self.report = report
        self.now = now
        self.corrections = Corrections()

    def write_named(
        self,
        model: Any,
        rows: Sequence[tuple[Any, Row]],
        fields: Iterable[str],
        *,
        stored: Iterable[Any],
        leave_alone: Callable[[Any], bool] = lambda row: False,
    ) -> list[Any]:
        """Add, change, bring back and retire rows that have a name of their own.

        ``rows`` are (stored row or None, values); a field that ``values`` leaves out stays. ``stored`` are all rows of
        the table. Rows to ``leave_alone`` are neither brought back nor retired, and no slug ever changes. Returns the
        row for each of ``rows``, in their order.
        """
        tally = self.report.tallies[str(model._meta.verbose_name_plural)]
        fields = tuple(fields)
        stored = list(stored)
        slugs = {row.slug for row in stored if hasattr(row, "slug")}
        result, new, changed = [], [], []
        for existing, values in rows:
            row = existing or self._new(model, only(values, *fields), slugs)
            if existing is None:
                new.append(row)
            else:
                wanted = {} if leave_alone(existing) else {"retired_at": None}
                wanted |= {name: values[name] for name in fields if name in values and name != "slug"}
                if update(existing, self._without_corrected(existing, wanted, tally)):
                    changed.append(existing)
            result.append(row)
        gone = self._retire(model, stored, {row.pk for row in result}, leave_alone)
        model.objects.bulk_create(new, batch_size=500)
        model.objects.bulk_update(changed, [*fields, "retired_at"], batch_size=100)
        tally.added += len(new)
        tally.changed += len(changed)
        tally.retired += len(gone)
        return result

    @staticmethod
    def _new(model: Any, values: Row, slugs: set[str]) -> Any:
        if "slug" in values:
            values["slug"] = free_slug(values["slug"], slugs)
            slugs.add(values["slug"])
        return model(**values)

    def _without_corrected(self, row: Any, wanted: Row, tally: Tally) -> Row:
        """``wanted`` without the fields that staff corrected; those that the file says otherwise are told."""
        corrected = self.corrections.fields(row._meta.model_name, row.pk)
        differing = [name for name in wanted if name in corrected and getattr(row, name) != wanted[name]]
        tally.kept += bool(differing)
        self.report.kept += [(row, name) for name in differing]
        return {name: value for name, value in wanted.items() if name not in corrected}

    def _retire(
        self, model: Any, stored: Iterable[Any], wanted: set[int], leave_alone: Callable[[Any], bool]
    ) -> list[Any]:
        by_staff = {Correction.WHOLE_ROW, "retired_at"}
        gone = [
            row
            for row in stored
            if row.pk not in wanted
            and not row.retired_at
            and not leave_alone(row)
            and not self.corrections.fields(model._meta.model_name, row.pk) & by_staff
        ]
        for row in gone:
            row.retired_at = self.now
        model.objects.bulk_update(gone, ["retired_at"], batch_size=500)
        return gone

    def write_joined(
        self,
        model: Any,
        rows: Iterable[Row],
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
        corrected: set[Any] = (
            set(self.corrections.synonyms)
            if model is Synonym
            else self.corrections.owners(owner.replace("_", ""), model._meta.model_name)
        )
        new, changed, kept = [], [], set()
        wanted: set[tuple[Hashable, ...]] = set()
        for row in rows:
            if row[owner] is None or all(row[name] is None for name in key):
                continue  # it hangs on something that an imported edition has dropped
            identity = tuple(getattr(row[name], "pk", row[name]) for name in names)
            wanted.add(identity)
            stored = found.get(identity)
            if identity[0] in corrected:
                if stored is None or any(getattr(stored, name) != row[name] for name in fields):
                    kept.add(row[owner])
            elif stored is None:
                new.append(model(**row))
            elif update(stored, only(row, *fields)):
                changed.append(stored)
        gone = [row.pk for identity, row in found.items() if identity not in wanted and identity[0] not in corrected]
        tally.kept += len(kept)
        self.report.kept += [(row, model._meta.model_name) for row in kept]
        model.objects.filter(pk__in=gone).delete()
        model.objects.bulk_create(new, batch_size=500)
        if fields:
            model.objects.bulk_update(changed, fields, batch_size=200)
        tally.added += len(new)
        tally.changed += len(changed)
        tally.retired += len(gone)


def only(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}


def update(row: Any, values: Row) -> bool:
    """Set ``values`` on ``row``; says whether anything differed."""
    differs = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs


def _identity(row: Any, names: Iterable[str]) -> tuple[Hashable, ...]:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
