"""What reports need and the portal cannot count by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from common.models import BaseModel
from fellowship.models.cohorts import Cohort


class EligibleStaff(BaseModel):
    """How many people could have applied to a cohort, who says so, and of which day. No row: not known."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, primary_key=True, related_name="eligible_staff")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=300, help_text="Who counted them, and what was counted.")
    counted_on = models.DateField()

    class Meta:
        verbose_name_plural = "eligible staff"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(number__gte=1), name="somebody_is_eligible"),
        ]

    def __str__(self) -> str:
        return f"{self.number:,}: {self.source}"
