"""Says what reminders were or will be sent, when, and why not: for whoever is asked "why did I hear nothing?"."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import ContactPreference
from accounts.preferences import REMINDER_TIMES, ReminderTime
from events.models import Booking, Reminder
from events.reminder_times import due_at, why_not
from notifications.models import Message


@dataclass(frozen=True)
class Explanation:
    """One reminder of one booking: what became of it, as a sentence."""

    booking: Booking
    time: ReminderTime
    sentence: str


def explain(bookings: Iterable[Booking], *, now: datetime) -> Iterator[Explanation]:
    """Every reminder of these bookings (with their event and person). Three queries in all."""
    bookings = list(bookings)
    topics = [time.topic for time in REMINDER_TIMES]
    messages: dict[tuple[str, int], list[Message]] = {}
    for message in Message.objects.filter(letter__in=topics, about_id__in=[one.pk for one in bookings]).order_by("pk"):
        messages.setdefault((message.letter, message.about_id), []).append(message)
    refused: dict[int, set[str]] = {}
    people = {booking.person_id for booking in bookings}
    for preference in ContactPreference.objects.filter(user__in=people, wanted=False, topic__in=topics):
        refused.setdefault(preference.user_id, set()).add(preference.topic)
    rows = Reminder.objects.filter(event__in={booking.event_id for booking in bookings})
    queued = {(row.event_id, row.topic, row.due_at): row.queued_at for row in rows}
    for booking in bookings:
        for time in REMINDER_TIMES:
            found = messages.get((time.topic, booking.pk), [])
            for message in found:
                yield Explanation(booking, time, _what_became_of(message))
            key = (booking.event_id, time.topic, due_at(booking.event, time))
            is_armed = key in queued and queued[key] is None
            if is_armed or not found:
                not_wanted = refused.get(booking.person_id, set())
                words = _outlook(booking, time, not_wanted, is_armed=is_armed, was_queued=key in queued, now=now)
                yield Explanation(booking, time, words)


def _what_became_of(message: Message) -> str:
    match message.state:
        case Message.State.SENT:
            return f"Sent on {_at(message.finished_at)}."
        case Message.State.WAITING | Message.State.SENDING:
            tried = f" Tried {message.tries} times: {message.reason}" if message.tries and message.reason else ""
            return f"In the outbox since {_at(message.created_at)}, to leave at the next opportunity.{tried}"
        case Message.State.DROPPED | Message.State.CANCELLED:
            return f"Not sent ({_at(message.finished_at)}). {message.reason}"
        case _:
            return f"Failed on {_at(message.finished_at)}. {message.reason}"


def _outlook(
    booking: Booking, time: ReminderTime, refused: Collection[str], *, is_armed: bool, was_queued: bool, now: datetime
) -> str:
    """About a reminder of which nothing is in the outbox. ``was_queued``: others who are booked got theirs."""
    due = due_at(booking.event, time)
    reason = why_not(booking, time, refused, max(now, due))
    if not booking.event.is_published:
        reason = reason or "The event is not published."
    if reason:
        return f"Not sent. {reason}"
    if is_armed:
        return f"Due on {_at(due)}." if now < due else f"Due since {_at(due)}, to be put into the outbox in a minute."
    if was_queued:
        return f"Not sent. It was due on {_at(due)}, when the person did not want it."
    return f"Not sent. It was due on {_at(due)}, before the event was published or moved to its present time."


def _at(moment: datetime | None) -> str:
    return date_format(localtime(moment), "j F Y, H:i") if moment else "an unknown day"
