"""What published journeys say about a course: how many took it, whether they would recommend it, words staff chose."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from planning.journeys.flows import FEWEST
from planning.models.journeys import Course, Journey, Quote


@dataclass(frozen=True)
class Verdict:
    """Numbers about one course. Each is None where it stands for fewer than three people."""

    anybody: bool  # any journey names it
    took: int | None
    would: int | None
    asked: int | None  # of how many

    @property
    def percent(self) -> int | None:
        return round(100 * self.would / self.asked) if self.would is not None and self.asked else None


def verdict_on(learning: int) -> Verdict:
    """What people say about the course with this id; examples do not count. One query."""
    rows = Course.objects.filter(learning=learning, journey__in=Journey.objects.real())
    found = rows.aggregate(
        took=Count("pk"), would=Count("pk", filter=Q(recommend="YES")), asked=Count("pk", filter=~Q(recommend=""))
    )
    took = found["took"] if found["took"] >= FEWEST else None
    if found["asked"] < FEWEST:
        return Verdict(found["took"] > 0, took, None, None)
    return Verdict(True, took, found["would"], found["asked"])


def quotes(**about: Any) -> "QuerySet[Quote]":
    """Words that staff chose for ``role=`` or ``learning=``, of journeys that are published. One query."""
    return Quote.objects.filter(journey__in=Journey.objects.public(), **about).select_related("journey")[:5]
