"""What changed from one assessment to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.vocabulary import SkillLevel
from planning.models import Answer, Assessment


@dataclass(frozen=True)
class Change:
    """A skill that was known both times, at another level."""

    answer: Answer
    before: int
    after: int

    @property
    def words(self) -> str:
        """ "from awareness to working"."""
        return f"from {_word(self.before)} to {_word(self.after)}"


@dataclass(frozen=True)
class Compared:
    """An assessment and what rose and fell since the one before, if there is one."""

    assessment: Assessment
    earlier: Assessment | None
    rose: tuple[Change, ...]
    fell: tuple[Change, ...]
    known: int  # skills with a level
    asked: int


def compare_all(assessments: Iterable[Assessment]) -> list[Compared]:
    """Each assessment with what changed since the one before it; both orders are newest first.

    The assessments come with ``answers__skill`` prefetched: no further query.
    """
    ordered = list(assessments)
    return [compare(later, earlier) for later, earlier in zip(ordered, [*ordered[1:], None], strict=False)]


def compare(later: Assessment, earlier: Assessment | None) -> Compared:
    """One assessment against an earlier one, or against nothing."""
    before = {answer.skill_id: answer.level for answer in earlier.answers.all()} if earlier else {}
    answers = list(later.answers.all())
    changes = [
        Change(answer, old, answer.level)
        for answer in answers
        if answer.level is not None and (old := before.get(answer.skill_id)) is not None and old != answer.level
    ]
    return Compared(
        assessment=later,
        earlier=earlier,
        rose=tuple(change for change in changes if change.after > change.before),
        fell=tuple(change for change in changes if change.after < change.before),
        known=sum(answer.level is not None for answer in answers),
        asked=len(answers),
    )


def _word(level: int) -> str:
    return SkillLevel(level).label.lower() if level else "none yet"
