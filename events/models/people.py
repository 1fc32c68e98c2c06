"""People around an event besides those booked: who hosts it with the organiser, and who is invited."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import User
from common.models import BaseModel
from events.models.bookings import Booking
from events.models.events import Event


class CoHost(BaseModel):
    """A person who runs an event together with its organiser."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="co_hosts", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="co_hosted")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "user"], name="person_hosts_an_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} hosts {self.event}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def answered(self) -> Self:
        """The person has a place on the event, or waits for one."""
        return self.filter(_live_booking())

    def unanswered(self) -> Self:
        return self.exclude(_live_booking())


def _live_booking() -> Exists:
    return Exists(Booking.objects.live().filter(event=OuterRef("event"), person=OuterRef("user")))


class Invitation(BaseModel):
    """A person who may see and book an event that is not open to all."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="event_invitations")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "user"], name="person_is_invited_to_an_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is invited to {self.event}"
