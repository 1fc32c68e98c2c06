"""Ways in without signing in: the code that brings a person back to their answers, and links to a gap report."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from careers.models import Level
from common.models import BaseModel
from planning.models.assessments import Assessment


class ReturnCode(BaseModel):
    """Opens a signed-out assessment again. The code itself is not stored, only a keyed digest of it."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="return_code")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Return code {self.pk}"


class SharedReportQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """The links that a person gave, the newest first."""
        return self.filter(user=user).order_by("-given_at", "-pk")

    def open(self, now: datetime) -> Self:
        """Links that still show something."""
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)


class SharedReport(BaseModel):
    """A link to one gap report, to read and no more. The address holds ``nonce`` with a signature."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shared_reports")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="shared_reports")
    goal = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_to = models.CharField(max_length=100)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SharedReportQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("given_at")), name="shared_report_expires_later"),
        ]

    def __str__(self) -> str:
        return f"Report for {self.given_to}"

    def state(self, now: datetime) -> str:
        """ "Open", "Taken back" or "Over"."""
        if self.revoked_at:
            return "Taken back"
        return "Open" if self.expires_at > now else "Over"
