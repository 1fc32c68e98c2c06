"""Where a person sets out from on a pathway: what they answered, and for the rest what their job typically brings."""

from dataclasses import replace

from careers.frame import Frame
from careers.pathways import Start, start_from
from common.vocabulary import Band, Profession
from planning.standing import Standing


def start_of(frame: Frame, standing: Standing) -> Start:
    """The start of pathways for an assessment; no query.

    A skill that was given a level counts at that level, also where the job typically brings more. A skill that was not
    asked, or not known, counts as the job typically brings it. At most one band down, as pathways are by default.
    """
    assessment, applicant = standing.assessment, standing.assessment.applicant
    point = frame.points.by_id.get(assessment.point_id or 0)
    level = frame.levels.by_id.get(assessment.level_id or 0)
    start = start_from(
        frame,
        points=[] if point is None else [point],
        levels=[] if level is None else [level],
        band=None if assessment.band_rank is None else Band.from_rank(assessment.band_rank),
        professions=[applicant.profession] if applicant.profession in Profession.values else [],
    )
    have = start.have.copy()
    for pk, answered in standing.answers.items():
        place = frame.skills.by_id.get(pk)
        if place is not None and answered is not None:
            have[place] = answered
    return replace(start, have=have)
