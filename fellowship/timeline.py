"""What applicants are told of where their application stands: fewer and plainer words than staff have.

Decisions that were prepared and not released change nothing here, since they are no moves yet.
"""

from dataclasses import dataclass
from datetime import datetime

from fellowship.models import Application
from fellowship.models.moves import ApplicationState

S = ApplicationState
_BEING_READ = "Being read"
LABELS = {
    S.DRAFT: "Not handed in yet",
    S.SUBMITTED: "Handed in",
    S.INELIGIBLE: "Cannot be taken further",
    S.ELIGIBLE: _BEING_READ,
    S.INFO_REQUESTED: "We asked you for something",
    S.IN_REVIEW: _BEING_READ,
    S.MODERATION: _BEING_READ,
    S.SCORED: _BEING_READ,
    S.SHORTLISTED: _BEING_READ,
    S.RESERVE: "On the reserve list",
    S.UNSUCCESSFUL: "No place this time",
    S.INTERVIEW_INVITED: "Choose a time for your interview",
    S.INTERVIEW_BOOKED: "Interview booked",
    S.INTERVIEWED: "Interview done, being decided",
    S.MISSED: "Interview missed",
    S.OFFERED: "You are offered a place",
    S.ACCEPTED: "Place accepted",
    S.DECLINED: "You declined the place",
    S.EXPIRED: "The offer has ended",
    S.OFFER_WITHDRAWN: "The offer was withdrawn",
    S.ONBOARDING: "Getting ready to start",
    S.ENROLLED: "Enrolled",
    S.CONDITIONS_NOT_MET: "Your place could not be confirmed",
    S.DEFERRED: "Deferred to a later cohort",
    S.WITHDRAWN: "You withdrew",
}


@dataclass(frozen=True, slots=True)
class Stop:
    label: str
    at: datetime


def label_of(state: str) -> str:
    """The applicant's word for a state."""
    return LABELS[ApplicationState(state)]


def timeline_of(application: Application) -> list[Stop]:
    """What happened, in the applicant's words, oldest first; moves that read the same are one. One query."""
    stops = [Stop("Started", application.started_at)]
    for made in application.moves.all():
        label = label_of(made.after)
        if label != stops[-1].label:
            stops.append(Stop(label, made.moved_at))
    return stops
