"""The states of cohorts, applications and fellows, and every legal move between them."""

from collections.abc import Mapping
from typing import ClassVar

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


class Moves:
    """Legal moves by machine: from a state to those it may become. Undoing is apart: by an admin, with a reason."""

    S = ApplicationState
    COHORT: ClassVar[Mapping[str, frozenset[str]]] = {
        CohortState.PLANNED: frozenset({CohortState.OPEN, CohortState.ARCHIVED}),
        CohortState.OPEN: frozenset({CohortState.SELECTING}),
        CohortState.SELECTING: frozenset({CohortState.OPEN, CohortState.RUNNING}),
        CohortState.RUNNING: frozenset({CohortState.FINISHED}),
        CohortState.FINISHED: frozenset({CohortState.ARCHIVED}),
        CohortState.ARCHIVED: frozenset(),
    }
    APPLICATION: ClassVar[Mapping[str, frozenset[str]]] = {
        S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
        S.SUBMITTED: frozenset({S.ELIGIBLE, S.INELIGIBLE, S.WITHDRAWN}),
        S.INELIGIBLE: frozenset(),
        S.ELIGIBLE: frozenset({S.INFO_REQUESTED, S.IN_REVIEW, S.WITHDRAWN}),
        S.INFO_REQUESTED: frozenset({S.ELIGIBLE, S.WITHDRAWN}),
        S.IN_REVIEW: frozenset({S.MODERATION, S.SCORED, S.WITHDRAWN}),
        S.MODERATION: frozenset({S.SCORED, S.WITHDRAWN}),
        S.SCORED: frozenset({S.SHORTLISTED, S.RESERVE, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.SHORTLISTED: frozenset({S.INTERVIEW_INVITED, S.OFFERED, S.RESERVE, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.RESERVE: frozenset({S.OFFERED, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.UNSUCCESSFUL: frozenset(),
        S.INTERVIEW_INVITED: frozenset({S.INTERVIEW_BOOKED, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.INTERVIEW_BOOKED: frozenset({S.INTERVIEW_INVITED, S.INTERVIEWED, S.MISSED, S.WITHDRAWN}),
        S.INTERVIEWED: frozenset({S.OFFERED, S.RESERVE, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.MISSED: frozenset({S.INTERVIEW_INVITED, S.UNSUCCESSFUL, S.WITHDRAWN}),
        S.OFFERED: frozenset({S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.WITHDRAWN}),
        S.ACCEPTED: frozenset({S.ONBOARDING, S.DEFERRED, S.WITHDRAWN}),
        S.DECLINED: frozenset(),
        S.EXPIRED: frozenset(),
        S.OFFER_WITHDRAWN: frozenset(),
        S.ONBOARDING: frozenset({S.ENROLLED, S.CONDITIONS_NOT_MET, S.DEFERRED, S.WITHDRAWN}),
        S.ENROLLED: frozenset({S.DEFERRED}),
        S.CONDITIONS_NOT_MET: frozenset(),
        S.DEFERRED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }
    UNDO: ClassVar[Mapping[str, frozenset[str]]] = {
        S.INELIGIBLE: frozenset({S.SUBMITTED}),
        S.SHORTLISTED: frozenset({S.SCORED}),
        S.RESERVE: frozenset({S.SCORED}),
        S.UNSUCCESSFUL: frozenset({S.SCORED, S.INTERVIEWED}),
        S.EXPIRED: frozenset({S.OFFERED}),
        S.MISSED: frozenset({S.INTERVIEW_BOOKED}),
    }
    FELLOW: ClassVar[Mapping[str, frozenset[str]]] = {
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
