"""People, programmes, cohorts and applications for tests of fellowships."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Programme, ProgrammeRole, User
from fellowship.models import Application, Call, Cohort, Fellow, Question, Section
from fellowship.models.moves import ApplicationState

NOW = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
_numbers = count(1)


def person(name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    return User.objects.create_user(f"fellow{number}@example.org", name=name or f"Person {number}", **fields)


def programme(name: str = "") -> Programme:
    number = next(_numbers)
    return Programme.objects.create(name=name or f"Programme {number}", slug=f"programme-{number}")


def in_team(of: Programme, role: str = ProgrammeRole.Role.ADMIN) -> User:
    user = person()
    ProgrammeRole.objects.create(programme=of, user=user, role=role)
    return user


def cohort(of: Programme | None = None, **fields: Any) -> Cohort:
    number = next(_numbers)
    given: dict[str, Any] = {
        "name": f"Cohort {number}", "slug": f"cohort-{number}", "places": 2,
        "starts_on": date(2027, 9, 7), "ends_on": date(2028, 7, 4),
    }  # fmt: skip
    return Cohort.objects.create(programme=of or programme(), **given | fields)


def call(of: Cohort | None = None, **fields: Any) -> Call:
    """An open call with one section and two questions, not published."""
    given: dict[str, Any] = {"opens_at": NOW - timedelta(days=7), "closes_at": NOW + timedelta(days=7)}
    made = Call.objects.create(cohort=of or cohort(), **given | fields)
    section = Section.objects.create(call=made, title="Your project", position=0)
    Question.objects.create(
        section=section, kind=Question.Kind.CHOICE, text="Do you lead one?", choices=["Yes", "No"], position=0
    )
    Question.objects.create(section=section, kind=Question.Kind.LONG, text="What is it about?", position=1)
    return made


def application(
    of: Call | None = None, *, state: str = ApplicationState.DRAFT, user: User | None = None
) -> Application:
    """An application as if it had come to that state."""
    handed_in = None if state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN) else NOW - timedelta(days=1)
    return Application.objects.create(
        call=of or call(), user=user or person(), state=state, reference=f"T-{next(_numbers):06}",
        started_at=NOW - timedelta(days=2), saved_at=NOW - timedelta(days=1), submitted_at=handed_in,
    )  # fmt: skip


def fellow(of: Cohort | None = None, *, user: User | None = None, **fields: Any) -> Fellow:
    """Somebody who is enrolled, with an application to the cohort's call."""
    in_cohort = of or cohort()
    of_call = Call.objects.filter(cohort=in_cohort).first() or call(in_cohort)
    made = application(of_call, state=ApplicationState.ENROLLED, user=user)
    return Fellow.objects.create(cohort=in_cohort, user=made.user, application=made, **{"enrolled_at": NOW, **fields})
