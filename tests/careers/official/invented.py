"""Downloads of the official shape with invented words, to import in tests.

``like_the_catalogue()`` has the names and required levels of the shipped catalogue, so that importing it changes
nothing but the words; ``of(…)`` is a small one. Both are lists of rows to change before ``write``.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from careers.models import Framework, Requirement
from careers.official.download import ROLE_COLUMNS, SKILL_COLUMNS, STEPS

Row = dict[str, str]


@dataclass
class Invented:
    """The rows of both files."""

    roles: list[Row]
    skills: list[Row]

    def write(
        self,
        folder: Path,
        *,
        encoding: str = "utf-8",
        newline: str = "\n",
        name: str = "download",
        quoting: Literal[0, 1] = csv.QUOTE_MINIMAL,
    ) -> tuple[Path, Path]:
        """Both files as the command wants them. Python quotes a lone carriage return only with ``csv.QUOTE_ALL``."""
        paths = folder / f"{name}-roles.csv", folder / f"{name}-skills.csv"
        for path, rows, columns in zip(paths, (self.roles, self.skills), (ROLE_COLUMNS, SKILL_COLUMNS), strict=True):
            stream = io.StringIO(newline="")
            writer = csv.DictWriter(stream, columns, lineterminator=newline, quoting=quoting)
            writer.writeheader()
            writer.writerows(rows)
            path.write_bytes(stream.getvalue().encode(encoding))
        return paths

    def rename(self, column: str, old: str, new: str) -> None:
        """Give a family, role, level or skill another name; its words stay."""
        for row in (*self.roles, *self.skills):
            if row.get(column) == old:
                row[column] = new

    def drop(self, column: str, name: str) -> None:
        """Leave out every row of a family, role, level or skill."""
        self.roles = [row for row in self.roles if row[column] != name]
        self.skills = [row for row in self.skills if row.get(column) != name]

    def require(self, level: str, skill: str, step: str) -> None:
        """Change how well a level needs a skill it has."""
        for row in self.roles:
            if (row["Role Level"], row["Skill Name"]) == (level, skill):
                row |= {"Skill Level": step, "Skill Level Description": words(skill, step)}

    def add(self, family: str, role: str, level: str, skill: str, step: str) -> None:
        """One more level, or skill of a level, with invented words; the skills file gets a new skill too."""
        self.roles.append(role_row(family, role, level, skill, step))
        if skill not in {row["Skill Name"] for row in self.skills}:
            self.skills.append(skill_row(skill))


def words(*names: str) -> str:
    """Invented words in the style of the download: a sentence and a list, over several lines."""
    return (
        f"Invented words about {', '.join(names)}.\n\nYou can:\n- do this, and “that”\n- know its [page](/{len(names)})"
    )


def role_row(family: str, role: str, level: str, skill: str, step: str) -> Row:
    """One row of the roles file. A ``step`` of NOT IN USE makes it one of a chief role."""
    chief = step == "NOT IN USE"
    return {
        "Role Family": family,
        "Role": role,
        "Role Description": words(role),
        "Role Level": "NOT IN USE" if chief else level,
        "Role Level Description": "NOT IN USE" if chief else words(role, level),
        "Skill Name": skill,
        "Skill Description": words(skill),
        "Skill Level": step,
        "Skill Level Description": step if chief else words(skill, step),
        "Role Type": "Top of the shop" if chief else "",
    }


def skill_row(skill: str, *, rated: bool = True) -> Row:
    """One row of the skills file."""
    texts = {step: words(skill, step) if rated else "" for step in STEPS}
    return {"Skill Name": skill, "Skill Description": words(skill), **texts, "Roles that require Skill": "Nobody"}


def of(needs: Iterable[tuple[str, str, str, str, str]]) -> Invented:
    """From (family, role, level, skill, step)."""
    needs = list(needs)
    rated = {skill: any(step in STEPS for *_, other, step in needs if other == skill) for *_, skill, _ in needs}
    return Invented([role_row(*need) for need in needs], [skill_row(skill, rated=rated[skill]) for skill in rated])


def small() -> Invented:
    """Two families, three roles, a fork, a chief role and two skills that differ in their suffix alone."""
    return of(
        [
            ("Baking", "Baker", "Trainee baker", "Kneading", "Awareness"),
            ("Baking", "Baker", "Baker", "Kneading", "Working"),
            ("Baking", "Baker", "Baker", "Ovens", "Awareness"),
            ("Baking", "Baker", "Head baker", "Ovens", "Expert"),
            ("Baking", "Baker", "Head baker - management", "Ovens", "Practitioner"),
            ("Baking", "Confectioner", "Confectioner", "Ovens (confectionery)", "Working"),
            ("Chief bakers", "Chief baker", "", "Running a bakery", "NOT IN USE"),
        ]
    )


def like_the_catalogue() -> Invented:
    """The official names and required levels as the database has them."""
    rows = Requirement.objects.filter(level__retired_at=None, level__role__family__framework=Framework.OFFICIAL)
    needs = rows.order_by("pk").values_list(
        "level__role__family__name", "level__role__name", "level__name", "skill__name", "required"
    )
    return of((*names, STEPS[required - 1] if required else "NOT IN USE") for *names, required in needs)  # type: ignore[misc]
