"""Leases: which worker is sending which messages just now. A worker that dies leaves them to another in time."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

from notifications.models import Message

log = structlog.get_logger(__name__)
State = Message.State

# How far two machines' clocks may be apart: the web says "due now", and the worker's clock is a little behind.
CLOCKS_DIFFER = timedelta(seconds=2)


def claim(message_ids: Iterable[int], now: datetime) -> list[Message]:
    """Those of the messages that are due and nobody else's, under a lease of ours.

    One statement that Django's own ``update`` cannot write (it gives no rows back). Where the database can, what
    another worker is claiming this moment is passed over and not waited for.
    """
    ids = list(message_ids)
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    # Only fixed text is put together here; every value is a parameter.
    chosen = f"id IN ({', '.join(['%s'] * len(ids))})"
    free = "(state = 'WAITING' AND due_at <= %s OR state = 'SENDING' AND leased_until < %s)"
    lease = "state = 'SENDING', lease = %s, leased_until = %s, tries = tries + 1, updated_at = %s"
    found = Message.objects.raw(
        f"UPDATE notifications_message SET {lease} WHERE id IN "  # nosec B608
        f"(SELECT id FROM notifications_message WHERE {chosen} AND {free} {lock}) RETURNING *",
        [
            f"{_session()}:{uuid.uuid4().hex[:24]}",
            _stored(now + settings.OUTBOX_LEASE),
            _stored(now),
            *ids,
            _stored(now + CLOCKS_DIFFER),
            _stored(now),
        ],
    )
    return list(found)


def end_leases_of_the_dead(now: datetime) -> int:
    """Let others have at once what workers had claimed that died since. Returns how many messages.

    A lease names the PostgreSQL session that took it, which ends with its process. What seems to live is left to run
    out, and so is everything on another database. A worker that lives but lost its session cannot record, so it stops
    after the letter at hand.
    """
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        # By lease and not by id: a message that another worker claims this moment has another lease then.
        cursor.execute(
            """
            UPDATE notifications_message SET leased_until = %(ended)s WHERE state = 'SENDING' AND lease IN (
                SELECT lease FROM notifications_message
                 WHERE state = 'SENDING' AND leased_until > %(now)s AND strpos(lease, ':') > 1
                   AND split_part(lease, ':', 1) NOT IN (SELECT pid::text FROM pg_stat_activity))
            """,
            {"ended": now - CLOCKS_DIFFER, "now": now},
        )
        return int(cursor.rowcount)


def give_back(messages: Iterable[Message], now: datetime) -> None:
    """Messages that were claimed and not tried are due as before, at once."""
    for message in messages:
        release(message, now, state=State.WAITING, tries=message.tries - 1)


def release(message: Message, now: datetime, **fields: Any) -> None:
    """Write these fields and end our lease, unless it has run out and another worker has the message now.

    Django's own ``update`` takes four times the processor time, once for each message that leaves.
    """
    fields |= {"lease": "", "leased_until": None, "updated_at": now}
    values = [_stored(value) if isinstance(value, datetime) else value for value in fields.values()]
    columns = ", ".join(f'"{name}" = %s' for name in fields)
    with connection.cursor() as cursor:
        # The names are those of our own fields; every value is a parameter.
        cursor.execute(
            f"UPDATE notifications_message SET {columns} WHERE id = %s AND lease = %s",  # nosec B608
            [*values, message.pk, message.lease],
        )
        if not cursor.rowcount:
            log.error("lease_lost", message=message.pk, letter=message.letter)


def _session() -> str:
    """The number of our PostgreSQL session, which another session can see as long as we live."""
    if connection.vendor != "postgresql":
        return ""
    connection.ensure_connection()
    return str(connection.connection.info.backend_pid)


def _stored(moment: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)
