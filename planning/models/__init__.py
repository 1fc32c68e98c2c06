"""Tables of planning, by subject."""

from planning.models.assessments import Answer, Assessment
from planning.models.sharing import ReturnCode, SharedReport

__all__ = ["Answer", "Assessment", "ReturnCode", "SharedReport"]
