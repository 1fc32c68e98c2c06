"""When the people booked on an event are to be reminded: one row for each event and time, however many are booked."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from common.models import BaseModel
from events.models.events import Event


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders."""

    def due(self, now: datetime) -> Self:
        """Their moment has come and nothing is in the outbox yet."""
        return self.filter(queued_at=None, due_at__lte=now)


class Reminder(BaseModel):
    """The people booked on an event are to be reminded at ``due_at``. A new time of the event makes new rows."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reminders")
    topic = models.CharField(max_length=80, help_text="The reminder time, as contact preferences name it.")
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        indexes: ClassVar[list[models.Index]] = [
            # Only what is still to come: its size follows the events ahead and not those of all years.
            models.Index(fields=["due_at", "id"], name="reminder_to_come", condition=Q(queued_at__isnull=True)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event", "topic"],
                condition=Q(queued_at__isnull=True),
                name="event_has_each_reminder_armed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.topic}"
