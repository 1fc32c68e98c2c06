"""Puts letters about events into the outbox, in the transaction of what they tell."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from events.models import Booking, Event
from notifications.models import Message
from notifications.outbox import cancel, queue_email, queue_selected


def tell(booking: Booking, name: str, *, due_at: datetime | None = None, now: datetime) -> None:
    """Put the letter ``events.<name>`` about a booking into the outbox; once for each booking."""
    letter, scope = f"events.{name}", booking.event.scope
    key = f"{letter}:{booking.pk}"
    queue_email(letter=letter, about_id=booking.pk, key=key, scope=scope, due_at=due_at, now=now)


def tell_all(event: Event, name: str, states: Collection[str], *, now: datetime) -> int:
    """Tell everybody whose booking has one of the states; once for each change of the event. Returns how many.

    A letter of the same name that has not left yet is cancelled: the new one says how things are now.
    """
    letter = f"events.{name}"
    bookings = Booking.objects.filter(event=event, state__in=states)
    earlier = Message.objects.filter(letter=letter, about_id__in=Booking.objects.filter(event=event).values("pk"))
    cancel(earlier, reason="The event was changed once more.", now=now)
    chosen = rows(bookings, letter, Value(f":{event.sequence}"), moment(now))
    return queue_selected(letter=letter, rows=chosen, now=now)


def rows(bookings: "QuerySet[Booking]", letter: str, ending: Any, due_at: Any) -> "QuerySet[Any, Any]":
    """Bookings as rows for the outbox; keys are ``<letter>:<booking><ending>``. The last two are expressions."""
    return bookings.order_by().values(
        about_id=F("pk"),
        key=Concat(Value(f"{letter}:"), Cast("pk", CharField()), ending, output_field=CharField()),
        scope=scope_of("event__programme"),
        due_at=due_at,
    )


def scope_of(programme: str) -> Case:
    """``Programme.scope`` as an expression; ``programme`` is the way to it."""
    return Case(
        When(**{programme: None}, then=Value("")),
        default=Concat(Value("programme:"), Cast(programme, CharField())),
        output_field=CharField(),
    )


def moment(at: datetime) -> Value:
    """A moment as an expression."""
    return Value(at, output_field=DateTimeField())


def silence(event: Event, letters: Collection[str], *, reason: str, now: datetime) -> None:
    """Cancel letters about an event's bookings that have not left yet."""
    about = Booking.objects.filter(event=event).values("pk")
    cancel(Message.objects.filter(letter__in=letters, about_id__in=about), reason=reason, now=now)
