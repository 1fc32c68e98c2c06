"""Pairs that fell asleep: a friendly word after 30 days without a meeting, a warning after 90, closed a week later.

What is due is found through a partial index on when pairs last met, and taken some hundred at a time. Whoever has
agreed on a meeting is awake. Pauses end by themselves, on their day.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from events.telling import moment, scope_of
from mentoring.ending import end, wake
from mentoring.letters.pairs import SIDES, about_pair
from mentoring.models import Match, Meeting, Outcome
from notifications.outbox import queue_email, queue_selected

NUDGED_AFTER, WARNED_AFTER, CLOSED_AFTER = timedelta(days=30), timedelta(days=90), timedelta(days=7)
AT_ONCE = 200
State = Match.State


def see_to_pairs(*, now: datetime) -> int:
    """Do all that is due today. Returns how many pairs and outcomes that was; running twice does nothing more."""
    seen = 0
    for due, act in ((_over, _take_up), (_to_nudge, _nudge), (_to_warn, _warn), (_to_close, _close)):
        while some := _some(due, act, now):
            seen += some
    while some := _ask_outcomes(now):
        seen += some
    return seen


def _to_nudge(now: datetime) -> "QuerySet[Match]":
    return _silent(now, NUDGED_AFTER).filter(state__in=(State.ACCEPTED, State.ACTIVE))


def _to_warn(now: datetime) -> "QuerySet[Match]":
    return _silent(now, WARNED_AFTER).filter(state=State.DORMANT, warned_at=None)


def _to_close(now: datetime) -> "QuerySet[Match]":
    return _silent(now, WARNED_AFTER).filter(state=State.DORMANT, warned_at__lte=now - CLOSED_AFTER)


def _over(now: datetime) -> "QuerySet[Match]":
    return Match.objects.filter(state=State.PAUSED, paused_until__lt=timezone.localdate(now))


def _silent(now: datetime, since: timedelta) -> "QuerySet[Match]":
    """Not met for so long, with no meeting agreed or waiting to be said held."""
    # The states stand here once more so that the partial index is used.
    rows = Match.objects.filter(state__in=(State.ACCEPTED, State.ACTIVE, State.DORMANT), met_at__lte=now - since)
    ahead = Meeting.objects.filter(match=OuterRef("pk")).ahead(now)
    return rows.exclude(Exists(ahead))


@transaction.atomic
def _some(
    due: Callable[[datetime], "QuerySet[Match]"], act: Callable[[Sequence[Match], datetime], None], now: datetime
) -> int:
    """Act on the first of what is due. A second clock skips what the first is at."""
    rows = due(now).select_related("mentor", "mentee", "programme")
    pairs = list(rows.select_for_update(skip_locked=True, of=("self",), no_key=True).order_by("pk")[:AT_ONCE])
    act(pairs, now)
    return len(pairs)


def _nudge(pairs: Sequence[Match], now: datetime) -> None:
    for pair in pairs:
        pair.move_to(State.DORMANT, now=now)
        pair.updated_at = now
    Match.objects.bulk_update(pairs, ["state", "updated_at"])
    _tell_both(pairs, "pair_asleep", now)


def _warn(pairs: Sequence[Match], now: datetime) -> None:
    for pair in pairs:
        pair.warned_at = pair.updated_at = now
    Match.objects.bulk_update(pairs, ["warned_at", "updated_at"])
    _tell_both(pairs, "pair_to_close", now)


def _close(pairs: Sequence[Match], now: datetime) -> None:
    for pair in pairs:
        end(pair, reason=Match.EndReason.ASLEEP, by=None, now=now)
    _tell_both(pairs, "pair_closed", now)


def _take_up(pairs: Sequence[Match], now: datetime) -> None:
    for pair in pairs:
        wake(pair, now=now)
    _tell_both(pairs, "pair_taken_up", now)


def _tell_both(pairs: Sequence[Match], name: str, now: datetime) -> None:
    """Once a day: a pair may fall asleep again."""
    day = Value(f":{timezone.localdate(now)}")
    chosen: Any = Match.objects.filter(pk__in=[pair.pk for pair in pairs]).order_by()
    for side in SIDES:
        letter = about_pair(name, side)
        key = Concat(Value(f"{letter}:"), Cast("pk", CharField()), day, output_field=CharField())
        rows = chosen.values(about_id=F("pk"), key=key, scope=scope_of("programme"), due_at=moment(now))
        queue_selected(letter=letter, rows=rows, now=now)


@transaction.atomic
def _ask_outcomes(now: datetime) -> int:
    """Ask those whose pair ended well some months ago what has become of them."""
    due = Outcome.objects.filter(ask_at__lte=now).select_for_update(skip_locked=True, of=("self",))
    outcomes = list(due.select_related("match__programme").order_by("ask_at", "pk")[:AT_ONCE])
    for outcome in outcomes:
        letter = "mentoring.outcome_asked"
        programme = outcome.match.programme
        scope = programme.scope if programme else ""
        queue_email(letter=letter, about_id=outcome.pk, key=f"{letter}:{outcome.pk}", scope=scope, now=now)
    chosen = Outcome.objects.filter(pk__in=[outcome.pk for outcome in outcomes])
    chosen.update(ask_at=None, asked_at=now, updated_at=now)
    return len(outcomes)
