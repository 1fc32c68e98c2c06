"""The states of cohorts, applications and fellows. How applications move is a table of its own: fellowship.moving."""

from collections.abc import Mapping

from django.db import models

from common.refusals import Refused


class NotLegal(Refused):
    """That is no longer possible: somebody changed it meanwhile. Load the page again to see how it is now."""


class CohortState(models.TextChoices):
    PLANNED = "PLANNED", "Planned"
    OPEN = "OPEN", "Open for applications"
    SELECTING = "SELECTING", "Choosing fellows"
    RUNNING = "RUNNING", "Running"
    FINISHED = "FINISHED", "Finished"
    ARCHIVED = "ARCHIVED", "Archived"


class ApplicationState(models.TextChoices):
    """As staff see it. What applicants are told is another word: see fellowship.timeline."""

    DRAFT = "DRAFT", "Draft"
    SUBMITTED = "SUBMITTED", "Submitted"
    INELIGIBLE = "INELIGIBLE", "Not eligible"
    ELIGIBLE = "ELIGIBLE", "Eligible"
    INFO_REQUESTED = "INFO_REQUESTED", "Information requested"
    IN_REVIEW = "IN_REVIEW", "In review"
    MODERATION = "MODERATION", "In moderation"
    SCORED = "SCORED", "Scored"
    SHORTLISTED = "SHORTLISTED", "Shortlisted"
    RESERVE = "RESERVE", "On the reserve list"
    UNSUCCESSFUL = "UNSUCCESSFUL", "Unsuccessful"
    INTERVIEW_INVITED = "INTERVIEW_INVITED", "Invited to interview"
    INTERVIEW_BOOKED = "INTERVIEW_BOOKED", "Interview booked"
    INTERVIEWED = "INTERVIEWED", "Interviewed"
    MISSED = "MISSED", "Missed the interview"
    OFFERED = "OFFERED", "Offered a place"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined the place"
    EXPIRED = "EXPIRED", "Offer expired"
    OFFER_WITHDRAWN = "OFFER_WITHDRAWN", "Offer withdrawn"
    ONBOARDING = "ONBOARDING", "Getting ready to start"
    ENROLLED = "ENROLLED", "Enrolled"
    CONDITIONS_NOT_MET = "CONDITIONS_NOT_MET", "Conditions not met"
    DEFERRED = "DEFERRED", "Deferred to a later cohort"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class FellowState(models.TextChoices):
    """Being at risk is computed, never a state."""

    ACTIVE = "ACTIVE", "Active"
    PAUSED = "PAUSED", "Paused"
    COMPLETED = "COMPLETED", "Completed"
    ALUMNI = "ALUMNI", "Alumni"
    LEFT = "LEFT", "Left"


# Of these something is still to come.
GOES_ON = (FellowState.ACTIVE, FellowState.PAUSED)

COHORT_MOVES: Mapping[str, frozenset[str]] = {
    CohortState.PLANNED: frozenset({CohortState.OPEN, CohortState.ARCHIVED}),
    CohortState.OPEN: frozenset({CohortState.SELECTING}),
    CohortState.SELECTING: frozenset({CohortState.OPEN, CohortState.RUNNING}),
    CohortState.RUNNING: frozenset({CohortState.FINISHED}),
    CohortState.FINISHED: frozenset({CohortState.ARCHIVED}),
    CohortState.ARCHIVED: frozenset(),
}
FELLOW_MOVES: Mapping[str, frozenset[str]] = {
    FellowState.ACTIVE: frozenset({FellowState.PAUSED, FellowState.COMPLETED, FellowState.LEFT}),
    FellowState.PAUSED: frozenset({FellowState.ACTIVE, FellowState.LEFT}),
    FellowState.COMPLETED: frozenset({FellowState.ALUMNI}),
    FellowState.ALUMNI: frozenset(),
    FellowState.LEFT: frozenset(),
}

# Offers out and accepted take a place of the cohort.
HOLDING_A_PLACE = (
    ApplicationState.OFFERED, ApplicationState.ACCEPTED, ApplicationState.ONBOARDING, ApplicationState.ENROLLED,
)  # fmt: skip

# Nothing more comes of these, so nobody is asked for anything about them.
OVER_WITHOUT_A_PLACE = (
    ApplicationState.INELIGIBLE, ApplicationState.UNSUCCESSFUL, ApplicationState.DECLINED, ApplicationState.EXPIRED,
    ApplicationState.OFFER_WITHDRAWN, ApplicationState.CONDITIONS_NOT_MET, ApplicationState.WITHDRAWN,
)  # fmt: skip
