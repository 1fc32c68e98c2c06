"""Who waits for a mentor in a round, why, and who would suit each of them best now. The team decides.

Suggestions come from the engine, for those waiting alone: live pairs are never touched, and nobody is suggested whom a
rule keeps apart. Whoever let a proposal of the round lapse lately is left out until they are heard of again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from mentoring import engine
from mentoring.models import Match, Participant, Round, Run
from mentoring.models.waiting import still_waiting
from mentoring.proposing import propose
from mentoring.reasons import ReasonLine, reason_lines
from mentoring.rounds.people import engine_round
from mentoring.rounds.wording import what_would_help, why_left

SILENT_FOR = timedelta(days=30)
State = Match.State


class NotSuggestedAnyMore(Refused):
    """These two cannot be matched any more. The suggestion has changed: look at the list as it is now."""


@dataclass(frozen=True)
class Suggestion:
    """The best mentor for somebody, or why there is none and what would help; ``help`` is empty if nothing would."""

    mentor: User | None = None
    points: int | None = None
    reasons: Sequence[Mapping[str, Any]] = ()
    lines: Sequence[ReasonLine] = ()
    why: Sequence[str] = ()
    help: Sequence[str] = field(default=())


def waiting_in(round_: Round) -> "QuerySet[Participant]":
    """Mentees of a round with fewer mentors and open proposals than they wish for; with ``has`` and ``wanted``."""
    return still_waiting(round_.participants.all())


def how_many_wait(rounds: "QuerySet[Round]") -> dict[int, int]:
    """How many wait in each of these rounds, by id; rounds in which nobody waits are left out. One query."""
    waiting = still_waiting(Participant.objects.filter(round__in=rounds.order_by()))
    return dict(waiting.order_by().values_list("round").annotate(Count("pk")))


def what_happened(round_: Round, people: Collection[int]) -> dict[int, list[Match]]:
    """Proposals of the round that came to nothing, by mentee, the last first. One query."""
    fell = Match.objects.filter(
        round=round_, mentee__in=people, state__in=(State.DECLINED, State.LAPSED, State.WITHDRAWN)
    )
    found: dict[int, list[Match]] = {pk: [] for pk in people}
    for pair in fell.select_related("mentor").order_by("-ended_at", "-pk"):
        found[pair.mentee_id].append(pair)
    return found


def suggestions(round_: Round, people: Collection[int], *, now: datetime) -> dict[int, Suggestion]:
    """The best mentor for each of these mentees, by id; together no mentor gets more than they have places for."""
    asked = _asked(round_, people, now=now)
    draft = engine.find_pairs(asked)
    ids = {int(pair.mentor) for pair in draft.pairs}
    ids |= {int(mentor) for one in draft.unmet for change in one.changes for mentor in change.mentors}
    mentors = User.objects.in_bulk(ids)
    found: dict[int, Suggestion] = {}
    for pair in sorted(draft.pairs, key=lambda pair: -(pair.points or 0)):
        reasons = [_kept(reason) for reason in pair.reasons]
        lines = reason_lines(reasons, for_team=True)
        found.setdefault(int(pair.mentee), Suggestion(mentors[int(pair.mentor)], pair.points, reasons, lines))
    for one in draft.unmet:
        facts = {"allowed": one.allowed, "places": one.places, "barred": one.barred}
        why = why_left(one.cause, facts, len(asked.mentors))
        changes = [asdict(change) for change in one.changes]
        helps = what_would_help(changes, lambda pk: str(mentors[int(pk)])) if changes else ()
        found.setdefault(int(one.mentee), Suggestion(why=why, help=helps))
    return found


@transaction.atomic
def propose_next(round_: Round, *, mentee: User, mentor: User, actor: User, now: datetime) -> Match:
    """Propose a mentor to whom the team said yes; the letter goes at once.

    Raises NotSuggestedAnyMore where a rule of the round keeps the two apart, and what ``propose`` raises.
    """
    asked = _asked(round_, [mentee.pk], now=now)
    draft = engine.find_pairs(replace(asked, mentors=[one for one in asked.mentors if one.id == str(mentor.pk)]))
    if not draft.pairs:
        raise NotSuggestedAnyMore
    best = draft.pairs[0]
    pair = propose(
        mentee, mentor, programme=round_.programme, round=round_, origin=Match.Origin.NEXT_BEST, points=best.points,
        reasons=[_kept(reason) for reason in best.reasons], answer_days=round_.answer_days, now=now,
    )  # fmt: skip
    audit.record(
        actor=actor, action="mentoring.next_best_chosen", about=pair, subject=mentee, scope=round_.programme.scope,
        now=now,
    )  # fmt: skip
    return pair


def _asked(round_: Round, people: Collection[int], *, now: datetime) -> engine.Round:
    """The round as the engine reads it, with these mentees alone. Pins are for runs; here the team chooses itself."""
    run = Run(
        round=round_, weights=round_.weights, scores=round_.scores, objective=round_.objective, floor=round_.floor
    )
    everybody = engine_round(run, now=now)
    silent = Match.objects.filter(round=round_, state=State.LAPSED, ended_at__gt=now - SILENT_FOR)
    left_out = {str(pk) for pk in silent.values_list("mentor", flat=True)}
    wanted = {str(pk) for pk in people}
    return replace(
        everybody,
        mentees=[mentee for mentee in everybody.mentees if mentee.id in wanted],
        mentors=[mentor for mentor in everybody.mentors if mentor.id not in left_out],
        fixed=[pair for pair in everybody.fixed if not pair.is_pin],
    )


def _kept(reason: engine.Reason) -> dict[str, Any]:
    return {"term": reason.term.value, "points": reason.points, "of": reason.of, "facts": dict(reason.facts)}
