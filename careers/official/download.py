"""Understands the official download: its roles, levels, skills and required levels, with their texts.

The roles file has a row for each level and skill and repeats the texts; the skills file has the four texts of each
skill. Where the two say different things, or one file says two things, nothing can be trusted and all is refused.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from careers.identity import name_key
from careers.official.cells import DownloadIsBroken, Table, name_problem, read_table, text_problem, tidy_name, tidy_text
from common.vocabulary import SkillLevel

ROLE_COLUMNS = (
    "Role Family", "Role", "Role Description", "Role Level", "Role Level Description", "Skill Name",
    "Skill Description", "Skill Level", "Skill Level Description", "Role Type",
)  # fmt: skip
SKILL_COLUMNS = (
    "Skill Name", "Skill Description", "Awareness", "Working", "Practitioner", "Expert", "Roles that require Skill",
)  # fmt: skip

STEPS = tuple(step.label for step in SkillLevel)
_LEVEL_WORDS = {step.label.upper(): int(step) for step in SkillLevel}


@dataclass
class OfficialRole:
    family: str
    kind: str
    text: str


@dataclass
class OfficialSkill:
    """``text`` describes the skill, ``steps`` its four levels from awareness to expert; any may be empty."""

    text: str = ""
    steps: list[str] = field(default_factory=lambda: [""] * len(STEPS))


@dataclass
class Download:
    """What the two files say. Every key is a name as the files first spell it."""

    families: list[str] = field(default_factory=list)
    roles: dict[str, OfficialRole] = field(default_factory=dict)
    levels: dict[tuple[str, str], str] = field(default_factory=dict)  # (role, level) → text
    skills: dict[str, OfficialSkill] = field(default_factory=dict)
    requirements: dict[tuple[str, str, str], int | None] = field(default_factory=dict)  # (role, level, skill) → 1 to 4
    notes: list[str] = field(default_factory=list)


def read_download(roles: Path, skills: Path) -> Download:
    """Read both files. Raises DownloadIsBroken with every problem found, in the order of the rows."""
    problems: list[str] = []
    role_table = read_table(roles, ROLE_COLUMNS, problems)
    skill_table = read_table(skills, SKILL_COLUMNS, problems)
    if problems:
        raise DownloadIsBroken(problems)
    reading = _Reading(role_table, skill_table)
    download = reading.run()
    if reading.problems:
        raise DownloadIsBroken(reading.problems)
    return download


class _Reading:
    def __init__(self, roles: Table, skills: Table) -> None:
        self.roles, self.skills = roles, skills
        self.problems: list[str] = []
        self.download = Download(notes=[*roles.notes, *skills.notes])
        self.said: dict[Hashable, tuple[Hashable, str]] = {}  # what → (its value, where that was said first)
        self.spellings: dict[tuple[str, str], str] = {}
        self.respelt: dict[str, str] = {}
        self.repeated = 0
        self.where = ""

    def run(self) -> Download:
        for number, cells in self.roles.rows:
            self.where = f"{self.roles.file}: row {number}"
            self.role_row(cells)
        lists = {}
        for number, cells in self.skills.rows:
            self.where = f"{self.skills.file}: row {number}"
            if name := self.skill_row(cells):
                lists[name] = cells["Roles that require Skill"]
        if not self.problems:
            self.note_quirks(lists)
        return self.download

    # --- rows -------------------------------------------------------------------------------

    def role_row(self, cells: dict[str, str]) -> None:
        family, role, skill = (self.name(cells, column) for column in ("Role Family", "Role", "Skill Name"))
        # A chief role has no levels: it is one level, named after the role.
        has_no_levels = tidy_name(cells["Role Level"]).upper() == "NOT IN USE"
        level = role if has_no_levels else self.name(cells, "Role Level")
        required = self.required(cells)
        if not (family and role and skill and level) or required is False:
            return
        self.the_role(cells, family, role)
        self.the_level(cells, role, level)
        self.the_skill(cells, skill, required)
        key = (role, level, skill)
        self.repeated += key in self.download.requirements
        word = STEPS[required - 1] if required else "NOT IN USE"
        self.agree(("need", *key), word, f"the level “{level}” needs “{skill}” at the level", told=True)
        self.download.requirements.setdefault(key, required)

    def the_role(self, cells: dict[str, str], family: str, role: str) -> None:
        kind = tidy_text(cells["Role Type"])
        if kind and (problem := name_problem(kind)):
            self.problems.append(f"{self.where}: Role Type {problem}.")
        if family not in self.download.families:
            self.download.families.append(family)
        self.download.roles[role] = OfficialRole(
            self.agree(("family", role), family, f"the role “{role}” is in the family", told=True),
            self.agree(("type", role), kind, f"the role “{role}” has the type", told=True),
            self.agree(("role", role), self.text(cells, "Role Description"), f"the role “{role}” has the description"),
        )

    def the_level(self, cells: dict[str, str], role: str, level: str) -> None:
        text = self.text(cells, "Role Level Description")
        self.download.levels[role, level] = self.agree(
            ("level", role, level), text, f"the level “{level}” has the description"
        )

    def the_skill(self, cells: dict[str, str], skill: str, required: int | None) -> None:
        known = self.download.skills.setdefault(skill, OfficialSkill())
        text, step_text = self.text(cells, "Skill Description"), self.text(cells, "Skill Level Description")
        known.text = self.agree(("skill", skill), text, f"the skill “{skill}” has the description")
        if required:
            words = f"the skill “{skill}” at the level {STEPS[required - 1]} has the description"
            known.steps[required - 1] = self.agree(("step", skill, required), step_text, words)

    def skill_row(self, cells: dict[str, str]) -> str | None:
        name = self.name(cells, "Skill Name")
        if name is None:
            return None
        skill = self.download.skills.setdefault(name, OfficialSkill())
        words = f"the skill “{name}” has the description"
        skill.text = self.agree(("skill", name), self.text(cells, "Skill Description"), words)
        for place, step in enumerate(STEPS):
            words = f"the skill “{name}” at the level {step} has the description"
            skill.steps[place] = self.agree(("step", name, place + 1), self.text(cells, step), words)
        return name

    # --- cells ------------------------------------------------------------------------------

    def name(self, cells: dict[str, str], column: str) -> str | None:
        name = tidy_name(cells[column])
        if problem := name_problem(name):
            self.problems.append(f"{self.where}: {column} {problem}.")
            return None
        return self.spelling(column, name)

    def spelling(self, kind: str, name: str) -> str:
        """The spelling of the same name that came first."""
        first = self.spellings.setdefault((kind, name_key(name)), name)
        if first != name:
            self.respelt[name] = first
        return first

    def text(self, cells: dict[str, str], column: str) -> str:
        text = tidy_text(cells[column])
        if problem := text_problem(text):
            self.problems.append(f"{self.where}: {column} {problem}.")
        return text

    def required(self, cells: dict[str, str]) -> int | Literal[False] | None:
        """1 to 4, None where no level is given, False where the cell makes no sense."""
        word = tidy_name(cells["Skill Level"])
        if word.upper() == "NOT IN USE":
            return None
        if word.upper() in _LEVEL_WORDS:
            return _LEVEL_WORDS[word.upper()]
        short = word if len(word) <= 60 else f"{word[:60]}…"
        self.problems.append(
            f"{self.where}: Skill Level says “{short}”, but must be one of {', '.join(STEPS)} or NOT IN USE."
        )
        return False

    def agree(self, about: Hashable, value: str, words: str, *, told: bool = False) -> str:
        """The value that was said first about something; another one is a problem. Nothing said agrees with all.

        ``told`` values are short enough to be quoted.
        """
        before, where = self.said.get(about, ("", ""))
        if not value or value == before:
            return str(before)
        if not before:
            self.said[about] = (value, self.where)
            return value
        quoted = (f" “{value}”", f" “{before}” in ") if told else ("", " another than in ")
        self.problems.append(f"{self.where}: {words}{quoted[0]}{',' if told else ''} but{quoted[1]}{where}.")
        return str(before)

    # --- quirks -----------------------------------------------------------------------------

    def note_quirks(self, lists: dict[str, str]) -> None:
        download, notes = self.download, self.download.notes
        if self.repeated:
            notes.append(f"{self.repeated} rows of {self.roles.file} repeat another row and were read once.")
        if self.respelt:
            pairs = ", ".join(f"“{name}” as “{first}”" for name, first in sorted(self.respelt.items()))
            notes.append(f"Names spelt in two ways were read as one: {pairs}.")
        unrated = sorted({level for (_, level, _), required in download.requirements.items() if required is None})
        if unrated:
            notes.append(f"{len(unrated)} levels name skills without a required level: {', '.join(unrated)}.")
        needed: dict[str, set[str]] = {name: set() for name in download.skills}
        for role, _, skill in download.requirements:
            needed[skill].add(name_key(role))
        wrong = sum(
            {name_key(tidy_name(role)) for role in cell.split(",") if role.strip()} != needed[name]
            for name, cell in lists.items()
        )
        if wrong:
            notes.append(
                f"The list of roles in {self.skills.file} is wrong for {wrong} skills; {self.roles.file} counts."
            )
        if absent := sorted(name for name in download.skills if name not in lists):
            notes.append(f"Not in {self.skills.file}, so known from {self.roles.file} only: {', '.join(absent)}.")
        if unused := sorted(name for name, roles in needed.items() if not roles):
            notes.append(f"No level needs these skills: {', '.join(unused)}.")
