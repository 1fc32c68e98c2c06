"""Scores: saved one by one, finished when complete, moderated where reviewers differ, added up into a mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Call, Review, ReviewScore, RubricItem
from fellowship.models.moves import ApplicationState
from fellowship.moving import move

State = Review.State


class NotScored(Refused):
    """Score everything before you finish. What is missing is marked."""


class ReviewIsOver(Refused):
    """This reading is finished, returned or no longer needed, so its scores cannot change any more."""


class OutsideTheScale(Refused):
    """The points must be on the scale of the question."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which readers differ by as much as the call says, and what each gave."""

    item: RubricItem
    points: tuple[int, ...]


@transaction.atomic
def save_score(review_id: int, item_id: int, *, points: int | None, comment: str, now: datetime) -> None:
    """Save one score; None takes it out. Raises ReviewIsOver, OutsideTheScale."""
    review = _mine(review_id)
    item = RubricItem.objects.get(pk=item_id, call=review.application.call_id, for_interview=False)
    if points is None:
        review.scores.filter(item=item).delete()
    elif not 0 <= points <= item.most:
        raise OutsideTheScale(f"The points must be 0 to {item.most}.")
    else:
        ReviewScore.objects.update_or_create(review=review, item=item, defaults={"points": points, "comment": comment})
    if review.state == State.ASSIGNED:
        review.state = State.STARTED
        review.save(update_fields=["state", "updated_at"])


@transaction.atomic
def save_sheet(
    review_id: int, points: Mapping[int, int | None], comments: Mapping[int, str], *, comment: str, now: datetime
) -> None:
    """Save what is filled in of a whole sheet, by the ids of rubric items. Raises ReviewIsOver, OutsideTheScale."""
    for item, given in points.items():
        save_score(review_id, item, points=given, comment=comments.get(item, ""), now=now)
    review = _mine(review_id)
    review.comment = comment
    review.save(update_fields=["comment", "updated_at"])


@transaction.atomic
def finish(review_id: int, *, comment: str, now: datetime) -> Application:
    """Finish a review; the last one of an application takes it on. Twice is once. Raises NotScored."""
    found: Review = Review.objects.select_related("application").get(pk=review_id)
    # The application first: two readers who finish at the same moment come one after the other.
    Application.objects.select_for_update(of=("self",), no_key=True).get(pk=found.application_id)
    review: Review = Review.objects.select_for_update(of=("self",)).get(pk=review_id)
    if review.state == State.DONE:
        return found.application
    if review.state == State.RETURNED:
        raise ReviewIsOver
    items = RubricItem.objects.filter(call=found.application.call_id, for_interview=False)
    if items.exclude(pk__in=review.scores.values("item")).exists():
        raise NotScored
    review.state, review.done_at, review.comment = State.DONE, now, comment
    review.save()
    go_on(found.application, now)
    found.application.refresh_from_db()
    return found.application


@transaction.atomic
def moderate(application: Application, points: Mapping[int, int], *, actor: User, now: datetime) -> Application:
    """Keep what was agreed, by the id of each score, and add up anew. Raises OutsideTheScale."""
    Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    scores = ReviewScore.objects.filter(review__application=application, review__state=State.DONE, pk__in=points)
    for score in scores.select_related("item"):
        if not 0 <= points[score.pk] <= score.item.most:
            raise OutsideTheScale(f"The points must be 0 to {score.item.most}.")
        score.moderated = points[score.pk]
        score.save(update_fields=["moderated", "updated_at"])
    add_up(application)
    audit.record(
        actor=actor, action="fellowship.moderated", about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, detail={"scores": len(points)}, now=now,
    )  # fmt: skip
    application.refresh_from_db()
    if application.state == ApplicationState.MODERATION:
        return move(application.pk, ApplicationState.SCORED, actor=actor, now=now)
    return application


def differences(application: Application) -> list[Difference]:
    """Where readers differ by as much as the call says, in the order of the rubric. One query and the rubric's."""
    given: dict[int, list[int]] = {}
    scores = ReviewScore.objects.filter(review__application=application, review__state=State.DONE)
    for item, points in scores.order_by("review").values_list("item", "points"):
        given.setdefault(item, []).append(points)
    least = application.call.moderate_from
    return [
        Difference(item, tuple(given[item.pk]))
        for item in application.call.rubric.filter(for_interview=False)
        if item.pk in given and max(given[item.pk]) - min(given[item.pk]) >= least
    ]


def given_by_others(review: Review) -> list[tuple[RubricItem, tuple[int, ...]]]:
    """What the other readers gave for each thing, lowest first, so that nobody is known by their place. Two queries.

    Ask for it only once all have finished.
    """
    given: dict[int, list[int]] = {}
    others = ReviewScore.objects.filter(review__application=review.application_id, review__state=State.DONE)
    for item, points in others.exclude(review=review).values_list("item", "points"):
        given.setdefault(item, []).append(points)
    items = RubricItem.objects.filter(pk__in=given)
    return [(item, tuple(sorted(given[item.pk]))) for item in items]


def add_up(application: Application) -> Decimal | None:
    """The mean over readers of the sum of their points, moderated ones in place of the first; kept and given back.

    Kept beside it is the spread: the most by which readers differed on one thing before they talked.
    """
    sums: dict[int, int] = {}
    first: dict[int, list[int]] = {}
    scores = ReviewScore.objects.filter(review__application=application, review__state=State.DONE)
    for review, item, points, moderated in scores.values_list("review", "item", "points", "moderated"):
        sums[review] = sums.get(review, 0) + (points if moderated is None else moderated)
        first.setdefault(item, []).append(points)
    mean = (Decimal(sum(sums.values())) / len(sums)).quantize(Decimal("0.01")) if sums else None
    spread = max((max(given) - min(given) for given in first.values()), default=None)
    Application.objects.filter(pk=application.pk).update(mean_score=mean, spread=spread)
    return mean


def progress_of(call: Call) -> dict[str, int]:
    """Readings by state. One query."""
    rows = Review.objects.filter(application__call=call).order_by().values_list("state")
    return dict.fromkeys(State.values, 0) | dict(rows.annotate(count=Count("pk")))


def go_on(application: Application, now: datetime) -> None:
    """Take an application in review to moderation or to scored, once everybody has read it."""
    if Application.objects.get(pk=application.pk).state != ApplicationState.IN_REVIEW:
        return
    readings = application.reviews.exclude(state=State.RETURNED)
    if readings.exclude(state=State.DONE).exists() or readings.count() < application.call.reviews_each:
        return
    add_up(application)
    after = ApplicationState.MODERATION if differences(application) else ApplicationState.SCORED
    move(application.pk, after, actor=None, now=now)


def _mine(review_id: int) -> Review:
    review: Review = Review.objects.select_for_update(of=("self",)).select_related("application").get(pk=review_id)
    is_open = review.state not in (State.DONE, State.RETURNED)
    if not is_open or review.application.state != ApplicationState.IN_REVIEW:
        raise ReviewIsOver
    return review


def ranked(call: Call) -> list[Application]:
    """The scored applications of a call, best first; those with the same mean by who handed in first."""
    rows = Application.objects.filter(call=call, mean_score__isnull=False)
    return list(rows.order_by(F("mean_score").desc(), "submitted_at", "pk"))
