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
_WE_WRITE = "You need to do nothing now. We write to you when there is news."
# What happens next, for states in which people would ask.
NEXT = {
    S.SUBMITTED: f"The team looks whether everything is there and the conditions are met. {_WE_WRITE}",
    S.ELIGIBLE: f"Your application meets the conditions and waits for its readers. {_WE_WRITE}",
    S.INFO_REQUESTED: "Your application goes on once you have answered.",
    S.IN_REVIEW: f"People read your answers, and do not see whose they are. {_WE_WRITE}",
    S.MODERATION: f"People read your answers, and do not see whose they are. {_WE_WRITE}",
    S.SCORED: f"Your answers are read, and the team decides. {_WE_WRITE}",
    S.SHORTLISTED: f"Your answers are read, and the team decides. {_WE_WRITE}",
    S.RESERVE: "If a place falls free, we write to you at once. Your place on the list counts, not who is quickest.",
    S.UNSUCCESSFUL: "Below is what the readers said, and where you may go on to.",
    S.INTERVIEW_INVITED: "Choose a time that suits you. You can change it later.",
    S.INTERVIEWED: f"The team decides when all interviews are over. {_WE_WRITE}",
    S.OFFERED: "Accept or decline the place while the offer lasts. Without an answer it goes to somebody else.",
    S.ACCEPTED: "We write to you about what has to be ready before the start.",
    S.DEFERRED: "We write to you when your place in the later cohort is there.",
}


@dataclass(frozen=True, slots=True)
class Stop:
    label: str
    at: datetime


def label_of(state: str) -> str:
    """The applicant's word for a state."""
    return LABELS[ApplicationState(state)]


def next_of(state: str) -> str:
    """What happens next, in a sentence or two; empty where nothing does."""
    return NEXT.get(ApplicationState(state), "")


def why_not(application: Application) -> str:
    """The condition that was not met, before the reading or before the start, in the team's words; else empty."""
    if application.state not in (S.INELIGIBLE, S.CONDITIONS_NOT_MET):
        return ""
    found = application.moves.filter(after=application.state).last()
    return found.reason if found else ""


def timeline_of(application: Application) -> list[Stop]:
    """What happened, in the applicant's words, oldest first; moves that read the same are one. One query.

    What was undone is gone with its undoing: its letter may never have left.
    """
    stops = [Stop("Started", application.started_at)]
    for made in application.moves.all():
        label = label_of(made.after)
        if made.is_undo and stops[-1].label == label_of(made.before) and len(stops) > 1:
            stops.pop()
        if label != stops[-1].label:
            stops.append(Stop(label, made.moved_at))
    return stops
