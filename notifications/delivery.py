"""Delivers messages: claims one by a single UPDATE, speaks SMTP outside any transaction, records what came of it."""

import contextlib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from random import SystemRandom
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import F

from notifications.composing import compose, words_of_message
from notifications.conversation import Conversation, LetterRefused, ServerAway, words_of
from notifications.doorbell import ring
from notifications.letters import Drop, letter_called
from notifications.models import Message
from notifications.writing import finish

log = structlog.get_logger(__name__)
chance = SystemRandom()
State = Message.State
Clock = Callable[[], datetime]

# About two days of trying: 1, 2, 4 … minutes, at most 12 hours apart.
MAX_TRIES = 15
LONGEST_WAIT = timedelta(hours=12)
LONGEST_ADDRESS = 320
# How far two machines' clocks may be apart: the web says "due now", and the worker's clock is a little behind.
CLOCKS_DIFFER = timedelta(seconds=2)
# One look at what is due takes so many: the newest, and as many of those that wait longest.
BATCH = 100
# Workers side by side choose among so many of those that wait longest, so that they seldom reach for the same one.
CROWD = 500
# A worker sends for so long at a stretch; then other work may have its turn.
STRETCH = timedelta(seconds=15)
# A sweep rings so often at most. What nobody answered within its minute is void, so rings never pile up.
MOST_RINGS = 30
SECONDS_BETWEEN_SWEEPS = 60


class Outcome(StrEnum):
    """What became of one attempt."""

    SENT = "sent"
    DROPPED = "dropped"
    RETRY = "retry"
    ABANDONED = "abandoned"
    SERVER_AWAY = "server away"  # as if it had not been tried
    NOT_MINE = "not mine"  # someone else has it, or it is not due


def deliver(message_id: int, *, now: datetime, conversation: Conversation | None = None) -> Outcome:
    """Send one message, if it is due and nobody else is sending it.

    At least once: a worker killed between the mail server's "accepted" and our note of it repeats that one message,
    under the same Message-ID. Pass a ``conversation`` to send many over one.
    """
    if conversation is None:
        with contextlib.closing(Conversation()) as own:
            return deliver(message_id, now=now, conversation=own)
    message = _claim(message_id, now)
    if message is None:
        return Outcome.NOT_MINE
    try:
        mail = letter_called(message.letter).render(message.about_id, now)
        if isinstance(mail, Drop):
            return _end(message, State.DROPPED, mail.reason, now)
        message.to = mail.to[:LONGEST_ADDRESS]
        words = finish(words_of_message(message, mail), mail)
        conversation.send(compose(mail, words, key=message.key))
    except ServerAway as away:
        return _put_back(message, str(away), now)
    except LetterRefused as refused:
        return _end(message, State.ABANDONED, str(refused), now)
    except Exception as error:  # noqa: BLE001  whatever goes wrong with one message must not stop the others
        return _try_later(message, error, now)
    message.subject, message.text = words.subject, words.text
    return _end(message, State.SENT, "", now)


def deliver_due(*, clock: Clock, stretch: timedelta = STRETCH, first: int | None = None) -> int:
    """Send what is due over one conversation, until nothing is left or the ``stretch`` is over. Returns how many.

    ``first``: the message that rang. If it is gone already, so is the reason to look further; if not, whatever else has
    come meanwhile goes along, so that a thousand rings do not open a thousand conversations.

    Several workers may do this side by side: each claims every message on its own. If the mail server is away it stops
    at once, so that a night without mail server costs no message its tries.
    """
    end = clock() + stretch
    handled = 0
    with contextlib.closing(Conversation()) as conversation:
        chosen = _choose(clock()) if first is None else [first]
        while chosen:
            before = handled
            for message_id in chosen:
                now = clock()
                if now > end:
                    return handled
                outcome = deliver(message_id, now=now, conversation=conversation)
                if outcome is Outcome.SERVER_AWAY:
                    return handled
                handled += outcome is not Outcome.NOT_MINE
            # If others took them all, they are at it.
            chosen = _choose(clock()) if handled > before else []
    return handled


