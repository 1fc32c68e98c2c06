"""Puts messages into the outbox, in the transaction of what they tell, and lets staff hold, release and cancel them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Greatest

from common.refusals import Refused
from notifications.doorbell import ring
from notifications.letters import Drop, letter_called
from notifications.models import Message, MessageQuerySet
from notifications.writing import one_line, tidy, write

State = Message.State
FORGOTTEN_AT_ONCE = 5_000


class MessageCannotChange(Refused):
    """This letter has already left or is being sent, so it cannot be changed."""


class MessageHasChanged(Refused):
    """Somebody else changed this letter while you were writing. Look at their words, then make your change again."""


class LettersHaveChanged(Refused):
    """Somebody changed these letters since you opened this page, so none was released. Look at them as they are now."""

    def __init__(self, message_ids: Iterable[int]) -> None:
        super().__init__()
        self.message_ids = frozenset(message_ids)

    def __str__(self) -> str:
        return (self.__doc__ or "").strip()


class NobodyChosen(Refused):
    """No letter was chosen. Choose at least one: choosing none never means all."""


def queue_email(
    *, letter: str, about_id: int, key: str, scope: str = "", due_at: datetime | None = None, now: datetime
) -> int:
    """Put one message into the outbox and ring for it when the transaction commits. Returns its id.

    A key that is there already adds nothing: the same cause twice is one message. Raises KeyError for a letter that
    nobody registered.
    """
    letter_called(letter)
    Message.objects.bulk_create(
        [Message(letter=letter, about_id=about_id, key=key, scope=scope, due_at=due_at or now)], ignore_conflicts=True
    )
    message_id: int = Message.objects.values_list("pk", flat=True).get(key=key)
    if due_at is None or due_at <= now:
        ring("notifications.deliver_message", message_id)
    return message_id


def queue_selected(*, letter: str, rows: "QuerySet[Any, dict[str, Any]]", now: datetime) -> int:
    """Put a message into the outbox for each row of a query, in one ``INSERT … SELECT``. Returns how many were new.

    ``rows`` is ``….values("about_id", "key", "scope", "due_at")`` in any order; annotate what has other names.
    Nothing is read into Python: a million bookings of which three hundred are due cost three hundred. Raises KeyError
    for a letter that nobody registered.
    """
    letter_called(letter)
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    quote = connection.ops.quote_name
    chosen = [quote(name) for name in ("about_id", "key", "scope", "due_at")]
    moment = connection.ops.adapt_datetimefield_value(now)
    fixed: dict[str, Any] = {"letter": letter, "state": State.WAITING, "tries": 0, "prewritten": False}
    fixed |= dict.fromkeys(("lease", "reason", "to", "subject", "text"), "")
    fixed |= {"created_at": moment, "updated_at": moment}
    into, given = ", ".join([*chosen, *map(quote, fixed)]), ", ".join([*chosen, *["%s"] * len(fixed)])
    table, key = quote(Message._meta.db_table), quote("key")
    # "WHERE true": without it SQLite takes ON CONFLICT for a join. Every value is a parameter.
    insert = f"INSERT INTO {table} ({into}) SELECT {given} FROM ({sql}) AS chosen WHERE true "  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"{insert} ON CONFLICT ({key}) DO NOTHING", [*fixed.values(), *parameters])
        added = cursor.rowcount
    if added:
        ring("notifications.sweep")
    return int(added)


def hold_email(*, letter: str, about_id: int, key: str, scope: str = "", now: datetime) -> int | None:
    """Write a letter now and keep it until a person releases it. Returns its id, or None if it would be dropped.

    Staff may edit it meanwhile. When it is released it is checked once more, and dropped if it has become stale.
    """
    mail = letter_called(letter).render(about_id, now)
    if isinstance(mail, Drop):
        return None
    written = write(mail)
    held = Message(letter=letter, about_id=about_id, key=key, scope=scope, due_at=now, state=State.HELD)
    held.to, held.subject, held.text, held.prewritten = mail.to, written.subject, written.text, True
    Message.objects.bulk_create([held], ignore_conflicts=True)
    return int(Message.objects.values_list("pk", flat=True).get(key=key))


@transaction.atomic
def edit_held(message_id: int, *, subject: str, text: str, seen: datetime, now: datetime) -> None:
    """Change the words of a held letter. ``seen`` is the ``updated_at`` of the version that was edited.

    Raises MessageCannotChange if it is no longer held, MessageHasChanged if somebody else was quicker.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != State.HELD:
        raise MessageCannotChange
    if message.updated_at != seen:
        raise MessageHasChanged
    Message.objects.filter(pk=message_id).update(subject=one_line(subject), text=tidy(text), updated_at=now)


