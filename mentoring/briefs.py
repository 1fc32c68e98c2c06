"""What a mentor reads before answering: who asks, their goal and gaps, why the two fit, and what is not covered."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Profile
from mentoring.models import Match, Mentee, Mentor
from mentoring.reasons import ReasonLine, level_word, reason_lines, rise


@dataclass(frozen=True)
class GapLine:
    """One skill to work on, in words."""

    skill: str
    rise: str  # "from awareness to working"
    target: str
    covered: str  # up to which level the mentor helps; empty if not at all


@dataclass(frozen=True)
class Brief:
    """Six queries, whatever is in it."""

    works: str  # "Analyst, A trust"
    goal: str
    hopes: str
    gaps: Sequence[GapLine]
    reasons: Sequence[ReasonLine]
    lacking: Sequence[str]
    best: int  # the most points that a pair can have; 0 if nobody counted
    hours: int
    is_full: bool  # the mentor has no place left to give


def brief_of(pair: Match) -> Brief:
    """The brief of a pair as things are now; the reasons are those of the run that found it."""
    wishes = Mentee.objects.filter(user=pair.mentee_id).select_related("goal__role").first()
    offers = Mentor.objects.filter(user=pair.mentor_id).first()
    lines = reason_lines(pair.reasons, for_mentor=True)
    return Brief(
        works=_works(pair),
        goal=str(wishes.goal) if wishes and wishes.goal else "",
        hopes=pair.message or (wishes.hopes if wishes else ""),
        gaps=_gaps(wishes, offers),
        reasons=[line for line in lines if line.points],
        lacking=[line.lacking for line in lines if line.lacking],
        best=sum(int(reason["of"]) for reason in pair.reasons),
        hours=offers.hours_a_month if offers else 0,
        is_full=_is_full(pair, offers),
    )


def _works(pair: Match) -> str:
    profile = Profile.objects.select_related("organisation").filter(user=pair.mentee_id).first()
    return ", ".join(filter(None, (profile.job_title, profile.works_for))) if profile else ""


def _gaps(wishes: Mentee | None, offers: Mentor | None) -> list[GapLine]:
    if wishes is None:
        return []
    taught = dict(offers.skills.values_list("skill", "level")) if offers else {}
    return [
        GapLine(
            skill=str(gap.skill),
            rise=rise(gap.have, gap.target),
            target=level_word(gap.target),
            covered=level_word(min(taught[gap.skill_id], gap.target))
            if taught.get(gap.skill_id, 0) > gap.counts_from
            else "",
        )
        for gap in wishes.gaps.counted().select_related("skill")
    ]


def _is_full(pair: Match, offers: Mentor | None) -> bool:
    taken = Match.objects.filter(mentor=pair.mentor_id).taken().count()
    return offers is None or taken >= offers.places
