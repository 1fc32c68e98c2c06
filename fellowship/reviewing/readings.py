"""The readings of a reviewer: which are open, their numbers, which comes next."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import ProgrammeRole, User
from fellowship.models import Review
from fellowship.models.moves import ApplicationState
from fellowship.reviewing.conflicts import calls_applied_to

OPEN = (Review.State.ASSIGNED, Review.State.STARTED)


def open_readings(rows: "QuerySet[Review]") -> "QuerySet[Review]":
    """Those still to be read: not finished or returned, and their application is still in review."""
    return rows.filter(state__in=OPEN, application__state=ApplicationState.IN_REVIEW)


def readings_of(user: User) -> "QuerySet[Review]":
    """What this person was given to read, while they are a reviewer of the programme.

    Nobody stands in for a reviewer: conflicts are a person's own. Who applies to a call reads nothing of it.
    """
    roles = ProgrammeRole.objects.filter(user=user, role=ProgrammeRole.Role.REVIEWER)
    rows = Review.objects.filter(reviewer=user, application__call__cohort__programme__in=roles.values("programme"))
    rows = rows.exclude(application__call__in=calls_applied_to(user))
    return rows.select_related("application__call__cohort__programme")


def numbered(rows: Any) -> Any:
    """With ``number``, by which alone the reviewer knows it: the first they were given of a call is 1, and stays so."""
    same = Review.objects.filter(reviewer=OuterRef("reviewer"), application__call=OuterRef("application__call"))
    up_to = same.filter(pk__lte=OuterRef("pk")).order_by().values("reviewer").annotate(number=Count("pk"))
    return rows.annotate(number=Subquery(up_to.values("number")))


def with_progress(rows: Any) -> Any:
    """With ``scored`` and ``to_score``, how many things are."""
    of_reading = Q(application__call__rubric__for_interview=False)
    return rows.annotate(
        scored=Count("scores", distinct=True),
        to_score=Count("application__call__rubric", filter=of_reading, distinct=True),
    )


def next_after(review: Review) -> Review | None:
    """The next open reading of the same person, of this call first and then of others; None: nothing is left."""
    assert review.reviewer is not None  # it is theirs
    rows = open_readings(readings_of(review.reviewer)).exclude(pk=review.pk)
    same = rows.filter(application__call=review.application.call_id)
    for some in (same.filter(pk__gt=review.pk), same, rows):
        if (found := some.order_by("pk").first()) is not None:
            return found
    return None


def number_of(review: Review) -> int:
    """The number by which the reviewer knows a reading."""
    call = review.application.call_id
    return Review.objects.filter(reviewer=review.reviewer_id, application__call=call, pk__lte=review.pk).count()
