"""Reads ``renames.csv``: names that an edition changed, since the official files have no ids to tell by."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from careers.identity import name_key
from careers.official.cells import DownloadIsBroken, read_table, tidy_name
from careers.official.download import Download

KINDS = ("family", "role", "level", "skill")
COLUMNS = ("kind", "old", "new")


@dataclass(frozen=True)
class Rename:
    """``role`` may be empty; for a level it names the role, old or new. ``where`` is its place in the file."""

    kind: str
    old: str
    new: str
    role: str = ""
    where: str = ""

    def as_csv(self) -> str:
        """The line to put into a renames file."""
        cells = [self.kind, self.old, self.new, self.role]
        return ",".join(f'"{cell}"' if "," in cell or '"' in cell else cell for cell in cells)


def read_renames(path: Path) -> list[Rename]:
    """The rows of the columns kind, old, new and, if there is one, role. Raises DownloadIsBroken."""
    problems: list[str] = []
    with_role = _has_role(path)
    table = read_table(path, (*COLUMNS, "role") if with_role else COLUMNS, problems, may_be_empty=True)
    renames = []
    for number, row in table.rows:
        cells = {column: tidy_name(cell) for column, cell in row.items()}
        rename = Rename(
            cells["kind"].lower(), cells["old"], cells["new"], cells.get("role", ""), f"{path.name}: row {number}"
        )
        if rename.kind not in KINDS:
            problems.append(f"{rename.where}: kind says “{rename.kind}”, but must be one of {', '.join(KINDS)}.")
        if not rename.old or not rename.new:
            problems.append(f"{rename.where}: needs an old and a new name.")
        renames.append(rename)
    if problems:
        raise DownloadIsBroken(problems)
    return renames


def _has_role(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return "role" in (heading.strip().lower() for heading in next(csv.reader(stream), []))
    except OSError:
        return False  # read_table says what is wrong


def check_renames(renames: list[Rename], download: Download, stored: dict[str, set[str]]) -> None:
    """Raises DownloadIsBroken for a rename that cannot be meant: ``stored`` are the known names and slugs by kind."""
    there = {
        "family": {name_key(name) for name in download.families},
        "role": {name_key(name) for name in download.roles},
        "level": {name_key(level) for _, level in download.levels},
        "skill": {name_key(name) for name in download.skills},
    }
    roles = there["role"] | stored["role"]
    problems = []
    for rename in renames:
        if name_key(rename.new) not in there[rename.kind]:
            problems.append(f"{rename.where}: the download has no {rename.kind} “{rename.new}”.")
        elif name_key(rename.old) in there[rename.kind]:
            problems.append(f"{rename.where}: the {rename.kind} “{rename.old}” is still in the download.")
        elif not {name_key(rename.old), slugify(rename.old)} & stored[rename.kind]:
            problems.append(f"{rename.where}: the catalogue has no {rename.kind} “{rename.old}”.")
        elif rename.role and name_key(rename.role) not in roles:
            problems.append(f"{rename.where}: there is no role “{rename.role}”.")
    if problems:
        raise DownloadIsBroken(problems)
