"""The table: every step an application may take, who may take it, and which letter follows; and the few ways back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fellowship.models import Application
from fellowship.models.moves import ApplicationState

S = ApplicationState


class Who(StrEnum):
    APPLICANT = "APPLICANT"
    TEAM = "TEAM"  # owners and admins of the programme, and who stands in for them
    CLOCK = "CLOCK"  # the minute's task


@dataclass(frozen=True, slots=True)
class Step:
    """Who may take it, and the letter that the applicant gets; empty: none."""

    who: frozenset[Who]
    letter: str = ""


_TEAM, _APPLICANT, _CLOCK = frozenset({Who.TEAM}), frozenset({Who.APPLICANT}), frozenset({Who.CLOCK})

_STEPS: dict[tuple[str, str], Step] = {
    (S.DRAFT, S.SUBMITTED): Step(_APPLICANT, "received"),
    (S.SUBMITTED, S.ELIGIBLE): Step(_TEAM),
    (S.SUBMITTED, S.INELIGIBLE): Step(_TEAM, "not_eligible"),
    (S.ELIGIBLE, S.INFO_REQUESTED): Step(_TEAM, "information_asked"),
    (S.INFO_REQUESTED, S.ELIGIBLE): Step(_APPLICANT | _TEAM),
    (S.ELIGIBLE, S.IN_REVIEW): Step(_TEAM),
    (S.IN_REVIEW, S.MODERATION): Step(_TEAM | _CLOCK),
    (S.IN_REVIEW, S.SCORED): Step(_TEAM | _CLOCK),
    (S.MODERATION, S.SCORED): Step(_TEAM),
    (S.SCORED, S.SHORTLISTED): Step(_TEAM),
    (S.SCORED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.SCORED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.SHORTLISTED, S.INTERVIEW_INVITED): Step(_TEAM, "interview_invited"),
    (S.SHORTLISTED, S.OFFERED): Step(_TEAM, "offered"),
    (S.SHORTLISTED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.SHORTLISTED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED): Step(_APPLICANT | _TEAM, "interview_booked"),
    (S.INTERVIEW_INVITED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEW_BOOKED, S.INTERVIEW_INVITED): Step(_APPLICANT | _TEAM, "interview_given_up"),
    (S.INTERVIEW_BOOKED, S.INTERVIEWED): Step(_TEAM),
    (S.INTERVIEW_BOOKED, S.MISSED): Step(_TEAM, "interview_missed"),
    (S.MISSED, S.INTERVIEW_INVITED): Step(_TEAM, "interview_invited"),
    (S.MISSED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.INTERVIEWED, S.OFFERED): Step(_TEAM, "offered"),
    (S.INTERVIEWED, S.RESERVE): Step(_TEAM, "reserve"),
    (S.INTERVIEWED, S.UNSUCCESSFUL): Step(_TEAM, "unsuccessful"),
    (S.RESERVE, S.OFFERED): Step(_TEAM, "offered"),
    (S.RESERVE, S.UNSUCCESSFUL): Step(_TEAM, "reserve_ended"),
    (S.OFFERED, S.ACCEPTED): Step(_APPLICANT, "accepted"),
    (S.OFFERED, S.DECLINED): Step(_APPLICANT, "declined"),
    (S.OFFERED, S.EXPIRED): Step(_CLOCK, "expired"),
    (S.OFFERED, S.OFFER_WITHDRAWN): Step(_TEAM, "offer_withdrawn"),
    (S.ACCEPTED, S.ONBOARDING): Step(_TEAM | _CLOCK),
    (S.ACCEPTED, S.DEFERRED): Step(_TEAM, "deferred"),
    (S.ONBOARDING, S.ENROLLED): Step(_TEAM, "enrolled"),
    (S.ONBOARDING, S.CONDITIONS_NOT_MET): Step(_TEAM, "conditions_not_met"),
    (S.ONBOARDING, S.DEFERRED): Step(_TEAM, "deferred"),
    (S.ENROLLED, S.DEFERRED): Step(_TEAM, "deferred"),
}
_BEFORE_ENROLLED = (
    S.DRAFT, S.SUBMITTED, S.ELIGIBLE, S.INFO_REQUESTED, S.IN_REVIEW, S.MODERATION, S.SCORED, S.SHORTLISTED, S.RESERVE,
    S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.MISSED, S.INTERVIEWED, S.OFFERED, S.ACCEPTED, S.ONBOARDING,
)  # fmt: skip
STEPS: Mapping[tuple[str, str], Step] = {
    **_STEPS,
    **{(before, S.WITHDRAWN): Step(_APPLICANT, "withdrawn") for before in _BEFORE_ENROLLED},
}

UNDO: frozenset[tuple[str, str]] = frozenset({
    (S.ELIGIBLE, S.SUBMITTED),
    (S.INELIGIBLE, S.SUBMITTED),
    (S.SHORTLISTED, S.SCORED),
    (S.RESERVE, S.SCORED),
    (S.UNSUCCESSFUL, S.SCORED),
    (S.UNSUCCESSFUL, S.INTERVIEWED),
    (S.EXPIRED, S.OFFERED),
    (S.MISSED, S.INTERVIEW_BOOKED),
})  # fmt: skip


def open_to(application: Application, who: Collection[Who]) -> list[str]:
    """Where the application may go from here, if these ask."""
    return [after for (before, after), step in STEPS.items() if before == application.state and step.who & set(who)]
