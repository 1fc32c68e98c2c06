"""Tables of fellowships: programmes' public side, cohorts and their calls, applications, choosing, fellows."""

from fellowship.models.advising import DeepDive
from fellowship.models.aims import Aim
from fellowship.models.alumni import AlumniEntry, AlumniSurvey, MentorInvitation, Showcase
from fellowship.models.announcements import Announcement, AnnouncementTo
from fellowship.models.applications import (
    Answer,
    Application,
    ApplicationMove,
    Equality,
    InformationRequest,
    SupportLetter,
)
from fellowship.models.calls import Call, CallVersion, Extension, Question, Section
from fellowship.models.choosing import (
    Conflict,
    Decision,
    Deferral,
    Interview,
    InterviewScore,
    InterviewSlot,
    Offer,
    Panel,
    PanelMember,
    Review,
    ReviewScore,
    RubricItem,
)
from fellowship.models.cohorts import Cohort, MandatoryDay, ProgrammePage
from fellowship.models.curriculum import Activity, MakeUp, Theme
from fellowship.models.eligibility import CampaignCount, EligibilityRule, Signpost, SignpostCount
from fellowship.models.fellows import DayClash, Fellow, FellowMove, Leave, OnboardingItem, SupportCheck
from fellowship.models.moves import NotLegal
from fellowship.models.projects import (
    Measure,
    Milestone,
    Project,
    ProjectComment,
    ProjectDocument,
    ProjectUpdate,
    Reading,
    Risk,
)
from fellowship.models.reading import HiddenWords, Reader, ScoreNote
from fellowship.models.sets import AgreedAction, LearningSet, SetMeeting, SetMember, SetRun

__all__ = [
    "Activity",
    "AgreedAction",
    "Aim",
    "AlumniEntry",
    "AlumniSurvey",
    "Announcement",
    "AnnouncementTo",
    "Answer",
    "Application",
    "ApplicationMove",
    "Call",
    "CallVersion",
    "CampaignCount",
    "Cohort",
    "Conflict",
    "DayClash",
    "Decision",
    "Deferral",
    "DeepDive",
    "EligibilityRule",
    "Equality",
    "Extension",
    "Fellow",
    "FellowMove",
    "InformationRequest",
    "HiddenWords",
    "Interview",
    "InterviewScore",
    "InterviewSlot",
    "LearningSet",
    "Leave",
    "MakeUp",
    "MandatoryDay",
    "Measure",
    "MentorInvitation",
    "Milestone",
    "NotLegal",
    "Offer",
    "OnboardingItem",
    "Panel",
    "PanelMember",
    "ProgrammePage",
    "Project",
    "ProjectComment",
    "ProjectDocument",
    "ProjectUpdate",
    "Question",
    "Reading",
    "Reader",
    "Review",
    "ReviewScore",
    "Risk",
    "RubricItem",
    "ScoreNote",
    "Section",
    "SetMeeting",
    "SetMember",
    "SetRun",
    "Showcase",
    "Signpost",
    "SignpostCount",
    "SupportCheck",
    "SupportLetter",
    "Theme",
]
