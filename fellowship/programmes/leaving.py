"""What people in a team have open: applications to read, fellows to advise, first conversations to hold, sets to lead,
early warnings."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.acting import line_for
from accounts.handing_over import Work, register_work
from accounts.models import ProgrammeRole, User
from common.refusals import Refused
from fellowship.enrolling.fellows import give_adviser
from fellowship.following.handling import give as give_flag
from fellowship.models import Application, DeepDive, Fellow, Flag, LearningSet, Review
from fellowship.models.moves import GOES_ON, CohortState
from fellowship.reviewing.assigning import give, take_back
from fellowship.sets.seating import change_set
from fellowship.talks import AFTER_ACCEPTANCE, OVER

Role = ProgrammeRole.Role


def register_leaving() -> None:
    """Called once, when the portal is ready."""
    for work in (READINGS, FELLOWS, TALKS, SETS, *FLAGS):
        register_work(work)


def _give_readings(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """Each goes to the other reviewer if nothing speaks against it; else it waits to be shared out again."""
    for review in READINGS.open(given).select_related("application__call__cohort__programme"):
        take_back(review, actor=actor, now=now)
        if to is not None:
            try:
                give(review.application, to, actor=actor, now=now)
            except Refused:
                continue  # a conflict, or they read it already: the page of who reads what says what is missing


def _give_fellows(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """All but the successor themselves, who then has no adviser."""
    for fellow in FELLOWS.open(given).select_related("cohort__programme"):
        adviser = None if to is None or fellow.user_id == to.pk else to
        give_adviser([fellow], adviser, actor=actor, now=now)


def _give_talks(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """The first conversations with people who are no fellows yet; without a successor whoever runs it hears of them."""
    for note in TALKS.open(given):
        note.adviser, note.asked_at = None if to is None or note.user_id == to.pk else to, None
        note.save()


def _give_sets(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    for one in SETS.open(given).select_related("cohort__programme"):
        change_set(one, name=one.name, facilitator=to, actor=actor, now=now)


def _give_flags(given: ProgrammeRole, to: User | None, actor: User, now: datetime) -> None:
    """An early warning is never nobody's: if nobody is named, an owner gets it."""
    line = line_for(given.programme, None, now=now)
    heir = to or next((one for step in line for one in step if one.pk != given.user_id), None)
    if heir is not None:
        for flag in FLAGS[0].open(given):
            give_flag(flag, to=heir, due_on=flag.due_on, by=actor, now=now)


def _talks() -> Any:
    """Conversations that are still to be held with people who are no fellows yet; those of fellows go with them."""
    theirs = {"user": OuterRef("user")}
    waiting = Application.objects.filter(call__cohort=OuterRef("cohort"), state__in=AFTER_ACCEPTANCE, **theirs)
    enrolled = Fellow.objects.filter(cohort=OuterRef("cohort"), **theirs)
    found = DeepDive.objects.filter(Exists(waiting), ~Exists(enrolled), held_on=None)
    return found.exclude(cohort__state__in=OVER)


READINGS = Work(
    Role.REVIEWER, "application to read", "applications to read",
    lambda: Review.objects.filter(state__in=(Review.State.ASSIGNED, Review.State.STARTED)),
    person="reviewer", programme="application__call__cohort__programme", hand_over=_give_readings,
)  # fmt: skip
FELLOWS = Work(
    Role.ADVISER, "fellow to advise", "fellows to advise", lambda: Fellow.objects.filter(state__in=GOES_ON),
    person="adviser", programme="cohort__programme", hand_over=_give_fellows,
)  # fmt: skip
TALKS = Work(
    Role.ADVISER, "first conversation to hold", "first conversations to hold",
    _talks, person="adviser", programme="cohort__programme", hand_over=_give_talks,
)  # fmt: skip
SETS = Work(
    Role.FACILITATOR, "learning set to lead", "learning sets to lead",
    lambda: LearningSet.objects.exclude(cohort__state__in=(CohortState.FINISHED, CohortState.ARCHIVED)),
    person="facilitator", programme="cohort__programme", hand_over=_give_sets,
)  # fmt: skip
# Whoever runs the programme may have taken one on, besides advisers.
FLAGS = tuple(
    Work(
        role, "early warning", "early warnings", lambda: Flag.objects.filter(ended_at__isnull=True),
        person="owner", programme="fellow__cohort__programme", hand_over=_give_flags,
    )
    for role in (Role.ADVISER, Role.OWNER, Role.ADMIN)
)  # fmt: skip
