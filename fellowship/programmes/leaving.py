"""What is open when somebody leaves a programme's team: applications to read, fellows to advise, sets to lead."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.handing_over import Work, register_work
from accounts.models import ProgrammeRole, User
from common.refusals import Refused
from fellowship.enrolling.fellows import GOES_ON, give_adviser
from fellowship.models import Fellow, LearningSet, Review
from fellowship.reviewing.assigning import give, take_back
from fellowship.sets.seating import change_set

Role = ProgrammeRole.Role


def register_leaving() -> None:
    """Called once, when the portal is ready."""
    register_work(Work(Role.REVIEWER, "application to read", "applications to read", _readings, _give_readings))
    register_work(Work(Role.ADVISER, "fellow to advise", "fellows to advise", _fellows, _give_fellows))
    register_work(Work(Role.FACILITATOR, "learning set to lead", "learning sets to lead", _sets, _give_sets))


def _readings(given: ProgrammeRole) -> "QuerySet[Any]":
    rows = Review.objects.filter(reviewer=given.user_id, application__call__cohort__programme=given.programme_id)
    return rows.filter(state__in=(Review.State.ASSIGNED, Review.State.STARTED))


def _give_readings(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """Each goes to the other reviewer if nothing speaks against it; else it waits to be shared out again."""
    for review in _readings(given).select_related("application__call__cohort__programme"):
        take_back(review, actor=actor, now=now)
        if to is not None:
            try:
                give(review.application, to, actor=actor, now=now)
            except Refused:
                continue  # a conflict, or they read it already: the page of who reads what says what is missing


def _fellows(given: ProgrammeRole) -> "QuerySet[Any]":
    return Fellow.objects.filter(adviser=given.user_id, cohort__programme=given.programme_id, state__in=GOES_ON)


def _give_fellows(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """All but the successor themselves, who then has no adviser."""
    for fellow in _fellows(given).select_related("cohort__programme"):
        adviser = None if to is None or fellow.user_id == to.pk else to
        give_adviser([fellow], adviser, actor=actor, now=now)


def _sets(given: ProgrammeRole) -> "QuerySet[Any]":
    return LearningSet.objects.filter(facilitator=given.user_id, cohort__programme=given.programme_id)


def _give_sets(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    for one in _sets(given).select_related("cohort__programme"):
        change_set(one, name=one.name, facilitator=to, actor=actor, now=now)
