"""Finds which stored row each name of a download means, and what has come and gone, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from careers.identity import Renames, Wanted, match, name_key
from careers.models import Family, Framework, Level, Requirement, Role, Skill
from careers.official.download import Download
from careers.official.renames import Rename
from common.refusals import Refused

OFFICIAL, NHS = Framework.OFFICIAL, Framework.NHS

# A download that drops more than this share of the roles, levels or skills is probably not the whole one.
MOST_GONE = 0.25
FEW = 4


class NameIsTaken(Refused):
    """An official family has the name of one of our own."""


class TooMuchIsGone(Refused):
    """The download leaves out so much that it is probably not whole."""


@dataclass
class Kind:
    """One kind of row. ``found`` gives the row for each of ``names`` that has one, ``stored`` all rows there are.

    Keys of ``names`` are as in the download; ``gone`` are live official rows that it no longer has.
    """

    word: str
    names: Sequence[Any]
    stored: list[Any]
    found: dict[Any, Any] = field(default_factory=dict)
    gone: list[Any] = field(default_factory=list)

    @property
    def new(self) -> list[Any]:
        return [name for name in self.names if name not in self.found]


# What a row asks for or is asked by: pairs of a name's key and a required level.
Profile = frozenset[tuple[str, int | None]]


class Matching:
    """Who is who between the database and a download. Five queries."""

    def __init__(self, download: Download, renames: Iterable[Rename]) -> None:
        self.download = download
        self.renames = Renames.of((rename.kind, rename.old, rename.new) for rename in renames)
        self.families = Kind("family", download.families, list(Family.objects.filter(framework=OFFICIAL)))
        self.roles = Kind("role", list(download.roles), list(Role.objects.select_related("family")))
        self.levels = Kind("level", list(download.levels), list(Level.objects.select_related("role__family")))
        self.skills = Kind("skill", list(download.skills), list(Skill.objects.all()))
        self.kinds = (self.families, self.roles, self.levels, self.skills)
        self.needs = list(
            Requirement.objects.values_list("level_id", "skill_id", "skill__name", "level__name", "required")
        )
        self._match()
        self._find_gone()

    def _match(self) -> None:
        for kind in (self.families, self.roles, self.skills):
            wanted = [Wanted(name) for name in kind.names]
            found = match(wanted, kind.stored, renames=self.renames, kind=kind.word)
            kind.found = {kind.names[index]: row for index, row in found.items()}
        role_names = {row.pk: name for name, row in self.roles.found.items()}
        found = match(
            [Wanted(level, role) for role, level in self.levels.names],
            self.levels.stored,
            owner=lambda row: role_names.get(row.role_id, row.role_id),
            renames=self.renames,
            kind="level",
            moves=True,
        )
        self.levels.found = {self.levels.names[index]: row for index, row in found.items()}

    def _find_gone(self) -> None:
        self.official_roles = {row.pk for row in self.roles.stored if row.family.framework == OFFICIAL}
        self.official_roles |= {row.pk for row in self.roles.found.values()}
        self.needed_by_nhs = self._needed_by_nhs()
        for kind in self.kinds:
            taken = {row.pk for row in kind.found.values()}
            kind.gone = [
                row for row in kind.stored if row.pk not in taken and not row.retired_at and self.is_official(row)
            ]

    def is_official(self, row: Any) -> bool:
        """Whether the download decides about a row, roles that were ours until now included."""
        if isinstance(row, Role):
            return row.pk in self.official_roles
        if isinstance(row, Level):
            return row.role_id in self.official_roles
        return bool(row.framework == OFFICIAL)

    def _needed_by_nhs(self) -> set[int]:
        """Skills (by pk) that live levels of our own need."""
        official_levels = {row.pk for row in self.levels.found.values()}
        ours = {
            row.pk
            for row in self.levels.stored
            if not row.retired_at and row.role_id not in self.official_roles and row.pk not in official_levels
        }
        return {skill for level, skill, *_ in self.needs if level in ours}

    # --- refusals ---------------------------------------------------------------------------

    def check_names(self) -> None:
        """Raises NameIsTaken where an official family is called like one of our own."""
        ours = {name_key(name): name for name in Family.objects.filter(framework=NHS).values_list("name", flat=True)}
        for name in self.families.names:
            if name_key(name) in ours:
                raise NameIsTaken(
                    f"The download has a family “{name}”, and so have we. Rename our own first: in Django admin, or in "
                    "families.csv with a line in renames.csv (see docs/data.md)."
                )

    def check_gone(self) -> None:
        """Raises TooMuchIsGone where more than a quarter of the roles, levels or skills would be retired."""
        for kind in (self.roles, self.levels, self.skills):
            live = [row for row in kind.stored if not row.retired_at and self.is_official(row)]
            if len(kind.gone) > max(FEW, MOST_GONE * len(live)):
                raise TooMuchIsGone(
                    f"The download leaves out {len(kind.gone)} of {len(live)} {kind.word}s, so it may not be whole. "
                    "Nothing was imported. If this is right, say so with --retire-many."
                )

    def stored_names(self) -> dict[str, set[str]]:
        """Names and slugs of all stored rows by kind, to check renames against."""
        return {
            kind.word: {name_key(row.name) for row in kind.stored} | {row.slug for row in kind.stored}
            for kind in self.kinds
        }

    # --- profiles ---------------------------------------------------------------------------

    def stored_profiles(self) -> Mapping[str, Mapping[int, Profile]]:
        """For roles and levels the skills they need and how well, for skills the levels that need them; by pk."""
        role_of = {row.pk: row.role_id for row in self.levels.stored}
        found: dict[str, dict[int, set[tuple[str, int | None]]]] = {
            word: defaultdict(set) for word in ("role", "level", "skill")
        }
        for level, skill, skill_name, level_name, required in self.needs:
            found["role"][role_of[level]].add((name_key(skill_name), required))
            found["level"][level].add((name_key(skill_name), required))
            found["skill"][skill].add((name_key(level_name), required))
        return {word: {pk: frozenset(pairs) for pk, pairs in rows.items()} for word, rows in found.items()}

    def new_profiles(self) -> Mapping[str, Mapping[Any, Profile]]:
        """The same of the download, by its keys."""
        found: dict[str, dict[Any, set[tuple[str, int | None]]]] = {
            word: defaultdict(set) for word in ("role", "level", "skill")
        }
        for (role, level, skill), required in self.download.requirements.items():
            found["role"][role].add((name_key(skill), required))
            found["level"][role, level].add((name_key(skill), required))
            found["skill"][skill].add((name_key(level), required))
        return {word: {key: frozenset(pairs) for key, pairs in rows.items()} for word, rows in found.items()}
