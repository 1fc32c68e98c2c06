"""What single cells of a file mean. Each gives the value, or None with a sentence for the row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import Region
from careers.models import Level, Skill
from common.vocabulary import Profession, SkillLevel

YES = frozenset({"yes", "y", "true", "1"})
_LEVELS = {**{level.label.casefold(): level.value for level in SkillLevel}, **{str(n): n for n in range(1, 5)}}
_SIDES = {
    "mentor": ("MENTOR",), "mentors": ("MENTOR",), "mentee": ("MENTEE",), "mentees": ("MENTEE",),
    "both": ("MENTOR", "MENTEE"), "mentor and mentee": ("MENTOR", "MENTEE"), "mentee and mentor": ("MENTOR", "MENTEE"),
}  # fmt: skip


@dataclass(slots=True)
class Catalogue:
    """Skills and jobs of the framework by their names in lower case, and by their slugs."""

    skills: dict[str, int] = field(default_factory=dict)
    jobs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Catalogue":
        """Two queries."""
        found = cls()
        for rows, by_name in ((Skill.objects.live(), found.skills), (Level.objects.live(), found.jobs)):
            for pk, name, slug in rows.values_list("pk", "name", "slug"):
                by_name[slug] = by_name[plain(name)] = pk
        return found


def plain(text: str) -> str:
    """For comparing: lower case, single spaces."""
    return " ".join(text.casefold().split())


def is_yes(text: str) -> bool:
    return plain(text) in YES


def sides_in(text: str) -> tuple[str, ...]:
    """MENTOR, MENTEE or both; empty if the cell says neither. Whole sentences of forms are understood."""
    words = plain(text)
    if words in _SIDES:
        return _SIDES[words]
    if re.search(r"\bboth\b", words):
        return _SIDES["both"]
    return tuple(side for side in ("MENTOR", "MENTEE") if re.search(rf"\b{side.lower()}s?\b", words))


def skills_in(text: str, catalogue: Catalogue) -> tuple[dict[int, int], list[str]]:
    """Levels by id of the skill, of "name:level;name:level", and sentences about what was not understood."""
    levels: dict[int, int] = {}
    notes = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        name, colon, level = part.rpartition(":")
        name, level = (name, level) if colon else (part, "")
        skill = catalogue.skills.get(plain(name))
        reached = _LEVELS.get(plain(level)) if level.strip() else SkillLevel.WORKING.value
        if skill is None:
            notes.append(f"The list of skills has no “{name.strip()[:100]}”.")
        elif reached is None:
            notes.append(f"“{level.strip()[:50]}” is no level: those are 1 to 4. “{name.strip()[:100]}” is left out.")
        else:
            levels[skill] = max(reached, levels.get(skill, 0))
    return levels, notes


def words_in(text: str) -> tuple[str, ...]:
    """Words with commas or semicolons between, each once, in lower case."""
    return tuple(dict.fromkeys(filter(None, (plain(part)[:60] for part in re.split(r"[;,\n]", text)))))[:10]


def number_in(text: str, *, most: int) -> int | None:
    """A whole number from 1 to ``most``. Spreadsheets write 3 as 3.0 at times."""
    found = re.fullmatch(r"(\d{1,3})(\.0+)?", text.strip())
    return int(found[1]) if found and 1 <= int(found[1]) <= most else None


def choice_in(text: str, choices: Mapping[str, str]) -> str | None:
    """The code of one of the choices, given as its code or its words."""
    wanted = plain(text)
    return next((code for code, words in choices.items() if wanted in (plain(code), plain(words))), None)


REGIONS: Mapping[str, str] = dict(Region.choices)
PROFESSIONS: Mapping[str, str] = dict(Profession.choices)
