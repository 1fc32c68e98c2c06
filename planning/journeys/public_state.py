"""The number of the state of published journeys: pages that show what they say carry it in their ETag."""

from typing import Any

from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from careers.models import Revision
from careers.revision import OneRow
from planning.models.journeys import Journey, PublicState


def bump() -> None:
    """Say that something that everybody reads has changed. Call it in the transaction that changed it."""
    if not PublicState.objects.filter(pk=1).update(number=F("number") + 1):
        PublicState.objects.get_or_create(pk=1, defaults={"number": 1})


def number() -> Any:
    """The same number as an expression, for a query that asks for something else too."""
    return Coalesce(Subquery(PublicState.objects.filter(pk=1).values("number")), 0)


def current() -> int:
    """The number now, 0 before anything was published. One query."""
    return PublicState.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _everything() -> "QuerySet[PublicState, tuple[int, ...]]":
    gone = Journey.objects.filter(state=Journey.State.PUBLISHED, user__is_active=False).order_by().values("state")
    return PublicState.objects.filter(pk=1).values_list(
        "number",
        Coalesce(Subquery(gone.annotate(count=Count("pk")).values("count")), 0),
        Coalesce(Subquery(Revision.objects.filter(pk=1).values("number")), 0),
    )


_asked = OneRow(_everything)


def everything() -> tuple[int, ...]:
    """Moves with whatever the sums over journeys are made of: journeys, whether their people are here, names of jobs.

    One query.
    """
    return _asked() or (0,)
