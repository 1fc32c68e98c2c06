"""What published journeys say: how many took a course, whether they would recommend it, words that staff chose."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from planning.journeys.flows import FEWEST
from planning.models.journeys import Course, Journey, Quote

MOST_COURSES = 5


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


@dataclass(frozen=True)
class Recommended:
    """A course, and how many of those whom we asked would recommend it: three or more."""

    name: str
    url: str
    would: int
    asked: int


def recommended_on_the_way(role: int) -> list[Recommended]:
    """Courses of people who passed through the role with this id, the most recommended first, at most 5. One query."""
    people = Journey.objects.real().filter(steps__level__role=role)
    said = Course.objects.filter(journey__in=people, learning__retired_at=None).exclude(learning=None)
    counted = (
        said.exclude(recommend="")
        .order_by()
        .values("learning__name", "learning__slug")
        .annotate(would=Count("pk", filter=Q(recommend=Course.Recommend.YES)), asked=Count("pk"))
        .filter(asked__gte=FEWEST)
        .order_by("-would", "asked", "learning__name")
    )
    return [
        Recommended(
            row["learning__name"], reverse("careers:learning_detail", args=[row["learning__slug"]]), row["would"],
            row["asked"],
        )
        for row in counted[:MOST_COURSES]
    ]  # fmt: skip


def quotes(**about: Any) -> "QuerySet[Quote]":
    """Words that staff chose for ``role=`` or ``learning=``, of journeys that are published. One query."""
    return Quote.objects.filter(journey__in=Journey.objects.public(), **about).select_related("journey")[:5]
