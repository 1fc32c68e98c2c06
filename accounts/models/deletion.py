"""Requests to delete an account. The row outlives the account, as the proof that it was done."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models.user import User

_OPEN = Q(cancelled_at__isnull=True, erased_at__isnull=True)


class DeletionRequestQuerySet(models.QuerySet["DeletionRequest"]):
    """Requests."""

    def open(self) -> Self:
        """Neither carried out nor withdrawn."""
        return self.filter(_OPEN)

    def due(self, now: datetime) -> Self:
        """Open, and the time to think it over has passed."""
        return self.open().filter(due_at__lte=now)


class DeletionRequest(models.Model):
    """A person asked for everything about them to be deleted at ``due_at``."""

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="deletion_requests")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    last_address = models.EmailField(blank=True, help_text="Only for the letter that says that it is done.")

    objects = DeletionRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=_OPEN, name="person_has_one_open_deletion_request"),
        ]

    def __str__(self) -> str:
        return f"asked on {self.asked_at:%Y-%m-%d}"
