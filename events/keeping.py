"""Forgets what is not needed any more."""

from datetime import datetime

from django.db.models import Q

from events.models import Booking


def forget_adjustments(*, now: datetime) -> int:
    """Erase what people needed to take part in events that are over or cancelled. Returns how many had asked."""
    asked = Booking.objects.filter(~Q(adjustments="") | ~Q(adjustments_note=""))
    over = asked.filter(Q(event__ends_at__lte=now) | Q(event__state="CANCELLED"))
    return over.update(adjustments=(), adjustments_note="", updated_at=now)
