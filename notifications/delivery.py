"""Delivers messages: claims a few by a single UPDATE, speaks SMTP outside any transaction, records each outcome."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from random import SystemRandom

import structlog
from django.conf import settings

from notifications.composing import compose, words_of_message
from notifications.conversation import Conversation, LetterRefused, ServerAway, words_of
from notifications.doorbell import ring
from notifications.facts import Facts
from notifications.leases import claim, end_leases_of_the_dead, give_back, release
from notifications.letters import Drop
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
# One look at what is due takes so many: the newest, and as many of those that wait longest.
BATCH = 100
# A worker claims so many at a time. If it dies, those that it had not begun wait, unsent, for the next sweep.
CLAIMED_AT_ONCE = 10
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


def deliver(message_id: int, *, now: datetime) -> Outcome:
    """Send one message, if it is due and nobody else is sending it."""
    for message in claim([message_id], now):
        with contextlib.closing(Conversation()) as conversation:
            return _attempt(message, Facts([message]), now, conversation)
    return Outcome.NOT_MINE


def deliver_due(*, clock: Clock, stretch: timedelta = STRETCH, first: int | None = None) -> int:
    """Send what is due over one conversation, until nothing is left or the ``stretch`` is over. Returns how many.

    ``first``: the message that rang. If it is gone already, so is the reason to look further; if not, whatever else has
    come meanwhile goes along, so that a thousand rings do not open a thousand conversations.

    Several workers may do this side by side: each claims its own. If the mail server is away it stops at once, so that
    a night without mail server costs no message its tries.
    """
    end = clock() + stretch
    handled = 0
    with contextlib.closing(Conversation()) as conversation:
        chosen = _choose(clock()) if first is None else [first]
        while chosen:
            before = handled
            for start in range(0, len(chosen), CLAIMED_AT_ONCE):
                sent, goes_on = _deliver_some(chosen[start : start + CLAIMED_AT_ONCE], clock, end, conversation)
                handled += sent
                if not goes_on:
                    return handled
            # If others took them all, they are at it.
            chosen = _choose(clock()) if handled > before else []
    return handled


def _deliver_some(chosen: list[int], clock: Clock, end: datetime, conversation: Conversation) -> tuple[int, bool]:
    """Claim these few and send them one after the other. Returns how many, and whether to go on with others.

    What there is no time for is given back: a slow mail server must not outlast the lease of the last one.
    """
    now = clock()
    if now > end:
        return 0, False
    claimed = claim(chosen, now)
    facts = Facts(claimed)
    latest = min(end, now + settings.OUTBOX_LEASE / 3)
    handled = 0
    try:
        while claimed and (now := clock()) <= latest:
            if _attempt(claimed.pop(), facts, now, conversation) is Outcome.SERVER_AWAY:
                return handled, False
            handled += 1
    finally:
        give_back(claimed, now)
    return handled, now <= end


def _attempt(message: Message, facts: Facts, now: datetime, conversation: Conversation) -> Outcome:
    """Send a message that is ours, and record at once what became of it.

    At least once: a worker killed between the mail server's "accepted" and our note of it repeats that one message,
    under the same Message-ID.
    """
    if message.tries > MAX_TRIES:
        return _end(message, State.ABANDONED, "Each worker that began to send it died over it.", now)
    try:
        mail = facts.render(message, now)
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


def sweep(*, now: datetime) -> int:
    """Ring for what is due and still there. Returns how many rings that took.

    It catches up on whatever a broker lost or a worker left behind that died; a ring too many is harmless.
    """
    end_leases_of_the_dead(now)
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


def _choose(now: datetime) -> list[int]:
    """Ids of some ``BATCH`` messages, fairly: half of them the newest, so that one confirmation does not wait behind
    ten thousand reminders, and half from those that wait longest, so that nobody waits for ever.
    """
    half = BATCH // 2
    due = Message.objects.due(now).values_list("pk", flat=True)
    chosen = set(due.order_by("-due_at", "-pk")[:half])
    if longest := list(due.order_by("due_at", "pk")[:CROWD]):
        # Neighbours, since they are often about the same thing and then cost less to write.
        start = chance.randrange(len(longest))
        chosen |= set((longest * 2)[start : start + half])
    chosen |= set(Message.objects.left_behind(now).values_list("pk", flat=True)[:half])
    return sorted(chosen)


def _put_back(message: Message, reason: str, now: datetime) -> Outcome:
    """Still due, as if untried: how long it has been waiting stays true, and the next look takes it up."""
    log.warning("mail_server_away", reason=reason)
    release(message, now, state=State.WAITING, tries=message.tries - 1, reason=reason)
    return Outcome.SERVER_AWAY


def _try_later(message: Message, error: Exception, now: datetime) -> Outcome:
    reason = words_of(error)
    if message.tries >= MAX_TRIES:
        return _end(message, State.ABANDONED, f"Tried {message.tries} times. {reason}", now)
    log.warning("message_failed", message=message.pk, letter=message.letter, error=type(error).__name__)
    due_at = now + backoff(message.tries)
    release(message, now, state=State.WAITING, due_at=due_at, reason=reason, to=message.to)
    return Outcome.RETRY


def _end(message: Message, state: State, reason: str, now: datetime) -> Outcome:
    if state == State.ABANDONED:
        log.error("message_abandoned", message=message.pk, letter=message.letter)
    fields: dict[str, object] = {"state": state, "reason": reason, "finished_at": now, "to": message.to}
    if state == State.SENT:
        fields |= {"subject": message.subject, "text": message.text}
    release(message, now, **fields)
    return Outcome(state.lower())
