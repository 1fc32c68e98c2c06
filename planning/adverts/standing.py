"""How a person stands on each criterion of an advert they keep, from what they said of their skills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from careers.models import Skill
from common.vocabulary import SkillLevel
from planning.models import Answer, Assessment
from planning.models.adverts import Criterion, CriterionKind, CriterionSkill


class State(Enum):
    """Where a person stands on one criterion, in the words of the page."""

    SHOWN = "You have something to show"
    BEGUN = "You have begun"
    NOT_YET = "Not yet"
    NOT_ASSESSED = "Not assessed"
    NO_SKILL = "No skill found"


@dataclass(frozen=True)
class Linked:
    """A skill of a criterion with the person's answer. ``level``: None where it was not assessed."""

    link: CriterionSkill
    level: int | None
    note: str

    @property
    def words(self) -> str:
        """The level in words."""
        if self.level is None:
            return "Not assessed"
        return str(SkillLevel(self.level).label) if self.level else "None yet"


@dataclass(frozen=True)
class OnCriterion:
    """A criterion with its skills, and where the person stands: by the highest level among them."""

    criterion: Criterion
    skills: tuple[Linked, ...]

    @property
    def state(self) -> State:
        if not self.skills:
            return State.NO_SKILL
        known = [one.level for one in self.skills if one.level is not None]
        if not known:
            return State.NOT_ASSESSED
        best = max(known)
        if best >= SkillLevel.WORKING:
            return State.SHOWN
        return State.BEGUN if best else State.NOT_YET

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person noted as evidence for these skills."""
        return tuple(one.note for one in self.skills if one.note)


@dataclass(frozen=True)
class Position:
    """All criteria of an advert, as the person stands on them."""

    essential: tuple[OnCriterion, ...]
    desirable: tuple[OnCriterion, ...]
    is_assessed: bool

    @property
    def all(self) -> tuple[OnCriterion, ...]:
        return self.essential + self.desirable

    @property
    def not_assessed(self) -> tuple[Skill, ...]:
        """Skills that the advert asks for and the person has not said a level of, each once."""
        skills = {one.link.skill_id: one.link.skill for row in self.all for one in row.skills if one.level is None}
        return tuple(skills.values())

    @property
    def headline(self) -> str:
        """The answer in one sentence. It never says that somebody should not apply."""
        count = len(self.all)
        if not count:
            return "This advert has no criteria yet. Add those of the person specification."
        asks = (
            f"This advert asks for {_things(count)}: {len(self.essential)} essential, {len(self.desirable)} desirable."
        )
        if not self.is_assessed:
            return asks
        shown = sum(one.state is State.SHOWN for one in self.essential)
        linked = sum(one.state is not State.NO_SKILL for one in self.essential)
        if not linked:
            return asks
        return (
            f"{asks} You have something to show for {shown} of the {linked} essential ones that we linked to a skill."
        )


def position_of(criteria: Iterable[Criterion], assessment: Assessment | None) -> Position:
    """Criteria come with their links and skills. One query: the answers of the assessment."""
    answers: Mapping[int, Answer] = {}
    if assessment is not None:
        answers = {one.skill_id: one for one in assessment.answers.filter(answered_at__isnull=False)}
    rows = [
        OnCriterion(criterion, tuple(_linked(link, answers) for link in criterion.links.all()))
        for criterion in criteria
    ]
    return Position(
        tuple(row for row in rows if row.criterion.kind == CriterionKind.ESSENTIAL),
        tuple(row for row in rows if row.criterion.kind == CriterionKind.DESIRABLE),
        is_assessed=bool(answers),
    )


def _linked(link: CriterionSkill, answers: Mapping[int, Answer]) -> Linked:
    answer = answers.get(link.skill_id)
    return Linked(link, answer.level if answer else None, answer.note if answer else "")


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"
