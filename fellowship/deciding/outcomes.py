"""Outcomes: prepared where only the team sees them, released together at one moment, told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.deciding.offers import make_offer
from fellowship.models import Application, Call, Cohort, Decision
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState
from fellowship.moving import STEPS, move

S = ApplicationState
OUTCOMES = (S.SHORTLISTED, S.INTERVIEW_INVITED, S.OFFERED, S.RESERVE, S.UNSUCCESSFUL)

# At most nine, and flat, so that they can be counted.
REASONS: Mapping[str, str] = {
    "SCORE": "Others scored higher",
    "PROJECT": "The project was not clear enough",
    "IMPACT": "What it would change was not clear enough",
    "SUPPORT": "The employer’s support was not there",
    "TIME": "The time would not be there",
    "STAGE": "It is early: another year may be better",
    "INTERVIEW": "The interview",
    "BALANCE": "Balance of regions, professions and employers",
    "OTHER": "Another reason",
}


class CannotDecide(Refused):
    """That outcome is not possible as the application stands now."""


class NeedsFeedback(Refused):
    """Everybody who gets no place gets feedback. Write it before you release."""


class NothingChosen(Refused):
    """No decision was chosen. Choose at least one: choosing none never means all."""


class DecisionsHaveChanged(Refused):
    """Somebody changed these decisions since you opened this page, so none was released. Look at them as they are."""


class MoreOffersThanPlaces(Refused):
    """There are fewer places left than offers to release. Take some out, or give the cohort more places."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What releasing would do: decisions with who hears what, what stands in the way, and places."""

    decisions: tuple[Decision, ...]
    without_feedback: tuple[Decision, ...]
    offers: int
    places_left: int


@transaction.atomic
def decide(application_id: int, outcome: str, *, reason_code: str = "", actor: User, now: datetime) -> Decision:
    """Prepare an outcome, or change one that is not released. Nobody outside the team sees it. Raises CannotDecide."""
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme")
        .get(pk=application_id)
    )
    if outcome not in OUTCOMES or (application.state, outcome) not in STEPS:
        raise CannotDecide
    if reason_code and reason_code not in REASONS:
        raise CannotDecide("Choose a reason from the list.")
    decision, _ = Decision.objects.update_or_create(
        application=application,
        defaults={
            "outcome": outcome, "reason_code": reason_code, "made_by": actor, "made_at": now, "released_at": None,
        },
    )  # fmt: skip
    audit.record(
        actor=actor, action="fellowship.decided", about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, detail={"outcome": outcome}, now=now,
    )  # fmt: skip
    return decision


@transaction.atomic
def take_back(application_id: int, *, actor: User, now: datetime) -> None:
    """Forget a decision that was not released. Once it is gone nothing happens."""
    gone, _ = Decision.objects.filter(application=application_id, released_at__isnull=True).delete()
    if gone:
        application = Application.objects.select_related("call__cohort__programme", "user").get(pk=application_id)
        audit.record(
            actor=actor, action="fellowship.decision_taken_back", about=application, subject=application.user,
            scope=application.call.cohort.programme.scope, now=now,
        )  # fmt: skip


def preview(call: Call, chosen: Iterable[int] | None = None) -> Preview:
    """What releasing these decisions (all that wait, for None) would do. Two queries and the places'."""
    waiting = Decision.objects.filter(application__call=call, released_at__isnull=True).select_related(
        "application__user"
    )
    if chosen is not None:
        waiting = waiting.filter(pk__in=list(chosen))
    decisions = tuple(waiting.order_by("outcome", "application__reference"))
    return Preview(
        decisions=decisions,
        without_feedback=tuple(one for one in decisions if _needs_feedback(one)),
        offers=sum(one.outcome == S.OFFERED for one in decisions),
        places_left=places_left(call.cohort),
    )


def places_left(cohort: Cohort) -> int:
    return cohort.places - Application.objects.filter(call__cohort=cohort).holding_a_place().count()


@transaction.atomic
def release(call: Call, chosen: Mapping[int, datetime], *, actor: User, now: datetime) -> int:
    """Release exactly these decisions (by id, each with the moment it was made as it was seen), all or none.

    Returns how many were released; those released already are left aside, so that twice is once. Raises NothingChosen,
    DecisionsHaveChanged, NeedsFeedback, MoreOffersThanPlaces, NotLegal.
    """
    if not chosen:
        raise NothingChosen
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=call.cohort_id)
    rows = Decision.objects.select_for_update(of=("self",)).filter(application__call=call, pk__in=list(chosen))
    decisions = list(rows.select_related("application").order_by("pk"))
    if len(decisions) != len(chosen) or any(one.made_at != chosen[one.pk] for one in decisions):
        raise DecisionsHaveChanged
    waiting = [one for one in decisions if one.released_at is None]
    if any(_needs_feedback(one) for one in waiting):
        raise NeedsFeedback
    new = sum(one.outcome in HOLDING_A_PLACE for one in waiting)
    if new > max(places_left(call.cohort), 0):
        raise MoreOffersThanPlaces
    last = Application.objects.filter(call=call).aggregate(last=Max("reserve_rank"))["last"] or 0
    for decision in sorted(waiting, key=_best_first):
        move(decision.application_id, decision.outcome, actor=actor, now=now)
        if decision.outcome == S.OFFERED:
            make_offer(decision.application_id, now=now)
        if decision.outcome == S.RESERVE:
            last += 1
            Application.objects.filter(pk=decision.application_id).update(reserve_rank=last)
        decision.released_at = now
        decision.save(update_fields=["released_at", "updated_at"])
    return len(waiting)


def _needs_feedback(decision: Decision) -> bool:
    return decision.outcome == S.UNSUCCESSFUL and not decision.application.feedback.strip()


def _best_first(decision: Decision) -> tuple[float, int]:
    score = decision.application.mean_score
    return (-float(score) if score is not None else 0.0, decision.application_id)
