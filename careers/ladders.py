"""A role's levels side by side: what each asks for, and what rises from one rung to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from careers.models import Level, Requirement, Skill, Track
from common.vocabulary import SkillLevel

# How well a level asks for a skill: 1 to 4, 0 where it does not need it, and None where the skill is named without a
# level, as chief roles do.
Required = int | None

NEW, RAISED, LOWERED, GONE, SAME = "new", "raised", "lowered", "gone", ""
_MARKS = {NEW: "new", RAISED: "up", LOWERED: "less", GONE: "less", SAME: ""}


@dataclass(frozen=True)
class Cell:
    """What one level asks of one skill; ``mark`` says in a word how that differs from the rung below, if it does."""

    level: Level
    required: Required
    change: str  # NEW, RAISED, LOWERED, GONE or SAME

    @property
    def mark(self) -> str:
        return _MARKS[self.change]

    @property
    def eases(self) -> bool:
        return self.change in (LOWERED, GONE)


@dataclass(frozen=True)
class SkillRow:
    """One skill with its cell for each rung, in the order of ``Ladder.rungs``."""

    skill: Skill
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Step:
    """A skill that a rung asks for otherwise than the rung below."""

    skill: Skill
    before: Required
    after: Required

    @property
    def before_word(self) -> str:
        return _word(self.before)

    @property
    def after_word(self) -> str:
        return _word(self.after)


@dataclass(frozen=True)
class Rung:
    """A level and how what it asks differs from the rung below it (None for the first)."""

    level: Level
    below: Level | None
    new: tuple[Step, ...] = ()
    raised: tuple[Step, ...] = ()
    eased: tuple[Step, ...] = ()  # asks for less, or no longer; never something to unlearn


@dataclass(frozen=True)
class Stretch:
    """Neighbouring columns of the table on one track."""

    track: Track
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Ladder:
    """All levels of a role. ``rungs`` stand track by track; a fork has a technical and a management stretch."""

    rungs: tuple[Rung, ...]
    stretches: tuple[Stretch, ...]
    rows: tuple[SkillRow, ...]

    @property
    def forks(self) -> bool:
        return len(self.stretches) > 1

    @property
    def names_only(self) -> bool:
        """A chief role: skills are named, but no level of them is asked for."""
        return bool(self.rows) and not any(cell.required for row in self.rows for cell in row.cells)


def in_order(levels: Iterable[Level]) -> list[Level]:
    """Most junior first; where the ladder forks, the technical level before the management level."""
    return sorted(levels, key=lambda level: (level.order, level.track == Track.MANAGEMENT, level.slug))


def below(level: Level, ladder: Sequence[Level]) -> Level | None:
    """The rung below ``level`` in a ladder that is in order: never one of the other track."""
    own = {Track.SINGLE, level.track if level.track != Track.SINGLE else Track.TECHNICAL}
    lower = [other for other in ladder[: ladder.index(level)] if other.track in own]
    return lower[-1] if lower else None


def build_ladder(levels: Iterable[Level], requirements: Iterable[Requirement]) -> Ladder:
    """Set the levels of one role side by side. ``requirements`` are theirs and carry their skills."""
    ordered = in_order(levels)
    skills: dict[int, Skill] = {}
    needs: dict[int, dict[int, Required]] = {level.pk: {} for level in ordered}
    for requirement in requirements:
        skills.setdefault(requirement.skill_id, requirement.skill)
        needs[requirement.level_id][requirement.skill_id] = requirement.required

    rungs: list[Rung] = []
    cells: dict[int, dict[int, Cell]] = {}
    for level in ordered:
        lower = below(level, ordered)
        now, before = needs[level.pk], needs[lower.pk] if lower else None
        changes = {skill: _change(skill, now, before) for skill in skills}
        cells[level.pk] = {skill: Cell(level, now.get(skill, 0), change) for skill, change in changes.items()}
        rungs.append(_rung(level, lower, skills, changes, now, before or {}))
    stretches = _stretches(rungs)
    columns = tuple(rung for stretch in stretches for rung in stretch.rungs)
    return Ladder(
        rungs=columns,
        stretches=stretches,
        rows=tuple(
            SkillRow(skill, tuple(cells[rung.level.pk][pk] for rung in columns)) for pk, skill in skills.items()
        ),
    )


def _change(skill: int, now: dict[int, Required], before: dict[int, Required] | None) -> str:
    if before is None:
        return SAME
    if skill not in now:
        return GONE if skill in before else SAME
    if skill not in before:
        return NEW
    level, was = now[skill], before[skill]
    if level is None or was is None or level == was:
        return SAME
    return RAISED if level > was else LOWERED


def _rung(
    level: Level,
    lower: Level | None,
    skills: dict[int, Skill],
    changes: dict[int, str],
    now: dict[int, Required],
    before: dict[int, Required],
) -> Rung:
    def steps(*kinds: str) -> tuple[Step, ...]:
        return tuple(
            Step(skill, before.get(pk, 0), now.get(pk, 0)) for pk, skill in skills.items() if changes[pk] in kinds
        )

    return Rung(level, lower, new=steps(NEW), raised=steps(RAISED), eased=steps(LOWERED, GONE))


def _stretches(rungs: list[Rung]) -> tuple[Stretch, ...]:
    """Cut a ladder where it forks: the trunk, then each track of the fork as a stretch of its own."""
    stretches: list[Stretch] = []
    for forked, block in groupby(rungs, key=lambda rung: rung.level.track != Track.SINGLE):
        members = tuple(block)
        tracks = (Track.TECHNICAL, Track.MANAGEMENT) if forked else (Track.SINGLE,)
        for track in tracks:
            if own := tuple(rung for rung in members if rung.level.track == track):
                stretches.append(Stretch(track, own))
    return tuple(stretches)


def _word(required: Required) -> str:
    """A level in the middle of a sentence; empty where none is asked for."""
    return str(SkillLevel(required).label).lower() if required else ""
