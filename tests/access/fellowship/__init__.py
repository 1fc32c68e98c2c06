"""Fellowships, one module for each of ``fellowship/urls/``."""

from accounts.models import Programme
from tests.access.fellowship import (
    announcing,
    applying,
    cohorts,
    deciding,
    evaluation,
    fellows,
    following,
    programmes,
    projects,
    reviewing,
    sets,
    showcase,
    year,
)
from tests.access.rules import Rule

# In the order in which their things are made: later ones may look up what earlier ones made.
_SUBJECTS = (
    programmes, cohorts, applying, reviewing, deciding, fellows, year, projects, sets, announcing, showcase, evaluation,
    following,
)  # fmt: skip
ROWS: dict[str, Rule] = {name: rule for subject in _SUBJECTS for name, rule in subject.ROWS.items()}


def things(ours: Programme, theirs: Programme) -> list[dict[str, str]]:
    return [subject.things(ours, theirs) for subject in _SUBJECTS]
