"""Plans to copy from: a few lists of actions that we wrote, in ``templates.csv``."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from planning.models import ActionKind, Horizon
from planning.plans.keeping import Draft

FILE = Path(__file__).with_name("templates.csv")


@dataclass(frozen=True)
class Template:
    """A list of actions, each with how many weeks it has from the day of copying."""

    slug: str
    title: str
    summary: str
    steps: tuple[tuple[Draft, timedelta], ...]

    def drafts(self, today: date) -> list[Draft]:
        """The actions with their days."""
        return [replace(draft, due_on=today + weeks) for draft, weeks in self.steps]


@cache
def templates() -> dict[str, Template]:
    """All templates by slug, in the order of the file. Its first row of each has the title and the summary."""
    found: dict[str, Template] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            step = (
                Draft(kind=ActionKind[row["kind"]], text=row["text"], horizon=Horizon[row["horizon"]]),
                timedelta(weeks=int(row["weeks"])),
            )
            there = found.get(row["template"]) or Template(row["template"], row["title"], row["summary"], ())
            found[there.slug] = replace(there, steps=(*there.steps, step))
    return found
