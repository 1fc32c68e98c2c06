"""The table of scores: what each reader gave, once all have read; and the picture of the means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts import audit
from accounts.models import User
from accounts.models.organisations import Region
from accounts.models.profile import BANDS_OR_NONE
from common.vocabulary import Profession
from fellowship.models import Application, Call, Review, ReviewScore, ScoreNote

State = Review.State
_MOST_BINS = 20
_REGIONS, _PROFESSIONS, _BANDS = dict(Region.choices), dict(Profession.choices), dict(BANDS_OR_NONE)


@dataclass(frozen=True, slots=True)
class Row:
    """One application. ``totals``: of its readers, lowest first; empty before all have read."""

    application: Application
    totals: tuple[int, ...]
    read: int
    readers: int
    notes: int

    @property
    def given(self) -> str:
        return ", ".join(map(str, self.totals))

    @property
    def about(self) -> str:
        """Region, profession and band, as far as they are known."""
        one = self.application
        words = (_REGIONS.get(one.region), _PROFESSIONS.get(one.profession), _BANDS.get(one.band))
        return ", ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Bin:
    """Means from ``low`` up to (and only the last: including) ``high``. x and width in per cent, heights in pixels."""

    low: int
    high: int
    count: int
    x: float
    width: float
    top: float
    height: float

    @property
    def words(self) -> str:
        return str(self.low) if self.high == self.low + 1 else f"{self.low} to {self.high}"


def rows_of(applications: Iterable[Application]) -> list[Row]:
    """Rows of the table. Three queries, whatever their number.

    Nothing that anybody gave is shown before all have read.
    """
    found = list(applications)
    ids = [one.pk for one in found]
    totals: dict[int, list[int]] = {}
    summed = ReviewScore.objects.filter(review__application__in=ids, review__state=State.DONE).order_by()
    points = Coalesce("moderated", "points")
    for application, _, total in summed.values_list("review__application", "review").annotate(total=Sum(points)):
        totals.setdefault(application, []).append(total)
    states: dict[int, list[str]] = {}
    readings = Review.objects.filter(application__in=ids).exclude(state=State.RETURNED).order_by()
    for application, state in readings.values_list("application", "state"):
        states.setdefault(application, []).append(state)
    notes = ScoreNote.objects.filter(application__in=ids).order_by().values_list("application")
    noted = dict(notes.annotate(count=Count("pk")))
    rows = []
    for one in found:
        there = states.get(one.pk, ())
        rows.append(
            Row(
                one, tuple(sorted(totals.get(one.pk, ()))) if one.mean_score is not None else (),
                there.count(State.DONE), len(there), noted.get(one.pk, 0),
            )
        )  # fmt: skip
    return rows


def histogram(means: Sequence[Decimal], most: int, *, height: int = 120) -> list[Bin]:
    """How many means fall where, from 0 to ``most`` points, in at most 20 bins of whole points."""
    step = max(1, -(-most // _MOST_BINS))
    lows = range(0, max(most, 1), step)
    counts = [0] * len(lows)
    for mean in means:
        counts[min(int(mean) // step, len(lows) - 1)] += 1
    tallest, width = max(counts, default=0) or 1, 100 / len(lows)
    return [
        Bin(
            low, min(low + step, most), count, round(place * width, 2), round(width - 0.6, 2),
            round(height - height * count / tallest, 1), round(height * count / tallest, 1),
        )
        for place, (low, count) in enumerate(zip(lows, counts, strict=True))
    ]  # fmt: skip


def most_of(call: Call) -> int:
    """The most points that one reader can give."""
    return int(call.rubric.filter(for_interview=False).aggregate(most=Sum("most"))["most"] or 0)


def sheets_of(application: Application) -> list[tuple[str, Review, dict[int, ReviewScore]]]:
    """(“Reader 1”, reading, scores by item) of the finished readings, in the order of being given. Two queries."""
    scores: dict[int, dict[int, ReviewScore]] = {}
    given = ReviewScore.objects.filter(review__application=application, review__state=State.DONE)
    for score in given.select_related("item"):
        scores.setdefault(score.review_id, {})[score.item_id] = score
    readings: QuerySet[Review] = application.reviews.filter(state=State.DONE).select_related("reviewer")
    return [(f"Reader {place}", one, scores.get(one.pk, {})) for place, one in enumerate(readings, start=1)]


@transaction.atomic
def add_note(application: Application, text: str, *, actor: User, now: datetime) -> ScoreNote:
    """A note of the team beside the scores."""
    note = ScoreNote.objects.create(application=application, author=actor, text=text, written_at=now)
    audit.record(
        actor=actor, action="fellowship.score_noted", about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, now=now,
    )  # fmt: skip
    return note


def newest_notes(applications: Iterable[Application]) -> dict[int, str]:
    """The newest note of each, for a file. Two queries."""
    ids = [one.pk for one in applications]
    newest = ScoreNote.objects.filter(application__in=ids).order_by().values("application").annotate(newest=Max("pk"))
    notes: Any = ScoreNote.objects.filter(pk__in=[one["newest"] for one in newest])
    return dict(notes.values_list("application", "text"))
