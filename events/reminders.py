"""Arms the reminders of an event, and puts those that are due into the outbox.

An event has one row for each reminder time, however many are booked: moving it changes three rows. What is due is
found through a partial index, and one ``INSERT … SELECT`` for each letter fans it out to those who are booked and want
it. The outbox key names the row, so running twice adds nothing and a new time is a new reminder.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.preferences import REMINDER_TIMES, people_who_refuse
from events.models import Booking, Event, Reminder
from events.reminder_times import due_at
from events.telling import rows, silence
from notifications.outbox import queue_selected

TOPICS = tuple(time.topic for time in REMINDER_TIMES)
# So many reminders of events in one transaction; more are done in the next.
EVENTS_AT_ONCE = 200


def arm(event: Event, *, now: datetime) -> None:
    """Make the reminders for the time the event has now, in place of those for another time.

    Only those still ahead: whoever is booked has just been told the new time.
    """
    disarm(event, reason="The event was moved.", now=now)
    times = [(time, due_at(event, time)) for time in REMINDER_TIMES]
    Reminder.objects.bulk_create(
        Reminder(event=event, topic=time.topic, due_at=due) for time, due in times if due > now
    )


def disarm(event: Event, *, reason: str, now: datetime) -> None:
    """Take back the reminders that have not left. One that is being sent this moment asks once more itself."""
    Reminder.objects.filter(event=event, queued_at=None).delete()
    silence(event, TOPICS, reason=reason, now=now)


def queue_due_reminders(*, now: datetime) -> int:
    """Put the reminders that are due into the outbox. Returns how many letters were new."""
    added = 0
    while True:
        count, letters = _queue_some(now)
        added += letters
        if count < EVENTS_AT_ONCE:
            return added


@transaction.atomic
def _queue_some(now: datetime) -> tuple[int, int]:
    """How many rows were due, and how many letters that made."""
    # A second clock skips what the first is at.
    due = Reminder.objects.due(now).select_for_update(skip_locked=True, of=("self",)).select_related("event")
    due = due.only("topic", "event__starts_at").order_by("due_at", "pk")[:EVENTS_AT_ONCE]
    by_topic: dict[str, list[int]] = {}
    for reminder in due:
        if not reminder.event.has_started(now):
            by_topic.setdefault(reminder.topic, []).append(reminder.pk)
    added = 0
    for topic, reminder_ids in by_topic.items():
        added += queue_selected(letter=topic, rows=_people_to_remind(topic, reminder_ids), now=now)
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in due]).update(queued_at=now, updated_at=now)
    return len(due), added


def _people_to_remind(topic: str, reminder_ids: list[int]) -> "QuerySet[Any, Any]":
    """Who is booked on these events and wants this reminder, as rows for the outbox."""
    booked = Booking.objects.filter(event__reminders__in=reminder_ids, state=Booking.State.BOOKED)
    booked = booked.exclude(person__in=people_who_refuse(topic))
    ending = Concat(Value(":"), Cast("event__reminders", CharField()))
    return rows(booked, topic, ending, F("event__reminders__due_at"))
