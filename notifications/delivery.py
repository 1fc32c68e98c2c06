"""Delivers messages: claims one by a single UPDATE, speaks SMTP outside any transaction, records what came of it."""

import hashlib
import logging
import random
import smtplib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from notifications.letters import Drop, Mail, find_letter, write
from notifications.models import Message
from notifications.outbox import ring

log = logging.getLogger(__name__)
State = Message.State
Clock = Callable[[], datetime]

# Longer than any SMTP conversation may take, so that a living worker never loses its lease.
LEASE = timedelta(minutes=5)
# About two days of trying: 1, 2, 4 … minutes, at most 12 hours apart.
MAX_TRIES = 12
LONGEST_WAIT = timedelta(hours=12)
BATCH = 100


class Outcome(StrEnum):
    """What became of one attempt."""

    SENT = "sent"
    DROPPED = "dropped"
    RETRY = "retry"
    ABANDONED = "abandoned"
    NOT_MINE = "not mine"  # someone else has it, or it is not due


def deliver(message_id: int, *, now: datetime, connection: BaseEmailBackend | None = None) -> Outcome:
    """Send one message, if it is due and nobody else is sending it.

    At least once: a worker killed between the mail server's "accepted" and our note of it repeats that one message,
    under the same Message-ID. Pass an open ``connection`` to send many over one conversation.
    """
    lease = uuid.uuid4().hex
    claimed = (
        Message.objects.claimable(now)
        .filter(pk=message_id)
        .update(state=State.SENDING, lease=lease, leased_until=now + LEASE, tries=F("tries") + 1, updated_at=now)
    )
    if not claimed:
        return Outcome.NOT_MINE
    message = Message.objects.get(pk=message_id)
    try:
        mail = _compose(message, now)
        if isinstance(mail, Drop):
            return _finish(message, lease, State.DROPPED, mail.reason, now)
        mail.connection = connection
        mail.send()
    except Exception as error:  # noqa: BLE001  whatever goes wrong with one message must not stop the others
        return _failed(message, lease, error, now)
    return _finish(message, lease, State.SENT, "", now, mail)


def deliver_due(*, clock: Clock, limit: int = BATCH) -> int:
    """Send up to ``limit`` messages that are due, oldest first, over one conversation. Returns how many it handled.

    Several workers may do this side by side: each claims every message on its own.
    """
    now = clock()
    due = list(Message.objects.claimable(now).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    if not due:
        return 0
    # Neighbours start at different places, so that they seldom reach for the same row.
    start = random.randrange(len(due))  # noqa: S311  nothing secret hangs on it
    connection = get_connection()
    handled = 0
    try:
        for message_id in due[start:] + due[:start]:
            handled += deliver(message_id, now=clock(), connection=connection) is not Outcome.NOT_MINE
    finally:
        connection.close()
    return handled


def sweep(*, now: datetime) -> int:
    """Ring for every message that is due and still there, in batches. Returns how many rings that took.

    It catches up on whatever a broker lost; a ring too many is harmless.
    """
    due = Message.objects.claimable(now).order_by("due_at", "pk")
    waiting = due.values("pk")[: settings.OUTBOX_SWEEP_LIMIT].count()
    rings = -(-waiting // BATCH)
    for _ in range(rings):
        ring("notifications.deliver_batch")
    return rings


def _compose(message: Message, now: datetime) -> "EmailMultiAlternatives | Drop":
    letter = find_letter(message.letter)
    if letter is None:
        return Drop("This letter no longer exists.")
    mail = letter.render(message.about_id, now)
    if isinstance(mail, Drop):
        return mail
    if message.prewritten:
        subject, text, html = message.subject, message.text, message.html
    else:
        written = write(mail)
        subject, text, html = written.subject, written.text, written.html
    message.to, message.subject, message.text, message.html = mail.to, subject, text, html
    return _email(mail, message)


def _email(mail: Mail, message: Message) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id_of(message.key), "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = EmailMultiAlternatives(
        subject=message.subject, body=message.text, to=[mail.to], reply_to=list(mail.reply_to), headers=headers
    )
    email.attach_alternative(message.html, "text/html")
    for one in mail.attachments:
        email.attach(one.name, one.content, one.mime_type)
    return email


def message_id_of(key: str) -> str:
    """The same for every attempt at the same message, so that mail systems can drop a repeat."""
    host = settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def _failed(message: Message, lease: str, error: Exception, now: datetime) -> Outcome:
    reason = f"{type(error).__name__}: {error}"[:1000]
    log.warning("message_failed", extra={"message": message.pk, "letter": message.letter, "try": message.tries})
    if _is_permanent(error) or message.tries >= MAX_TRIES:
        return _finish(message, lease, State.ABANDONED, reason, now)
    Message.objects.filter(pk=message.pk, lease=lease).update(
        state=State.WAITING,
        lease="",
        leased_until=None,
        due_at=now + backoff(message.tries),
        reason=reason,
        updated_at=now,
    )
    return Outcome.RETRY


def backoff(tries: int) -> timedelta:
    """How long to wait after so many tries: doubling from a minute, with jitter so that a crowd does not come back at once."""
    longest = min(timedelta(minutes=2 ** (tries - 1)), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  nothing secret hangs on it


def _is_permanent(error: Exception) -> bool:
    """Whether the mail server refused this letter for good. A wrong password is ours to mend, so it is not."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def _finish(
    message: Message,
    lease: str,
    state: str,
    reason: str,
    now: datetime,
    sent: EmailMultiAlternatives | None = None,
) -> Outcome:
    fields: dict[str, object] = {"state": state, "reason": reason, "finished_at": now, "updated_at": now}
    fields |= {"lease": "", "leased_until": None}
    if sent is not None:
        fields |= {"to": message.to, "subject": message.subject, "text": message.text, "html": message.html}
    if not Message.objects.filter(pk=message.pk, lease=lease).update(**fields):
        log.error("lease_lost", extra={"message": message.pk})
    return Outcome(State(state).lower())
