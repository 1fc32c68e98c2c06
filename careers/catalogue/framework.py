"""Loads families, roles, levels, skills and what levels need, beside an imported official edition if there is one."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.utils.text import slugify

from careers.catalogue.reading import Catalogue, Row
from careers.catalogue.writing import TableWriter, only
from careers.identity import Renames, Wanted, match
from careers.level_order import settle_ladders
from careers.models import Activity, Family, Framework, Level, Requirement, Role, Skill

OFFICIAL, NHS = Framework.OFFICIAL, Framework.NHS

# What an imported edition says better than the shipped files.
_OFFICIAL_FACTS = frozenset({"name", "framework", "family", "role", "order", "order_is_known"})


class FrameworkLoading:
    """One loading of the framework's files; afterwards its dictionaries hold the stored rows by their names there.

    With ``imported``, an official edition imported here stands: of its families, roles, levels and skills only our own
    words and judgements are loaded, those it has dropped are left out, and its required levels are not touched.
    """

    def __init__(self, catalogue: Catalogue, writer: TableWriter, *, imported: bool) -> None:
        self.catalogue = catalogue
        self.writer = writer
        self.imported = imported
        self.renames = Renames.of((row["kind"], row["old"], row["new"]) for row in catalogue["renames"])
        framework_of_family = {row["name"]: row["framework"] for row in catalogue["families"]}
        self.framework_of_role = {row["name"]: framework_of_family[row["family"]] for row in catalogue["roles"]}
        self.needed_by_nhs = {
            row["skill"] for row in catalogue["requirements"] if self.framework_of_role[row["role"]] == NHS
        }

    def run(self) -> None:
        rows = self.catalogue
        self.families = self._named(
            Family,
            [(row, row["framework"], row["framework"]) for row in rows["families"]],
            ("framework", "summary"),
            owner=lambda row: row.framework,
        )
        self.roles = self._named(
            Role,
            [
                ({**row, "family": self.families.get(row["family"])}, None, self.framework_of_role[row["name"]])
                for row in rows["roles"]
            ],
            ("family", "summary"),
        )
        columns = [name for name in rows["levels"][0] if name not in ("_where", "name", "role")]
        self.levels = self._named(
            Level,
            [
                ({**row, "role": role, "order_is_known": True}, role.pk, role.family.framework)
                for row in rows["levels"]
                if (role := self.roles.get(row["role"]))  # else an imported edition has dropped the role
            ],
            ("role", "order_is_known", *columns),
            owner=lambda row: row.role_id,
            moves=True,
        )
        if self.imported:
            self._keep_needed_skills()
        self.skills = self._named(
            Skill,
            [(row, None, row["framework"]) for row in rows["skills"]],
            ("framework", "area", "summary", "awareness", "working", "practitioner", "expert"),
        )
        self._load_requirements()
        self._load_activities()

    def _named(
        self,
        model: Any,
        rows: Sequence[tuple[Row, Hashable, str]],
        fields: tuple[str, ...],
        *,
        owner: Callable[[Any], Hashable] = lambda row: None,
        moves: bool = False,
    ) -> dict[str, Any]:
        """``rows`` are (values, what the row belongs to, its framework in the files)."""
        stored = list(model.objects.select_related(*_PARENTS[model]))
        found = match(
            [Wanted(row["name"], belongs_to) for row, belongs_to, _ in rows],
            stored,
            owner=owner,
            renames=self.renames,
            kind=str(model._meta.verbose_name),
            moves=moves,
        )
        pairs = []
        for index, (row, _, framework) in enumerate(rows):
            existing = found.get(index)
            if self._stands(framework, existing):
                if existing is None or existing.retired_at:
                    continue  # the imported edition has dropped it
                values = {name: value for name, value in row.items() if name not in _OFFICIAL_FACTS}
            else:
                values = {**row, "slug": slugify(row["name"])}
            pairs.append((row["name"], existing, values))
        written = self.writer.write_named(
            model,
            [(existing, values) for _, existing, values in pairs],
            ("name", "slug", *fields),
            stored=stored,
            leave_alone=lambda row: self.imported and _framework_of(row) == OFFICIAL,
        )
        return {name: row for (name, _, _), row in zip(pairs, written, strict=True)}

    def _stands(self, framework: str, existing: Any) -> bool:
        """Whether the imported edition decides about a row: it is official in the files, or has become so."""
        return self.imported and (framework == OFFICIAL or bool(existing and _framework_of(existing) == OFFICIAL))

    def _keep_needed_skills(self) -> None:
        """A skill that the imported edition has dropped and that our own levels need becomes one of ours."""
        tally = self.writer.report.tallies[str(Skill._meta.verbose_name_plural)]
        gone = Skill.objects.filter(framework=OFFICIAL, name__in=self.needed_by_nhs).exclude(retired_at=None)
        tally.changed += gone.update(framework=NHS, retired_at=None, **dict.fromkeys(Skill.OFFICIAL_WORDS, ""))
        ours = Skill.objects.live().filter(framework=NHS, name__in=self._official_skills() - self.needed_by_nhs)
        tally.retired += ours.update(framework=OFFICIAL, retired_at=self.writer.now)

    def _official_skills(self) -> set[str]:
        return {row["name"] for row in self.catalogue["skills"] if row["framework"] == OFFICIAL}

    def _load_requirements(self) -> None:
        def is_ours(row: Row) -> bool:
            level = self.levels.get(row["level"])
            return not (self.imported and level and level.role.family.framework == OFFICIAL)

        self.writer.write_joined(
            Requirement,
            [
                {
                    "level": self.levels.get(row["level"]),
                    "skill": self.skills.get(row["skill"]),
                    **only(row, "required"),
                }
                for row in self.catalogue["requirements"]
                if is_ours(row)
            ],
            owner="level",
            key=("skill",),
            fields=("required",),
            scope=Requirement.objects.filter(level__role__family__framework=NHS) if self.imported else None,
        )
        if self.imported:
            changed, _ = settle_ladders(self.catalogue["levels"], self.writer.corrections)
            self.writer.report.tallies[str(Level._meta.verbose_name_plural)].changed += changed

    def _load_activities(self) -> None:
        order: dict[str, int] = defaultdict(int)
        activities = []
        for row in self.catalogue["activities"]:
            order[row["skill"]] += 1
            activities.append(
                {
                    "skill": self.skills.get(row["skill"]),
                    "order": order[row["skill"]],
                    **only(row, "activity", "evidence"),
                }
            )
        self.writer.write_joined(Activity, activities, owner="skill", key=("order",), fields=("activity", "evidence"))


_PARENTS: dict[Any, tuple[str, ...]] = {Family: (), Role: ("family",), Level: ("role__family",), Skill: ()}


def _framework_of(row: Any) -> str:
    if isinstance(row, Level):
        return row.role.family.framework
    if isinstance(row, Role):
        return row.family.framework
    return str(row.framework)
