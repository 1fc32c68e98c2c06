"""The catalogue's tables, by subject."""

from careers.models.editions import Change, Correction, Edition, Framework, Revision, Snapshot
from careers.models.framework import (
    Activity,
    Family,
    Level,
    Registration,
    Requirement,
    Role,
    Skill,
    Track,
)
from careers.models.learning import (
    CostBand,
    Learning,
    LearningKind,
    LearningSkill,
    LearningStatus,
    Network,
    RecurringEvent,
    doubt_about,
)
from careers.models.people import StartingPoint, StartingPointSkill, Statement, StatementKind, StatementTarget
from careers.models.words import GlossaryTerm, Synonym, SynonymKind

__all__ = [
    "Activity",
    "Change",
    "Correction",
    "CostBand",
    "Edition",
    "Family",
    "Framework",
    "GlossaryTerm",
    "Learning",
    "LearningKind",
    "LearningSkill",
    "LearningStatus",
    "Level",
    "Network",
    "RecurringEvent",
    "Registration",
    "Requirement",
    "Revision",
    "Role",
    "Skill",
    "Snapshot",
    "StartingPoint",
    "StartingPointSkill",
    "Statement",
    "StatementKind",
    "StatementTarget",
    "Synonym",
    "SynonymKind",
    "Track",
    "doubt_about",
]
