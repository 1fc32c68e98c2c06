"""Learning that people began or finished, for themselves; others see numbers only."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from accounts.models import User
from careers.models import Learning
from common.models import BaseModel


class LearningTakenQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """What a person began or finished, the last first, with its course and without the bytes of a certificate."""
        rows = self.filter(user=user).select_related("learning", "certificate").defer("certificate__content")
        return rows.order_by("-on", "-pk")


class LearningTaken(BaseModel):
    """One person and one course. ``on`` is the day on which they began or, once completed, finished it."""

    class State(models.TextChoices):
        STARTED = "STARTED", "Started"
        COMPLETED = "COMPLETED", "Completed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="learning_taken")
    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices)
    on = models.DateField()

    objects = LearningTakenQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name_plural = "learning taken"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "learning"], name="person_takes_a_course_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learning}: {self.get_state_display()}"


class Certificate(BaseModel):
    """The file that proves it, for its person alone. In a table of its own, so that lists do not fetch files."""

    class Kind(models.TextChoices):
        PDF = "PDF", "PDF"
        PNG = "PNG", "PNG picture"
        JPEG = "JPEG", "JPEG picture"

    taken = models.OneToOneField(LearningTaken, on_delete=models.CASCADE, related_name="certificate")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("-kept_at", "-pk")

    def __str__(self) -> str:
        return f"Certificate of {self.kept_at:%-d %B %Y}"
