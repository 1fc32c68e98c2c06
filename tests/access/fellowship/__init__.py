"""Fellowships, one module for each of ``fellowship/urls/``."""

from accounts.models import Programme
from tests.access.fellowship import (
    applying,
    cohorts,
    deciding,
    evaluation,
    fellows,
    following,
    programmes,
    reviewing,
    year,
)
from tests.access.rules import Rule

# In the order in which their things are made: later ones may look up what earlier ones made.
_SUBJECTS = (programmes, cohorts, applying, reviewing, deciding, fellows, year, evaluation, following)
ROWS: dict[str, Rule] = {name: rule for subject in _SUBJECTS for name, rule in subject.ROWS.items()}


def things(ours: Programme, theirs: Programme) -> dict[str, str]:
    return {name: value for subject in _SUBJECTS for name, value in subject.things(ours, theirs).items()}
