"""Tables of planning, by subject."""

from planning.models.adverts import Advert, ContractKind, Criterion, CriterionKind, CriterionSkill
from planning.models.assessments import Answer, Assessment
from planning.models.sharing import ReturnCode, SharedReport

__all__ = [
    "Advert",
    "Answer",
    "Assessment",
    "ContractKind",
    "Criterion",
    "CriterionKind",
    "CriterionSkill",
    "ReturnCode",
    "SharedReport",
]