def sweep(*, now: datetime) -> int:
    """Ring for what is due and still there. Returns how many rings that took.

    It catches up on whatever a broker lost; a ring too many is harmless.
    """
    most = BATCH * MOST_RINGS
    waiting = Message.objects.due(now).order_by().values("pk")[:most].count()
    waiting += Message.objects.left_behind(now).order_by().values("pk")[:most].count()
    rings = min(-(-waiting // BATCH), MOST_RINGS)
    for _ in range(rings):
        ring("notifications.deliver_batch", expires=SECONDS_BETWEEN_SWEEPS)
    return rings


def backoff(tries: int) -> timedelta:
    """How long to wait after so many tries: doubling from a minute, with jitter so that no crowd comes back at once."""
    longest = min(timedelta(minutes=2 ** (tries - 1)), LONGEST_WAIT)
    return longest * chance.uniform(0.5, 1.0)


def _claim(message_id: int, now: datetime) -> Message | None:
    """The message under a lease of ours, or None if it is not ours to send.

    One statement that Django's own ``update`` cannot write (it gives no rows back): half the cost of asking twice.
    """
    found = Message.objects.raw(
        """
        UPDATE notifications_message
           SET state = 'SENDING', lease = %(lease)s, leased_until = %(until)s, tries = tries + 1, updated_at = %(now)s
         WHERE id = %(id)s
           AND (state = 'WAITING' AND due_at <= %(due)s OR state = 'SENDING' AND leased_until < %(now)s)
        RETURNING *
        """,
        {
            "id": message_id,
            "lease": uuid.uuid4().hex,
            "until": _stored(now + settings.OUTBOX_LEASE),
            "now": _stored(now),
            "due": _stored(now + CLOCKS_DIFFER),
        },
    )
    return next(iter(list(found)), None)


def _stored(moment: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _choose(now: datetime) -> list[int]:
    """Ids of some ``BATCH`` messages, fairly: half of them the newest, so that one confirmation does not wait behind
    ten thousand reminders, and half from those that wait longest, so that nobody waits for ever.
    """
    half = BATCH // 2
    due = Message.objects.due(now).values_list("pk", flat=True)
    longest = list(due.order_by("due_at", "pk")[:CROWD])
    chosen = {*due.order_by("-due_at", "-pk")[:half], *chance.sample(longest, min(half, len(longest)))}
    chosen |= set(Message.objects.left_behind(now).values_list("pk", flat=True)[:half])
    return chance.sample(sorted(chosen), len(chosen))


def _put_back(message: Message, reason: str, now: datetime) -> Outcome:
    """Still due, as if untried: how long it has been waiting stays true, and the next look takes it up."""
    log.warning("mail_server_away", reason=reason)
    _release_lease(message, now, state=State.WAITING, tries=F("tries") - 1, reason=reason)
    return Outcome.SERVER_AWAY


def _try_later(message: Message, error: Exception, now: datetime) -> Outcome:
    reason = words_of(error)
    if message.tries >= MAX_TRIES:
        return _end(message, State.ABANDONED, f"Tried {message.tries} times. {reason}", now)
    log.warning("message_failed", message=message.pk, letter=message.letter, error=type(error).__name__)
    due_at = now + backoff(message.tries)
    _release_lease(message, now, state=State.WAITING, due_at=due_at, reason=reason, to=message.to)
    return Outcome.RETRY


def _end(message: Message, state: State, reason: str, now: datetime) -> Outcome:
    if state == State.ABANDONED:
        log.error("message_abandoned", message=message.pk, letter=message.letter)
    fields: dict[str, object] = {"state": state, "reason": reason, "finished_at": now, "to": message.to}
    if state == State.SENT:
        fields |= {"subject": message.subject, "text": message.text}
    _release_lease(message, now, **fields)
    return Outcome(state.lower())


def _release_lease(message: Message, now: datetime, **fields: object) -> None:
    mine = Message.objects.filter(pk=message.pk, lease=message.lease)
    if not mine.update(lease="", leased_until=None, updated_at=now, **fields):
        # It took longer than the lease, and someone else has it now.
        log.error("lease_lost", message=message.pk, letter=message.letter)
