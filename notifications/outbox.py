"""Puts messages into the outbox, in the transaction of what they tell, and lets staff hold, release and cancel them."""

from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import QuerySet

from common.refusals import Refused
from notifications.letters import Drop, find_letter, html_of, one_line, write
from notifications.models import Message

State = Message.State


class MessageCannotChange(Refused):
    """This message has already left, so it cannot be changed."""


class NobodyChosen(Refused):
    """No message was chosen. Choose at least one: choosing none never means all."""


def queue_email(
    *, letter: str, about_id: int, key: str, scope: str = "", due_at: datetime | None = None, now: datetime
) -> int:
    """Put one message into the outbox and ring for it when the transaction commits. Returns its id.

    A key that is there already adds nothing: the same cause twice is one message. Raises KeyError for a letter that
    nobody registered.
    """
    _must_be_registered(letter)
    Message.objects.bulk_create(
        [Message(letter=letter, about_id=about_id, key=key, scope=scope, due_at=due_at or now)], ignore_conflicts=True
    )
    message_id: int = Message.objects.values_list("pk", flat=True).get(key=key)
    if due_at is None or due_at <= now:
        ring("notifications.deliver_message", message_id)
    return message_id


def queue_selected(*, letter: str, rows: "QuerySet[models.Model]", now: datetime) -> int:
    """Put a message into the outbox for each row of a query, in one ``INSERT … SELECT``. Returns how many were new.

    ``rows`` is a ``values_list`` of exactly (about id, key, scope, due_at), in that order. Nothing is read into Python:
    a million bookings of which three hundred are due cost three hundred.
    """
    _must_be_registered(letter)
    sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    columns = "letter, state, tries, lease, reason, subject, text, html, prewritten, created_at, updated_at"
    quote = connection.ops.quote_name
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(Message._meta.db_table)} "
            f"(about_id, {quote('key')}, scope, due_at, {quote('to')}, {columns}) "
            f"SELECT chosen.*, '', %s, %s, 0, '', '', '', '', '', %s, %s, %s FROM ({sql}) AS chosen WHERE true "
            f"ON CONFLICT ({quote('key')}) DO NOTHING",
            [letter, State.WAITING, False, moment, moment, *parameters],
        )
        added = cursor.rowcount
    if added:
        ring("notifications.sweep")
    return int(added)


def hold_email(*, letter: str, about_id: int, key: str, scope: str = "", now: datetime) -> int | None:
    """Write a letter now and keep it until a person releases it. Returns its id, or None if it would be dropped.

    Staff may edit it meanwhile. When it is released it is checked once more, and dropped if it has become stale.
    """
    mail = _must_be_registered(letter).render(about_id, now)
    if isinstance(mail, Drop):
        return None
    written = write(mail)
    Message.objects.bulk_create(
        [
            Message(
                letter=letter,
                about_id=about_id,
                key=key,
                scope=scope,
                due_at=now,
                state=State.HELD,
                to=mail.to,
                subject=written.subject,
                text=written.text,
                html=written.html,
                prewritten=True,
            )
        ],
        ignore_conflicts=True,
    )
    return int(Message.objects.values_list("pk", flat=True).get(key=key))


@transaction.atomic
def edit_held(message_id: int, *, subject: str, text: str, now: datetime) -> Message:
    """Change the words of a held letter. Raises MessageCannotChange if it is no longer held."""
    message: Message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != State.HELD:
        raise MessageCannotChange
    message.subject = one_line(subject)
    message.text = text.replace("\r\n", "\n").strip() + "\n"
    message.html = html_of(message.subject, message.text)
    message.save(update_fields=["subject", "text", "html", "updated_at"])
    return message


def release(message_ids: Iterable[int], *, now: datetime) -> int:
    """Let held letters go, exactly those named. Returns how many went. Raises NobodyChosen if none is named."""
    chosen = list(message_ids)
    if not chosen:
        raise NobodyChosen
    with transaction.atomic():
        released = Message.objects.filter(pk__in=chosen, state=State.HELD).update(
            state=State.WAITING, due_at=now, updated_at=now
        )
        ring("notifications.sweep")
    return released


def cancel(messages: "QuerySet[Message]", *, reason: str, now: datetime) -> int:
    """Cancel what has not left yet. Returns how many were cancelled; those being sent this moment are not."""
    return messages.filter(state__in=(State.HELD, State.WAITING)).update(
        state=State.CANCELLED, reason=reason, finished_at=now, updated_at=now
    )


def retry(message_id: int, *, now: datetime) -> None:
    """Try an abandoned, dropped or cancelled message again from the start. Raises MessageCannotChange otherwise."""
    with transaction.atomic():
        again = Message.objects.filter(
            pk=message_id, state__in=(State.ABANDONED, State.DROPPED, State.CANCELLED, State.WAITING)
        ).update(state=State.WAITING, due_at=now, tries=0, reason="", finished_at=None, updated_at=now)
        if not again:
            raise MessageCannotChange
        ring("notifications.deliver_message", message_id)


def forget_bodies(*, now: datetime, batch: int = 5_000) -> int:
    """Blank the words of messages that ended longer ago than the setting says. Returns how many."""
    old = now - settings.OUTBOX_KEEPS_BODIES
    due = Message.objects.filter(finished_at__lt=old).exclude(text="").order_by("finished_at").values("pk")[:batch]
    return Message.objects.filter(pk__in=list(due.values_list("pk", flat=True))).update(
        text="", html="", to="", updated_at=now
    )


def ring(task: str, *arguments: int) -> None:
    """Ring a worker's doorbell once the transaction commits. Without a broker it is silent: jobs are rows.

    A nested function, since Django logs a failing robust callback by its ``__qualname__``, which a partial has not.
    """
    if not settings.REDIS_URL:
        return

    def doorbell() -> None:
        current_app.send_task(task, args=arguments, retry=False)

    transaction.on_commit(doorbell, robust=True)


def _must_be_registered(name: str):  # type: ignore[no-untyped-def]
    found = find_letter(name)
    if found is None:
        raise KeyError(f"No letter is called {name}.")
    return found
