"""A fellow with a project, for tests."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.models import ProgrammeRole, User
from fellowship.models import Cohort, Fellow, Measure, Project
from fellowship.projects.keeping import save_measure, save_project
from tests.fellowship.world import NOW, cohort, fellow, in_team

TODAY = date(2027, 10, 20)
LATER = NOW + timedelta(days=230)


def with_project(of: Cohort | None = None, title: str = "Fewer missed letters") -> tuple[Project, User]:
    """A project and the fellow's adviser."""
    in_cohort = of or cohort()
    adviser = in_team(in_cohort.programme, ProgrammeRole.Role.ADVISER)
    one: Fellow = fellow(in_cohort, adviser=adviser)
    fields = {"title": title, "aim": "Half as many by May.", "sponsor": "Dr Lee", "sponsor_job": "Medical director"}
    return save_project(one, fields, now=LATER, today=TODAY), adviser


def measure(project: Project, baseline: int = 40, target: int = 20, unit: str = "letters") -> Measure:
    fields = {"name": "Missed letters", "unit": unit, "baseline": Decimal(baseline), "target": Decimal(target)}
    return save_measure(Measure(project=project), fields)
