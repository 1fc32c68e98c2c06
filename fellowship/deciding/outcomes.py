"""Outcomes: prepared where only the team sees them, released together at one moment, told once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.elsewhere import count_shown
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


class DecidesAboutThemselves(Refused):
    """This is your own application. Somebody else in the team decides about it."""


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


@dataclass(frozen=True, slots=True)
class Words:
    """What the team writes itself: feedback, and a letter in place of the usual one; empty ``text``: the usual one."""

    feedback: str = ""
    subject: str = ""
    text: str = ""


@transaction.atomic
def decide(
    application_id: int,
    outcome: str,
    *,
    reason_code: str = "",
    rank: int | None = None,
    words: Words | None = None,
    actor: User,
    now: datetime,
) -> Decision:
    """Prepare an outcome, or change one that is not released. Nobody outside the team sees it.

    ``rank``: before whom on the reserve list, among those released together; None: by score. ``words`` None: those
    there are stay, but a letter about another outcome goes. Raises CannotDecide, DecidesAboutThemselves.
    """
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme")
        .get(pk=application_id)
    )
    if application.user_id == actor.pk:
        raise DecidesAboutThemselves
    if outcome not in OUTCOMES or (application.state, outcome) not in STEPS:
        raise CannotDecide
    if reason_code and reason_code not in REASONS:
        raise CannotDecide("Choose a reason from the list.")
    decision = Decision.objects.filter(application=application).first() or Decision(application=application)
    if words is not None:
        decision.feedback, decision.letter_subject, decision.letter_text = words.feedback, words.subject, words.text
    elif decision.outcome != outcome:
        decision.letter_subject = decision.letter_text = ""
    decision.outcome, decision.reason_code = outcome, reason_code
    decision.rank = rank if outcome == S.RESERVE else None
    decision.made_by, decision.made_at, decision.released_at = actor, now, None
    decision.save()
    audit.record(
        actor=actor, action="fellowship.decided", about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, detail={"outcome": outcome}, now=now,
    )  # fmt: skip
    return decision


@transaction.atomic
def decide_all(
    call: Call, chosen: Collection[str], outcome: str, *, reason_code: str, actor: User, now: datetime
) -> tuple[int, int]:
    """Prepare one outcome for exactly these applications (by uuid). Returns how many were, and for how many it is not
    possible. Raises NothingChosen, CannotDecide for an unknown reason."""
    if not chosen:
        raise NothingChosen
    if reason_code and reason_code not in REASONS:
        raise CannotDecide("Choose a reason from the list.")
    done = left = 0
    for pk in list(Application.objects.filter(call=call, uuid__in=chosen).order_by("pk").values_list("pk", flat=True)):
        try:
            decide(pk, outcome, reason_code=reason_code, actor=actor, now=now)
            done += 1
        except (CannotDecide, DecidesAboutThemselves):
            left += 1
    return done, left


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


def preview(call: Call, *, reader: User) -> Preview:
    """What releasing all decisions that wait would do, but for one about the reader. Two queries."""
    waiting = Decision.objects.filter(application__call=call, released_at__isnull=True).select_related(
        "application__user", "application__interview__slot__panel"
    )
    decisions = tuple(waiting.exclude(application__user=reader).order_by("outcome", "application__reference"))
    for one in decisions:
        one.application.call = call
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
    DecisionsHaveChanged, DecidesAboutThemselves, NeedsFeedback, MoreOffersThanPlaces, NotLegal.
    """
    if not chosen:
        raise NothingChosen
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=call.cohort_id)
    # The applications first, as everybody else does: nobody who withdraws or is decided about now waits in a ring.
    about = Application.objects.select_for_update(of=("self",), no_key=True).filter(call=call)
    list(about.filter(decision__in=list(chosen)).order_by("pk"))
    rows = Decision.objects.select_for_update(of=("self",)).filter(application__call=call, pk__in=list(chosen))
    decisions = list(rows.select_related("application").order_by("pk"))
    if len(decisions) != len(chosen) or any(one.made_at != chosen[one.pk] for one in decisions):
        raise DecisionsHaveChanged
    waiting = [one for one in decisions if one.released_at is None]
    if any(one.application.user_id == actor.pk for one in waiting):
        raise DecidesAboutThemselves
    if any(_needs_feedback(one) for one in waiting):
        raise NeedsFeedback
    new = sum(one.outcome in HOLDING_A_PLACE for one in waiting)
    if new > max(places_left(call.cohort), 0):
        raise MoreOffersThanPlaces
    for decision in sorted(waiting, key=_first):
        move(decision.application_id, decision.outcome, actor=actor, now=now)
    count_shown([one.application for one in waiting if one.outcome == S.UNSUCCESSFUL], now)
    return len(waiting)


def _needs_feedback(decision: Decision) -> bool:
    return decision.outcome == S.UNSUCCESSFUL and not decision.feedback.strip()


def _first(decision: Decision) -> tuple[int, float, int]:
    """The order in which they are released, which is that of the reserve list: by rank, then the best first."""
    score = decision.application.mean_score
    return (decision.rank or 10_000, -float(score) if score is not None else 0.0, decision.application_id)
