"""Whether the background work is alive: the schedule leaves a mark each minute, and health pages read it."""

from datetime import datetime, timedelta

from notifications.models import Heartbeat, Message


def beat(*, now: datetime) -> None:
    """Leave the mark."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": now})


def beat_age(*, now: datetime) -> timedelta | None:
    """How long ago the schedule last ran, or None if it never has."""
    at = Heartbeat.objects.filter(pk=1).values_list("at", flat=True).first()
    return None if at is None else now - at


def outbox_age(*, now: datetime) -> timedelta:
    """How long the oldest message that is due has been waiting. One index look-up, whatever the outbox holds."""
    due_at = Message.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
    return timedelta() if due_at is None else now - due_at