def release(message_ids: Iterable[int], *, seen: Mapping[int, str] | None = None, now: datetime) -> int:
    """Let held letters go, exactly those named. Returns how many went. Raises NobodyChosen if none is named.

    ``seen`` is the ``version`` of each letter that the person had before them: if one that is still held has another by
    now, or is not in it, none goes and LettersHaveChanged is raised.
    """
    with transaction.atomic():
        held = _exactly(message_ids).filter(state=State.HELD)
        if seen is not None:
            locked = held.select_for_update().only("updated_at").order_by("pk")
            if changed := [message.pk for message in locked if seen.get(message.pk) != message.version]:
                raise LettersHaveChanged(changed)
        released = held.update(state=State.WAITING, due_at=now, updated_at=now)
        ring("notifications.sweep")
    return released


def retry(message_ids: Iterable[int], *, now: datetime) -> int:
    """Send failed and dropped messages, and those that wait for another try, from the start and now. Returns how many.

    Cancelled ones come back as they were: to their moment if that is still to come, and held ones to be released, since
    trying again never goes round that. What was never tried and waits for its moment stays as it is, and so does a
    held letter whose words were forgotten. Raises NobodyChosen if none is named.
    """
    again: dict[str, Any] = {"due_at": now, "tries": 0, "reason": "", "finished_at": None, "updated_at": now}
    tried = Q(state__in=(State.ABANDONED, State.DROPPED)) | Q(state=State.WAITING, tries__gt=0)
    with transaction.atomic():
        chosen = _exactly(message_ids).exclude(prewritten=True, text="")
        back = chosen.filter(state=State.CANCELLED, prewritten=True).update(state=State.HELD, **again)
        back += chosen.filter(tried).update(state=State.WAITING, **again)
        again["due_at"] = Greatest("due_at", Value(now, output_field=DateTimeField()))
        back += chosen.filter(state=State.CANCELLED).update(state=State.WAITING, **again)
        ring("notifications.sweep")
    return back


def cancel(messages: "QuerySet[Message]", *, reason: str, now: datetime) -> int:
    """Cancel what has not left yet. Returns how many were cancelled; those being sent this moment are not."""
    return messages.filter(state__in=(State.HELD, State.WAITING)).update(
        state=State.CANCELLED, reason=reason, finished_at=now, updated_at=now
    )


def cancel_chosen(message_ids: Iterable[int], *, reason: str, now: datetime) -> int:
    """Cancel exactly the messages named, as ``cancel`` does. Raises NobodyChosen if none is named."""
    return cancel(_exactly(message_ids), reason=reason, now=now)


def forget_bodies(*, now: datetime) -> int:
    """Blank the words and addresses of messages that ended longer ago than the setting says. Returns how many."""
    old = Message.objects.filter(finished_at__lt=now - settings.OUTBOX_KEEPS_BODIES).exclude(to="")
    forgotten = 0
    while batch := list(old.order_by("finished_at").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        forgotten += _blank(Message.objects.filter(pk__in=batch), now)
    return forgotten


def forget_address(address: str, *, now: datetime) -> int:
    """Blank what was written to an address, for someone who leaves; cancel what waits for it. Returns how many."""
    theirs = Message.objects.filter(to__iexact=address)
    cancel(theirs, reason="The person's data was erased.", now=now)
    return _blank(theirs, now)


def forget_name(words: Iterable[str], *, to: Iterable[str], now: datetime) -> int:
    """Blank what was written to these addresses and holds one of the words, such as the name of someone who leaves.

    What waits of it is cancelled. Returns how many were blanked.
    """
    named = Q(pk__in=[])
    for word in filter(None, words):
        named |= Q(subject__icontains=word) | Q(text__icontains=word)
    found = Message.objects.filter(named, to__in=list(to))
    cancel(found, reason="The person it names has left.", now=now)
    return _blank(Message.objects.filter(pk__in=list(found.values_list("pk", flat=True))), now)


def _blank(messages: "QuerySet[Message]", now: datetime) -> int:
    return messages.update(to="", subject="", text="", updated_at=now)


def _exactly(message_ids: Iterable[int]) -> MessageQuerySet:
    chosen = list(message_ids)
    if not chosen:
        raise NobodyChosen
    return Message.objects.filter(pk__in=chosen)
