"""Example journeys: written by us, marked as such everywhere, counted nowhere, put in and taken out by a command."""

import tomllib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from careers.models import Learning, Level, Network, StartingPoint
from planning.journeys import public_state
from planning.models.journeys import Course, Journey, Step

SHIPPED = Path(__file__).with_name("examples.toml")
_KEYS = uuid.UUID("6f0f3f0e-6d0b-5b0e-9d57-2f0f7a1f4c11")  # so that an example keeps its address when loaded again
_TEXTS = tuple(name for name, _ in Journey.TEXTS)


class ExamplesAreBroken(Exception):
    """An example names something that the catalogue does not have. The message says which."""


@transaction.atomic
def load_examples(*, now: datetime, path: Path = SHIPPED) -> int:
    """Put the shipped examples in, in place of those that are there. Returns how many. Raises ExamplesAreBroken."""
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))["journey"]
    remove_examples()
    for one in shipped:
        _load(one, now)
    return len(shipped)


@transaction.atomic
def remove_examples() -> int:
    """Take every example out. Returns how many there were."""
    examples = Journey.objects.filter(is_example=True)
    count = examples.count()
    examples.delete()
    public_state.bump()
    return count


def _load(one: dict[str, Any], now: datetime) -> None:
    journey = Journey.objects.create(
        pk=uuid.uuid5(_KEYS, one["key"]), is_example=True, state=Journey.State.PUBLISHED, title=one["title"],
        background=one["background"], published_at=now, **{name: one[name] for name in _TEXTS},
    )  # fmt: skip
    journey.networks.set([_found(Network, slug=slugify(name)) for name in one["networks"]])
    for position, (title, job, kind, band, first, last) in enumerate(one["jobs"], 1):
        what, _, name = job.partition(": ")
        Step.objects.create(
            journey=journey, position=position, title=title, organisation_kind=kind, band=band,
            from_year=first, to_year=last or None,
            level=_found(Level, slug=slugify(name)) if what == "level" else None,
            point=_found(StartingPoint, code=name) if what == "point" else None,
        )  # fmt: skip
    for position, (name, year, recommend, to_whom, changed) in enumerate(one["courses"], 1):
        Course.objects.create(
            journey=journey, position=position, name=name, year=year, recommend=recommend, to_whom=to_whom,
            changed=changed, learning=_found(Learning, slug=slugify(name)),
        )  # fmt: skip


def _found(model: Any, **named: str) -> Any:
    row = model.objects.filter(**named).first()
    if row is None:
        raise ExamplesAreBroken(f"The catalogue has no {model._meta.verbose_name} called {next(iter(named.values()))}.")
    return row
