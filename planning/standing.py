"""Where a person stands: an assessment against the framework as arrays, for fits and gap reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from careers.frame import Frame, SkillLevels
from planning.assessments import skill_levels
from planning.fit import Fits, fits, lift_by_statements
from planning.models import Assessment


@dataclass(frozen=True, eq=False)
class Standing:
    """An assessment with the levels it gives: (S,) ``have``, and which skills (database ids) have a known level."""

    assessment: Assessment
    answers: Mapping[int, int | None]  # database id of a skill → level; None: "I don't know"
    have: SkillLevels

    def knows(self, skill: int) -> bool:
        """Whether a skill (database id) was given a level."""
        return self.answers.get(skill) is not None


def standing_of(frame: Frame, assessment: Assessment) -> Standing:
    """One query: the answers."""
    answered = assessment.answers.filter(answered_at__isnull=False)
    answers: dict[int, int | None] = dict(answered.values_list("skill_id", "level"))
    return Standing(assessment, answers, skill_levels(frame, answers))


def fits_of(frame: Frame, standing: Standing) -> tuple[Fits, Fits]:
    """The fits ordered with what moves the person, and by the fit alone. Two queries."""
    chosen = list(standing.assessment.statements.values_list("pk", flat=True))
    band = standing.assessment.band_rank
    alone = fits(frame, standing.have, band=band)
    if not chosen:
        return alone, alone
    return fits(frame, standing.have, band=band, lift=lift_by_statements(frame, chosen)), alone
