"""Mark a course as started or completed; how many did, where that picks nobody out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from careers.models import Learning
from planning.journeys import public_state
from planning.models.learning_taken import LearningTaken

FEWEST_SHOWN = 5  # with fewer people one could tell who they are


@dataclass(frozen=True)
class Taken:
    """How many began a course, and how many of them finished it; None where that is fewer than five people.

    ``completed`` is None too where all but a few finished, since the few could be told by subtraction.
    """

    started: int | None
    completed: int | None


def counts_of(learning: int) -> Taken:
    """The numbers for the course with this id. One query."""
    found = LearningTaken.objects.filter(learning=learning, user__is_active=True).aggregate(
        started=Count("pk"), completed=Count("pk", filter=Q(state=LearningTaken.State.COMPLETED))
    )
    return numbers(found["started"], found["completed"])


def numbers(started: int, completed: int) -> Taken:
    """What may be shown of these numbers of people."""
    if started < FEWEST_SHOWN:
        return Taken(None, None)
    tells_nobody = completed >= FEWEST_SHOWN and (started == completed or started - completed >= FEWEST_SHOWN)
    return Taken(started, completed if tells_nobody else None)


def completed_by(person: int | None) -> set[int]:
    """The courses (ids) that somebody (id) said they completed. One query, none for nobody."""
    if person is None:
        return set()
    done = LearningTaken.objects.filter(user=person, state=LearningTaken.State.COMPLETED)
    return set(done.values_list("learning", flat=True))


def mark_taken(user: User, learning: Learning, *, state: str, on: date) -> None:
    """Say that a person began or finished a course. Saying it again changes what was said."""
    with _shown_numbers_of(learning.pk):
        LearningTaken.objects.update_or_create(user=user, learning=learning, defaults={"state": state, "on": on})


def forget_taken(user: User, learning: int) -> None:
    """Take back that a person took the course with this id. Once is as good as twice."""
    with _shown_numbers_of(learning):
        LearningTaken.objects.filter(user=user, learning=learning).delete()


@contextmanager
def _shown_numbers_of(learning: int) -> Iterator[None]:
    """What happens inside is one transaction; public pages are made anew only if the numbers shown have changed."""
    with transaction.atomic():
        before = counts_of(learning)
        yield
        if counts_of(learning) != before:
            public_state.bump()
