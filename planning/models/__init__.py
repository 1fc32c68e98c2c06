"""Tables of planning, by subject."""

from planning.models.adverts import Advert, ContractKind, Criterion, CriterionKind, CriterionSkill, TriedAdvert
from planning.models.assessments import Answer, Assessment
from planning.models.horizon import Feed, HorizonInterest, HorizonItem
from planning.models.journeys import Course, Journey, Note, PublicState, Quote, Step
from planning.models.learning_taken import Certificate, LearningTaken
from planning.models.plans import (
    Action,
    ActionKind,
    ActionState,
    Horizon,
    Pays,
    Plan,
    PlanGoal,
    PlanReview,
    PlanStop,
)
from planning.models.shadowing import Offer, Request
from planning.models.sharing import ReturnCode, SharedReport
from planning.models.watching import Watch, WatchNotice

__all__ = [
    "Action",
    "ActionKind",
    "ActionState",
    "Advert",
    "Answer",
    "Assessment",
    "Certificate",
    "ContractKind",
    "Course",
    "Criterion",
    "CriterionKind",
    "CriterionSkill",
    "Feed",
    "Horizon",
    "HorizonInterest",
    "HorizonItem",
    "Journey",
    "LearningTaken",
    "Note",
    "Offer",
    "Pays",
    "Plan",
    "PlanGoal",
    "PlanReview",
    "PlanStop",
    "PublicState",
    "Quote",
    "Request",
    "ReturnCode",
    "SharedReport",
    "Step",
    "TriedAdvert",
    "Watch",
    "WatchNotice",
]
