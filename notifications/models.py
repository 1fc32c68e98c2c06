"""The outbox: one row per message, kept from the moment its cause was true until its fate is known."""

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from common.models import BaseModel


class MessageQuerySet(models.QuerySet[Any]):
    """Messages."""

    def due(self, now: datetime) -> Self:
        """Waiting, and their moment has come."""
        return self.filter(state=Message.State.WAITING, due_at__lte=now)

    def left_behind(self, now: datetime) -> Self:
        """Claimed by a worker that died: its lease has run out."""
        return self.filter(state=Message.State.SENDING, leased_until__lt=now)

    def in_scopes(self, scopes: frozenset[str] | None) -> Self:
        """Messages of these scopes; ``None`` means of all."""
        return self if scopes is None else self.filter(scope__in=scopes)


class Message(BaseModel):
    """One e-mail. It names its letter and what it is about; the letter is written when it is delivered.

    Held letters are the exception: they wait for a person, may be edited, and so carry their words from the start.
    """

    class State(models.TextChoices):
        HELD = "HELD", "Held"
        WAITING = "WAITING", "Waiting"
        SENDING = "SENDING", "Being sent"
        SENT = "SENT", "Sent"
        DROPPED = "DROPPED", "Dropped as stale"
        ABANDONED = "ABANDONED", "Failed"
        CANCELLED = "CANCELLED", "Cancelled"

    letter = models.CharField(max_length=80, help_text="The registered name, such as events.booking_confirmed.")
    about_id = models.BigIntegerField(help_text="The id of the row the letter is about.")
    key = models.CharField(max_length=200, unique=True, help_text="Says which message this is, so that it exists once.")
    scope = models.CharField(max_length=120, blank=True, help_text="The programme it belongs to; empty for the site.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=40, blank=True, help_text="Which attempt holds it.")
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was dropped, abandoned or cancelled, or the last error.")
    to = models.CharField(max_length=320, blank=True, help_text="Known once it was written.")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    prewritten = models.BooleanField(default=False, help_text="Its words were fixed when it was held.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        # Few, since every message passes three states and each step touches every index.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="message_waiting", condition=Q(state="WAITING")),
            models.Index(fields=["leased_until"], name="message_being_sent", condition=Q(state="SENDING")),
            models.Index(fields=["state", "-id"], name="message_in_a_state"),
            models.Index(fields=["scope", "-id"], name="message_of_a_scope"),
            models.Index(fields=["letter", "about_id"], name="message_about"),
            models.Index(fields=["finished_at"], name="message_with_an_address", condition=~Q(to="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="SENDING") | Q(leased_until__isnull=False), name="message_being_sent_has_a_lease"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def version(self) -> str:
        """Changes whenever the row does, so that what a person saw can be told from what is there by now."""
        return f"{self.updated_at.astimezone(UTC):%Y%m%dT%H%M%S%f}"


class Heartbeat(models.Model):
    """One row: when the schedule last ran."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()
