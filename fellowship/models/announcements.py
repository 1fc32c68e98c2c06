"""What a team writes to fellows of a cohort."""

from typing import ClassVar

from django.db import models

from accounts.models import User
from common.models import BaseModel
from fellowship.models.cohorts import Cohort


class Announcement(BaseModel):
    """The words, once for all whom they go to."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=5_000)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject


class AnnouncementTo(BaseModel):
    """One person whom it goes to."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="to")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["announcement", "user"], name="person_gets_an_announcement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.user}"
